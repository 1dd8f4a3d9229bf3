"""How commands show what would be refused, and advice on least privilege."""

from collections.abc import Iterable
from typing import Any

from fracttal_console.cli.output import facts, table
from fracttal_console.domain.permission_advice import PermissionAdvice
from fracttal_console.domain.permissions import PermissionCatalogue, PermissionName
from fracttal_console.domain.what_if import Affected, WhatIf
from fracttal_console.services.least_privilege import GroupAdvice
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.what_if import (
    advice_reason,
    advice_title,
    fewer_may,
    looked_at,
    refused_line,
    share_refused,
    verdict,
)

_KINDS = {"api_key": N_("API key"), "consumer": N_("OAuth consumer"), "person": N_("Person")}


def what_if_document(found: WhatIf, catalogue: PermissionCatalogue) -> dict[str, Any]:
    """Return a what-if for machines."""
    return {
        "days": found.days,
        "requests": found.calls,
        "refused": found.refused,
        "authorizations": found.authorizations,
        "members": found.members,
        "removed": catalogue.in_order(found.removed),
        "added": catalogue.in_order(found.added),
        "unknown": catalogue.in_order(found.untold),
        "affected": [_affected(one) for one in found.affected],
    }


def what_if_lines(found: WhatIf, catalogue: PermissionCatalogue, texts: Texts) -> list[str]:
    """Return a what-if for people."""
    said = (verdict(found, texts), looked_at(found, texts), texts.gettext("Nothing was saved."))
    lines = [words for words in said if words]
    known = facts(
        [
            (texts.gettext("Taken away"), _listed(found.removed, catalogue)),
            (texts.gettext("Added"), _listed(found.added, catalogue)),
            (texts.gettext("Use unknown"), _listed(found.untold, catalogue)),
            (texts.gettext("Authorizations"), fewer_may(found, texts)),
        ]
    )
    lines += ["", *known]
    if found.affected:
        headings = [texts.gettext(heading) for heading in (N_("Kind"), N_("Name"), N_("Refused"), N_("Requests"))]
        rows = [
            [
                texts.gettext(_KINDS[one.kind]),
                one.name,
                share_refused(one, texts),
                "; ".join(refused_line(line, texts) for line in one.refused),
            ]
            for one in found.affected
        ]
        lines += ["", *table(headings, rows, texts)]
    return lines


def advice_document(advice: GroupAdvice, catalogue: PermissionCatalogue) -> dict[str, Any]:
    """Return the advice for a group for machines."""
    return {
        **_advice(advice.whole, catalogue),
        "members": [_advice(one, catalogue) for one in advice.members],
    }


def advice_lines(advice: GroupAdvice, catalogue: PermissionCatalogue, texts: Texts) -> list[str]:
    """Return the advice for a group for people."""
    whole = advice.whole
    lines = [
        advice_title(whole, texts),
        advice_reason(whole, texts),
        "",
        *facts(
            [
                (texts.gettext("Name"), whole.name),
                (texts.gettext("Used"), _listed(whole.used, catalogue)),
                (texts.gettext("Not used"), _listed(whole.unused, catalogue)),
                (texts.gettext("Use unknown"), _listed(whole.untold, catalogue)),
                (texts.gettext("Would do"), _listed(whole.narrower or (), catalogue)),
            ]
        ),
    ]
    if advice.members:
        headings = [
            texts.gettext(heading)
            for heading in (N_("Kind"), N_("Name"), N_("Allowed"), N_("Used"), N_("Days"), N_("Would do"))
        ]
        rows = [
            [
                texts.gettext(_KINDS[one.kind]),
                one.name,
                str(len(one.allowed)),
                str(len(one.used)),
                str(one.days),
                _listed(one.narrower or (), catalogue),
            ]
            for one in advice.members
        ]
        lines += ["", *table(headings, rows, texts)]
    return lines


def _affected(one: Affected) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "id": one.id,
        "name": one.name,
        "requests": one.calls,
        "refused": one.refused_calls,
        "authorizations": one.authorizations,
        "paths": [
            {
                "path": line.path,
                "permission": line.permission,
                "requests": line.calls,
                **({"consumer": line.through} if line.through else {}),
            }
            for line in one.refused
        ],
    }


def _advice(advice: PermissionAdvice, catalogue: PermissionCatalogue) -> dict[str, Any]:
    return {
        "kind": advice.kind,
        "id": advice.id,
        "name": advice.name,
        "days": advice.days,
        "requests": advice.calls,
        "allowed": catalogue.in_order(advice.allowed),
        "used": catalogue.in_order(advice.used),
        "unused": catalogue.in_order(advice.unused),
        "unknown": catalogue.in_order(advice.untold),
        "narrower": None if advice.narrower is None else catalogue.in_order(advice.narrower),
    }


def _listed(permissions: Iterable[PermissionName], catalogue: PermissionCatalogue) -> str:
    return ", ".join(catalogue.in_order(permissions))

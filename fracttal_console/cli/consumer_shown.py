"""How an OAuth consumer is shown: as a document, as facts, as a row."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from fracttal_console.cli.credentials import secret_documents, secret_words
from fracttal_console.cli.key_commands import key_documents, key_words
from fracttal_console.cli.output import Fact, facts, moment, short_moment, state, table, yes_or_no
from fracttal_console.cli.switches import switch_facts, switches_document
from fracttal_console.domain.oauth_consumers import LIFETIME_FIELDS, Lifetimes, spelled_lifetime
from fracttal_console.domain.weaknesses import weaknesses_of_consumer
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.weaknesses import weakness_words

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.services.consumer_views import ConsumerView


def as_document(view: "ConsumerView", now: datetime) -> dict[str, Any]:
    """Return a consumer for machines."""
    consumer = view.consumer
    return {
        "id": consumer.id,
        "client_id": consumer.client_id,
        "name": consumer.name,
        "description": consumer.description,
        "permission_group": view.group.name,
        "grant": str(consumer.grant),
        "public": not consumer.confidential,
        "redirect_uris": list(consumer.redirect_uris),
        "may_introspect": consumer.may_introspect,
        "profile": str(consumer.profile),
        "weaker": [str(one) for one in weaknesses_of_consumer(consumer)],
        "status": str(consumer.status),
        "owner": consumer.owner,
        "contact": consumer.contact,
        "networks": list(consumer.networks),
        "lifetimes": {
            name: None if span is None else int(span.total_seconds())
            for name, span in ((name, getattr(consumer.lifetimes, name)) for name in LIFETIME_FIELDS)
        },
        "switches": switches_document(view.switches),
        "expires_at": moment(consumer.expires_at),
        "created_at": moment(consumer.created_at),
        "last_used_at": moment(view.last_use.at if view.last_use else None),
        "secrets": secret_documents(view, now),
        "auth_method": str(view.method) if consumer.confidential else None,
        "keys": key_documents(view),
    }


def as_lines(view: "ConsumerView", now: datetime, texts: Texts) -> list[str]:
    """Return a consumer for people."""
    consumer, _ = view.consumer, texts.gettext
    return facts(
        [
            (_("Id"), str(consumer.id)),
            (_("Client id"), consumer.client_id),
            (_("Name"), consumer.name),
            (_("Description"), consumer.description),
            (_("Permission group"), view.group.name),
            (_("Grant"), str(consumer.grant)),
            (_("Public"), yes_or_no(not consumer.confidential, texts)),
            (_("Redirect URIs"), ", ".join(consumer.redirect_uris)),
            (_("May introspect"), yes_or_no(consumer.may_introspect, texts)),
            (_("Profile"), str(consumer.profile)),
            (_("Weaker"), " ".join(weakness_words(weaknesses_of_consumer(consumer), texts))),
            (_("Status"), state("consumer", consumer.status, texts)),
            (_("Owner"), consumer.owner),
            (_("Contact"), consumer.contact),
            (_("Networks"), ", ".join(consumer.networks)),
            *_lifetime_facts(consumer.lifetimes, texts),
            *switch_facts(view.switches, texts),
            (_("Expires"), short_moment(consumer.expires_at)),
            (_("Created"), short_moment(consumer.created_at)),
            (_("Secrets"), secret_words(view, now, texts)),
            *([(_("Authentication"), str(view.method))] if consumer.confidential else []),
            *([(_("Public keys"), key_words(view, texts))] if view.keys else []),
            (_("Last used"), short_moment(view.last_use.at if view.last_use else None)),
        ]
    )


def _lifetime_facts(lifetimes: Lifetimes, texts: Texts) -> list[Fact]:
    _, ends = texts.gettext, lifetimes.authorization
    return [
        (_("Access token"), spelled_lifetime(lifetimes.access_token)),
        (_("Refresh token unused"), spelled_lifetime(lifetimes.refresh_idle)),
        (_("Refresh token at most"), spelled_lifetime(lifetimes.refresh)),
        (_("Authorization"), _("until it is revoked") if ends is None else spelled_lifetime(ends)),
    ]


def as_table(views: Sequence["ConsumerView"], texts: Texts) -> list[str]:
    """Return consumers for people, one a line."""
    headings = (
        N_("Id"), N_("Client id"), N_("Name"), N_("Permission group"), N_("Grant"), N_("Profile"), N_("Status"),
        N_("Last used"),
    )  # fmt: skip
    rows = [
        [
            str(view.consumer.id),
            view.consumer.client_id,
            view.consumer.name,
            view.group.name,
            str(view.consumer.grant),
            str(view.consumer.profile),
            state("consumer", view.consumer.status, texts),
            short_moment(view.last_use.at if view.last_use else None),
        ]
        for view in views
    ]
    return table([texts.gettext(heading) for heading in headings], rows, texts)

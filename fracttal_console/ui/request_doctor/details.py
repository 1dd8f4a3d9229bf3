"""What the panel says of a refused request, and what can be done about it."""

from difflib import get_close_matches

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.services.doctor_consumers import difference
from fracttal_console.services.doctor_findings import Explanation
from fracttal_console.services.refused_requests import RefusalView
from fracttal_console.texts.brief import brief_ago, number, whole_moment
from fracttal_console.texts.catalogue import N_
from fracttal_console.texts.findings import finding_title
from fracttal_console.texts.refusals import cause_advice, cause_title, fact_name, fact_value, kind_name
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.paint import Pill
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.panel_content import Action, Fact, PanelContent, Section, Words

REPAIRS = {
    "add_redirect_uri": (N_("Add this exact redirect URI…"), "link", Operation.CONSUMERS_EDIT),
    "enable_consumer": (N_("Enable consumer…"), "circle-play", Operation.CONSUMERS_ENABLE),
    "enable_api_key": (N_("Enable key…"), "circle-play", Operation.API_KEYS_ENABLE),
    "edit_group": (N_("Add permission to group…"), "shield", Operation.PERMISSION_GROUPS_EDIT),
    "edit_consumer": (N_("Edit consumer…"), "pencil", Operation.CONSUMERS_EDIT),
    "edit_api_key": (N_("Edit key…"), "pencil", Operation.API_KEYS_EDIT),
    "rotate_consumer": (N_("Make a new secret…"), "refresh-cw", Operation.CONSUMERS_ROTATE),
    "rotate_api_key": (N_("Make a new secret…"), "refresh-cw", Operation.API_KEYS_ROTATE),
    "open_keys": (N_("Public keys…"), "file-key-2", Operation.CONSUMERS_ADD_KEY),
    "open_settings": (N_("Open settings…"), "settings", Operation.PEOPLE_EDIT),
    "open_authorizations": (N_("See the authorizations"), "user-key", Operation.AUTHORIZATIONS_VIEW),
}
"""What each repair is called, its icon, and what a person must be allowed to do for it."""

_MONO = frozenset({"scope", "hash_sent", "hash_expected", "expected_host", "host_sent", "header", "allowed_methods"})
_LONG = ("redirect_uri", "expected_redirect_uri", "proof_target", "sent_target")
"""Facts that need a line of their own."""


def one_refusal(desk: Desk, row: RefusalView) -> PanelContent:
    """Describe one refusal."""
    texts, refusal, kept = desk.texts, row.refusal, desk.base.refusal_days()
    times = texts.ngettext("{n} request", "{n} requests", refusal.times).format(n=number(refusal.times, texts))
    advice: list[Words] = [Words(cause_advice(refusal.cause, texts))]
    if row.missing and row.group is not None:
        has = [name for name in desk.base.catalogue.in_order(row.group.allowed) if _same_resource(name, row.missing)]
        named = {"needed": ", ".join(row.missing), "group": row.group.name, "has": ", ".join(has)}
        advice.insert(0, Words(finding_title("permission_missing", named, texts), "bad"))
    sections = [
        Section(texts.gettext("What to do"), tuple(advice)),
        Section(texts.gettext("Request"), _request(desk, row)),
    ]
    facts = tuple(
        Fact(fact_name(name, texts), fact_value(name, value, texts), mono=name in _MONO, hint=str(value))
        for name, value in refusal.facts.items() if value != "" and name not in _LONG
    )  # fmt: skip
    sections += [
        Section(fact_name(name, texts), (str(refusal.facts[name]),)) for name in _LONG if name in refusal.facts
    ]
    if refusal.cause == "redirect_unregistered" and isinstance(row.credential, Consumer):
        registered = row.credential.redirect_uris
        sections.append(Section(texts.gettext("Redirect URIs registered"), registered))
        nearest = get_close_matches(str(refusal.facts.get("redirect_uri", "")), registered, n=1, cutoff=0.0)
        if nearest:
            where = difference(str(refusal.facts["redirect_uri"]), nearest[0])
            advice.insert(0, Words(finding_title("redirect_differs", where, texts), "bad"))
            sections[0] = Section(texts.gettext("What to do"), tuple(advice))
    if facts:
        sections.append(Section(texts.gettext("Facts"), facts))
    return PanelContent(
        title=cause_title(refusal.cause, texts),
        subtitle=refusal.credential_name or texts.gettext("Nobody known"),
        icon="circle-x",
        icon_ink="bad",
        pills=(Pill("stethoscope", kind_name(refusal.kind, texts), "idle"), Pill("circle-x", times, "bad")),
        actions=actions_on(desk, row),
        sections=tuple(sections),
        foot=texts.ngettext("Kept for {n} day · {cause}", "Kept for {n} days · {cause}", kept).format(
            n=kept, cause=refusal.cause
        ),
    )


def actions_on(desk: Desk, row: RefusalView) -> tuple[Action, ...]:
    """Return the repair of a refusal, where there is one and the person may do it."""
    kind = "" if row.credential is None else str(row.credential.kind)
    return repair_action(desk, row.repair, kind)


def actions_for(desk: Desk, explanation: Explanation) -> tuple[Action, ...]:
    """Return the repair of what a pasted request needs."""
    kind = "" if explanation.credential is None else str(explanation.credential.kind)
    return repair_action(desk, explanation.repair, kind)


def repair_action(desk: Desk, repair: str, kind: str) -> tuple[Action, ...]:
    """Return the button of a repair; `kind` is the credential's."""
    name = {"enable": f"enable_{kind}", "edit_credential": f"edit_{kind}", "rotate": f"rotate_{kind}"}.get(
        repair, repair
    )
    if name not in REPAIRS:
        return ()
    words, icon, needed = REPAIRS[name]
    if not desk.session.may(needed):
        return ()
    return (Action(name, desk.texts.gettext(words), icon, Kind.SECONDARY),)


def _request(desk: Desk, row: RefusalView) -> tuple[Fact, ...]:
    texts, now, refusal = desk.texts, desk.now(), row.refusal
    facts = [Fact(texts.gettext("Request"), refusal.endpoint or "–", mono=True, hint=refusal.endpoint)]
    facts.append(Fact(texts.gettext("From"), refusal.address or "–", mono=True))
    if row.credential is not None:
        facts.append(Fact(texts.gettext("Public id"), row.credential.public_id, mono=True, copied=True))
    if row.person is not None:
        facts.append(Fact(texts.gettext("Person"), row.person.name))
    if row.group is not None:
        facts.append(Fact(texts.gettext("Permission group"), row.group.name))
    for name, at in ((texts.gettext("First"), refusal.first_at), (texts.gettext("Last"), refusal.last_at)):
        facts.append(Fact(name, brief_ago(at, now, texts), hint=whole_moment(at, texts)))
    return tuple(facts)


def _same_resource(name: str, missing: tuple[str, ...]) -> bool:
    return name.partition(":")[0] in {one.partition(":")[0] for one in missing}

"""By what the audit log is narrowed."""

from collections.abc import Sequence

from fracttal_console.services.event_facets import NOUNS
from fracttal_console.services.facets import FacetValue
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.events import EVENT_TITLES, event_title
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.tables.facet_values import last_days
from fracttal_console.ui.tables.facets import Facet

_NOUNS = {
    "api_keys": N_("All about API keys"),
    "audit": N_("All about the audit log"),
    "authorizations": N_("All about authorizations"),
    "base": N_("All about the base"),
    "consumers": N_("All about OAuth consumers"),
    "people": N_("All about people"),
    "permission_groups": N_("All about permission groups"),
    "sessions": N_("All about signing in"),
    "tokens": N_("All about tokens"),
}
_KINDS = {
    "api_key": N_("API key"),
    "audit": N_("Audit log"),
    "authorization": N_("authorization"),
    "base": N_("base"),
    "consumer": N_("OAuth consumer"),
    "permission_group": N_("permission group"),
    "person": N_("person"),
    "system": N_("system"),
    "anonymous": N_("not signed in"),
}


def event_facets(desk: Desk) -> tuple[Facet, ...]:
    """Return the facets in the order of the menu."""
    texts = desk.texts

    def finding(facet: str, typed: str) -> Sequence[FacetValue]:
        return [_spoken(value, texts) for value in desk.base.audit.facet_values(desk.actor, facet, typed)]

    return (
        Facet("actor", texts.gettext("Who"), find=lambda typed: finding("actor", typed)),
        Facet("action", texts.gettext("Event"), _actions(texts)),
        Facet("target", texts.gettext("About"), find=lambda typed: finding("target", typed)),
        Facet("target_kind", texts.gettext("Kind of thing"), find=lambda typed: finding("target_kind", typed)),
        Facet("address", texts.gettext("From"), find=lambda typed: finding("address", typed)),
        Facet("date", texts.gettext("Date"), last_days(texts), single=True, dated=True),
    )


def _actions(texts: Texts) -> tuple[FacetValue, ...]:
    titles = sorted(
        (FacetValue(tag, event_title(tag, texts), tag) for tag in EVENT_TITLES), key=lambda value: value.name
    )
    nouns = [FacetValue(f"{noun}:*", texts.gettext(_NOUNS[noun])) for noun in NOUNS if noun in _NOUNS]
    return (*titles, *nouns)


def _spoken(value: FacetValue, texts: Texts) -> FacetValue:
    """Say kinds of things in the person's language; names are as they were."""
    name = texts.gettext(_KINDS[value.name]) if value.text == value.name and value.name in _KINDS else value.name
    hint = texts.gettext(_KINDS[value.hint]) if value.hint in _KINDS else value.hint
    return FacetValue(value.text, name, "" if hint == name else hint)

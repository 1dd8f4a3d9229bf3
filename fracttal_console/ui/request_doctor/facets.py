"""By what refused requests are narrowed."""

from collections.abc import Sequence
from dataclasses import replace

from fracttal_console.domain.names import search_form
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.services.facets import FacetValue
from fracttal_console.texts.refusals import cause_title, kind_name
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.tables.facet_values import last_days
from fracttal_console.ui.tables.facets import Facet


def refusal_facets(desk: Desk) -> tuple[Facet, ...]:
    """Return the facets in the order of the menu."""
    texts = desk.texts

    def finding(facet: str, typed: str) -> Sequence[FacetValue]:
        return desk.base.refused_requests.facet_values(desk.actor, facet, typed)

    def causes(typed: str) -> Sequence[FacetValue]:
        words = search_form(typed).split()
        found = [replace(value, name=cause_title(value.text, texts)) for value in finding("cause", "")]
        return [value for value in found if all(word in search_form(value.name) for word in words)]

    def credentials(typed: str) -> Sequence[FacetValue]:
        kinds = {"api_key": texts.gettext("API key"), "consumer": texts.gettext("OAuth consumer")}
        unknown = texts.gettext("not known here")
        return [replace(value, hint=kinds.get(value.hint, unknown)) for value in finding("credential", typed)]

    kinds = tuple(FacetValue(str(kind), kind_name(kind, texts)) for kind in RefusalKind)
    return (
        Facet("cause", texts.gettext("Cause"), find=causes),
        Facet("credential", texts.gettext("Whose"), find=credentials),
        Facet("address", texts.gettext("From"), find=lambda typed: finding("address", typed)),
        Facet("kind", texts.gettext("Refused by"), kinds),
        Facet("date", texts.gettext("Date"), last_days(texts)[:2], single=True, dated=True),
    )

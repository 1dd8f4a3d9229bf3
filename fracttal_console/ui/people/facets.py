"""By what people are narrowed."""

from fracttal_console.domain.actors import Role
from fracttal_console.services.facets import FacetValue
from fracttal_console.services.people_facets import NO_GROUP, STATES
from fracttal_console.ui.credentials.facets import group_values
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.people.states import person_pill, role_word
from fracttal_console.ui.tables.facet_values import uses
from fracttal_console.ui.tables.facets import Facet


def people_facets(desk: Desk) -> tuple[Facet, ...]:
    """Return the facets in the order of the menu."""
    texts = desk.texts
    codes = (
        FacetValue("set_up", texts.pgettext("codes", "Set up")),
        FacetValue("missing", texts.gettext("Not set up")),
    )
    return (
        Facet("role", texts.gettext("Role"), tuple(FacetValue(str(role), role_word(role, texts)) for role in Role)),
        Facet(
            "state", texts.gettext("State"),
            tuple(FacetValue(state, person_pill(state, texts).word) for state in STATES),
        ),
        Facet(
            "group", texts.gettext("Permission group"), (FacetValue(NO_GROUP, texts.gettext("No group")),),
            find=lambda typed: group_values(desk, typed),
        ),
        Facet("codes", texts.gettext("Codes"), codes),
        Facet("last_sign_in", texts.gettext("Last sign-in"), uses(texts), dated=True),
    )  # fmt: skip

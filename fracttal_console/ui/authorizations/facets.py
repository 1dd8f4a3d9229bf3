"""By what the authorizations are narrowed."""

from collections.abc import Sequence

from fracttal_console.services.authorization_facets import ITSELF, STATES
from fracttal_console.services.facets import FacetValue
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.failures import STATES_FEMININE
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.permissions import permission_values
from fracttal_console.ui.tables.facet_values import ends, last_days, profiles, uses
from fracttal_console.ui.tables.facets import Facet

UNUSED = {"state": ("active",), "last_used": ("unused:90",)}
"""What narrows to those that nobody seems to need."""

ACTIVE = {"state": ("active",)}


def authorization_facets(desk: Desk) -> tuple[Facet, ...]:
    """Return the facets in the order of the menu."""
    texts = desk.texts

    def finding(facet: str, typed: str) -> Sequence[FacetValue]:
        return desk.base.authorizations.facet_values(desk.actor, facet, typed)

    return (
        Facet("consumer", texts.gettext("Consumer"), find=lambda typed: finding("consumer", typed)),
        Facet(
            "person",
            texts.gettext("Person"),
            (FacetValue(ITSELF, texts.gettext("the application itself")),),
            find=lambda typed: finding("person", typed),
        ),
        Facet("permission", texts.gettext("Permission"), tuple(permission_values(desk.base.catalogue, texts))),
        Facet("state", texts.gettext("State"), tuple(FacetValue(state, _state(state, texts)) for state in STATES)),
        Facet("profile", texts.gettext("Profile"), profiles(texts)),
        Facet("granted", texts.gettext("Granted"), last_days(texts), single=True, dated=True),
        Facet("last_used", texts.gettext("Last used"), uses(texts), dated=True),
        Facet("expiring", texts.gettext("Ends"), ends(texts), single=True),
    )


def _state(state: str, texts: Texts) -> str:
    return texts.pgettext(*STATES_FEMININE[state])

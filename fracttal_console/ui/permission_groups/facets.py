"""By what permission groups are narrowed."""

from fracttal_console.services.facets import FacetValue
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.permissions import permission_values
from fracttal_console.ui.tables.facets import Facet

UNUSED = {"used_by": ("nobody",)}
"""What narrows to those that limit nobody."""


def permission_group_facets(desk: Desk) -> tuple[Facet, ...]:
    """Return the facets in the order of the menu."""
    texts = desk.texts
    access = (
        FacetValue("read_only", texts.gettext("Read only")),
        FacetValue("as_ticked", texts.gettext("As ticked")),
    )
    users = (
        FacetValue("consumers", texts.gettext("OAuth consumers")),
        FacetValue("api_keys", texts.gettext("API keys")),
        FacetValue("people", texts.gettext("People")),
        FacetValue("nobody", texts.gettext("Nobody")),
    )
    return (
        Facet("permission", texts.gettext("Permission"), tuple(permission_values(desk.base.catalogue, texts))),
        Facet("access", texts.gettext("Access"), access),
        Facet("used_by", texts.gettext("Used by"), users),
    )

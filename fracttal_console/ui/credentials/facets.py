"""By what API keys and OAuth consumers are narrowed."""

from collections.abc import Mapping, Sequence

from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.services.facets import FacetValue
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.tables.facet_values import ends, profiles, uses
from fracttal_console.ui.tables.facets import Facet

UNUSED = {"state": ("active",), "last_used": ("unused:90",)}
"""What narrows to those that nobody seems to need."""

ACTIVE = {"state": ("active",)}


def key_facets(desk: Desk, words: Mapping[str, tuple[str, str]], states: Sequence[str]) -> tuple[Facet, ...]:
    """Return the facets of API keys, which consumers have as well.

    Args:
        desk: the tools of the window.
        words: what states are called, by the services' words for them.
        states: which there are.
    """
    texts = desk.texts
    listed = tuple(FacetValue(state, texts.pgettext(*words[state])) for state in states)

    return (
        Facet("state", texts.gettext("State"), listed),
        Facet("profile", texts.gettext("Profile"), profiles(texts)),
        Facet("group", texts.gettext("Permission group"), find=lambda typed: group_values(desk, typed)),
        Facet("last_used", texts.gettext("Last used"), uses(texts), dated=True),
        Facet("expiring", texts.gettext("Expires"), ends(texts), single=True),
    )


def basic_facet(desk: Desk) -> Facet:
    """Return the facet of legacy Basic, which only API keys have."""
    texts = desk.texts
    choices = FacetValue("accepted", texts.gettext("accepted")), FacetValue("refused", texts.gettext("refused"))
    return Facet("basic", texts.gettext("Legacy Basic"), choices, single=True)


def group_values(desk: Desk, typed: str) -> Sequence[FacetValue]:
    """Return the permission groups whose names hold what was typed; runs beside the window."""
    found = desk.base.permission_groups.all(desk.actor)
    wanted = [group for group in found if typed.casefold() in group.name.casefold()]
    return [FacetValue(str(group.id), group.name) for group in sorted(wanted, key=lambda group: group.name)]


def grant_facet(desk: Desk, words: Mapping[GrantType, str]) -> Facet:
    """Return the facet of the grant, which only consumers have; `words` are what the grants are called."""
    choices = tuple(FacetValue(str(grant), desk.texts.gettext(word)) for grant, word in words.items())
    return Facet("grant", desk.texts.gettext("Grant"), choices)

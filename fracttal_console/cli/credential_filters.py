"""Options that narrow the lists of API keys and of OAuth consumers."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from fracttal_console.cli.filters import DAYS, F, Facets, gathered, one_of_each
from fracttal_console.cli.spoken import option
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.texts.catalogue import N_

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.domain.actors import Actor
    from fracttal_console.services.listing import ListQuery, Page

View = TypeVar("View")


class Listing(Protocol[View]):
    """The lists of one kind of credentials."""

    def all(self, actor: "Actor") -> list[View]:
        """Return all, oldest first."""

    def page(self, actor: "Actor", query: "ListQuery", start: int, most: int) -> "Page[View]":
        """Return a page of those that match."""


def found(service: Listing[View], actor: "Actor", search: str, facets: Facets) -> Sequence[View]:
    """Return all of a kind, or those that match, oldest first."""
    if not (search or facets):
        return service.all(actor)
    from fracttal_console.services.listing import ListQuery  # noqa: PLC0415 - see TYPE_CHECKING

    query = ListQuery(text=search, facets=facets, descending=False)
    return service.page(actor, query, 0, sys.maxsize).rows


def api_key_filters(command: F) -> F:
    """Add what narrows API keys; the command gets it as `search`, and as one argument, `facets`."""
    basic = option("--legacy-basic/--no-legacy-basic", "basic", default=None,
                   help=N_("Only those whose secret may be sent as it is, or may not."))  # fmt: skip
    return gathered(_credential_filters(basic(command)), _api_key_facets)


def consumer_filters(command: F) -> F:
    """Add what narrows consumers; the command gets it as `search`, and as one argument, `facets`."""
    grant = option("--grant", multiple=True, **one_of_each(GrantType),
                   help=N_("Only with this grant; may be given several times."))  # fmt: skip
    return gathered(_credential_filters(grant(command)), _consumer_facets)


def _credential_filters(command: F) -> F:
    for add in (
        option("--expiring-days", type=DAYS, metavar="N",
               help=N_("Only those that end within so many days, by themselves or with their last secret.")),
        option("--unused-days", type=DAYS, metavar="N", help=N_("Only those that nobody used for so many days.")),
        option("--permission-group", "group", multiple=True, metavar="GROUP",
               help=N_("Only with this permission group (id or name); may be given several times.")),
        option("--profile", multiple=True, **one_of_each(Profile),
               help=N_("Only of this profile; may be given several times.")),
        option("--status", multiple=True, metavar="STATE",
               help=N_("Only active, disabled, expired or revoked; may be given several times.")),
        option("--search", default="", metavar="TEXT", help=N_("Only those whose names hold all these words.")),
    ):  # fmt: skip
        command = add(command)
    return command


def _api_key_facets(
    *,
    status: tuple[str, ...] = (),
    profile: tuple[str, ...] = (),
    group: tuple[str, ...] = (),
    unused_days: int | None = None,
    expiring_days: int | None = None,
    basic: bool | None = None,
) -> Facets:
    said = () if basic is None else ("accepted",) if basic else ("refused",)
    return _credential_facets(status, profile, group, unused_days, expiring_days, basic=said)


def _consumer_facets(
    *,
    status: tuple[str, ...] = (),
    profile: tuple[str, ...] = (),
    group: tuple[str, ...] = (),
    unused_days: int | None = None,
    expiring_days: int | None = None,
    grant: tuple[str, ...] = (),
) -> Facets:
    return _credential_facets(status, profile, group, unused_days, expiring_days, grant=tuple(map(str, grant)))


def _credential_facets(
    status: tuple[str, ...],
    profile: tuple[str, ...],
    group: tuple[str, ...],
    unused_days: int | None,
    expiring_days: int | None,
    **own: tuple[str, ...],
) -> Facets:
    found: Facets = {
        "state": status, "profile": tuple(map(str, profile)), "group": group,
        "last_used": (f"unused:{unused_days}",) if unused_days else (),
        "expiring": (str(expiring_days),) if expiring_days else (), **own,
    }  # fmt: skip
    return {facet: values for facet, values in found.items() if values}

"""Authorizations: list, suspend, resume, revoke, undo; and what a person sees and revokes of the own ones."""

from dataclasses import dataclass
from datetime import datetime

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import AuthorizationRevoked
from fracttal_console.domain.authorizations import Authorization, AuthorizationStatus
from fracttal_console.domain.errors import NotFound
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.people import Person
from fracttal_console.domain.proposals import Proposal
from fracttal_console.domain.usage import Use
from fracttal_console.services.authorization_changes import about, resume, revoke, suspend, undo
from fracttal_console.services.authorization_facets import authorization_filter, authorization_values
from fracttal_console.services.facets import FacetValue
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.services.references import authorization_id
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.repositories import Repositories

EXPIRED = "expired"
"""Status as shown of an authorization that is active but past its end."""


@dataclass(frozen=True, slots=True)
class AuthorizationView:
    """An authorization as lists show it; `status` is its state, or `expired`, `proposal` the open one to revoke it."""

    authorization: Authorization
    consumer: Consumer
    person: Person | None
    last_use: Use | None
    status: str
    proposal: Proposal | None = None


@dataclass(frozen=True, slots=True)
class AuthorizationFigures:
    """How many authorizations are listed, how many of them are active, how many of those nobody seems to use."""

    total: int
    active: int
    unused: int


class Authorizations:
    """Use cases on authorizations."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def now(self) -> datetime:
        """Return the moment against which what is shown has to be read."""
        return self._use_cases.now()

    def all(self, actor: Actor, *, history: bool = False) -> list[AuthorizationView]:
        """Return authorizations, newest first: one per consumer and person, or with `history` every one there was."""
        with self._use_cases.look(actor, Operation.AUTHORIZATIONS_VIEW) as repositories:
            rows = repositories.authorizations.all()[::-1]
            return _views(repositories, rows if history else _newest_of_each(rows), self._use_cases.now())

    def page(self, actor: Actor, query: ListQuery, start: int, most: int) -> Page[AuthorizationView]:
        """Return one authorization per consumer and person, the newest: a page of those that match.

        Raises:
            Invalid: there is no such order, subset, facet or value.
            NotFound: a facet names a consumer or person that there is not.
        """
        with self._use_cases.look(actor, Operation.AUTHORIZATIONS_VIEW) as repositories:
            wanted = authorization_filter(repositories, query, self._use_cases.now())
            search = repositories.authorization_search
            found = repositories.authorizations.among(ids := search.page(wanted, start, most))
            matching = search.count(wanted)
            total = search.total() if wanted.narrows else matching
            rows = _views(repositories, [found[key] for key in ids], wanted.now)
        return Page(tuple(rows), start, matching, total)

    def ids(self, actor: Actor, query: ListQuery) -> list[int]:
        """Return the ids of all that match, in order.

        Raises:
            Invalid: as in `page`.
        """
        with self._use_cases.look(actor, Operation.AUTHORIZATIONS_VIEW) as repositories:
            wanted = authorization_filter(repositories, query, self._use_cases.now())
            return repositories.authorization_search.every(wanted)

    def facet_values(self, actor: Actor, facet: str, text: str = "", most: int = 50) -> list[FacetValue]:
        """Return consumers or people to narrow by, whose names hold all words of a text.

        Raises:
            Invalid: field `filter`: the facet is neither `consumer` nor `person`.
        """
        with self._use_cases.look(actor, Operation.AUTHORIZATIONS_VIEW) as repositories:
            return authorization_values(repositories, facet, text, most)

    def figures(self, actor: Actor) -> AuthorizationFigures:
        """Return how many there are, how many are active, how many of those unused."""
        with self._use_cases.look(actor, Operation.AUTHORIZATIONS_VIEW) as repositories:
            search, now = repositories.authorization_search, self._use_cases.now()
            active, unused = (
                search.count(authorization_filter(repositories, ListQuery(only=only), now))
                for only in ("active", "unused")
            )
            return AuthorizationFigures(search.total(), active, unused)

    def suspend(self, actor: Actor, ref: str, *, reason: str = "") -> Authorization:
        """Suspend an authorization: its tokens answer inactive until it is resumed.

        Raises:
            NotFound: there is none with this id.
            WrongState: it is not active.
        """
        with self._use_cases.begin(actor, Operation.AUTHORIZATIONS_SUSPEND) as work:
            return suspend(work, work.authorizations.get(authorization_id(ref)), reason)

    def resume(self, actor: Actor, ref: str, *, reason: str = "") -> Authorization:
        """Resume a suspended authorization: its tokens open again what they opened.

        Raises:
            NotFound: there is none with this id.
            WrongState: it is not suspended.
        """
        with self._use_cases.begin(actor, Operation.AUTHORIZATIONS_RESUME) as work:
            return resume(work, work.authorizations.get(authorization_id(ref)), reason)

    def revoke(self, actor: Actor, ref: str, *, reason: str = "") -> Authorization:
        """Revoke an authorization: the application's next request is refused; for five minutes it can be undone.

        Raises:
            NotFound: there is none with this id.
            WrongState: it is revoked already.
        """
        with self._use_cases.begin(actor, Operation.AUTHORIZATIONS_REVOKE) as work:
            return revoke(work, work.authorizations.get(authorization_id(ref)), reason)

    def undo(self, actor: Actor, ref: str, *, reason: str = "") -> Authorization:
        """Undo a revocation that an operator made less than five minutes ago: its tokens open again what they opened.

        Raises:
            NotFound: there is none with this id.
            WrongState: it is not revoked, or its consumer was deleted.
            RevocationFinal: the grace has passed, or the revocation came through the protocol.
            GrantedAnew: the same consumer has a newer authorization for the same person.
        """
        with self._use_cases.begin(actor, Operation.AUTHORIZATIONS_UNDO) as work:
            return undo(work, work.authorizations.get(authorization_id(ref)), reason)

    def own(self, actor: Actor) -> list[AuthorizationView]:
        """Return the person's own authorizations that are not revoked, newest first."""
        with self._use_cases.look(actor, Operation.OWN_AUTHORIZATIONS_VIEW) as repositories:
            rows = repositories.authorizations.of_person(_person_id(actor))
            live = [row for row in rows if row.status is not AuthorizationStatus.REVOKED]
            return _views(repositories, live, self._use_cases.now())

    def revoke_own(self, actor: Actor, wanted: int) -> Authorization:
        """Revoke one of the person's own authorizations, for good.

        Raises:
            NotFound: there is none with this id, or it is somebody else's.
            WrongState: it is revoked already.
        """
        with self._use_cases.begin(actor, Operation.OWN_AUTHORIZATIONS_REVOKE) as work:
            authorization = work.authorizations.find(wanted)
            if authorization is None or authorization.person_id != _person_id(actor):
                raise NotFound("authorization", wanted)
            saved = work.authorizations.save(authorization.revoked(work.now, actor.name))
            work.codes.drop_of(saved.id)
            work.device_grants.drop_of(saved.id)
            work.access_tokens.drop_of(saved.id)
            work.refresh_tokens.drop_of(saved.id)
            work.record(AuthorizationRevoked(**about(work, saved, "")))
        return saved


def _newest_of_each(rows: list[Authorization]) -> list[Authorization]:
    seen: set[tuple[int, int | None]] = set()
    newest = []
    # of one consumer and person, whatever is not revoked is also the newest
    for row in rows:
        pair = (row.consumer_id, row.person_id)
        if pair not in seen:
            seen.add(pair)
            newest.append(row)
    return newest


def _views(repositories: Repositories, rows: list[Authorization], now: datetime) -> list[AuthorizationView]:
    consumers = repositories.consumers.among(row.consumer_id for row in rows)
    people = repositories.people.among(row.person_id for row in rows if row.person_id is not None)
    uses = repositories.authorization_uses.among(row.id for row in rows)
    proposals = repositories.proposals.open_among([row.id for row in rows])
    return [
        AuthorizationView(
            row,
            consumers[row.consumer_id],
            None if row.person_id is None else people[row.person_id],
            uses.get(row.id),
            _status(row, now),
            proposals.get(row.id),
        )
        for row in rows
    ]


def _status(row: Authorization, now: datetime) -> str:
    ended = row.expires_at is not None and now >= row.expires_at
    return EXPIRED if ended and row.status is AuthorizationStatus.ACTIVE else str(row.status)


def _person_id(actor: Actor) -> int:
    if actor.id is None:
        raise NotFound("person", "")
    return actor.id

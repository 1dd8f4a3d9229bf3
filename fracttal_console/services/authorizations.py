"""Authorizations: list, revoke; and what a person sees and revokes of the own ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import (
    AuthorizationResumed,
    AuthorizationRevoked,
    AuthorizationSuspended,
    Target,
)
from fracttal_console.domain.authorizations import UNDO_GRACE, Authorization, AuthorizationStatus
from fracttal_console.domain.errors import Invalid, NotFound, WrongState
from fracttal_console.domain.names import check_text
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.people import Person
from fracttal_console.domain.usage import Use
from fracttal_console.services.authorization_facets import authorization_filter, authorization_values
from fracttal_console.services.facets import FacetValue
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.services.use_case import UseCases, Work
from fracttal_console.storage.repositories import Repositories

EXPIRED = "expired"
"""Status as shown of an authorization that is active but past its end."""


@dataclass(frozen=True, slots=True)
class AuthorizationView:
    """An authorization as lists show it; `status` is its state, or `expired`."""

    authorization: Authorization
    consumer: Consumer
    person: Person | None
    last_use: Use | None
    status: str


@dataclass(frozen=True, slots=True)
class AuthorizationFigures:
    """How many authorizations are listed, how many of them are active, how many of those nobody seems to use."""

    total: int
    active: int
    unused: int


@dataclass(frozen=True, slots=True)
class RevokedSeveral:
    """What became of several: how many were revoked, and how many were revoked already or never there."""

    revoked: int
    already: int


CHUNK = 100
"""How many revocations share one commit."""


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
            saved = work.authorizations.save(work.authorizations.get(_number(ref)).suspended())
            work.record(AuthorizationSuspended(**_about(work, saved, check_text("reason", reason))))
        return saved

    def resume(self, actor: Actor, ref: str, *, reason: str = "") -> Authorization:
        """Resume a suspended authorization: its tokens open again what they opened.

        Raises:
            NotFound: there is none with this id.
            WrongState: it is not suspended.
        """
        with self._use_cases.begin(actor, Operation.AUTHORIZATIONS_RESUME) as work:
            saved = work.authorizations.save(work.authorizations.get(_number(ref)).resumed())
            work.record(AuthorizationResumed(**_about(work, saved, check_text("reason", reason))))
        return saved

    def revoke_several(self, actor: Actor, ids: Sequence[int], *, reason: str = "") -> RevokedSeveral:
        """Revoke authorizations one by one, each its own event; those that are revoked already are passed over.

        Raises:
            Invalid: field `authorization`, rule `empty`: nothing chosen must never mean everything.
        """
        if not ids:
            raise Invalid("authorization", "empty")
        # before the batch, which would undo the event of a denial
        self._use_cases.permit(actor, Operation.AUTHORIZATIONS_REVOKE)
        revoked = 0
        for start in range(0, len(ids), CHUNK):
            # a hundred share one commit; another writer gets its turn between them
            with self._use_cases.batch():
                for authorization_id in ids[start : start + CHUNK]:
                    try:
                        self.revoke(actor, str(authorization_id), reason=reason)
                    except (NotFound, WrongState):
                        continue
                    revoked += 1
        return RevokedSeveral(revoked, len(ids) - revoked)

    def revoke(self, actor: Actor, ref: str, *, reason: str = "") -> Authorization:
        """Revoke an authorization: the application's next request is refused.

        Raises:
            NotFound: there is none with this id.
            WrongState: it is revoked already.
        """
        with self._use_cases.begin(actor, Operation.AUTHORIZATIONS_REVOKE) as work:
            authorization = work.authorizations.get(_number(ref))
            saved = work.authorizations.save(authorization.revoked(work.now, actor.name, UNDO_GRACE))
            work.record(AuthorizationRevoked(**_about(work, saved, check_text("reason", reason))))
        return saved

    def own(self, actor: Actor) -> list[AuthorizationView]:
        """Return the person's own authorizations that are not revoked, newest first."""
        with self._use_cases.look(actor, Operation.OWN_AUTHORIZATIONS_VIEW) as repositories:
            rows = repositories.authorizations.of_person(_person_id(actor))
            live = [row for row in rows if row.status is not AuthorizationStatus.REVOKED]
            return _views(repositories, live, self._use_cases.now())

    def revoke_own(self, actor: Actor, authorization_id: int) -> Authorization:
        """Revoke one of the person's own authorizations, for good.

        Raises:
            NotFound: there is none with this id, or it is somebody else's.
            WrongState: it is revoked already.
        """
        with self._use_cases.begin(actor, Operation.OWN_AUTHORIZATIONS_REVOKE) as work:
            authorization = work.authorizations.find(authorization_id)
            if authorization is None or authorization.person_id != _person_id(actor):
                raise NotFound("authorization", authorization_id)
            saved = work.authorizations.save(authorization.revoked(work.now, actor.name))
            work.codes.drop_of(saved.id)
            work.access_tokens.drop_of(saved.id)
            work.refresh_tokens.drop_of(saved.id)
            work.record(AuthorizationRevoked(**_about(work, saved, "")))
        return saved


def _about(work: Work, authorization: Authorization, reason: str) -> dict[str, Any]:
    """Return what an event says of an authorization, with the names of this moment."""
    consumer = work.consumers.get(authorization.consumer_id)
    person = None if authorization.person_id is None else work.people.get(authorization.person_id)
    return {
        "target": Target("authorization", authorization.id, consumer.name),
        "facts": {"consumer": consumer.client_id, "person": person.email if person else None},
        "reason": reason,
    }


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
    return [
        AuthorizationView(
            row,
            consumers[row.consumer_id],
            None if row.person_id is None else people[row.person_id],
            uses.get(row.id),
            _status(row, now),
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


def _number(ref: str) -> int:
    if not ref.strip():
        # nothing chosen must never mean everything
        raise Invalid("authorization", "empty")
    if not (ref.isascii() and ref.isdecimal() and len(ref) < 19):
        raise NotFound("authorization", ref)
    return int(ref)

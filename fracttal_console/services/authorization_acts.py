"""Acts on several authorizations: in chunks, one event for each and one for the whole, and they can be stopped."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import (
    AuthorizationsRestored,
    AuthorizationsResumed,
    AuthorizationsRevoked,
    AuthorizationsSuspended,
    Event,
    Fact,
)
from fracttal_console.domain.authorization_selection import Selection
from fracttal_console.domain.authorizations import Authorization, AuthorizationStatus
from fracttal_console.domain.errors import NotFound, NothingChosen, WrongState
from fracttal_console.domain.names import check_text
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.services.authorization_changes import resume, revoke, revoke_for_good, suspend, undo
from fracttal_console.services.authorization_selection import selected
from fracttal_console.services.progress import UNWATCHED, Progress
from fracttal_console.services.use_case import UseCases, Work

CHUNK = 100
"""How many share one commit."""


@dataclass(frozen=True, slots=True)
class Acted:
    """What became of several: ids of those that were changed, how many were passed over, whether it was stopped.

    Those are passed over that are in another state by then, or were never there.
    """

    done: tuple[int, ...]
    passed_over: int
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class _Act:
    operation: Operation
    change: Callable[[Work, Authorization, str], Authorization]
    states: tuple[AuthorizationStatus, ...]
    whole: Callable[[Mapping[str, Fact], str], Event]


_REVOKE = _Act(
    Operation.AUTHORIZATIONS_REVOKE,
    revoke,
    (AuthorizationStatus.ACTIVE, AuthorizationStatus.SUSPENDED),
    lambda facts, reason: AuthorizationsRevoked(facts=facts, reason=reason),
)
_SUSPEND = _Act(
    Operation.AUTHORIZATIONS_SUSPEND,
    suspend,
    (AuthorizationStatus.ACTIVE,),
    lambda facts, reason: AuthorizationsSuspended(facts=facts, reason=reason),
)
_RESUME = _Act(
    Operation.AUTHORIZATIONS_RESUME,
    resume,
    (AuthorizationStatus.SUSPENDED,),
    lambda facts, reason: AuthorizationsResumed(facts=facts, reason=reason),
)
_REVOKE_OWN = _Act(
    Operation.OWN_AUTHORIZATIONS_REVOKE,
    revoke_for_good,
    (),
    lambda facts, reason: AuthorizationsRevoked(facts=facts, reason=reason),
)
_UNDO = _Act(
    Operation.AUTHORIZATIONS_UNDO,
    undo,
    (),
    lambda facts, reason: AuthorizationsRestored(facts=facts, reason=reason),
)


class AuthorizationActs:
    """Use cases on several authorizations at once."""

    def __init__(self, use_cases: UseCases, catalogue: PermissionCatalogue) -> None:
        self._use_cases = use_cases
        self._catalogue = catalogue

    def revoke(self, actor: Actor, selection: Selection, *, reason: str = "", progress: Progress = UNWATCHED) -> Acted:
        """Revoke the selected authorizations; those that are revoked already are passed over.

        Raises:
            NothingChosen: none matches.
            NotFound, Invalid: what is named in the selection does not exist.
        """
        return self._act(actor, _REVOKE, selection, reason, progress)

    def suspend(self, actor: Actor, selection: Selection, *, reason: str = "", progress: Progress = UNWATCHED) -> Acted:
        """Suspend the selected authorizations; those that are not active are passed over.

        Raises:
            NothingChosen, NotFound, Invalid: as in `revoke`.
        """
        return self._act(actor, _SUSPEND, selection, reason, progress)

    def resume(self, actor: Actor, selection: Selection, *, reason: str = "", progress: Progress = UNWATCHED) -> Acted:
        """Resume the selected authorizations; those that are not suspended are passed over.

        Raises:
            NothingChosen, NotFound, Invalid: as in `revoke`.
        """
        return self._act(actor, _RESUME, selection, reason, progress)

    def undo(self, actor: Actor, selection: Selection, *, reason: str = "", progress: Progress = UNWATCHED) -> Acted:
        """Undo the revocations of authorizations given by their ids; those that are final are passed over.

        Raises:
            NothingChosen: no ids are given.
        """
        return self._act(actor, _UNDO, selection, reason, progress)

    def revoke_own(self, actor: Actor) -> Acted:
        """Revoke all authorizations of the person who acts, for good.

        Raises:
            NothingChosen: there is none.
        """
        with self._use_cases.look(actor, _REVOKE_OWN.operation) as repositories:
            rows = repositories.authorizations.of_person(actor.id or 0)
            ids = [row.id for row in rows if row.status is not AuthorizationStatus.REVOKED]
        if not ids:
            raise NothingChosen
        return self._finish(actor, _REVOKE_OWN, Acted(tuple(self._do(actor, _REVOKE_OWN, ids, "")), 0), {}, "")

    def _act(self, actor: Actor, act: _Act, selection: Selection, reason: str, progress: Progress) -> Acted:
        with self._use_cases.look(actor, act.operation) as repositories:
            if not selection.ids and not act.states:
                raise NothingChosen
            ids = selected(repositories, selection, self._catalogue, act.states, self._use_cases.now())
        why = check_text("reason", reason)
        done: list[int] = []
        looked_at = 0
        for start in range(0, len(ids), CHUNK):
            progress.report(looked_at, len(ids))
            if progress.cancelled():
                break
            chunk = ids[start : start + CHUNK]
            done += self._do(actor, act, chunk, why)
            looked_at += len(chunk)
        acted = Acted(tuple(done), looked_at - len(done), stopped=looked_at < len(ids))
        return self._finish(actor, act, acted, _named(selection), why)

    def _finish(self, actor: Actor, act: _Act, acted: Acted, named: Mapping[str, Fact], reason: str) -> Acted:
        if acted.done:
            with self._use_cases.begin(actor, act.operation) as work:
                work.record(act.whole({**_facts(acted), **named}, reason))
        return acted

    def _do(self, actor: Actor, act: _Act, ids: list[int], reason: str) -> list[int]:
        done = []
        # they share one commit; another writer gets its turn between two chunks
        with self._use_cases.batch():
            for wanted in ids:
                try:
                    with self._use_cases.begin(actor, act.operation) as work:
                        act.change(work, work.authorizations.get(wanted), reason)
                except (NotFound, WrongState):
                    continue
                done.append(wanted)
        return done


def _facts(acted: Acted) -> dict[str, Fact]:
    facts: dict[str, Fact] = {"number": len(acted.done)}
    if acted.passed_over:
        facts["passed_over"] = acted.passed_over
    if acted.stopped:
        facts["stopped"] = True
    return facts


def _named(selection: Selection) -> dict[str, Fact]:
    names = ("person", "consumer", "permission", "unused_days")
    values = ((name, getattr(selection, name)) for name in names)
    return {name: value for name, value in values if value is not None}

"""The frame of every use case: permission, one transaction, its event, commit, notice."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from types import TracebackType
from typing import Generic, TypeVar

from fracttal_console.domain.actors import Actor, ActorKind, Operation
from fracttal_console.domain.audit import Event, OperationDenied
from fracttal_console.domain.errors import NotAllowed, SessionEnded, StepUpNeeded
from fracttal_console.domain.people import PersonStatus
from fracttal_console.services.clock import Clock
from fracttal_console.storage.repositories import Repositories
from fracttal_console.storage.unit_of_work import Store, Turn

E = TypeVar("E", bound=BaseException)
T = TypeVar("T")


class Work:
    """What one use case works with: who acts, the moment, the repositories, and the event it records."""

    def __init__(self, turn: Turn, actor: Actor, now: datetime) -> None:
        repositories = turn.repositories
        self.repositories = repositories
        self.base = repositories.base
        self.permission_groups = repositories.permission_groups
        self.people = repositories.people
        self.sign_in_attempts = repositories.sign_in_attempts
        self.totps = repositories.totps
        self.recovery_codes = repositories.recovery_codes
        self.invitations = repositories.invitations
        self.sessions = repositories.sessions
        self.api_keys = repositories.api_keys
        self.api_key_options = repositories.api_key_options
        self.hawk_nonces = repositories.hawk_nonces
        self.consumers = repositories.consumers
        self.consumer_keys = repositories.consumer_keys
        self.consumer_methods = repositories.consumer_methods
        self.assertion_ids = repositories.assertion_ids
        self.consumer_switches = repositories.consumer_switches
        self.pushed_requests = repositories.pushed_requests
        self.device_grants = repositories.device_grants
        self.code_guesses = repositories.code_guesses
        self.code_sessions = repositories.code_sessions
        self.proofs_seen = repositories.proofs_seen
        self.secrets = repositories.secrets
        self.rotations = repositories.rotations
        self.secret_hours = repositories.secret_hours
        self.authorizations = repositories.authorizations
        self.revocations = repositories.revocations
        self.proposals = repositories.proposals
        self.codes = repositories.codes
        self.access_tokens = repositories.access_tokens
        self.refresh_tokens = repositories.refresh_tokens
        self.secret_uses = repositories.secret_uses
        self.consumer_key_uses = repositories.consumer_key_uses
        self.authorization_uses = repositories.authorization_uses
        self.usage_days = repositories.usage_days
        self.usage_hours = repositories.usage_hours
        self.refusals = repositories.refusals
        self.actor = actor
        self.now = now
        self._turn = turn

    def record(self, event: Event) -> None:
        """Record the event of this use case, stamped with who and when; it is committed with the change."""
        self._turn.record(event, self.now, self.actor)

    def refuse(self, error: E) -> E:
        """Return an error to be raised that keeps what was recorded: the refusal itself is stored, then raised."""
        self._turn.keep = error
        return error


class UseCases:
    """Begin use cases; the only place that checks permission and opens transactions."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    @contextmanager
    def begin(self, actor: Actor, operation: Operation) -> Iterator[Work]:
        """Give the work of one use case that changes something.

        An error raised inside undoes all of it, unless `Work.refuse` marked that error.

        Raises:
            NotAllowed: the actor may not; an operator's attempt is an event.
            StepUpNeeded: the person has to prove the own password first.
            SessionEnded: the person was disabled or has another role since signing in.
        """
        self.permit(actor, operation)
        with self._store.turn() as turn:
            _check_still(turn.repositories, actor)
            yield Work(turn, actor, self._clock.now())

    def begin_as(
        self, operation: Operation, identify: Callable[[Repositories, datetime], tuple[Actor, T]]
    ) -> "AbstractContextManager[tuple[Work, T]]":
        """Give the work of one use case to whom proves itself within its transaction, and what that proof found.

        Args:
            operation: what it is about to do.
            identify: tells who acts, from what is stored and the moment; what it raises undoes the use case.

        Raises:
            NotAllowed: the actor may not.
        """
        return _Proving(self, self._store.turn(), operation, identify)

    @contextmanager
    def look(self, actor: Actor, operation: Operation) -> Iterator[Repositories]:
        """Give repositories for reading; they all see one state of the base.

        Raises:
            NotAllowed: the actor may not; an operator's attempt is an event.
            StepUpNeeded: the person has to prove the own password first.
            SessionEnded: the person was disabled or has another role since signing in.
        """
        self.permit(actor, operation)
        with self._store.reading() as repositories:
            _check_still(repositories, actor)
            yield repositories

    def look_up(self) -> AbstractContextManager[Repositories]:
        """Give repositories for checking a credential: each statement sees the newest state."""
        return self._store.looking_up()

    @contextmanager
    def keep_books(self) -> Iterator[Work]:
        """Give work for statistics and for what protects the service itself: nothing that people would audit."""
        with self._store.turn() as turn:
            yield Work(turn, Actor(ActorKind.SYSTEM), self._clock.now())

    def batch(self) -> AbstractContextManager[None]:
        """Let all use cases that this thread begins inside share one commit."""
        return self._store.batch()

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return self._clock.now()

    def permit(self, actor: Actor, operation: Operation) -> None:
        """Check permission before work that must not wait for `begin`, such as hashing a password.

        Raises:
            NotAllowed: the actor may not; an operator's attempt is an event.
            StepUpNeeded: the person has to prove the own password first.
        """
        if actor.may(operation):
            if actor.must_prove(operation, self._clock.now()):
                raise StepUpNeeded
            return
        if actor.kind is ActorKind.PERSON:
            with self._store.turn() as turn:
                turn.record(OperationDenied(facts={"operation": str(operation)}), self._clock.now(), actor)
        raise NotAllowed(operation)


class _Proving(Generic[T]):
    """A use case whose actor is known only within it; no generator, because the gateway takes thousands a second."""

    __slots__ = ("_identify", "_operation", "_turn", "_use_cases")

    def __init__(
        self,
        use_cases: UseCases,
        turn: AbstractContextManager[Turn],
        operation: Operation,
        identify: Callable[[Repositories, datetime], tuple[Actor, T]],
    ) -> None:
        self._use_cases = use_cases
        self._turn = turn
        self._operation = operation
        self._identify = identify

    def __enter__(self) -> tuple[Work, T]:
        turn, now = self._turn.__enter__(), self._use_cases.now()
        try:
            actor, found = self._identify(turn.repositories, now)
            self._use_cases.permit(actor, self._operation)
            return Work(turn, actor, now), found
        except BaseException as error:
            self._turn.__exit__(type(error), error, error.__traceback__)
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        return self._turn.__exit__(kind, error, trace)


def _check_still(repositories: Repositories, actor: Actor) -> None:
    """See that a person who acts is still who signed in, at this moment and in this transaction.

    A window stays open for hours: whoever is disabled or demoted meanwhile must not go on in it.
    """
    if actor.role is None or actor.id is None:
        return
    person = repositories.people.find(actor.id)
    if person is None or person.status is not PersonStatus.ACTIVE or person.role is not actor.role:
        raise SessionEnded

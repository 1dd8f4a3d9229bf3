"""Events: one audited fact each; the audit log row and the live notification are the same object."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, TypeAlias

from fracttal_console.domain.actors import Actor, ActorKind

Fact: TypeAlias = str | int | bool | list[str] | None


@dataclass(frozen=True, slots=True)
class Change:
    """One field that an edit changed, with its values before and after; never a secret."""

    field: str
    before: Fact
    after: Fact


@dataclass(frozen=True, slots=True)
class Target:
    """What an event is about; the name is the one it had at that time."""

    kind: str = ""
    id: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Outcome of a check of the whole chain: `broken_at` is the first bad place, None where all is well."""

    events: int
    broken_at: int | None


NOBODY = Actor(ActorKind.SYSTEM)


@dataclass(frozen=True, kw_only=True)
class Event:
    """One audited fact.

    A use case gives `target`, `changes`, `facts` and `reason`; the frame stamps who, when and from where, and the
    storage the place in the chain. `seq` counts from 1 without gaps.
    """

    tag: ClassVar[str] = ""

    target: Target = Target()
    changes: tuple[Change, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    reason: str = ""
    seq: int = 0
    at: datetime | None = None
    actor: Actor = NOBODY


def changed(before: object, after: object, names: Iterable[str]) -> tuple[Change, ...]:
    """Return the changes of the named attributes between two values of the same class."""
    pairs = ((name, _fact(getattr(before, name)), _fact(getattr(after, name))) for name in names)
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)


def _fact(value: object) -> Fact:
    if value is None or isinstance(value, (bool, int, str)):
        return value if not isinstance(value, str) else str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (tuple, list, frozenset, set)):
        return sorted(str(item) for item in value)
    return str(value)


class BaseInitialised(Event):
    """The base was made, with its first super administrator."""

    tag = "base:init"


class BaseRecovered(Event):
    """A new master key was made with the recovery code."""

    tag = "base:recover"


class OperationDenied(Event):
    """An operator asked for what the role does not include."""

    tag = "operations:deny"


class PermissionGroupCreated(Event):
    """A permission group was made."""

    tag = "permission_groups:create"


class PermissionGroupEdited(Event):
    """A permission group's name, permissions or read-only flag was changed."""

    tag = "permission_groups:edit"


class ApiKeyCreated(Event):
    """An API key was made and its secret shown once."""

    tag = "api_keys:create"


class ApiKeyEdited(Event):
    """An API key was edited."""

    tag = "api_keys:edit"


class ApiKeyDisabled(Event):
    """An API key was disabled; it can be enabled again."""

    tag = "api_keys:disable"


class ApiKeyEnabled(Event):
    """An API key was enabled again."""

    tag = "api_keys:enable"


class ApiKeyRevoked(Event):
    """An API key was revoked for good."""

    tag = "api_keys:revoke"


class ConsumerCreated(Event):
    """An OAuth consumer was registered."""

    tag = "consumers:create"


class ConsumerEdited(Event):
    """An OAuth consumer was edited."""

    tag = "consumers:edit"


class ConsumerDisabled(Event):
    """An OAuth consumer was disabled; it can be enabled again."""

    tag = "consumers:disable"


class ConsumerEnabled(Event):
    """An OAuth consumer was enabled again."""

    tag = "consumers:enable"


class ConsumerDeleted(Event):
    """An OAuth consumer was deleted with its tokens."""

    tag = "consumers:delete"


class PersonCreated(Event):
    """A person got an account."""

    tag = "people:create"


class PersonEdited(Event):
    """A person's name, role, permission group or password was changed."""

    tag = "people:edit"


class PersonDisabled(Event):
    """A person's account was disabled, with its sessions and tokens."""

    tag = "people:disable"


class PersonEnabled(Event):
    """A person's account was enabled again."""

    tag = "people:enable"


class SignedIn(Event):
    """A person signed in."""

    tag = "sessions:sign_in"


class SignInRefused(Event):
    """E-mail or password did not fit; `facts` say from which skin, never which of the two was wrong."""

    tag = "sessions:refuse"


class SignInLocked(Event):
    """Too many failures: further attempts are not looked at for some time."""

    tag = "sessions:lock_out"


class SignedOut(Event):
    """A person signed out."""

    tag = "sessions:sign_out"


class ConsoleLocked(Event):
    """A window was locked; `facts` say why."""

    tag = "sessions:lock"


class ConsoleUnlocked(Event):
    """A locked window was opened again by the same person."""

    tag = "sessions:unlock"


class AuthorizationGranted(Event):
    """A person consented; a code was made."""

    tag = "authorizations:grant"


class AuthorizationDenied(Event):
    """A person declined."""

    tag = "authorizations:decline"


class AuthorizationSuspended(Event):
    """An authorization was suspended; its tokens answer inactive until it is resumed."""

    tag = "authorizations:suspend"


class AuthorizationResumed(Event):
    """A suspended authorization was resumed."""

    tag = "authorizations:resume"


class AuthorizationRevoked(Event):
    """An authorization was revoked; its tokens are dead."""

    tag = "authorizations:revoke"


class TokensIssued(Event):
    """Tokens were issued to a consumer; `facts` hold grant, permissions and lifetime in seconds."""

    tag = "tokens:issue"


class TokenRevoked(Event):
    """A consumer gave a token back."""

    tag = "tokens:revoke"


class CodeReplayed(Event):
    """An authorization code was redeemed twice: all its tokens are dead."""

    tag = "tokens:code_replay"


class CodeBurnt(Event):
    """An authorization code was tried too often with a wrong verifier."""

    tag = "tokens:code_burn"


class RefreshTokenReused(Event):
    """A superseded refresh token came back: the whole family is dead."""

    tag = "tokens:refresh_reuse"


def _all_kinds(parent: type[Event]) -> Iterable[type[Event]]:
    for kind in parent.__subclasses__():
        yield kind
        yield from _all_kinds(kind)


EVENT_KINDS: Mapping[str, type[Event]] = {kind.tag: kind for kind in _all_kinds(Event)}
"""Every kind of event by its tag, to read a stored one back as what it was."""

"""Events: one audited fact each; the audit log row and the live notification are the same object."""

from collections.abc import Iterable, Mapping

from fracttal_console.domain.audit.authorizations import (
    AuthorizationDenied,
    AuthorizationDisowned,
    AuthorizationGranted,
    AuthorizationRestored,
    AuthorizationResumed,
    AuthorizationRevoked,
    AuthorizationsRestored,
    AuthorizationsResumed,
    AuthorizationsRevoked,
    AuthorizationsSuspended,
    AuthorizationSuspended,
)
from fracttal_console.domain.audit.base import (
    BaseInitialised,
    BaseRecovered,
    ChainChecked,
    MasterKeyRotated,
    OperationDenied,
)
from fracttal_console.domain.audit.credentials import (
    ApiKeyCreated,
    ApiKeyDisabled,
    ApiKeyEdited,
    ApiKeyEnabled,
    ApiKeyRestored,
    ApiKeyRevoked,
    ApiKeyTried,
    ApiKeyUsedByBasic,
    ConsumerCreated,
    ConsumerDeleted,
    ConsumerDisabled,
    ConsumerEdited,
    ConsumerEnabled,
    ConsumerRestored,
    ConsumerTried,
)
from fracttal_console.domain.audit.event import NOBODY, ChainReport, Change, Event, Fact, Target, changed
from fracttal_console.domain.audit.log import EventsExported
from fracttal_console.domain.audit.people import (
    PasswordChanged,
    PasswordResetOffered,
    PasswordSet,
    PersonCreated,
    PersonDisabled,
    PersonEdited,
    PersonEnabled,
    PersonInvited,
    PersonRecovered,
)
from fracttal_console.domain.audit.permission_groups import PermissionGroupCreated, PermissionGroupEdited
from fracttal_console.domain.audit.proposals import ProposalApproved, ProposalCreated, ProposalDeclined
from fracttal_console.domain.audit.second_factors import TotpBegun, TotpConfirmed, TotpRemoved, TotpReset
from fracttal_console.domain.audit.secrets import (
    ApiKeyRotated,
    ApiKeyRotationExtended,
    ApiKeySecretRetired,
    ConsumerKeyRetired,
    ConsumerKeysAdded,
    ConsumerRotated,
    ConsumerRotationExtended,
    ConsumerSecretRetired,
)
from fracttal_console.domain.audit.sessions import (
    ConsoleLocked,
    ConsoleUnlocked,
    SessionsEnded,
    SignedIn,
    SignedOut,
    SignInLocked,
    SignInRefused,
)
from fracttal_console.domain.audit.tokens import CodeBurnt, CodeReplayed, RefreshTokenReused, TokenRevoked, TokensIssued


def _all_kinds(parent: type[Event]) -> Iterable[type[Event]]:
    for kind in parent.__subclasses__():
        yield kind
        yield from _all_kinds(kind)


EVENT_KINDS: Mapping[str, type[Event]] = {kind.tag: kind for kind in _all_kinds(Event)}
"""Every kind of event by its tag, to read a stored one back as what it was."""

__all__ = [
    "EVENT_KINDS",
    "NOBODY",
    "ApiKeyCreated",
    "ApiKeyDisabled",
    "ApiKeyEdited",
    "ApiKeyEnabled",
    "ApiKeyRestored",
    "ApiKeyRevoked",
    "ApiKeyRotated",
    "ApiKeyRotationExtended",
    "ApiKeySecretRetired",
    "ApiKeyTried",
    "ApiKeyUsedByBasic",
    "AuthorizationDenied",
    "AuthorizationDisowned",
    "AuthorizationGranted",
    "AuthorizationRestored",
    "AuthorizationResumed",
    "AuthorizationRevoked",
    "AuthorizationSuspended",
    "AuthorizationsRestored",
    "AuthorizationsResumed",
    "AuthorizationsRevoked",
    "AuthorizationsSuspended",
    "BaseInitialised",
    "BaseRecovered",
    "ChainChecked",
    "ChainReport",
    "Change",
    "CodeBurnt",
    "CodeReplayed",
    "ConsoleLocked",
    "ConsoleUnlocked",
    "ConsumerCreated",
    "ConsumerDeleted",
    "ConsumerDisabled",
    "ConsumerEdited",
    "ConsumerEnabled",
    "ConsumerKeyRetired",
    "ConsumerKeysAdded",
    "ConsumerRestored",
    "ConsumerRotated",
    "ConsumerRotationExtended",
    "ConsumerSecretRetired",
    "ConsumerTried",
    "Event",
    "EventsExported",
    "Fact",
    "MasterKeyRotated",
    "OperationDenied",
    "PasswordChanged",
    "PasswordResetOffered",
    "PasswordSet",
    "PermissionGroupCreated",
    "PermissionGroupEdited",
    "PersonCreated",
    "PersonDisabled",
    "PersonEdited",
    "PersonEnabled",
    "PersonInvited",
    "PersonRecovered",
    "ProposalApproved",
    "ProposalCreated",
    "ProposalDeclined",
    "RefreshTokenReused",
    "SessionsEnded",
    "SignInLocked",
    "SignInRefused",
    "SignedIn",
    "SignedOut",
    "Target",
    "TokenRevoked",
    "TokensIssued",
    "TotpBegun",
    "TotpConfirmed",
    "TotpRemoved",
    "TotpReset",
    "changed",
]

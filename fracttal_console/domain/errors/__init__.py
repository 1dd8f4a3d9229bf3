"""Known failures: one tree of typed errors, each a code and parameters, no user text.

Texts in three languages live in `fracttal_console.texts.errors`; a test holds the two together.
"""

from fracttal_console.domain.errors.base import (
    BaseError,
    BaseExists,
    BaseMissing,
    BaseNewer,
    BaseUnreadable,
    NotABase,
    RowTampered,
    StorageBusy,
    StorageFailed,
    UnsafeMode,
)
from fracttal_console.domain.errors.files import FileNotWritten
from fracttal_console.domain.errors.gateway import GatewayNotStarted, ListenRefused, PortTaken, SettingInvalid
from fracttal_console.domain.errors.keys import (
    KeyCannotBeMade,
    KeyFileExists,
    KeyFileMalformed,
    KeyFileMissing,
    KeyFileUnsafe,
    KeyProviderUnknown,
    KeyringAbsent,
    KeyringDenied,
    KeyringLocked,
    KeyringTimeout,
    MasterKeyMissing,
    MasterKeyWrong,
    RecoveryCodeWrong,
)
from fracttal_console.domain.errors.protocols import HawkRefused, OAuthError
from fracttal_console.domain.errors.requests import (
    ChangedMeanwhile,
    Invalid,
    LastSuperAdministrator,
    NotAllowed,
    NotFound,
    NothingToGrant,
    WrongState,
)
from fracttal_console.domain.errors.sign_in import (
    OperatorMissing,
    PasswordFileUnreadable,
    SessionEnded,
    SignInFailed,
    SignInThrottled,
)
from fracttal_console.domain.errors.tree import ConsoleError
from fracttal_console.domain.errors.window import DisplayMissing, LinkInvalid, QtUnusable

__all__ = [
    "BaseError",
    "BaseExists",
    "BaseMissing",
    "BaseNewer",
    "BaseUnreadable",
    "ChangedMeanwhile",
    "ConsoleError",
    "DisplayMissing",
    "FileNotWritten",
    "GatewayNotStarted",
    "HawkRefused",
    "Invalid",
    "KeyCannotBeMade",
    "KeyFileExists",
    "KeyFileMalformed",
    "KeyFileMissing",
    "KeyFileUnsafe",
    "KeyProviderUnknown",
    "KeyringAbsent",
    "KeyringDenied",
    "KeyringLocked",
    "KeyringTimeout",
    "LastSuperAdministrator",
    "LinkInvalid",
    "ListenRefused",
    "MasterKeyMissing",
    "MasterKeyWrong",
    "NotABase",
    "NotAllowed",
    "NotFound",
    "NothingToGrant",
    "OAuthError",
    "OperatorMissing",
    "PasswordFileUnreadable",
    "PortTaken",
    "QtUnusable",
    "RecoveryCodeWrong",
    "RowTampered",
    "SessionEnded",
    "SettingInvalid",
    "SignInFailed",
    "SignInThrottled",
    "StorageBusy",
    "StorageFailed",
    "UnsafeMode",
    "WrongState",
]

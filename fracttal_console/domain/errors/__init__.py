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
from fracttal_console.domain.errors.secrets import (
    OnlySecret,
    RestoreNameTaken,
    RestoreTooLate,
    SecretAmbiguous,
    TwoSecretsLive,
    WithoutSecret,
)
from fracttal_console.domain.errors.sign_in import (
    OperatorMissing,
    PasswordFileUnreadable,
    SessionEnded,
    SignInFailed,
    SignInThrottled,
)
from fracttal_console.domain.errors.tree import ConsoleError
from fracttal_console.domain.errors.window import DisplayMissing, QtUnusable

__all__ = [
    "BaseError",
    "BaseExists",
    "BaseMissing",
    "BaseNewer",
    "BaseUnreadable",
    "ChangedMeanwhile",
    "ConsoleError",
    "DisplayMissing",
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
    "ListenRefused",
    "MasterKeyMissing",
    "MasterKeyWrong",
    "NotABase",
    "NotAllowed",
    "NotFound",
    "NothingToGrant",
    "OAuthError",
    "OnlySecret",
    "OperatorMissing",
    "PasswordFileUnreadable",
    "PortTaken",
    "QtUnusable",
    "RecoveryCodeWrong",
    "RestoreNameTaken",
    "RestoreTooLate",
    "RowTampered",
    "SecretAmbiguous",
    "SessionEnded",
    "SettingInvalid",
    "SignInFailed",
    "SignInThrottled",
    "StorageBusy",
    "StorageFailed",
    "TwoSecretsLive",
    "UnsafeMode",
    "WithoutSecret",
    "WrongState",
]

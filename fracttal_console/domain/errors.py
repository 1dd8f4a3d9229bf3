"""Known failures: one tree of typed errors, each a code and parameters, no user text.

Texts in three languages live in `fracttal_console.texts.errors`; a test holds the two together.
"""

from typing import ClassVar


class ConsoleError(Exception):
    """Known failure; `code` is stable and `params` fill its text. Neither ever holds a secret."""

    code: ClassVar[str] = "error"

    def __init__(self, **params: object) -> None:
        super().__init__(self.code)
        self.params = params

    def __str__(self) -> str:
        detail = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({detail})"


# --- what a person asked for cannot be done -------------------------------------------------------


class Invalid(ConsoleError):
    """A value breaks a rule; `field` and `rule` name both, nothing was changed."""

    code = "invalid"

    def __init__(self, field: str, rule: str, **params: object) -> None:
        super().__init__(field=field, rule=rule, **params)
        self.field = field
        self.rule = rule


class NotFound(ConsoleError):
    """Nothing has this id or name; `kind` is the glossary's word in snake case."""

    code = "not_found"

    def __init__(self, kind: str, ref: object) -> None:
        super().__init__(kind=kind, ref=str(ref))


class NotAllowed(ConsoleError):
    """The actor's role does not include this operation."""

    code = "not_allowed"

    def __init__(self, operation: str) -> None:
        super().__init__(operation=operation)


class WrongState(ConsoleError):
    """The thing is not in a state from which this can be done (enabling what was deleted)."""

    code = "wrong_state"

    def __init__(self, kind: str, ref: object, status: str) -> None:
        super().__init__(kind=kind, ref=str(ref), status=status)


class LastSuperAdministrator(ConsoleError):
    """The last active super administrator can neither be disabled nor given another role."""

    code = "last_super_administrator"


class ChangedMeanwhile(ConsoleError):
    """Somebody else changed the same thing since it was read."""

    code = "changed_meanwhile"

    def __init__(self, kind: str, ref: object) -> None:
        super().__init__(kind=kind, ref=str(ref))


class NothingToGrant(ConsoleError):
    """The person's permission group leaves nothing that this consumer could be granted."""

    code = "nothing_to_grant"


# --- who is asking --------------------------------------------------------------------------------


class SignInFailed(ConsoleError):
    """E-mail or password wrong, or the account is disabled: never said which."""

    code = "sign_in_failed"


class SignInThrottled(ConsoleError):
    """Too many failed attempts; `seconds` until the next one is looked at."""

    code = "sign_in_throttled"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds


class SessionEnded(ConsoleError):
    """The browser session is unknown, expired or was signed out."""

    code = "session_ended"


class OperatorMissing(ConsoleError):
    """The command needs to know as whom it acts."""

    code = "operator_missing"


class PasswordFileUnreadable(ConsoleError):
    """The password file is missing, unreadable or empty."""

    code = "password_file_unreadable"

    def __init__(self, path: str) -> None:
        super().__init__(path=path)


# --- the base -------------------------------------------------------------------------------------


class BaseError(ConsoleError):
    """The base cannot be opened or made; `path` names the file or directory."""

    code = "base_error"

    def __init__(self, path: object = "") -> None:
        super().__init__(path=str(path))


class BaseMissing(BaseError):
    """There is no base here yet: `init` makes one."""

    code = "base_missing"


class BaseExists(BaseError):
    """There is a base here already; nothing was changed."""

    code = "base_exists"


class BaseUnreadable(BaseError):
    """The database file cannot be opened or is damaged."""

    code = "base_unreadable"


class NotABase(BaseError):
    """The file is not a database, or a database of something else."""

    code = "not_a_base"


class BaseNewer(BaseError):
    """The base was written by a newer version of the program."""

    code = "base_newer"


class UnsafeMode(BaseError):
    """Others may read the file or directory, or somebody else owns it."""

    code = "unsafe_mode"


class StorageBusy(ConsoleError):
    """Another process kept the base locked for too long; nothing was changed."""

    code = "storage_busy"


class StorageFailed(ConsoleError):
    """The disk is full, read-only or failing; nothing was changed."""

    code = "storage_failed"


class RowTampered(ConsoleError):
    """A row that decides about access does not carry its seal: it was changed outside the program."""

    code = "row_tampered"

    def __init__(self, table: str, ref: object) -> None:
        super().__init__(table=table, ref=str(ref))


# --- the keys -------------------------------------------------------------------------------------


class KeyringAbsent(ConsoleError):
    """No keyring of the allow-list is there; plain-text keyrings are never used."""

    code = "keyring_absent"


class KeyringLocked(ConsoleError):
    """The keyring is there and locked."""

    code = "keyring_locked"


class KeyringDenied(ConsoleError):
    """The keyring refused, or does not give back what was stored."""

    code = "keyring_denied"


class KeyringTimeout(ConsoleError):
    """The keyring did not answer in time (a prompt that nobody sees, say)."""

    code = "keyring_timeout"


class MasterKeyMissing(ConsoleError):
    """The keyring or directory is fine but holds no key for this base; `recover` mends it."""

    code = "master_key_missing"


class MasterKeyWrong(ConsoleError):
    """The key found does not open this base."""

    code = "master_key_wrong"


class KeyFileMissing(ConsoleError):
    """The key file is not there."""

    code = "key_file_missing"

    def __init__(self, path: object) -> None:
        super().__init__(path=str(path))


class KeyFileExists(ConsoleError):
    """A file stands where the new key was to be written; it is never overwritten."""

    code = "key_file_exists"

    def __init__(self, path: object) -> None:
        super().__init__(path=str(path))


class KeyFileUnsafe(ConsoleError):
    """The key file is a link, belongs to somebody else, or others may read it."""

    code = "key_file_unsafe"

    def __init__(self, path: object) -> None:
        super().__init__(path=str(path))


class KeyFileMalformed(ConsoleError):
    """The key file does not hold a key of this program."""

    code = "key_file_malformed"

    def __init__(self, path: object) -> None:
        super().__init__(path=str(path))


class KeyProviderUnknown(ConsoleError):
    """The key provider setting is none of `keyring`, `file:PATH`, `credential:NAME`."""

    code = "key_provider_unknown"

    def __init__(self, provider: str) -> None:
        super().__init__(provider=provider)


class KeyCannotBeMade(ConsoleError):
    """A systemd credential is given by systemd; this program cannot make one."""

    code = "key_cannot_be_made"


class RecoveryCodeWrong(ConsoleError):
    """The recovery code is mistyped or belongs to another base."""

    code = "recovery_code_wrong"


# --- the window ----------------------------------------------------------------------------------


class DisplayMissing(ConsoleError):
    """A window was asked for where no display is."""

    code = "display_missing"


class QtUnusable(ConsoleError):
    """This release of Qt aborts with this Python."""

    code = "qt_unusable"

    def __init__(self, version: str, python: str) -> None:
        super().__init__(version=version, python=python)


# --- the gateway ----------------------------------------------------------------------------------


class PortTaken(ConsoleError):
    """Another program listens on this address already."""

    code = "port_taken"

    def __init__(self, host: str, port: int) -> None:
        super().__init__(host=host, port=port)


class ListenRefused(ConsoleError):
    """The address cannot be listened on, or lies beyond loopback without TLS or a declared proxy."""

    code = "listen_refused"

    def __init__(self, host: str) -> None:
        super().__init__(host=host)


class GatewayNotStarted(ConsoleError):
    """The gateway's process ended before it was ready; `reason` is what it said."""

    code = "gateway_not_started"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class SettingInvalid(ConsoleError):
    """A setting has a value that it cannot have."""

    code = "setting_invalid"

    def __init__(self, setting: str, value: str) -> None:
        super().__init__(setting=setting, value=value)


# --- the protocols: what an application is told -------------------------------------------------------


class OAuthError(ConsoleError):
    """OAuth 2.0 refusal; `error` is a registered code (RFC 6749 section 5.2, 4.1.2.1; RFC 6750 section 3.1).

    `cause` is our own code for people who look for the reason; it is never more than the protocol may say.
    """

    code = "oauth"

    def __init__(self, error: str, cause: str = "") -> None:
        super().__init__(error=error, cause=cause)
        self.error = error
        self.cause = cause


class HawkRefused(ConsoleError):
    """Hawk request refused; `status` is 400 or 401.

    `ts` (seconds) and `tsm` are set only for a stale timestamp under a valid MAC.
    """

    code = "hawk"

    def __init__(self, cause: str, status: int = 401, ts: int | None = None, tsm: str = "") -> None:
        super().__init__(cause=cause)
        self.cause = cause
        self.status = status
        self.ts = ts
        self.tsm = tsm

"""The master key and where it is kept."""

from fracttal_console.domain.errors.tree import ConsoleError


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

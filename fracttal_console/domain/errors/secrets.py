"""Secrets of credentials, and credentials that ended."""

from fracttal_console.domain.errors.tree import ConsoleError


class TwoSecretsLive(ConsoleError):
    """Both of the two secrets that a credential may have still open something."""

    code = "two_secrets_live"

    def __init__(self, ref: object) -> None:
        super().__init__(ref=str(ref))


class OnlySecret(ConsoleError):
    """The credential's only live secret cannot be retired; a new one has to come first."""

    code = "only_secret"

    def __init__(self, ref: object) -> None:
        super().__init__(ref=str(ref))


class OnlyKey(ConsoleError):
    """The only live key of a consumer that proves itself by keys cannot be retired; a new one has to come first."""

    code = "only_key"

    def __init__(self, ref: object) -> None:
        super().__init__(ref=str(ref))


class SecretAmbiguous(ConsoleError):
    """More than one live secret of the credential has this hint."""

    code = "secret_ambiguous"

    def __init__(self, ref: object) -> None:
        super().__init__(ref=str(ref))


class WithoutSecret(ConsoleError):
    """The consumer is public and has no secret to rotate."""

    code = "without_secret"

    def __init__(self, ref: object) -> None:
        super().__init__(ref=str(ref))


class RestoreTooLate(ConsoleError):
    """The credential ended longer ago than the bin keeps it."""

    code = "restore_too_late"

    def __init__(self, ref: object, days: int) -> None:
        super().__init__(ref=str(ref), days=days)


class RestoreNameTaken(ConsoleError):
    """Another credential has the name of the one to be restored."""

    code = "restore_name_taken"

    def __init__(self, ref: object) -> None:
        super().__init__(ref=str(ref))


class CredentialFileExists(ConsoleError):
    """A file stands where the credential was to be saved; it is never overwritten."""

    code = "credential_file_exists"

    def __init__(self, path: object) -> None:
        super().__init__(path=str(path))


class CredentialFileFailed(ConsoleError):
    """The file for the credential could not be written."""

    code = "credential_file_failed"

    def __init__(self, path: object) -> None:
        super().__init__(path=str(path))

"""Signing in by the company's own identity provider."""

from fracttal_console.domain.errors.tree import ConsoleError


class ProviderUnavailable(ConsoleError):
    """The provider cannot be reached, is too slow, or says what cannot be read; `why` is for the log."""

    code = "provider_unavailable"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


class ProviderRefused(ConsoleError):
    """What came back from the provider proves nothing; `cause` is stable: `declined`, `id_token` and so on."""

    code = "provider_refused"

    def __init__(self, cause: str) -> None:
        super().__init__(cause=cause)
        self.cause = cause


class EmailUnproven(ConsoleError):
    """The provider knows the person, but does not vouch for an e-mail address."""

    code = "email_unproven"


class AccountMissing(ConsoleError):
    """The e-mail address that was proven belongs to no active account of this base: never said which."""

    code = "account_missing"


class ProviderSecretUnusable(ConsoleError):
    """The file with this authority's secret at the provider is missing, empty, or others may read it."""

    code = "provider_secret_unusable"

    def __init__(self, path: object) -> None:
        super().__init__(path=str(path))

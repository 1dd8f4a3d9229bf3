"""The protocols: what an application is told."""

from collections.abc import Mapping

from fracttal_console.domain.errors.tree import ConsoleError


class OAuthError(ConsoleError):
    """OAuth 2.0 refusal; `error` is a registered code (RFC 6749 section 5.2, 4.1.2.1; RFC 6750 section 3.1).

    `cause` is our own code for people who look for the reason; it is never more than the protocol may say. `facts` help
    them to repair it (`public_id` and `person_id` name who is behind it); they never travel, and none is a secret.
    """

    code = "oauth"

    def __init__(self, error: str, cause: str = "", *, facts: Mapping[str, str | int] | None = None) -> None:
        super().__init__(error=error, cause=cause)
        self.facts = facts or {}
        self.error = error
        self.cause = cause


class HawkRefused(ConsoleError):
    """Hawk request refused; `status` is 400 or 401.

    `ts` (seconds) and `tsm` are set only for a stale timestamp under a valid MAC, and `profile` is then the key's.
    `facts` as for `OAuthError`.
    """

    code = "hawk"

    def __init__(
        self,
        cause: str,
        status: int = 401,
        ts: int | None = None,
        tsm: str = "",
        *,
        profile: str = "",
        facts: Mapping[str, str | int] | None = None,
    ) -> None:
        super().__init__(cause=cause)
        self.facts = facts or {}
        self.cause = cause
        self.status = status
        self.ts = ts
        self.tsm = tsm
        self.profile = profile


class JwsRefused(ConsoleError):
    """A signed token cannot be read, or is not what may be read; `cause` says which rule it breaks."""

    code = "jws"

    def __init__(self, cause: str) -> None:
        super().__init__(cause=cause)
        self.cause = cause

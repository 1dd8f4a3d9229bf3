"""The company's own identity provider: how it is reached, and what it proves."""

from dataclasses import dataclass

from fracttal_console.domain.secrets import SecretText


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProviderAccess:
    """The provider that is trusted, by its issuer, and what this authority is to it."""

    issuer: str
    client_id: str
    secret: SecretText


@dataclass(frozen=True, slots=True)
class ProvenEmail:
    """An e-mail address that a provider vouches for: whoever stands in front of the browser receives its mail."""

    email: str
    issuer: str

    @property
    def account(self) -> str:
        """The address as accounts are stored, "" where none can be: nothing is folded into a letter that it is not.

        Lower case alone would make of the Kelvin sign a k, and of one address another.
        """
        return self.email.lower() if self.email.isascii() else ""

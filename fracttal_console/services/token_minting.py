"""Make tokens below an authorization, inside the transaction that decided to."""

from dataclasses import dataclass
from datetime import timedelta

from fracttal_console.crypto.tokens import digest, new_secret
from fracttal_console.domain.audit import Fact, Target, TokensIssued
from fracttal_console.domain.authorizations import Authorization
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.permissions import PermissionSet, store_permissions
from fracttal_console.domain.secrets import SecretKind, SecretText
from fracttal_console.domain.tokens import FAMILY_BYTES, AccessToken, RefreshToken
from fracttal_console.services.use_case import Work


@dataclass(frozen=True, slots=True)
class IssuedTokens:
    """What the token endpoint answers (RFC 6749 section 5.1), and for whom; `expires_in` in seconds.

    `bound` where they are worth nothing without a key.
    """

    access_token: SecretText
    expires_in: int
    scope: str
    refresh_token: SecretText | None
    person_id: int | None = None
    bound: bool = False


@dataclass(frozen=True, slots=True)
class TokenMint:
    """Make tokens for one consumer under one authorization; none of them outlives it.

    `key` is the thumbprint of the key to which they are bound, empty for none. A refresh token of a consumer that has a
    secret is bound by that already (RFC 9449 section 5).
    """

    work: Work
    consumer: Consumer
    authorization: Authorization
    key: bytes = b""

    def refresh_token(self, family: bytes, permissions: PermissionSet, left: timedelta | None = None) -> SecretText:
        """Make a refresh token.

        Args:
            family: joins all tokens that came from one code.
            permissions: what it carries.
            left: how long its family still lives; None for a new family.
        """
        token = new_secret(SecretKind.REFRESH_TOKEN)
        now, lifetimes = self.work.now, self.consumer.lifetimes
        ends = now + (lifetimes.refresh if left is None else left)
        if self.authorization.expires_at is not None:
            ends = min(ends, self.authorization.expires_at)
        self.work.refresh_tokens.add(
            RefreshToken(
                digest=digest(token.reveal()),
                authorization_id=self.authorization.id,
                family=family if self.consumer.confidential else family + self.key,
                permissions=permissions,
                issued_at=now,
                expires_at=min(now + lifetimes.refresh_idle, ends),
                family_expires_at=ends,
            )
        )
        return token

    def issue(self, permissions: PermissionSet, family: bytes | None, refresh_token: SecretText | None) -> IssuedTokens:
        """Make an access token, record the event, and return what the endpoint answers."""
        access_token = new_secret(SecretKind.ACCESS_TOKEN)
        now = self.work.now
        expires_at = now + self.consumer.lifetimes.access_token
        if self.authorization.expires_at is not None:
            expires_at = min(expires_at, self.authorization.expires_at)
        self.work.access_tokens.add(
            AccessToken(
                digest=digest(access_token.reveal()),
                authorization_id=self.authorization.id,
                family=self._bound(family),
                permissions=permissions,
                issued_at=now,
                expires_at=expires_at,
            )
        )
        scope = store_permissions(permissions)
        seconds = int((expires_at - now).total_seconds())
        facts: dict[str, Fact] = {"scope": scope, "seconds": seconds, "refresh_token": refresh_token is not None}
        target = Target("authorization", self.authorization.id, self.consumer.name)
        self.work.record(TokensIssued(target=target, facts=facts))
        return IssuedTokens(access_token, seconds, scope, refresh_token, self.authorization.person_id, bool(self.key))

    def _bound(self, family: bytes | None) -> bytes | None:
        if not self.key:
            return family
        return (family or digest(new_secret(SecretKind.ACCESS_TOKEN).reveal())[:FAMILY_BYTES]) + self.key

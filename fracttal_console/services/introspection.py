"""Introspection (RFC 7662): tell a consumer what a token is worth right now."""

from dataclasses import dataclass
from datetime import datetime

from fracttal_console.crypto.tokens import digest
from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.permissions import store_permissions
from fracttal_console.domain.proofs import base64url
from fracttal_console.domain.secrets import SecretText
from fracttal_console.domain.tokens import AccessToken, RefreshToken
from fracttal_console.services.client_authentication import PresentedClient, authenticate
from fracttal_console.services.standing import Standing, standing
from fracttal_console.services.usage import UsageRecorder
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.repositories import Repositories


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveToken:
    """What may be told of a token that is alive: moments in seconds since 1970; `subject` never mixes kinds.

    `key` is the thumbprint of the key to which it is bound, empty for none.
    """

    scope: str
    client_id: str
    username: str
    subject: str
    issued_at: int
    expires_at: int
    is_access_token: bool
    token_id: str
    key: str = ""


class Introspection:
    """Look tokens up for consumers; nothing is changed."""

    def __init__(self, use_cases: UseCases, usage: UsageRecorder) -> None:
        self._use_cases = use_cases
        self._usage = usage

    def introspect(self, client: PresentedClient, *, token: SecretText, address: str) -> LiveToken | None:
        """Return what a token is worth, or None where it is worth nothing or is none of the caller's business.

        Raises:
            OAuthError: `invalid_client`; a public consumer cannot prove itself and so cannot introspect.
        """
        now = self._use_cases.now()
        with self._use_cases.look_up() as repositories:
            known = authenticate(repositories, client, address=address, now=now)
            caller = known.consumer
            if known.secret_id is not None:
                self._usage.secret(known.secret_id, now, address, "/oauth/introspect")
            elif known.key_id is not None:
                self._usage.consumer_key(known.key_id, now, address, "/oauth/introspect")
            else:
                raise OAuthError("invalid_client", "introspection_not_allowed")
            wanted = digest(token.reveal())
            found = _alive(repositories, wanted, now)
            if found is None:
                return None
            behind = standing(repositories, found.authorization_id, found.permissions, now)
        if behind is None or (behind.consumer.id != caller.id and not caller.may_introspect):
            return None
        return _told(found, behind)


def _alive(repositories: Repositories, wanted: bytes, now: datetime) -> AccessToken | RefreshToken | None:
    access = repositories.access_tokens.find(wanted)
    if access is not None:
        return access if now < access.expires_at else None
    refresh = repositories.refresh_tokens.find(wanted)
    if refresh is None or refresh.superseded_at is not None:
        return None
    return refresh if now < min(refresh.expires_at, refresh.family_expires_at) else None


def _told(found: AccessToken | RefreshToken, behind: Standing) -> LiveToken:
    client_id, person = behind.consumer.client_id, behind.person
    return LiveToken(
        scope=store_permissions(behind.permissions),
        client_id=client_id,
        username="" if person is None else person.email,
        subject=client_id if person is None else f"person-{person.id}",
        issued_at=int(found.issued_at.timestamp()),
        expires_at=int(found.expires_at.timestamp()),
        is_access_token=isinstance(found, AccessToken),
        # part of a digest: tells tokens apart in logs, opens nothing
        token_id=digest(found.digest.hex()).hex()[:24],
        key=base64url(found.key) if found.key else "",
    )

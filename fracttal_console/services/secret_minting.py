"""Make secrets of credentials: clear once, kept as a digest or sealed."""

from fracttal_console.crypto.sealing import Sealer
from fracttal_console.crypto.tokens import digest, hint, new_secret
from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.secrets import CredentialSecret, SecretKind, SecretStatus, SecretText
from fracttal_console.services.use_case import Work


def add_client_secret(work: Work, consumer: Consumer) -> tuple[SecretText, CredentialSecret]:
    """Give a consumer another secret, of which a digest is kept; return it in clear and as it is known later."""
    clear = new_secret(SecretKind.CLIENT)
    kept = _kept(work, work.secrets.new_id(), clear, consumer_id=consumer.id, digest_=digest(clear.reveal()))
    work.secrets.add(kept)
    return clear, kept


def add_hawk_secret(work: Work, sealer: Sealer, api_key: ApiKey) -> tuple[SecretText, CredentialSecret]:
    """Give an API key another secret, which is kept sealed; return it in clear and as it is known later."""
    clear = new_secret(SecretKind.HAWK)
    secret_id = work.secrets.new_id()
    sealed = sealer.seal(clear.reveal().encode(), table="secrets", row=str(secret_id), purpose=SecretKind.HAWK)
    kept = _kept(work, secret_id, clear, api_key_id=api_key.id, sealed=sealed)
    work.secrets.add(kept)
    return clear, kept


def _kept(
    work: Work,
    secret_id: int,
    clear: SecretText,
    *,
    consumer_id: int | None = None,
    api_key_id: int | None = None,
    digest_: bytes | None = None,
    sealed: bytes | None = None,
) -> CredentialSecret:
    return CredentialSecret(
        id=secret_id,
        consumer_id=consumer_id,
        api_key_id=api_key_id,
        hint=hint(clear),
        digest=digest_,
        sealed=sealed,
        status=SecretStatus.ACTIVE,
        created_at=work.now,
        created_by=work.actor.name,
        expires_at=None,
        retired_at=None,
    )

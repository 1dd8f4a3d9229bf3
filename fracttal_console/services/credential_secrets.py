"""The secrets of OAuth consumers and of API keys, as their rotation needs them."""

from fracttal_console.crypto.sealing import Sealer
from fracttal_console.domain.actors import Operation
from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.audit import (
    ApiKeyRotated,
    ApiKeyRotationExtended,
    ConsumerRotated,
    ConsumerRotationExtended,
    Event,
    Target,
)
from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.errors import WithoutSecret
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.secrets import CredentialSecret, SecretText
from fracttal_console.services.references import find_api_key, find_consumer
from fracttal_console.services.secret_minting import add_client_secret, add_hawk_secret
from fracttal_console.services.secret_rotation import Facts, SecretRotation
from fracttal_console.services.token_purge import purge_consumer
from fracttal_console.services.use_case import UseCases, Work
from fracttal_console.storage.repositories import Repositories


class ConsumerSecrets(SecretRotation[Consumer]):
    """Use cases on client secrets."""

    _view = Operation.CONSUMERS_VIEW
    _rotate = Operation.CONSUMERS_ROTATE
    gets_tokens = True

    def _find(self, repositories: Repositories, ref: str) -> Consumer:
        return find_consumer(repositories, ref)

    def _secrets(self, repositories: Repositories, credential: Consumer) -> list[CredentialSecret]:
        return repositories.secrets.of_consumer(credential.id)

    def _make(self, work: Work, credential: Consumer) -> tuple[SecretText, CredentialSecret]:
        if not credential.confidential:
            raise WithoutSecret(credential.name)
        return add_client_secret(work, credential)

    def _end_what_was_got(self, work: Work, credential: Consumer) -> Facts:
        return {"authorizations": purge_consumer(work, credential.id)}

    def _rotated(self, credential: Consumer, facts: Facts) -> Event:
        return ConsumerRotated(target=_target(credential), facts=facts)

    def _extended(self, credential: Consumer, facts: Facts) -> Event:
        return ConsumerRotationExtended(target=_target(credential), facts=facts)


class ApiKeySecrets(SecretRotation[ApiKey]):
    """Use cases on Hawk secrets."""

    _view = Operation.API_KEYS_VIEW
    _rotate = Operation.API_KEYS_ROTATE
    gets_tokens = False

    def __init__(self, use_cases: UseCases, sealer: Sealer) -> None:
        super().__init__(use_cases)
        self._sealer = sealer

    def _find(self, repositories: Repositories, ref: str) -> ApiKey:
        return find_api_key(repositories, ref)

    def _secrets(self, repositories: Repositories, credential: ApiKey) -> list[CredentialSecret]:
        return repositories.secrets.of_api_key(credential.id)

    def _make(self, work: Work, credential: ApiKey) -> tuple[SecretText, CredentialSecret]:
        return add_hawk_secret(work, self._sealer, credential)

    def _end_what_was_got(self, work: Work, credential: ApiKey) -> Facts:
        del work, credential
        return {}

    def _rotated(self, credential: ApiKey, facts: Facts) -> Event:
        return ApiKeyRotated(target=_target(credential), facts=facts)

    def _extended(self, credential: ApiKey, facts: Facts) -> Event:
        return ApiKeyRotationExtended(target=_target(credential), facts=facts)


def _target(credential: Credential) -> Target:
    return Target(credential.kind, credential.id, credential.name)

"""Tries: who tries a credential from the console is in the log before the first request goes out."""

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.audit import ApiKeyTried, ConsumerTried, Target
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.services.references import find_api_key, find_consumer
from fracttal_console.services.use_case import UseCases


class CredentialTries:
    """Use cases of beginning a try; the requests themselves go to the gateway like anybody's."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def of_api_key(self, actor: Actor, ref: str) -> ApiKey:
        """Note that an API key is tried, and return it as it is now.

        Raises:
            NotFound: no API key has this id, key id or name.
        """
        with self._use_cases.begin(actor, Operation.API_KEYS_TRY) as work:
            key = find_api_key(work.repositories, ref)
            work.record(ApiKeyTried(target=Target("api_key", key.id, key.name)))
        return key

    def of_consumer(self, actor: Actor, ref: str) -> Consumer:
        """Note that a consumer is tried, and return it as it is now.

        Raises:
            NotFound: no consumer has this id, client id or name.
        """
        with self._use_cases.begin(actor, Operation.CONSUMERS_TRY) as work:
            consumer = find_consumer(work.repositories, ref)
            work.record(ConsumerTried(target=Target("consumer", consumer.id, consumer.name)))
        return consumer

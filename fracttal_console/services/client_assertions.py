"""Client assertions: what a consumer signed to prove itself (RFC 7523), verified before its use case begins."""

from collections.abc import Collection
from dataclasses import replace

from fracttal_console.crypto.tokens import digest
from fracttal_console.domain.client_assertions import check_claims
from fracttal_console.domain.consumer_keys import live_keys
from fracttal_console.domain.errors import OAuthError
from fracttal_console.services.assertion_reading import read_assertion, signing_key
from fracttal_console.services.client_authentication import PresentedClient
from fracttal_console.services.use_case import UseCases


class ClientAssertions:
    """Verify and spend client assertions.

    A signature costs processor time, so none is verified while the writer waits. An assertion is spent by the request
    that brings it, whatever becomes of that request.
    """

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def proved(self, client: PresentedClient, audiences: Collection[str]) -> PresentedClient:
        """Return a client with the key that it proved to hold; one that sent no assertion as it is.

        Args:
            client: as it presented itself.
            audiences: what we are called: the issuer, and the addresses of endpoints that a consumer may name.

        Raises:
            OAuthError: `invalid_client`. What is said of the assertion alone comes first, so that nobody without a key
                learns which consumers there are.
        """
        if client.assertion is None:
            return client
        signed = read_assertion(client.assertion.reveal())
        claims = check_claims(signed.claims, audiences, self._use_cases.now())
        if claims.client_id != client.client_id:
            raise OAuthError("invalid_client", "assertion_claims")
        with self._use_cases.look_up() as repositories:
            consumer = repositories.consumers.with_client_id(client.client_id)
            keys = [] if consumer is None else repositories.consumer_keys.of_consumer(consumer.id)
        if consumer is None:
            raise OAuthError("invalid_client", "client_unknown")
        key = signing_key(signed, live_keys(keys))
        if key is None:
            raise OAuthError("invalid_client", "assertion_signature", facts={"kid": signed.kid[:80]})
        with self._use_cases.keep_books() as work:
            if not work.assertion_ids.take(consumer.id, digest(claims.jti), claims.until):
                raise OAuthError("invalid_client", "assertion_used")
        return replace(client, assertion=None, key_id=key.id)

"""Pushed authorization requests (RFC 9126): a consumer says what it will ask for before any browser moves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from fracttal_console.crypto.tokens import digest, new_secret
from fracttal_console.domain.actors import Operation
from fracttal_console.domain.consumer_switches import Demand
from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.proofs import PresentedProof, base64url
from fracttal_console.domain.pushed_requests import PUSHED_LASTS, REQUEST_URI, PushedRequest
from fracttal_console.domain.secrets import SecretKind, SecretText
from fracttal_console.services.client_authentication import PresentedClient
from fracttal_console.services.client_proof import proving
from fracttal_console.services.offers import check_scope
from fracttal_console.services.proof_of_possession import pushed_key
from fracttal_console.services.usage import UsageRecorder
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class Pushed:
    """What the endpoint answers: the `request_uri`, and for how many seconds a browser may arrive with it."""

    request_uri: SecretText
    expires_in: int


class PushedRequests:
    """Use cases on pushed requests; nothing of them is an event, because what comes of them is one."""

    def __init__(self, use_cases: UseCases, catalogue: PermissionCatalogue, usage: UsageRecorder) -> None:
        self._use_cases = use_cases
        self._catalogue = catalogue
        self._usage = usage

    def push(
        self,
        client: PresentedClient,
        *,
        parameters: Mapping[str, str],
        check: Callable[[Consumer], object],
        address: str,
        proof: PresentedProof | None = None,
        key: bytes | None = None,
    ) -> Pushed:
        """Keep a request for a minute.

        Args:
            client: who pushes.
            parameters: what it asks for, without any that proves the client.
            check: raises what is wrong with the request for this consumer.
            address: where the request comes from.
            proof: by the key to which the code is to be bound.
            key: the thumbprint that the request itself names.

        Raises:
            OAuthError: `invalid_client`, `unauthorized_client`, `invalid_scope`, `invalid_dpop_proof`, and what
                `check` raises.
        """
        identify = proving(client, self._usage, address=address, path="/oauth/par", check=_check)
        with self._use_cases.begin_as(Operation.REQUESTS_PUSH, identify) as (work, consumer):
            check(consumer)
            check_scope(parameters.get("scope", ""), self._catalogue)
            bound = pushed_key(work, consumer, proof, key)
            kept = {**parameters, "client_id": consumer.client_id, **({"dpop_jkt": base64url(bound)} if bound else {})}
            uri = SecretText(REQUEST_URI + new_secret(SecretKind.PUSHED_REQUEST).reveal())
            pushed = PushedRequest(
                digest=digest(uri.reveal()),
                consumer_id=consumer.id,
                query=urlencode(kept),
                pushed_at=work.now,
                expires_at=work.now + PUSHED_LASTS,
            )
            work.pushed_requests.add(pushed)
        return Pushed(uri, int(PUSHED_LASTS.total_seconds()))

    def open(self, consumer: Consumer, request_uri: str) -> PushedRequest:
        """Return a request with which a browser arrives.

        Raises:
            OAuthError: `invalid_request`: it is unknown, another consumer's, used or too old.
        """
        wanted = digest(request_uri)
        with self._use_cases.look_up() as repositories:
            found = _usable(repositories, wanted, consumer, self._use_cases.now())
        if found.opened_at is None:
            with self._use_cases.keep_books() as work:
                found = _usable(work.repositories, wanted, consumer, work.now).opened(work.now)
                work.pushed_requests.save(found)
        return found

    def check_way(self, consumer: Consumer, *, pushed: bool) -> None:
        """Check whether a request may come as it came.

        Raises:
            OAuthError: `invalid_request`: this consumer has to push its requests.
        """
        with self._use_cases.look_up() as repositories:
            if not pushed and repositories.consumer_switches.of(consumer.id).par is Demand.REQUIRED:
                raise OAuthError("invalid_request", "par_required")


def _check(repositories: Repositories, consumer: Consumer) -> None:
    if repositories.consumer_switches.of(consumer.id).par is Demand.OFF:
        raise OAuthError("unauthorized_client", "par_off")


def _usable(repositories: Repositories, wanted: bytes, consumer: Consumer, now: datetime) -> PushedRequest:
    found = repositories.pushed_requests.find(wanted)
    if found is None:
        raise OAuthError("invalid_request", "pushed_request_unknown")
    why = found.why_not(consumer.id, now)
    if not why and repositories.consumer_switches.of(consumer.id).par is Demand.OFF:
        # switched off since it was pushed
        why = "par_off"
    if why:
        raise OAuthError("invalid_request", why)
    return found

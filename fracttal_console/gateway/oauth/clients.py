"""How a consumer presents itself (RFC 6749 section 2.3.1, RFC 7521 section 4.2), and the limit on failures."""

import binascii
from base64 import b64decode
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import unquote_plus

from fracttal_console.domain.client_assertions import ASSERTION_TYPE
from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.exchange import Parameters, Request, parse_parameters
from fracttal_console.gateway.limits import FailureLimiter
from fracttal_console.services.assertion_reading import claimed_client
from fracttal_console.services.client_assertions import ClientAssertions
from fracttal_console.services.client_authentication import ClientMethod, PresentedClient

T = TypeVar("T")

FORM = "application/x-www-form-urlencoded"
OPEN_DOOR_REQUESTS = 60
_CREDENTIALS = frozenset(
    {
        "client_secret",
        "code",
        "code_verifier",
        "refresh_token",
        "token",
        "access_token",
        "password",
        "client_assertion",
        "device_code",
    }
)


class TooManyFailures(OAuthError):
    """Wrong secrets came too often; `seconds` until the next attempt is looked at."""

    def __init__(self, seconds: int) -> None:
        super().__init__("invalid_client", "too_many_failures")
        self.seconds = seconds


def read_form(request: Request) -> Parameters:
    """Return the form of a request to a protocol endpoint.

    Raises:
        OAuthError: `invalid_request`: a credential in the URL, another content type, a parameter sent twice.
    """
    if request.query and _CREDENTIALS & _names(request.query):
        raise OAuthError("invalid_request", "credentials_in_url")
    if request.header("content-type").partition(";")[0].strip().lower() != FORM:
        raise OAuthError("invalid_request", "content_type")
    try:
        text = request.body.decode("ascii")
    except UnicodeDecodeError:
        raise OAuthError("invalid_request", "parameters_malformed") from None
    form = parse_parameters(text)
    if form.repeated:
        raise OAuthError("invalid_request", "parameter_repeated")
    return form


def presented_client(request: Request, form: Parameters) -> PresentedClient:
    """Return what the request says of its consumer, by exactly one method (OAuth 2.1 section 2.4).

    Raises:
        OAuthError: `invalid_request` for two methods or two different ids, `invalid_client` for none.
    """
    header = request.header("authorization")
    form_id, form_secret = form.get("client_id"), form.optional("client_secret")
    if form.optional("client_assertion") is not None or form.optional("client_assertion_type") is not None:
        return _by_assertion(form, other_method=bool(header) or form_secret is not None)
    if not header:
        if not form_id:
            raise OAuthError("invalid_client", "secret_missing")
        if form_secret is None:
            return PresentedClient(form_id, None, ClientMethod.NONE)
        return PresentedClient(form_id, SecretText(form_secret), ClientMethod.POST)
    if form_secret is not None:
        raise OAuthError("invalid_request", "two_methods")
    client_id, secret = _basic(header)
    if form_id and form_id != client_id:
        raise OAuthError("invalid_request", "two_methods")
    return PresentedClient(client_id, SecretText(secret), ClientMethod.BASIC)


class OpenDoorLimit:
    """How many requests a minute an address may leave here without a secret: anybody can, and each is kept."""

    def __init__(self, allowed: int = OPEN_DOOR_REQUESTS) -> None:
        self._limiter = FailureLimiter(allowed)

    def check(self, client: PresentedClient, address: str) -> None:
        """Count one request of a consumer that offers no proof of who it is.

        Raises:
            TooManyFailures: there were too many.
        """
        wait = 0 if client.offers_proof else self._limiter.reserve(address)
        if wait:
            raise TooManyFailures(wait)


class Clients:
    """Let consumers do something once they proved who they are, unless that failed too often."""

    def __init__(self, limiter: FailureLimiter, assertions: ClientAssertions, issuer: str) -> None:
        self._limiter = limiter
        self._assertions = assertions
        # RFC 9126 section 2: who pushes a request may name the endpoint to which it is pushed
        self._audiences = frozenset({issuer, f"{issuer}/oauth/token", f"{issuer}/oauth/par"})

    def serve(self, client: PresentedClient, address: str, work: Callable[[PresentedClient], T]) -> T:
        """Return what came of a consumer's request.

        Args:
            client: as it presented itself.
            address: from where.
            work: takes the client, its assertion verified and spent; a secret it looks at itself.

        Raises:
            TooManyFailures: nothing was looked at.
            OAuthError: from the assertion, or from the work.
        """
        if not client.offers_proof:
            return work(client)
        key = f"{client.client_id[:64]} {address}"
        wait = self._limiter.reserve(key)
        if wait:
            raise TooManyFailures(wait)
        try:
            result = work(self._assertions.proved(client, self._audiences))
        except OAuthError as error:
            if error.error != "invalid_client":
                self._limiter.release(key)
            raise
        except Exception:
            # the secret was not found wrong: a failing disk must lock nobody out
            self._limiter.release(key)
            raise
        self._limiter.release(key)
        return result


def signs(request: Request) -> bool:
    """Tell whether a request may bring an assertion, whose signature takes time to verify."""
    return b"client_assertion" in request.body


def _by_assertion(form: Parameters, *, other_method: bool) -> PresentedClient:
    if other_method:
        raise OAuthError("invalid_request", "two_methods")
    assertion, kind = form.required("client_assertion"), form.required("client_assertion_type")
    if kind != ASSERTION_TYPE:
        raise OAuthError("invalid_client", "method_unsupported")
    client_id = form.get("client_id") or claimed_client(assertion)
    return PresentedClient(client_id, None, ClientMethod.PRIVATE_KEY_JWT, SecretText(assertion))


def _basic(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        raise OAuthError("invalid_client", "method_unsupported")
    try:
        decoded = b64decode(encoded.strip(), validate=True).decode("utf-8")
        client_id, colon, secret = decoded.partition(":")
        # both halves are form-encoded before they are joined (RFC 6749 section 2.3.1)
        pair = (client_id, secret)
        if "%" in decoded or "+" in decoded:
            pair = unquote_plus(client_id, errors="strict"), unquote_plus(secret, errors="strict")
    except (binascii.Error, ValueError):
        raise OAuthError("invalid_client", "secret_wrong") from None
    if not colon or not pair[0]:
        raise OAuthError("invalid_client", "secret_wrong")
    return pair


def _names(query: str) -> set[str]:
    parameters = parse_parameters(query)
    return set(parameters.values) | parameters.repeated

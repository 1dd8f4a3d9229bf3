"""The token endpoint (RFC 6749 section 3.2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fracttal_console.domain.device_grants import GRANT_TYPE
from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.proofs import PresentedProof
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.exchange import Parameters, Request, Response, json_response
from fracttal_console.gateway.oauth.audience import check_audience
from fracttal_console.gateway.oauth.clients import Clients
from fracttal_console.gateway.oauth.consumer_endpoint import ConsumerEndpoint
from fracttal_console.gateway.proofs import proof_here
from fracttal_console.services.client_authentication import PresentedClient
from fracttal_console.services.device_grants import DeviceGrants
from fracttal_console.services.token_minting import IssuedTokens
from fracttal_console.services.tokens import Tokens

Grant = Callable[[Tokens, PresentedClient, Parameters, "Sent"], IssuedTokens]


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a request comes from, and the proof of possession that came with it."""

    address: str
    proof: PresentedProof | None


def _authorization_code(tokens: Tokens, client: PresentedClient, form: Parameters, sent: Sent) -> IssuedTokens:
    return tokens.exchange_code(
        client,
        code=_required(form, "code"),
        redirect_uri=form.optional("redirect_uri"),
        verifier=form.optional("code_verifier"),
        address=sent.address,
        proof=sent.proof,
    )


def _refresh_token(tokens: Tokens, client: PresentedClient, form: Parameters, sent: Sent) -> IssuedTokens:
    return tokens.refresh(
        client, refresh_token=_required(form, "refresh_token"), scope=form.get("scope"), address=sent.address,
        proof=sent.proof,
    )  # fmt: skip


def _client_credentials(tokens: Tokens, client: PresentedClient, form: Parameters, sent: Sent) -> IssuedTokens:
    return tokens.client_credentials(client, scope=form.get("scope"), address=sent.address, proof=sent.proof)


GRANTS: Mapping[str, Grant] = {
    "authorization_code": _authorization_code,
    "refresh_token": _refresh_token,
    "client_credentials": _client_credentials,
}


# a device that asks again and again is no refused request that anybody has to repair
_WAITING = frozenset({"authorization_pending", "slow_down"})


class TokenEndpoint(ConsumerEndpoint[IssuedTokens]):
    """Answer requests for tokens; each grant is one use case."""

    kind = RefusalKind.TOKEN
    uncounted = _WAITING

    def __init__(
        self, tokens: Tokens, devices: DeviceGrants, clients: Clients, issuer: str, books: Bookkeeping
    ) -> None:
        super().__init__(clients, books)
        self._tokens = tokens
        self._devices = devices
        self._issuer = issuer

    def asked(
        self, request: Request, form: Parameters, client: PresentedClient
    ) -> Callable[[PresentedClient], IssuedTokens]:
        """Issue tokens for a grant."""
        del client
        grant = self._grant(form)
        check_audience(form, self._issuer)
        sent = Sent(request.address, proof_here(request, self._issuer))
        return lambda known: grant(self._tokens, known, form, sent)

    def acts_for(self, result: IssuedTokens) -> int | None:
        """Return the id of the person for whom the tokens are."""
        return result.person_id

    def answer(self, request: Request, form: Parameters, result: IssuedTokens) -> Response:
        """Return the tokens."""
        request.finding.issued = form.get("grant_type")
        content: dict[str, object] = {
            "access_token": result.access_token.reveal(),
            "token_type": "DPoP" if result.bound else "Bearer",
            "expires_in": result.expires_in,
            "scope": result.scope,
        }
        if result.refresh_token is not None:
            content["refresh_token"] = result.refresh_token.reveal()
        return json_response(200, content)

    def _grant(self, form: Parameters) -> Grant:
        name = form.required("grant_type")
        if name == GRANT_TYPE:
            return self._device_code
        grant = GRANTS.get(name)
        if grant is None:
            raise OAuthError("unsupported_grant_type", "grant_unsupported")
        return grant

    def _device_code(self, _tokens: Tokens, client: PresentedClient, form: Parameters, sent: Sent) -> IssuedTokens:
        return self._devices.fetch(
            client, device_code=_required(form, "device_code"), address=sent.address, proof=sent.proof
        )


def _required(form: Parameters, name: str) -> SecretText:
    return SecretText(form.required(name))

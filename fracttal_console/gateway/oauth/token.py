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
from fracttal_console.gateway.oauth.clients import Clients, presented_client, read_form
from fracttal_console.gateway.oauth.errors import protocol_error
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


class TokenEndpoint:
    """Answer requests for tokens; each grant is one use case."""

    def __init__(
        self, tokens: Tokens, devices: DeviceGrants, clients: Clients, issuer: str, books: Bookkeeping
    ) -> None:
        self._tokens = tokens
        self._devices = devices
        self._clients = clients
        self._issuer = issuer
        self._books = books

    def __call__(self, request: Request) -> Response:
        """Return tokens, or the refusal."""
        form, client_id = Parameters(), ""
        try:
            form = read_form(request)
            client_id = form.get("client_id")
            client = presented_client(request, form)
            client_id = client.client_id
            grant = self._grant(form)
            check_audience(form, self._issuer)
            sent = Sent(request.address, proof_here(request, self._issuer))
            issued = self._clients.serve(
                client,
                request.address,
                lambda known: grant(self._tokens, known, form, sent),
            )
        except OAuthError as error:
            if error.error not in _WAITING:
                self._books.refused_form(RefusalKind.TOKEN, request, error, form, client_id)
            return protocol_error(request, error)
        self._books.answered(request, client_id, issued.person_id)
        request.finding.issued = form.get("grant_type")
        content: dict[str, object] = {
            "access_token": issued.access_token.reveal(),
            "token_type": "DPoP" if issued.bound else "Bearer",
            "expires_in": issued.expires_in,
            "scope": issued.scope,
        }
        if issued.refresh_token is not None:
            content["refresh_token"] = issued.refresh_token.reveal()
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

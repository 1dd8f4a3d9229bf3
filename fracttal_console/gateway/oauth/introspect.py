"""The introspection endpoint (RFC 7662)."""

from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.exchange import Parameters, Request, Response, json_response
from fracttal_console.gateway.oauth.clients import Clients, presented_client, read_form
from fracttal_console.gateway.oauth.errors import protocol_error
from fracttal_console.services.introspection import Introspection, LiveToken

_INACTIVE = {"active": False}


class IntrospectionEndpoint:
    """Tell consumers what tokens are worth; whatever is worth nothing looks the same, byte for byte (section 2.2)."""

    def __init__(self, introspection: Introspection, clients: Clients, issuer: str, books: Bookkeeping) -> None:
        self._introspection = introspection
        self._clients = clients
        self._books = books
        self._issuer = issuer

    def __call__(self, request: Request) -> Response:
        """Return what the token is worth, or the refusal of the caller."""
        form, client_id = Parameters(), ""
        try:
            form = read_form(request)
            client_id = form.get("client_id")
            client = presented_client(request, form)
            client_id = client.client_id
            token = form.required("token")
            live = self._clients.serve(
                client,
                request.address,
                lambda known: self._introspection.introspect(known, token=SecretText(token), address=request.address),
            )
        except OAuthError as error:
            self._books.refused_form(RefusalKind.INTROSPECTION, request, error, form, client_id)
            return protocol_error(request, error)
        self._books.answered(request, client_id)
        return json_response(200, _INACTIVE if live is None else self._told(live))

    def _told(self, live: LiveToken) -> dict[str, object]:
        told: dict[str, object] = {
            "active": True,
            "scope": live.scope,
            "client_id": live.client_id,
            "sub": live.subject,
            "iss": self._issuer,
            "aud": self._issuer,
            "iat": live.issued_at,
            "exp": live.expires_at,
            "jti": live.token_id,
        }
        if live.username:
            told["username"] = live.username
        if live.is_access_token:
            # a refresh token is no bearer token for resources, and must not look like one
            told["token_type"] = "DPoP" if live.key else "Bearer"  # the name of a type
        if live.key:
            told["cnf"] = {"jkt": live.key}
        return told

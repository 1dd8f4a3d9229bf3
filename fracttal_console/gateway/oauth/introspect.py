"""The introspection endpoint (RFC 7662)."""

from collections.abc import Callable

from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.exchange import Parameters, Request, Response, json_response
from fracttal_console.gateway.oauth.clients import Clients
from fracttal_console.gateway.oauth.consumer_endpoint import ConsumerEndpoint
from fracttal_console.services.client_authentication import PresentedClient
from fracttal_console.services.introspection import Introspection, LiveToken

_INACTIVE = {"active": False}


class IntrospectionEndpoint(ConsumerEndpoint[LiveToken | None]):
    """Tell consumers what tokens are worth; whatever is worth nothing looks the same, byte for byte (section 2.2)."""

    kind = RefusalKind.INTROSPECTION

    def __init__(self, introspection: Introspection, clients: Clients, issuer: str, books: Bookkeeping) -> None:
        super().__init__(clients, books)
        self._introspection = introspection
        self._issuer = issuer

    def asked(
        self, request: Request, form: Parameters, client: PresentedClient
    ) -> Callable[[PresentedClient], LiveToken | None]:
        """Look a token up."""
        del client
        token = SecretText(form.required("token"))
        return lambda known: self._introspection.introspect(known, token=token, address=request.address)

    def answer(self, request: Request, form: Parameters, result: LiveToken | None) -> Response:
        """Return what the token is worth."""
        del request, form
        return json_response(200, _INACTIVE if result is None else self._told(result))

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

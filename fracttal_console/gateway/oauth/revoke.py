"""The revocation endpoint (RFC 7009)."""

from collections.abc import Callable

from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.exchange import Parameters, Request, Response, json_response
from fracttal_console.gateway.oauth.clients import Clients
from fracttal_console.gateway.oauth.consumer_endpoint import ConsumerEndpoint
from fracttal_console.services.client_authentication import PresentedClient
from fracttal_console.services.tokens import Tokens


class RevocationEndpoint(ConsumerEndpoint[None]):
    """Take tokens back; `token_type_hint` is not needed to find one and never hides one (section 2.1)."""

    kind = RefusalKind.REVOCATION

    def __init__(self, tokens: Tokens, clients: Clients, books: Bookkeeping) -> None:
        super().__init__(clients, books)
        self._tokens = tokens

    def asked(self, request: Request, form: Parameters, client: PresentedClient) -> Callable[[PresentedClient], None]:
        """Take a token back."""
        del client
        token = SecretText(form.required("token"))
        return lambda known: self._tokens.revoke(known, token=token, address=request.address)

    def answer(self, request: Request, form: Parameters, result: None) -> Response:
        """Return 200 with an empty object, whatever became of the token."""
        del request, form, result
        return json_response(200, {})

"""The revocation endpoint (RFC 7009)."""

from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.exchange import Parameters, Request, Response, json_response
from fracttal_console.gateway.oauth.clients import Clients, presented_client, read_form
from fracttal_console.gateway.oauth.errors import protocol_error
from fracttal_console.services.tokens import Tokens


class RevocationEndpoint:
    """Take tokens back; `token_type_hint` is not needed to find one and never hides one (section 2.1)."""

    def __init__(self, tokens: Tokens, clients: Clients, books: Bookkeeping) -> None:
        self._tokens = tokens
        self._clients = clients
        self._books = books

    def __call__(self, request: Request) -> Response:
        """Return 200 with an empty object, whatever became of the token, or the refusal."""
        form, client_id = Parameters(), ""
        try:
            form = read_form(request)
            client_id = form.get("client_id")
            client = presented_client(request, form)
            client_id = client.client_id
            token = form.required("token")
            self._clients.serve(
                client,
                request.address,
                lambda known: self._tokens.revoke(known, token=SecretText(token), address=request.address),
            )
        except OAuthError as error:
            self._books.refused_form(RefusalKind.REVOCATION, request, error, form, client_id)
            return protocol_error(request, error)
        self._books.answered(request, client_id)
        return json_response(200, {})

"""The endpoint for pushed authorization requests (RFC 9126 section 2)."""

from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.exchange import Parameters, Request, Response, json_response
from fracttal_console.gateway.oauth.authorization_request import check_redirect_uri, checked_request, named_key
from fracttal_console.gateway.oauth.clients import Clients, OpenDoorLimit, presented_client, read_form
from fracttal_console.gateway.oauth.errors import protocol_error
from fracttal_console.gateway.proofs import proof_here
from fracttal_console.services.client_authentication import PresentedClient
from fracttal_console.services.pushed_requests import Pushed, PushedRequests

PATH = "/oauth/par"
_NEVER_KEPT = frozenset({"client_secret", "client_assertion", "client_assertion_type"})


class PushEndpoint:
    """Keep authorization requests that consumers push, after the same checks as in the browser."""

    def __init__(self, pushed: PushedRequests, clients: Clients, issuer: str, books: Bookkeeping) -> None:
        self._pushed = pushed
        self._clients = clients
        self._public = OpenDoorLimit()
        self._issuer = issuer
        self._books = books

    def __call__(self, request: Request) -> Response:
        """Return the `request_uri`, or the refusal."""
        form, client_id = Parameters(), ""
        try:
            form = read_form(request)
            client_id = form.get("client_id")
            client = presented_client(request, form)
            client_id = client.client_id
            pushed = self._clients.serve(client, request.address, lambda known: self._push(known, form, request))
        except OAuthError as error:
            self._books.refused_form(RefusalKind.AUTHORIZATION, request, error, form, client_id)
            return protocol_error(request, error)
        self._books.answered(request, client_id)
        return json_response(201, {"request_uri": pushed.request_uri.reveal(), "expires_in": pushed.expires_in})

    def _push(self, client: PresentedClient, form: Parameters, request: Request) -> Pushed:
        self._public.check(client, request.address)
        kept = {name: value for name, value in form.values.items() if name not in _NEVER_KEPT}

        def check(consumer: Consumer) -> None:
            check_redirect_uri(consumer, form.get("redirect_uri"))
            checked_request(consumer, form, self._issuer)

        return self._pushed.push(
            client,
            parameters=kept,
            check=check,
            address=request.address,
            proof=proof_here(request, self._issuer),
            key=named_key(form),
        )

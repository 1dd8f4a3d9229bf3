"""The endpoint for pushed authorization requests (RFC 9126 section 2)."""

from collections.abc import Callable

from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.exchange import Parameters, Request, Response, json_response
from fracttal_console.gateway.oauth.authorization_request import check_redirect_uri, checked_request, named_key
from fracttal_console.gateway.oauth.clients import Clients, OpenDoorLimit
from fracttal_console.gateway.oauth.consumer_endpoint import ConsumerEndpoint
from fracttal_console.gateway.proofs import proof_here
from fracttal_console.services.client_authentication import PresentedClient
from fracttal_console.services.pushed_requests import Pushed, PushedRequests

PATH = "/oauth/par"
_NEVER_KEPT = frozenset({"client_secret", "client_assertion", "client_assertion_type"})


class PushEndpoint(ConsumerEndpoint[Pushed]):
    """Keep authorization requests that consumers push, after the same checks as in the browser."""

    kind = RefusalKind.AUTHORIZATION

    def __init__(self, pushed: PushedRequests, clients: Clients, issuer: str, books: Bookkeeping) -> None:
        super().__init__(clients, books)
        self._pushed = pushed
        self._public = OpenDoorLimit()
        self._issuer = issuer

    def asked(self, request: Request, form: Parameters, client: PresentedClient) -> Callable[[PresentedClient], Pushed]:
        """Keep a request."""
        del client
        return lambda known: self._push(known, form, request)

    def answer(self, request: Request, form: Parameters, result: Pushed) -> Response:
        """Return the `request_uri`."""
        del request, form
        return json_response(201, {"request_uri": result.request_uri.reveal(), "expires_in": result.expires_in})

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

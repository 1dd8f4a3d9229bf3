"""What every endpoint does to which consumers post forms: read who asks, let it prove itself, answer or refuse."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.exchange import Parameters, Request, Response
from fracttal_console.gateway.oauth.clients import Clients, presented_client, read_form
from fracttal_console.gateway.oauth.errors import protocol_error
from fracttal_console.services.client_authentication import PresentedClient

R = TypeVar("R")


class ConsumerEndpoint(ABC, Generic[R]):
    """One endpoint of the protocol; a call answers one request."""

    kind: ClassVar[RefusalKind]
    """As what its refused requests are kept."""

    uncounted: ClassVar[frozenset[str]] = frozenset()
    """Errors that nobody has to repair."""

    def __init__(self, clients: Clients, books: Bookkeeping) -> None:
        self._clients = clients
        self._books = books

    def __call__(self, request: Request) -> Response:
        """Return the answer, or the refusal."""
        form, client_id = Parameters(), ""
        try:
            form = read_form(request)
            client_id = form.get("client_id")
            client = presented_client(request, form)
            client_id = client.client_id
            result = self._clients.serve(client, request.address, self.asked(request, form, client))
        except OAuthError as error:
            if error.error not in self.uncounted:
                self._books.refused_form(self.kind, request, error, form, client_id)
            return protocol_error(request, error)
        self._books.answered(request, client_id, self.acts_for(result))
        return self.answer(request, form, result)

    @abstractmethod
    def asked(self, request: Request, form: Parameters, client: PresentedClient) -> Callable[[PresentedClient], R]:
        """Return the use case that is asked for; it takes the consumer with its assertion verified and spent.

        Raises:
            OAuthError: it cannot be asked like that, whoever asks.
        """

    @abstractmethod
    def answer(self, request: Request, form: Parameters, result: R) -> Response:
        """Return what came of it as the protocol tells it."""

    def acts_for(self, result: R) -> int | None:
        """Return the id of the person for whom the consumer acts, None for itself."""
        del result
        return None

"""`/api/…`: what programs ask the authority itself, in the real service's envelope."""

from collections.abc import Callable, Mapping

from fracttal_console.domain.errors import HawkRefused, OAuthError
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.callers import Caller, Callers, kind_of, original_here
from fracttal_console.gateway.envelope import failed
from fracttal_console.gateway.exchange import Headers, Request, Response
from fracttal_console.gateway.refused_access import (
    SPENT,
    Told,
    told_of_budget,
    told_of_hawk,
    told_of_oauth,
    told_of_permission,
)
from fracttal_console.gateway.request_budget import RequestBudget
from fracttal_console.services.principal import Principal

Resource = Callable[[Request, Principal], Response]


class ApiEndpoint:
    """Check the credential first, whatever is asked for; then the permission; then answer."""

    def __init__(
        self,
        *,
        callers: Callers,
        budget: RequestBudget,
        catalogue: PermissionCatalogue,
        resources: Mapping[str, Resource],
        books: Bookkeeping,
    ) -> None:
        """Take what it works with.

        Args:
            callers: checks credentials.
            budget: of all requests of the base.
            catalogue: says which path needs which permission.
            resources: by path without a slash at the end; they answer GET and HEAD.
            books: remembers what happened.
        """
        self._callers = callers
        self._budget = budget
        self._catalogue = catalogue
        self._resources = resources
        self._books = books

    def __call__(self, request: Request) -> Response:
        """Return the envelope."""
        try:
            caller = self._callers.identify(request, original_here(request), request.body)
        except OAuthError as error:
            self._books.refused(kind_of(request), request, error)
            return _refused(told_of_oauth(error, request.header("authorization")))
        except HawkRefused as error:
            self._books.refused(RefusalKind.HAWK, request, error)
            return _refused(told_of_hawk(error))
        allowance = self._budget.take(caller.principal.profile)
        if allowance is not None and not allowance.allowed:
            self._note(caller, request, SPENT)
            response = _refused(told_of_budget(allowance))
        else:
            response = self._answer(request, caller)
        return _signed(caller, request, _with(response, () if allowance is None else allowance.headers))

    def _answer(self, request: Request, caller: Caller) -> Response:
        path = request.path.rstrip("/")
        resource = self._resources.get(path)
        try:
            if resource is not None and request.method in {"GET", "HEAD"}:
                self._check(request.method, path, caller.principal)
        except OAuthError as error:
            self._note(caller, request, error)
            return _refused(told_of_permission(caller.principal, error))
        self._books.accepted(request, caller.principal)
        if resource is None:
            return failed(404)
        if request.method not in {"GET", "HEAD"}:
            return failed(405, headers=(("allow", "GET, HEAD"),))
        return resource(request, caller.principal)

    def _check(self, method: str, path: str, principal: Principal) -> None:
        needed = self._catalogue.required(method, path)
        if needed is not None and needed not in principal.permissions:
            raise OAuthError("insufficient_scope", "permission_missing", facts={"scope": needed})

    def _note(self, caller: Caller, request: Request, error: OAuthError) -> None:
        self._books.refused_known(caller.kind, request, error, caller.principal)


def _refused(told: Told) -> Response:
    return failed(told.status, told.message, {"cause": told.cause} if told.named else None, told.headers)


def _with(response: Response, headers: Headers) -> Response:
    return Response(response.status, response.body, response.content_type, (*response.headers, *headers))


def _signed(caller: Caller, request: Request, response: Response) -> Response:
    if caller.hawk is None:
        return response
    # what is signed is what arrives, and to HEAD no body does
    body = b"" if request.method == "HEAD" else response.body
    value = caller.hawk.server_authorization(response.content_type, body)
    return _with(response, (("server-authorization", value),))

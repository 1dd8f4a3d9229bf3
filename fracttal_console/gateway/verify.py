"""`/auth/verify`: may this request pass? Asked by a proxy in front of the company's own servers (forward-auth)."""

from dataclasses import replace
from urllib.parse import quote

from fracttal_console.domain.errors import HawkRefused, OAuthError
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.callers import Callers, kind_of, original_here
from fracttal_console.gateway.exchange import NO_STORE, Headers, Request, Response
from fracttal_console.gateway.original import Original, original_of
from fracttal_console.gateway.refused_access import (
    CHALLENGES,
    SPENT,
    Told,
    told_of_budget,
    told_of_hawk,
    told_of_oauth,
    told_of_permission,
)
from fracttal_console.gateway.request_budget import RequestBudget
from fracttal_console.services.principal import Principal

PATH = "/auth/verify"


class VerifyEndpoint:
    """Answer 200, 401 or 403 and nothing else: a proxy makes an error of its own of any other status.

    `X-Auth-Status` and `X-Auth-Message` say what the program should see: that of the real service where its profile is
    `fracttal`. Proxies hand both on where they can.
    """

    def __init__(
        self, *, callers: Callers, budget: RequestBudget, catalogue: PermissionCatalogue, books: Bookkeeping
    ) -> None:
        self._callers = callers
        self._budget = budget
        self._catalogue = catalogue
        self._books = books

    def __call__(self, request: Request) -> Response:
        """Return whether the original request may pass, and who is behind it."""
        original = original_of(request) if request.proxied else None
        asked = request if original is None else replace(request, method=original.method, path=original.path)
        try:
            caller = self._callers.identify(request, original or original_here(request), None)
        except OAuthError as error:
            self._books.refused(kind_of(request), asked, error)
            return _refused(401, told_of_oauth(error, request.header("authorization")))
        except HawkRefused as error:
            self._books.refused(RefusalKind.HAWK, asked, error)
            return _refused(401, told_of_hawk(error))
        principal = caller.principal
        allowance = self._budget.take(principal.profile)
        counted = () if allowance is None else allowance.headers
        if allowance is not None and not allowance.allowed:
            self._books.refused_known(caller.kind, asked, SPENT, principal)
            return _refused(403, told_of_budget(allowance), counted)
        try:
            self._check(principal, original)
        except OAuthError as error:
            self._books.refused_known(caller.kind, asked, error, principal)
            return _refused(403, told_of_permission(principal, error), counted)
        self._books.accepted(asked, principal)
        return Response(200, headers=(*_identity(principal, self._catalogue), *counted, *NO_STORE))

    def _check(self, principal: Principal, original: Original | None) -> None:
        if original is None:
            # nobody whom the settings name has said what is asked about, or not in a way that means one thing only
            raise OAuthError("insufficient_scope", "request_unclear")
        needed = self._catalogue.required(original.method, original.path)
        if needed is None:
            raise OAuthError("insufficient_scope", "path_unmapped")
        if needed not in principal.permissions:
            raise OAuthError("insufficient_scope", "permission_missing", facts={"scope": needed})


def refused(status: int, shown: int, cause: str, message: str = "", headers: Headers = ()) -> Response:
    """Return a refusal.

    Args:
        status: 401 or 403.
        shown: what the program should see.
        cause: our own code for people who look for the reason.
        message: what the program should read; the status where there is nothing more to say.
        headers: in addition.
    """
    told = (("x-auth-status", str(shown)), ("x-auth-cause", cause), ("x-auth-message", message or str(shown)))
    return Response(status, headers=(*told, *headers, *NO_STORE))


def _refused(status: int, told: Told, counted: Headers = ()) -> Response:
    # each 401 says how to do better (RFC 9110 section 15.5.2), whatever the program is shown
    challenges = told.headers if status != 401 or _challenged(told.headers) else (*told.headers, *CHALLENGES)
    return refused(status, told.status, told.cause, told.message, (*challenges, *counted))


def _challenged(headers: Headers) -> bool:
    return any(name == "www-authenticate" for name, _ in headers)


def _identity(principal: Principal, catalogue: PermissionCatalogue) -> Headers:
    subject = principal.public_id if principal.person is None else principal.person.email
    return (
        # ASCII whatever an address holds, and no sign in it that a header could end with
        ("x-auth-subject", quote(subject, safe="@.+-_~")),
        ("x-auth-consumer", principal.public_id),
        ("x-auth-permissions", " ".join(catalogue.in_order(principal.permissions))),
        # nobody here saw the payload; said in each answer, so that no proxy leaves a client's own word standing
        ("x-auth-payload-verified", "false"),
    )

"""`/auth/verify`: may this request pass? Asked by a proxy in front of the company's own servers (forward-auth)."""

from urllib.parse import quote

from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.errors import HawkRefused, OAuthError
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.gateway.exchange import NO_STORE, Headers, Request, Response
from fracttal_console.gateway.original import Original, original_of
from fracttal_console.services.bearer_access import BearerAccess
from fracttal_console.services.hawk_access import HawkAccessCheck, HawkCall
from fracttal_console.services.principal import Principal

PATH = "/auth/verify"
_BEARER = 'Bearer realm="fracttal-console"'
_CHALLENGES: Headers = (("www-authenticate", _BEARER), ("www-authenticate", "Hawk"))


class VerifyEndpoint:
    """Answer 200, 401 or 403 and nothing else: a proxy makes an error of its own of any other status.

    `X-Auth-Status` says which status the program should see: that of the real service where its profile is `fracttal`.
    Proxies hand it on where they can.
    """

    def __init__(self, *, bearer: BearerAccess, hawk: HawkAccessCheck, catalogue: PermissionCatalogue) -> None:
        self._bearer = bearer
        self._hawk = hawk
        self._catalogue = catalogue

    def __call__(self, request: Request) -> Response:
        """Return whether the original request may pass, and who is behind it."""
        original = original_of(request) if request.proxied else None
        try:
            principal = self._credential(request, original)
        except OAuthError as error:
            return _refused_bearer(error)
        except HawkRefused as error:
            return _refused_hawk(error)
        if original is None:
            # nobody whom the settings name has said what is asked about, or not in a way that means one thing only
            return refused(403, 403, "request_unclear")
        needed = self._catalogue.required(original.method, original.path)
        if needed is None:
            return refused(403, _forbidden(principal), "path_unmapped")
        if needed not in principal.permissions:
            challenge = f'{_BEARER}, error="insufficient_scope", scope="{needed}"'
            return refused(403, _forbidden(principal), "permission_missing", (("www-authenticate", challenge),))
        return Response(200, headers=(*_identity(principal, self._catalogue), *NO_STORE))

    def _credential(self, request: Request, original: Original | None) -> Principal:
        header = request.header("authorization")
        scheme, _, value = header.partition(" ")
        path = request.path if original is None else original.path
        if scheme.lower() == "bearer":
            return self._bearer.check(value.strip(), address=request.address, path=path)
        if scheme.lower() == "hawk":
            asked = original or Original(request.method, request.path, request.query, request.host, request.port)
            access = self._hawk.check(
                HawkCall(
                    authorization=header,
                    method=asked.method,
                    resource=asked.url,
                    host=asked.host,
                    port=asked.port,
                    content_type=request.header("content-type"),
                    # the proxy keeps the body for the server behind it
                    body=None,
                    address=request.address,
                )
            )
            return access.principal
        raise OAuthError("", "token_missing")


def refused(status: int, shown: int, cause: str, headers: Headers = ()) -> Response:
    """Return a refusal.

    Args:
        status: 401 or 403.
        shown: what the program should see.
        cause: our own code for people who look for the reason.
        headers: in addition.
    """
    return Response(status, headers=(("x-auth-status", str(shown)), ("x-auth-cause", cause), *headers, *NO_STORE))


def _forbidden(principal: Principal) -> int:
    # the real service says 401 where a permission is missing, and programs written for it wait for that
    return 401 if principal.profile is Profile.FRACTTAL else 403


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


def _refused_bearer(error: OAuthError) -> Response:
    if not error.error:
        return refused(401, 401, error.cause, _CHALLENGES)
    return refused(401, 401, error.cause, (("www-authenticate", f'{_BEARER}, error="{error.error}"'),))


def _refused_hawk(error: HawkRefused) -> Response:
    if error.ts is not None:
        challenge = f'Hawk ts="{error.ts}", tsm="{error.tsm}", error="Stale timestamp"'
        return refused(
            401,
            407 if error.profile == Profile.FRACTTAL else 401,
            "stale_timestamp",
            (("www-authenticate", challenge),),
        )
    # key unknown, MAC wrong, payload changed, nonce used: to the outside all the same
    cause = "hawk_refused" if error.status == 401 else error.cause
    return refused(401, 401, cause, (("www-authenticate", "Hawk"),))

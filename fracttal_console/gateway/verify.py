"""`/auth/verify`: may this request pass? Asked by a proxy in front of the company's own servers (forward-auth)."""

from dataclasses import replace
from urllib.parse import quote

from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.errors import HawkRefused, OAuthError
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.exchange import NO_STORE, Headers, Request, Response
from fracttal_console.gateway.original import Original, original_of
from fracttal_console.gateway.proofs import PROOF_CAUSES, challenge, shown_proof
from fracttal_console.services.bearer_access import BearerAccess
from fracttal_console.services.hawk_access import HawkAccessCheck, HawkCall
from fracttal_console.services.principal import CredentialKind, Principal

PATH = "/auth/verify"
_BEARER = 'Bearer realm="fracttal-console"'
_CHALLENGES: Headers = (("www-authenticate", _BEARER), ("www-authenticate", "Hawk"))
# a refusal has an attribute: clients of the reference family cannot read a challenge that has none
_HAWK_REFUSED: Headers = (("www-authenticate", 'Hawk error="Not accepted"'),)


class VerifyEndpoint:
    """Answer 200, 401 or 403 and nothing else: a proxy makes an error of its own of any other status.

    `X-Auth-Status` says which status the program should see: that of the real service where its profile is `fracttal`.
    Proxies hand it on where they can.
    """

    def __init__(
        self,
        *,
        bearer: BearerAccess,
        hawk: HawkAccessCheck,
        catalogue: PermissionCatalogue,
        issuer: str,
        books: Bookkeeping,
    ) -> None:
        self._issuer = issuer
        self._books = books
        self._bearer = bearer
        self._hawk = hawk
        self._catalogue = catalogue

    def __call__(self, request: Request) -> Response:
        """Return whether the original request may pass, and who is behind it."""
        original = original_of(request) if request.proxied else None
        asked = request if original is None else replace(request, method=original.method, path=original.path)
        try:
            principal = self._credential(request, original)
        except OAuthError as error:
            self._books.refused(RefusalKind.BEARER, asked, error)
            return _refused_bearer(error)
        except HawkRefused as error:
            self._books.refused(RefusalKind.HAWK, asked, error)
            return _refused_hawk(error)
        try:
            self._check(principal, original)
        except OAuthError as error:
            by_key = principal.kind is CredentialKind.API_KEY
            self._books.refused(RefusalKind.HAWK if by_key else RefusalKind.BEARER, asked, error)
            return _refused_principal(principal, error)
        self._books.accepted(asked, principal)
        return Response(200, headers=(*_identity(principal, self._catalogue), *NO_STORE))

    def _check(self, principal: Principal, original: Original | None) -> None:
        person = {} if principal.person is None else {"person_id": principal.person.id}
        behind: dict[str, str | int] = {"public_id": principal.public_id, **person}
        if original is None:
            # nobody whom the settings name has said what is asked about, or not in a way that means one thing only
            raise OAuthError("insufficient_scope", "request_unclear", facts=behind)
        needed = self._catalogue.required(original.method, original.path)
        if needed is None:
            raise OAuthError("insufficient_scope", "path_unmapped", facts=behind)
        if needed not in principal.permissions:
            raise OAuthError("insufficient_scope", "permission_missing", facts={**behind, "scope": needed})

    def _credential(self, request: Request, original: Original | None) -> Principal:
        header = request.header("authorization")
        scheme, _, value = header.partition(" ")
        path = request.path if original is None else original.path
        if scheme.lower() in {"bearer", "dpop"}:
            proof = shown_proof(request, original, self._issuer)
            return self._bearer.check(value.strip(), address=request.address, path=path, proof=proof)
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


def _refused_principal(principal: Principal, error: OAuthError) -> Response:
    # the real service says 401 where a permission is missing, and programs written for it wait for that
    shown = 401 if principal.profile is Profile.FRACTTAL else 403
    needed = error.facts.get("scope")
    wanted = f'{_BEARER}, error="{error.error}", scope="{needed}"'
    return refused(403, shown, error.cause, (("www-authenticate", wanted),) if needed else ())


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
    if error.cause in PROOF_CAUSES:
        return refused(401, 401, error.cause, challenge(error.error))
    return refused(401, 401, error.cause, (("www-authenticate", f'{_BEARER}, error="{error.error}"'),))


def _refused_hawk(error: HawkRefused) -> Response:
    if error.ts is not None:
        stale = f'Hawk ts="{error.ts}", tsm="{error.tsm}", error="Stale timestamp"'
        return refused(
            401,
            407 if error.profile == Profile.FRACTTAL else 401,
            "stale_timestamp",
            (("www-authenticate", stale),),
        )
    # key unknown, MAC wrong, payload changed, nonce used: to the outside all the same
    cause = "hawk_refused" if error.status == 401 else error.cause
    return refused(401, 401, cause, _HAWK_REFUSED)

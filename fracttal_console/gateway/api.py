"""`/api/…`: what programs ask the authority itself, in the real service's envelope."""

from dataclasses import dataclass

from fracttal_console.domain.errors import HawkRefused, OAuthError
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.exchange import NO_STORE, Headers, Request, Response, json_response, parse_parameters
from fracttal_console.gateway.oauth.clients import FORM
from fracttal_console.gateway.proofs import PROOF_CAUSES, challenge, shown_proof
from fracttal_console.services.bearer_access import BearerAccess
from fracttal_console.services.hawk_access import HawkAccess, HawkAccessCheck, HawkCall
from fracttal_console.services.principal import Principal

USER_PATH = "/api/user"
_CHALLENGE_BEARER = 'Bearer realm="fracttal-console"'
_CHALLENGES: Headers = (("www-authenticate", _CHALLENGE_BEARER), ("www-authenticate", "Hawk"))
# a refusal has an attribute: clients of the reference family cannot read a challenge that has none
_HAWK_REFUSED: Headers = (("www-authenticate", 'Hawk error="Not accepted"'),)


@dataclass(frozen=True, slots=True)
class _Let:
    """A request that was let in, and how its answer has to be signed, if at all."""

    principal: Principal
    hawk: HawkAccess | None


class ApiEndpoint:
    """Check the credential first, whatever is asked for; then answer."""

    def __init__(
        self,
        *,
        bearer: BearerAccess,
        hawk: HawkAccessCheck,
        catalogue: PermissionCatalogue,
        company: str,
        hosts: tuple[tuple[str, int], ...],
        issuer: str,
        books: Bookkeeping,
    ) -> None:
        self._bearer = bearer
        self._hawk = hawk
        self._catalogue = catalogue
        self._company = company
        self._hosts = hosts
        self._issuer = issuer
        self._books = books

    def __call__(self, request: Request) -> Response:
        """Return the envelope."""
        try:
            let = self._let_in(request)
        except OAuthError as error:
            self._books.refused(RefusalKind.BEARER, request, error)
            return _refused_bearer(error)
        except HawkRefused as error:
            self._books.refused(RefusalKind.HAWK, request, error)
            return _refused_hawk(error)
        self._books.accepted(request, let.principal)
        return _signed(let, request, self._answer(request, let.principal))

    def _let_in(self, request: Request) -> _Let:
        header = request.header("authorization")
        scheme, _, value = header.partition(" ")
        if scheme.lower() in {"bearer", "dpop"}:
            if _token_elsewhere(request):
                # RFC 6750 section 2: one method for each request; whoever sends two does not know which one counts
                raise OAuthError("invalid_request", "two_methods")
            proof = shown_proof(request, None, self._issuer)
            principal = self._bearer.check(value.strip(), address=request.address, path=request.path, proof=proof)
            return _Let(principal, None)
        if scheme.lower() == "hawk":
            call = HawkCall(
                authorization=header,
                method=request.method,
                resource=request.url,
                host=request.host,
                port=request.port,
                content_type=request.header("content-type"),
                body=request.body,
                address=request.address,
            )
            let = self._hawk.check(call, hosts=self._hosts)
            return _Let(let.principal, let)
        raise OAuthError("", "token_missing")

    def _answer(self, request: Request, principal: Principal) -> Response:
        if request.path.rstrip("/") != USER_PATH:
            return _envelope(404, None, success=False)
        if request.method not in {"GET", "HEAD"}:
            return _envelope(405, None, success=False, headers=(("allow", "GET, HEAD"),))
        person = principal.person
        return _envelope(
            200,
            {
                "company": self._company,
                "credential": {
                    "kind": str(principal.kind),
                    "id": principal.credential_id,
                    "public_id": principal.public_id,
                    "name": principal.name,
                },
                "person": None if person is None else {"id": person.id, "email": person.email, "name": person.name},
                "permissions": [str(name) for name in self._catalogue.in_order(principal.permissions)],
            },
        )


def changes_something(request: Request) -> bool:
    """Tell whether checking the credential of a request writes: a Hawk nonce or a proof is used up."""
    return request.header("authorization")[:5].lower() in {"hawk ", "dpop "}


def _token_elsewhere(request: Request) -> bool:
    sent = [request.query] if request.query else []
    if request.body and request.header("content-type").partition(";")[0].strip().lower() == FORM:
        sent.append(request.body.decode("latin-1"))
    try:
        return any(parse_parameters(text).optional("access_token") is not None for text in sent)
    except OAuthError:
        # what the parameters of the company's data look like is not ours to judge
        return False


def _signed(let: _Let, request: Request, response: Response) -> Response:
    if let.hawk is None:
        return response
    # what is signed is what arrives, and to HEAD no body does
    body = b"" if request.method == "HEAD" else response.body
    value = let.hawk.server_authorization(response.content_type, body)
    headers = (("server-authorization", value), *response.headers)
    return Response(response.status, response.body, response.content_type, headers)


def _envelope(status: int, data: object, *, success: bool = True, headers: Headers = (), error: str = "") -> Response:
    content = {
        "success": success,
        "message": error or str(status),
        "data": data,
        "total": 0 if data is None else 1,
    }
    return json_response(status, content, (*headers, *NO_STORE))


def _refused_bearer(error: OAuthError) -> Response:
    if not error.error:
        # no credential at all: say how one would be sent, and no error (RFC 6750 section 3.1)
        return _envelope(401, None, success=False, headers=_CHALLENGES)
    if error.cause in PROOF_CAUSES:
        return _envelope(401, None, success=False, headers=challenge(error.error), error=error.error)
    bearer = f'{_CHALLENGE_BEARER}, error="{error.error}"'
    status = 400 if error.error == "invalid_request" else 401
    return _envelope(status, None, success=False, headers=(("www-authenticate", bearer),), error=error.error)


def _refused_hawk(error: HawkRefused) -> Response:
    if error.status != 401:
        return _envelope(error.status, None, success=False, error=error.cause)
    if error.ts is None:
        # key unknown, MAC wrong, payload changed, nonce used: to the outside all the same
        return _envelope(401, None, success=False, headers=_HAWK_REFUSED, error="hawk_refused")
    stale = f'Hawk ts="{error.ts}", tsm="{error.tsm}", error="Stale timestamp"'
    return _envelope(401, None, success=False, headers=(("www-authenticate", stale),), error="stale_timestamp")

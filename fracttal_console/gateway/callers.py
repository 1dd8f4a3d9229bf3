"""Who calls: the credential of a request to a protected resource, by whatever scheme it comes."""

import binascii
from base64 import b64decode
from dataclasses import dataclass

from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.exchange import Request, parse_parameters
from fracttal_console.gateway.limits import FailureLimiter
from fracttal_console.gateway.oauth.clients import FORM, TooManyFailures
from fracttal_console.gateway.original import Original
from fracttal_console.gateway.proofs import shown_proof
from fracttal_console.services.basic_access import BasicAccessCheck, BasicCall
from fracttal_console.services.bearer_access import BearerAccess
from fracttal_console.services.hawk_access import HawkAccess, HawkAccessCheck, HawkCall
from fracttal_console.services.principal import Principal

_KINDS = {"hawk": RefusalKind.HAWK, "basic": RefusalKind.BASIC}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is behind a request that was let in, and how the answer has to be signed, if at all."""

    principal: Principal
    kind: RefusalKind
    hawk: HawkAccess | None = None


class Callers:
    """Check the credential of each request anew."""

    def __init__(
        self,
        *,
        bearer: BearerAccess,
        hawk: HawkAccessCheck,
        basic: BasicAccessCheck,
        hosts: tuple[tuple[str, int], ...],
        issuer: str,
        limiter: FailureLimiter,
    ) -> None:
        self._bearer = bearer
        self._hawk = hawk
        self._basic = basic
        self._hosts = hosts
        self._issuer = issuer
        self._limiter = limiter

    def identify(self, request: Request, asked: Original, body: bytes | None) -> Caller:
        """Return who calls.

        Args:
            request: with the credential.
            asked: what is asked for, which a proxy may have told.
            body: None where somebody else has it.

        Raises:
            OAuthError: no credential, or a bad one.
            HawkRefused: a bad signature.
        """
        header = request.header("authorization")
        kind = kind_of(request)
        if kind is RefusalKind.HAWK:
            return self._signed(request, asked, body, header)
        scheme, _, value = header.partition(" ")
        if kind is RefusalKind.BASIC:
            return Caller(self._by_secret(request, asked, value.strip()), kind)
        if scheme.lower() not in {"bearer", "dpop"}:
            raise OAuthError("", "token_missing")
        if body is not None and _token_elsewhere(request):
            # RFC 6750 section 2: one method for each request; whoever sends two does not know which one counts
            raise OAuthError("invalid_request", "two_methods")
        proof = shown_proof(request, None if body is not None else asked, self._issuer)
        principal = self._bearer.check(value.strip(), address=request.address, path=asked.path, proof=proof)
        return Caller(principal, kind)

    def _signed(self, request: Request, asked: Original, body: bytes | None, header: str) -> Caller:
        call = HawkCall(
            authorization=header,
            method=asked.method,
            resource=asked.url,
            host=asked.host,
            port=asked.port,
            content_type=request.header("content-type"),
            body=body,
            address=request.address,
        )
        access = self._hawk.check(call, hosts=self._hosts)
        return Caller(access.principal, RefusalKind.HAWK, access)

    def _by_secret(self, request: Request, asked: Original, encoded: str) -> Principal:
        key_id, secret = _pair(encoded)
        key = f"{key_id[:64]} {request.address}"
        # counted before the secret is looked at, so that the limit holds for any number of attempts at once
        wait = self._limiter.reserve(key)
        if wait:
            raise TooManyFailures(wait)
        call = BasicCall(key_id=key_id, secret=secret, method=asked.method, path=asked.path, address=request.address)
        try:
            principal = self._basic.check(call)
        except OAuthError as refused:
            if refused.cause != "basic_wrong":
                self._limiter.release(key)
            raise
        except Exception:
            # the secret was not found wrong: a failing disk must lock nobody out
            self._limiter.release(key)
            raise
        self._limiter.release(key)
        return principal


def kind_of(request: Request) -> RefusalKind:
    """Return by what a request wants to prove who it is; whatever is not known counts as bearer."""
    return _KINDS.get(request.header("authorization").partition(" ")[0].lower(), RefusalKind.BEARER)


def changes_something(request: Request) -> bool:
    """Tell whether checking the credential of a request writes: a nonce or a proof that is used up, or an event."""
    return kind_of(request) is not RefusalKind.BEARER or request.header("authorization")[:5].lower() == "dpop "


def original_here(request: Request) -> Original:
    """Return a request as what it asks for itself."""
    return Original(request.method, request.path, request.query, request.host, request.port)


def _pair(encoded: str) -> tuple[str, SecretText]:
    try:
        key_id, colon, secret = b64decode(encoded, validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        raise OAuthError("invalid_client", "basic_wrong") from None
    if not colon or not key_id:
        raise OAuthError("invalid_client", "basic_wrong")
    return key_id, SecretText(secret)


def _token_elsewhere(request: Request) -> bool:
    sent = [request.query] if request.query else []
    if request.body and request.header("content-type").partition(";")[0].strip().lower() == FORM:
        sent.append(request.body.decode("latin-1"))
    try:
        return any(parse_parameters(text).optional("access_token") is not None for text in sent)
    except OAuthError:
        # what the parameters of the company's data look like is not ours to judge
        return False

"""The proof of possession that comes with a request (RFC 9449 section 4)."""

from dataclasses import replace

from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.proofs import PROOF_ALGORITHMS, PresentedProof, Proof
from fracttal_console.gateway.exchange import Headers, Request
from fracttal_console.gateway.original import Original
from fracttal_console.services.proof_reading import proof_or_why_not

ALGORITHMS = " ".join(PROOF_ALGORITHMS)


PROOF_CAUSES = frozenset({
    "token_bound", "token_not_bound", "proof_missing", "proof_malformed", "proof_key", "proof_signature",
    "proof_other_method", "proof_other_target", "proof_other_token", "proof_other_key", "proof_stale", "proof_replayed",
})  # fmt: skip
"""Why a request is refused that a better proof would have let in."""


def with_proof_read(request: Request) -> Request:
    """Return a request with its proof read, which takes time: not for the event loop, nor for the writer."""
    return replace(request, proof=proof_or_why_not(request.header("dpop")))


def proof_here(request: Request, issuer: str) -> PresentedProof | None:
    """Return the proof of a request to an endpoint of our own, None where none came.

    A second header of the name is joined to the first, so that both together are no proof.
    """
    return _about_this(request, issuer) if request.header("dpop") else None


def shown_proof(request: Request, asked: Original | None, issuer: str) -> PresentedProof | None:
    """Return the proof that belongs to `Authorization: DPoP`, even an empty one; None for other schemes.

    Args:
        request: with the credential.
        asked: what a proxy asks about, None where this request itself is meant.
        issuer: our own public address.
    """
    if request.header("authorization")[:5].lower() != "dpop ":
        return None
    if asked is None:
        return _about_this(request, issuer)
    host = f"[{asked.host}]" if ":" in asked.host else asked.host
    return PresentedProof(_read(request), asked.method, (f"{request.scheme}://{host}:{asked.port}{asked.path}",))


def challenge(error: str) -> Headers:
    """Return the header that says that a proof is needed, and which error there was with it."""
    return (("www-authenticate", f'DPoP error="{error}", algs="{ALGORITHMS}"'),)


def _about_this(request: Request, issuer: str) -> PresentedProof:
    # a proxy in front may speak TLS and hold a part of the path for us: then the public address is the issuer's
    return PresentedProof(_read(request), request.method, (issuer + request.path, _address(request, request.path)))


def _read(request: Request) -> Proof | OAuthError:
    return request.proof or OAuthError("invalid_dpop_proof", "proof_missing")


def _address(request: Request, path: str) -> str:
    host = f"[{request.host}]" if ":" in request.host else request.host
    return f"{request.scheme}://{host}:{request.port}{path}"

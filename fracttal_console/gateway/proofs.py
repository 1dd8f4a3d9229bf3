"""The proof of possession that comes with a request (RFC 9449 section 4)."""

from fracttal_console.domain.proofs import PROOF_ALGORITHMS, PresentedProof
from fracttal_console.gateway.exchange import Headers, Request
from fracttal_console.gateway.original import Original

ALGORITHMS = " ".join(PROOF_ALGORITHMS)


PROOF_CAUSES = frozenset({
    "token_bound", "token_not_bound", "proof_missing", "proof_malformed", "proof_key", "proof_signature",
    "proof_other_method", "proof_other_target", "proof_other_token", "proof_other_key", "proof_stale", "proof_replayed",
})  # fmt: skip
"""Why a request is refused that a better proof would have let in."""


def proof_here(request: Request, issuer: str) -> PresentedProof | None:
    """Return the proof of a request to an endpoint of our own, None where none came.

    A second header of the name is joined to the first, so that both together are no proof.
    """
    text = request.header("dpop")
    if not text:
        return None
    # a proxy in front may speak TLS and hold a part of the path for us: then the public address is the issuer's
    return PresentedProof(text, request.method, (issuer + request.path, _address(request, request.path)))


def shown_proof(request: Request, asked: Original | None, issuer: str) -> PresentedProof | None:
    """Return the proof that belongs to `Authorization: DPoP`, even an empty one; None for other schemes.

    Args:
        request: with the credential.
        asked: what a proxy asks about, None where this request itself is meant.
        issuer: our own public address.
    """
    if request.header("authorization")[:5].lower() != "dpop ":
        return None
    text = request.header("dpop")
    if asked is None:
        return PresentedProof(text, request.method, (issuer + request.path, _address(request, request.path)))
    host = f"[{asked.host}]" if ":" in asked.host else asked.host
    return PresentedProof(text, asked.method, (f"{request.scheme}://{host}:{asked.port}{asked.path}",))


def challenge(error: str) -> Headers:
    """Return the header that says that a proof is needed, and which error there was with it."""
    return (("www-authenticate", f'DPoP error="{error}", algs="{ALGORITHMS}"'),)


def _address(request: Request, path: str) -> str:
    host = f"[{request.host}]" if ":" in request.host else request.host
    return f"{request.scheme}://{host}:{request.port}{path}"

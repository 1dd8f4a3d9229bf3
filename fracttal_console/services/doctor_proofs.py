"""The proof of possession of a pasted request under the doctor's eyes; it is not used up."""

from datetime import datetime

from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.proofs import PresentedProof
from fracttal_console.domain.tokens import AccessToken
from fracttal_console.services.doctor_findings import Finding
from fracttal_console.services.pasted_request import PastedRequest
from fracttal_console.services.proof_of_possession import shown_with
from fracttal_console.services.proof_reading import proof_or_why_not


def explain_proof(pasted: PastedRequest, token: str, found: AccessToken, now: datetime) -> list[Finding]:
    """Say what is wrong between a token, its key and the proof that came with it."""
    by_proof = pasted.authorization[:5].lower() == "dpop "
    if not by_proof:
        return [Finding("token_bound", "bad")] if found.key else []
    if not found.key:
        return [Finding("token_not_bound", "bad")]
    if not pasted.host:
        # without the address nothing can be said of what the proof is about
        return []
    host = f"[{pasted.host}]" if ":" in pasted.host else pasted.host
    target = f"{pasted.scheme or 'http'}://{host}:{pasted.port}{pasted.path}"
    presented = PresentedProof(proof_or_why_not(pasted.headers.get("dpop", "")), pasted.method, (target,))
    try:
        shown_with(presented, token, found.key, now)
    except OAuthError as error:
        return [Finding(error.cause, "bad", error.facts)]
    return []

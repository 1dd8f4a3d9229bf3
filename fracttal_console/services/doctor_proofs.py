"""The proof of possession of a pasted request under the doctor's eyes; it is not used up."""

from datetime import datetime

from fracttal_console.crypto.tokens import digest, same
from fracttal_console.domain.consumer_switches import Demand
from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.proofs import PresentedProof, check_proof
from fracttal_console.domain.tokens import AccessToken
from fracttal_console.services.doctor_findings import Finding
from fracttal_console.services.pasted_request import PastedRequest
from fracttal_console.services.proof_of_possession import shown_with
from fracttal_console.services.proof_reading import proof_or_why_not
from fracttal_console.storage.repositories import Repositories


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
    try:
        shown_with(_presented(pasted), token, found.key, now)
    except OAuthError as error:
        return [Finding(error.cause, "bad", error.facts)]
    return []


def explain_token_proof(
    repositories: Repositories, pasted: PastedRequest, demand: Demand, now: datetime
) -> list[Finding]:
    """Say what is wrong with the proof of a token request, held against the key to which what it shows is bound."""
    form = pasted.form
    shown = repositories.refresh_tokens.find(digest(form.get("refresh_token", "")))
    bound_to = shown.key if shown is not None else b""
    if code := repositories.codes.find(digest(form.get("code", ""))):
        bound_to = code.key
    if not pasted.headers.get("dpop"):
        return [Finding("proof_missing", "bad")] if bound_to or demand is Demand.REQUIRED else []
    if (demand is Demand.OFF and not bound_to) or not pasted.host:
        return []
    presented = _presented(pasted)
    try:
        check_proof(presented.proof, presented, now)
    except OAuthError as error:
        return [Finding(error.cause, "bad", error.facts)]
    other = bound_to and not same(presented.proof.key, bound_to)
    return [Finding("proof_other_key", "bad")] if other else []


def _presented(pasted: PastedRequest) -> PresentedProof:
    host = f"[{pasted.host}]" if ":" in pasted.host else pasted.host
    target = f"{pasted.scheme or 'http'}://{host}:{pasted.port}{pasted.path}"
    return PresentedProof(proof_or_why_not(pasted.headers.get("dpop", "")), pasted.method, (target,))

"""Read proofs of possession before a use case begins: a signature takes time, and the writer has none to give."""

from fracttal_console.crypto.dpop import read_proof
from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.proofs import Proof


def proof_or_why_not(text: str) -> Proof | OAuthError:
    """Return a proof after verifying its signature, or why it is none; what it is about is not looked at.

    Nothing is raised, because other things count before it: whoever is no client is told that, whatever the proof.
    """
    try:
        return read_proof(text)
    except OAuthError as refused:
        return refused

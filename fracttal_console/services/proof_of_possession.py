"""Demand proofs of possession where a consumer's switch or a token asks for one (DPoP, RFC 9449)."""

from datetime import datetime

from fracttal_console.crypto.dpop import token_digest
from fracttal_console.crypto.tokens import digest, same
from fracttal_console.domain.consumer_switches import Demand
from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.proofs import PresentedProof, Proof, check_proof
from fracttal_console.services.use_case import Work
from fracttal_console.storage.repositories import Repositories


def proved_key(work: Work, consumer: Consumer, presented: PresentedProof | None, bound_to: bytes = b"") -> bytes:
    """Return the thumbprint of the key to which new tokens are bound, empty where they are bound to none.

    Args:
        work: the use case that makes the tokens.
        consumer: for whom.
        presented: the proof that came with the request.
        bound_to: the key to which what is exchanged is bound, empty where it is bound to none.

    Raises:
        OAuthError: `invalid_dpop_proof`; `invalid_grant` for a proof by another key.
    """
    demand = work.consumer_switches.of(consumer.id).dpop
    if presented is None:
        if bound_to or demand is Demand.REQUIRED:
            raise OAuthError("invalid_dpop_proof", "proof_missing")
        return b""
    if demand is Demand.OFF and not bound_to:
        # a server that does not offer it takes no notice of the header
        return b""
    proof = presented.proof
    check_proof(proof, presented, work.now)
    if bound_to and not same(proof.key, bound_to):
        raise OAuthError("invalid_grant", "proof_other_key")
    use_proof(work, proof)
    return proof.key


def pushed_key(work: Work, consumer: Consumer, presented: PresentedProof | None, named: bytes | None) -> bytes:
    """Return the key to which a pushed request is bound, by its own words or by a proof (section 10.1).

    Raises:
        OAuthError: `invalid_dpop_proof`; `invalid_request` where both are there and differ.
    """
    if presented is None or work.consumer_switches.of(consumer.id).dpop is Demand.OFF:
        return named or b""
    key = proved_key(work, consumer, presented)
    if named is not None and not same(key, named):
        raise OAuthError("invalid_request", "proof_other_key")
    return key


def shown_with(presented: PresentedProof, token: str, bound_to: bytes, now: datetime) -> Proof:
    """Return the proof that is shown with a token at a resource; whether it was shown before is not looked at.

    Raises:
        OAuthError: `invalid_dpop_proof`; `invalid_token` for a proof by another key.
    """
    proof = presented.proof
    check_proof(proof, presented, now, token_digest(token))
    if not same(proof.key, bound_to):
        raise OAuthError("invalid_token", "proof_other_key")
    return proof


def use_proof(work: Work, proof: Proof) -> None:
    """Use a proof up.

    Raises:
        OAuthError: `invalid_dpop_proof`: it was used before.
    """
    if not work.proofs_seen.use(digest(f"{proof.key.hex()} {proof.number}"), work.now):
        raise OAuthError("invalid_dpop_proof", "proof_replayed")


def wanted_key(repositories: Repositories, consumer: Consumer, named: bytes) -> bytes:
    """Return the key to which a code is to be bound: what the request named, where the consumer may prove anything."""
    if not named or repositories.consumer_switches.of(consumer.id).dpop is Demand.OFF:
        return b""
    return named

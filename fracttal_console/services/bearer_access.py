"""Bearer access: what a presented access token is worth right now (RFC 6750)."""

from datetime import datetime

from fracttal_console.crypto.tokens import digest
from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.proofs import PresentedProof, Proof
from fracttal_console.domain.tokens import AccessToken
from fracttal_console.services.principal import CredentialKind, Principal
from fracttal_console.services.proof_of_possession import shown_with, use_proof
from fracttal_console.services.standing import Ended, Standing, ended, standing
from fracttal_console.services.usage import UsageRecorder
from fracttal_console.services.use_case import UseCases


class BearerAccess:
    """Check access tokens on requests to protected resources, each looked up anew."""

    def __init__(self, use_cases: UseCases, usage: UsageRecorder) -> None:
        self._use_cases = use_cases
        self._usage = usage

    def check(self, token: str, *, address: str, path: str, proof: PresentedProof | None = None) -> Principal:
        """Return who is behind an access token.

        A token that is bound to a key is worth nothing without a proof by it; that proof is used up.

        Raises:
            OAuthError: `invalid_token`, `invalid_dpop_proof`.
        """
        now = self._use_cases.now()
        with self._use_cases.look_up() as repositories:
            found = repositories.access_tokens.find(digest(token))
            if found is None:
                raise OAuthError("invalid_token", "token_unknown")
            if now >= found.expires_at:
                raise OAuthError(
                    "invalid_token", "token_expired", facts=_who(ended(repositories, found.authorization_id, now))
                )
            behind = standing(repositories, found.authorization_id, found.permissions, now)
            if behind is None:
                why = ended(repositories, found.authorization_id, now)
                raise OAuthError("invalid_token", "authorization_ended", facts={"why": why.why, **_who(why)})
        try:
            shown = _proved(found, token, proof, now)
            if shown is not None:
                with self._use_cases.keep_books() as work:
                    use_proof(work, shown)
        except OAuthError as error:
            raise OAuthError(error.error, error.cause, facts={**_behind(behind), **error.facts}) from None
        self._usage.authorization(behind.authorization.id, now, address, path)
        consumer = behind.consumer
        return Principal(
            CredentialKind.CONSUMER,
            consumer.id,
            consumer.client_id,
            consumer.name,
            behind.person,
            behind.permissions,
            consumer.profile,
        )


def _proved(found: AccessToken, token: str, presented: PresentedProof | None, now: datetime) -> Proof | None:
    if presented is None:
        if found.key:
            raise OAuthError("invalid_token", "token_bound")
        return None
    if not found.key:
        # whoever believes that a key protects this token is mistaken
        raise OAuthError("invalid_token", "token_not_bound")
    return shown_with(presented, token, found.key, now)


def _behind(behind: Standing) -> dict[str, str | int]:
    person = {} if behind.person is None else {"person_id": behind.person.id}
    return {"public_id": behind.consumer.client_id, **person}


def _who(behind: Ended) -> dict[str, str | int]:
    person = {} if behind.person_id is None else {"person_id": behind.person_id}
    return {"public_id": behind.client_id, **person}

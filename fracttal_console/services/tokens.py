"""Tokens: exchange a code, refresh, client credentials, give back; each is one transaction."""

from contextlib import AbstractContextManager
from datetime import datetime

from fracttal_console.crypto.tokens import digest, new_secret, same
from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import (
    CodeBurnt,
    CodeReplayed,
    RefreshTokenReused,
    Target,
    TokenRevoked,
)
from fracttal_console.domain.authorizations import Authorization
from fracttal_console.domain.credentials import PROFILE_RULES
from fracttal_console.domain.errors import Invalid, OAuthError
from fracttal_console.domain.oauth_consumers import Consumer, GrantType
from fracttal_console.domain.permissions import (
    PermissionCatalogue,
    PermissionSet,
    asked_permissions,
)
from fracttal_console.domain.proofs import PresentedProof
from fracttal_console.domain.secrets import SecretKind, SecretText
from fracttal_console.domain.tokens import (
    FAMILY_BYTES,
    WRONG_VERIFIERS_ALLOWED,
    AuthorizationCode,
    RefreshToken,
    verifier_well_formed,
)
from fracttal_console.services.client_authentication import PresentedClient, authenticate
from fracttal_console.services.own_authorization import grant_itself
from fracttal_console.services.pkce import challenge_of
from fracttal_console.services.proof_of_possession import proved_key
from fracttal_console.services.standing import standing
from fracttal_console.services.token_minting import IssuedTokens, TokenMint
from fracttal_console.services.usage import UsageRecorder
from fracttal_console.services.use_case import UseCases, Work
from fracttal_console.storage.repositories import Repositories


class Tokens:
    """Use cases of the token and revocation endpoints."""

    def __init__(self, use_cases: UseCases, catalogue: PermissionCatalogue, usage: UsageRecorder) -> None:
        self._use_cases = use_cases
        self._catalogue = catalogue
        self._usage = usage

    def exchange_code(
        self,
        client: PresentedClient,
        *,
        code: SecretText,
        redirect_uri: str | None,
        verifier: str | None,
        address: str,
        proof: PresentedProof | None = None,
    ) -> IssuedTokens:
        """Exchange an authorization code for tokens (RFC 6749 section 4.1.3, RFC 7636 section 4.6).

        A second, otherwise valid exchange kills every token made from the code.

        Raises:
            OAuthError: `invalid_client`, `unauthorized_client`, `invalid_grant`.
        """
        with self._begin(Operation.TOKENS_ISSUE, client, address, GrantType.AUTHORIZATION_CODE) as (work, consumer):
            found = work.codes.find(digest(code.reveal()))
            if found is None:
                raise OAuthError("invalid_grant", "code_unknown")
            if found.consumer_id != consumer.id:
                # not the rightful consumer: the code stays good for whom it was made
                raise OAuthError("invalid_grant", "code_other_client")
            if redirect_uri is not None and redirect_uri != found.redirect_uri:
                raise OAuthError(
                    "invalid_grant", "code_redirect_differs", facts={"expected_redirect_uri": found.redirect_uri}
                )
            _check_verifier(work, found, verifier, consumer)
            if found.used_at is not None:
                work.access_tokens.drop_family(found.family)
                work.refresh_tokens.drop_family(found.family)
                work.record(CodeReplayed(target=_target(found.authorization_id, consumer)))
                raise work.refuse(OAuthError("invalid_grant", "code_used"))
            if work.now >= found.expires_at:
                raise OAuthError("invalid_grant", "code_expired")
            authorization = _standing_authorization(work, found.authorization_id, found.permissions)
            key = proved_key(work, consumer, proof, found.key)
            if not work.codes.use(found, work.now):
                raise OAuthError("invalid_grant", "code_used")
            mint, family = TokenMint(work, consumer, authorization, key), found.family[:FAMILY_BYTES]
            return mint.issue(found.permissions, family, mint.refresh_token(family, found.permissions))

    def refresh(
        self,
        client: PresentedClient,
        *,
        refresh_token: SecretText,
        scope: str,
        address: str,
        proof: PresentedProof | None = None,
    ) -> IssuedTokens:
        """Exchange a refresh token for new tokens (RFC 6749 section 6, RFC 9700 section 4.14.2).

        A superseded token that comes back kills its whole family.

        Raises:
            OAuthError: `invalid_client`, `invalid_grant`, `invalid_scope`.
        """
        with self._begin(Operation.TOKENS_ISSUE, client, address) as (work, consumer):
            found = work.refresh_tokens.find(digest(refresh_token.reveal()))
            owner = None if found is None else work.authorizations.find(found.authorization_id)
            if found is None or owner is None or owner.consumer_id != consumer.id:
                raise OAuthError("invalid_grant", "refresh_unknown")
            if found.superseded_at is not None:
                self._kill_family(work, found, consumer)
                raise work.refuse(OAuthError("invalid_grant", "refresh_reused"))
            if work.now >= found.expires_at or work.now >= found.family_expires_at:
                raise OAuthError("invalid_grant", "refresh_expired")
            authorization = _standing_authorization(work, found.authorization_id, found.permissions)
            narrowed = self._narrowed(scope, found.permissions)
            mint = TokenMint(work, consumer, authorization, proved_key(work, consumer, proof, found.key))
            family = found.family[:FAMILY_BYTES]
            if consumer.confidential and not PROFILE_RULES[consumer.profile].refresh_tokens_rotate_for_confidential:
                # the program keeps the token it has, and using it is what keeps that alive
                work.refresh_tokens.prolong(found, work.now + consumer.lifetimes.refresh_idle)
                return mint.issue(narrowed, family, refresh_token)
            if not work.refresh_tokens.supersede(found, work.now):
                raise OAuthError("invalid_grant", "refresh_reused")
            left = found.family_expires_at - work.now
            return mint.issue(narrowed, family, mint.refresh_token(family, found.permissions, left))

    def client_credentials(
        self, client: PresentedClient, *, scope: str, address: str, proof: PresentedProof | None = None
    ) -> IssuedTokens:
        """Give a consumer a token to act for itself (RFC 6749 section 4.4).

        Raises:
            OAuthError: `invalid_client`, `unauthorized_client`, `invalid_scope`.
        """
        with self._begin(Operation.TOKENS_ISSUE, client, address, GrantType.CLIENT_CREDENTIALS) as (work, consumer):
            group = work.permission_groups.get(consumer.permission_group_id)
            permissions = group.allowed
            asked = self._asked(scope)
            if asked is not None:
                permissions &= asked
            if not permissions:
                raise OAuthError("invalid_scope", "scope_nothing")
            authorization = _own_authorization(work, consumer, group.permissions)
            mint = TokenMint(work, consumer, authorization, proved_key(work, consumer, proof))
            if not PROFILE_RULES[consumer.profile].refresh_token_for_client_credentials:
                return mint.issue(permissions, None, None)
            family = digest(new_secret(SecretKind.REFRESH_TOKEN).reveal())[:FAMILY_BYTES]
            return mint.issue(permissions, family, mint.refresh_token(family, permissions))

    def revoke(self, client: PresentedClient, *, token: SecretText, address: str) -> None:
        """Give a token back (RFC 7009): a refresh token takes its whole family with it.

        What is unknown, ended or another consumer's changes nothing and looks the same (sections 2.1 and 2.2).

        Raises:
            OAuthError: `invalid_client`.
        """
        wanted = digest(token.reveal())
        with self._begin(Operation.TOKENS_REVOKE, client, address) as (work, consumer):
            refresh = work.refresh_tokens.find(wanted)
            access = work.access_tokens.find(wanted) if refresh is None else None
            found = refresh or access
            if found is None:
                return
            authorization = work.authorizations.get(found.authorization_id)
            if authorization.consumer_id != consumer.id:
                return
            if refresh is not None:
                work.refresh_tokens.drop_family(refresh.family)
                work.access_tokens.drop_family(refresh.family)
            else:
                work.access_tokens.drop(wanted)
            kind = "access_token" if refresh is None else "refresh_token"
            work.record(TokenRevoked(target=_target(authorization.id, consumer), facts={"kind": kind}))

    def _begin(
        self, operation: Operation, client: PresentedClient, address: str, grant: GrantType | None = None
    ) -> AbstractContextManager[tuple[Work, Consumer]]:
        """Begin a use case of a consumer that proves itself in the same transaction: what it may is read once."""

        def identify(repositories: Repositories, now: datetime) -> tuple[Actor, Consumer]:
            known = authenticate(repositories, client, address=address, now=now)
            if known.secret_id is not None:
                self._usage.secret(known.secret_id, now, address, "/oauth/token")
            elif known.key_id is not None:
                self._usage.consumer_key(known.key_id, now, address, "/oauth/token")
            if grant is not None and known.consumer.grant is not grant:
                raise OAuthError("unauthorized_client", "grant_not_allowed")
            return known.consumer.as_actor(address), known.consumer

        return self._use_cases.begin_as(operation, identify)

    def _asked(self, scope: str) -> PermissionSet | None:
        try:
            return asked_permissions(scope, self._catalogue)
        except Invalid:
            raise OAuthError("invalid_scope", "scope_unknown") from None

    def _narrowed(self, scope: str, permissions: PermissionSet) -> PermissionSet:
        asked = self._asked(scope)
        if asked is None:
            return permissions
        if not asked <= permissions:
            raise OAuthError("invalid_scope", "scope_wider")
        return asked

    @staticmethod
    def _kill_family(work: Work, token: RefreshToken, consumer: Consumer) -> None:
        work.access_tokens.drop_family(token.family)
        work.refresh_tokens.drop_family(token.family)
        work.record(RefreshTokenReused(target=_target(token.authorization_id, consumer)))


def _check_verifier(work: Work, code: AuthorizationCode, verifier: str | None, consumer: Consumer) -> None:
    if not code.challenge:
        if verifier is not None:
            # RFC 9700 section 2.1.1: a verifier without a challenge is the mark of a downgrade
            raise OAuthError("invalid_grant", "verifier_unexpected")
        return
    if verifier is None:
        raise OAuthError("invalid_grant", "verifier_missing")
    if not verifier_well_formed(verifier):
        raise OAuthError("invalid_grant", "verifier_malformed")
    if same(challenge_of(verifier).encode(), code.challenge.encode()):
        return
    error = OAuthError("invalid_grant", "verifier_wrong")
    if code.used_at is not None:
        raise error
    if code.wrong_verifiers + 1 < WRONG_VERIFIERS_ALLOWED:
        work.codes.count_wrong_verifier(code)
    else:
        work.codes.drop(code.digest)
        work.record(CodeBurnt(target=_target(code.authorization_id, consumer)))
    raise work.refuse(error)


def _standing_authorization(work: Work, authorization_id: int, permissions: PermissionSet) -> Authorization:
    found = standing(work.repositories, authorization_id, permissions, work.now)
    if found is None:
        raise OAuthError("invalid_grant", "authorization_ended")
    return found.authorization


def _own_authorization(work: Work, consumer: Consumer, permissions: PermissionSet) -> Authorization:
    existing = work.authorizations.live(consumer.id, None)
    if existing is None:
        if work.authorizations.ever_itself(consumer.id):
            # an operator revoked it: only an operator grants it anew
            raise OAuthError("unauthorized_client", "authorization_ended")
        return grant_itself(work, consumer, permissions)
    if not existing.usable(work.now):
        raise OAuthError("unauthorized_client", "authorization_ended")
    if existing.permissions != permissions:
        # what a consumer may do for itself is its group, so the authorization follows the group
        return work.authorizations.save(existing.granted_again(permissions, existing.granted_at, None))
    return existing


def _target(authorization_id: int, consumer: Consumer) -> Target:
    return Target("authorization", authorization_id, consumer.name)

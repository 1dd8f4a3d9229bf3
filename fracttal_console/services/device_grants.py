"""The device authorization grant (RFC 8628): start, enter the code, decide, and fetch the tokens."""

import secrets
from dataclasses import dataclass, replace

from fracttal_console.crypto.tokens import digest, new_secret
from fracttal_console.crypto.vault import Vault
from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.device_grants import (
    DEVICE_LASTS,
    ENTRIES_ALLOWED,
    FIRST_INTERVAL,
    USER_CODE_LENGTH,
    USER_CODE_SIGNS,
    DeviceGrant,
    DeviceStatus,
    shown_user_code,
)
from fracttal_console.domain.errors import NothingToGrant, OAuthError, UserCodeRefused
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.proofs import PresentedProof
from fracttal_console.domain.secrets import SecretKind, SecretText
from fracttal_console.domain.tokens import FAMILY_BYTES
from fracttal_console.services.client_authentication import PresentedClient
from fracttal_console.services.client_proof import proving
from fracttal_console.services.code_guessing import CodeGuessing
from fracttal_console.services.offers import (
    Offer,
    check_scope,
    grant_offer,
    may_ask,
    offer_of,
    record_declined,
    record_disowned,
    record_granted,
)
from fracttal_console.services.proof_of_possession import proved_key
from fracttal_console.services.standing import standing
from fracttal_console.services.token_minting import IssuedTokens, TokenMint
from fracttal_console.services.usage import UsageRecorder
from fracttal_console.services.use_case import UseCases, Work
from fracttal_console.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class StartedDevice:
    """What a device is told (RFC 8628 section 3.2); both times in seconds."""

    device_code: SecretText
    user_code: str
    expires_in: int
    interval: int


class DeviceGrants:
    """Use cases of devices without a browser; the consumer is looked at anew in each."""

    def __init__(self, use_cases: UseCases, catalogue: PermissionCatalogue, usage: UsageRecorder, vault: Vault) -> None:
        self._use_cases = use_cases
        self._catalogue = catalogue
        self._usage = usage
        self._vault = vault
        self._guessing = CodeGuessing(vault)

    def start(self, client: PresentedClient, *, scope: str, address: str) -> StartedDevice:
        """Make both codes for a device.

        Raises:
            OAuthError: `invalid_client`, `unauthorized_client`, `invalid_scope`.
        """
        identify = proving(client, self._usage, address=address, path="/oauth/device_authorization", check=_check)
        with self._use_cases.begin_as(Operation.DEVICES_START, identify) as (work, consumer):
            check_scope(scope, self._catalogue)
            device_code = new_secret(SecretKind.DEVICE_CODE)
            user_code = shown_user_code(secrets.randbelow(len(USER_CODE_SIGNS)) for _ in range(USER_CODE_LENGTH))
            work.device_grants.add(
                DeviceGrant(
                    digest=digest(device_code.reveal()),
                    user_code=self._known_as(user_code),
                    consumer_id=consumer.id,
                    scope=scope,
                    issued_at=work.now,
                    expires_at=work.now + DEVICE_LASTS,
                )
            )
        lasts, interval = int(DEVICE_LASTS.total_seconds()), int(FIRST_INTERVAL.total_seconds())
        return StartedDevice(device_code, user_code, lasts, interval)

    def enter(self, actor: Actor, user_code: str) -> Offer:
        """Take a device's code from a person, to whom alone the decision belongs from then on; return what is asked.

        Raises:
            UserCodesThrottled: too many codes were wrong; this one was not looked at.
            UserCodeRefused: the code opens nothing, or nothing any more.
            OAuthError: `invalid_scope`.
            NothingToGrant: the person's group leaves nothing of it.
        """
        with self._use_cases.begin(actor, Operation.CONSENT) as work:
            self._guessing.check(work, actor)
            try:
                return self._offer(work, self._entered(work, actor, user_code), actor)
            except UserCodeRefused as error:
                self._guessing.count(work, actor)
                raise work.refuse(error) from None
            except (OAuthError, NothingToGrant) as error:
                # the entry counts although nothing can be decided
                raise work.refuse(error) from None

    def allow(self, actor: Actor, user_code: str) -> Consumer:
        """Grant what the device asks for.

        Raises:
            UserCodeRefused, OAuthError, NothingToGrant: as in `enter`.
        """
        with self._use_cases.begin(actor, Operation.CONSENT) as work:
            found = self._own(work, actor, user_code)
            offer = self._offer(work, found, actor)
            authorization = grant_offer(work, offer, actor.id)
            allowed = replace(
                found,
                status=DeviceStatus.ALLOWED,
                authorization_id=authorization.id,
                permissions=offer.permissions,
            )
            if not work.device_grants.step(allowed, DeviceStatus.WAITING):
                raise UserCodeRefused
            record_granted(work, self._catalogue, offer, authorization)
        return offer.consumer

    def deny(self, actor: Actor, user_code: str, *, disowned: bool = False) -> Consumer:
        """Refuse what the device asks for.

        Args:
            actor: who entered the code.
            user_code: of the device.
            disowned: the person says that nobody started this on a device of theirs, so somebody else did.

        Raises:
            UserCodeRefused: as in `enter`.
        """
        with self._use_cases.begin(actor, Operation.CONSENT) as work:
            found = self._own(work, actor, user_code)
            if not work.device_grants.step(replace(found, status=DeviceStatus.DENIED), DeviceStatus.WAITING):
                raise UserCodeRefused
            consumer = work.consumers.get(found.consumer_id)
            (record_disowned if disowned else record_declined)(work, consumer)
        return consumer

    def fetch(
        self,
        client: PresentedClient,
        *,
        device_code: SecretText,
        address: str,
        proof: PresentedProof | None = None,
    ) -> IssuedTokens:
        """Give a device its tokens once the person allowed it (RFC 8628 section 3.4).

        Raises:
            OAuthError: `authorization_pending`, `slow_down`, `access_denied`, `expired_token`, `invalid_grant`,
                `invalid_client`, `unauthorized_client`.
        """
        identify = proving(client, self._usage, address=address, path="/oauth/token", check=_check)
        with self._use_cases.begin_as(Operation.TOKENS_ISSUE, identify) as (work, consumer):
            found = work.device_grants.find(digest(device_code.reveal()))
            if found is None or found.status is DeviceStatus.USED:
                raise OAuthError("invalid_grant", "device_code_unknown")
            if found.consumer_id != consumer.id:
                raise OAuthError("invalid_grant", "device_code_other_client")
            if work.now >= found.expires_at:
                raise OAuthError("expired_token", "device_code_expired")
            if found.status is DeviceStatus.DENIED:
                raise OAuthError("access_denied", "denied")
            if found.authorization_id is None:
                polled, soon = found.polled(work.now)
                work.device_grants.step(polled, DeviceStatus.WAITING)
                if soon:
                    raise work.refuse(OAuthError("slow_down", "device_too_fast"))
                raise work.refuse(OAuthError("authorization_pending", "device_waiting"))
            behind = standing(work.repositories, found.authorization_id, found.permissions, work.now)
            if behind is None:
                raise OAuthError("invalid_grant", "authorization_ended")
            key = proved_key(work, consumer, proof)
            if not work.device_grants.step(replace(found, status=DeviceStatus.USED), DeviceStatus.ALLOWED):
                raise OAuthError("invalid_grant", "device_code_unknown")
            mint = TokenMint(work, consumer, behind.authorization, key)
            family = digest("family " + found.digest.hex())[:FAMILY_BYTES]
            return mint.issue(found.permissions, family, mint.refresh_token(family, found.permissions))

    def _known_as(self, user_code: str) -> bytes:
        return self._vault.lookup(f"user code {user_code}")

    def _entered(self, work: Work, actor: Actor, user_code: str) -> DeviceGrant:
        found = self._found(work, user_code)
        entered = found.entered(actor.id, work.now)
        work.device_grants.step(entered, found.status)
        shut = entered.why_shut(actor.id, work.now)
        if entered.entries > ENTRIES_ALLOWED:
            shut = shut or "user_code_entries"
        if shut:
            raise self._refused(work, found, shut)
        return entered

    def _own(self, work: Work, actor: Actor, user_code: str) -> DeviceGrant:
        found = self._found(work, user_code)
        shut = found.why_shut(actor.id, work.now)
        if shut or found.person_id != actor.id:
            raise self._refused(work, found, shut or "user_code_not_entered")
        return found

    def _found(self, work: Work, user_code: str) -> DeviceGrant:
        found = work.device_grants.with_user_code(self._known_as(user_code))
        if found is None:
            raise UserCodeRefused
        return found

    @staticmethod
    def _refused(work: Work, found: DeviceGrant, cause: str) -> UserCodeRefused:
        return UserCodeRefused(cause, work.consumers.get(found.consumer_id).client_id)

    def _offer(self, work: Work, found: DeviceGrant, actor: Actor) -> Offer:
        consumer = work.consumers.get(found.consumer_id)
        if not may_ask(consumer, work.now):
            raise UserCodeRefused("client_disabled", consumer.client_id)
        if not work.consumer_switches.of(consumer.id).device:
            raise UserCodeRefused("device_off", consumer.client_id)
        return offer_of(
            work.repositories, self._catalogue, consumer, person_id=actor.id, scope=found.scope, now=work.now
        )


def _check(repositories: Repositories, consumer: Consumer) -> None:
    if not repositories.consumer_switches.of(consumer.id).device:
        raise OAuthError("unauthorized_client", "device_off")

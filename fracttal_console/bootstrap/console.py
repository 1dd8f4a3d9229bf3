"""Every service of one open base, built and joined."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from fracttal_console.bootstrap.gateway_services import GatewayServices
from fracttal_console.bootstrap.unlocking import open_store, read_wrapped
from fracttal_console.crypto.key_providers import KeyProvider, key_provider
from fracttal_console.crypto.passwords import Passwords
from fracttal_console.crypto.vault import Vault
from fracttal_console.domain.base import Base, WrappingKind
from fracttal_console.domain.endpoints import Endpoints
from fracttal_console.domain.errors import ConsoleError
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.retention import Retention
from fracttal_console.permission_catalogue import load_permission_catalogue
from fracttal_console.resources import resource
from fracttal_console.services.api_keys import ApiKeys
from fracttal_console.services.audit import Audit
from fracttal_console.services.authorization_acts import AuthorizationActs
from fracttal_console.services.authorizations import Authorizations
from fracttal_console.services.clock import Clock, SystemClock
from fracttal_console.services.consumer_keys import ConsumerKeys
from fracttal_console.services.credential_secrets import ApiKeySecrets, ConsumerSecrets
from fracttal_console.services.credential_tries import CredentialTries
from fracttal_console.services.data_key import unwrapped
from fracttal_console.services.event_bus import EventBus
from fracttal_console.services.event_tail import EventTail
from fracttal_console.services.impact import ImpactPreview
from fracttal_console.services.invitations import Invitations
from fracttal_console.services.least_privilege import LeastPrivilege
from fracttal_console.services.master_key import MasterKey
from fracttal_console.services.oauth_consumers import Consumers
from fracttal_console.services.overview import Overview
from fracttal_console.services.people import People
from fracttal_console.services.permission_groups import PermissionGroups
from fracttal_console.services.preferences import Preferences
from fracttal_console.services.proposals import Proposals
from fracttal_console.services.refusal_recorder import RefusalRecorder
from fracttal_console.services.refused_requests import RefusedRequests
from fracttal_console.services.request_doctor import RequestDoctor
from fracttal_console.services.second_factors import SecondFactors
from fracttal_console.services.second_step import SecondStep
from fracttal_console.services.sign_in import SignIn
from fracttal_console.services.usage import UsageRecorder
from fracttal_console.services.usage_figures import UsageFigures
from fracttal_console.services.what_if import PermissionWhatIf
from fracttal_console.settings import Settings
from fracttal_console.storage.database import Database
from fracttal_console.storage.unit_of_work import Store


@dataclass(frozen=True, kw_only=True)
class Console(GatewayServices):
    """Everything a skin needs of one open base."""

    base: Base
    store: Store
    events: EventBus
    tail: EventTail
    refusals: RefusalRecorder
    usage_figures: UsageFigures
    refused_requests: RefusedRequests
    request_doctor: RequestDoctor
    overview: Overview
    permission_groups: PermissionGroups
    what_if: PermissionWhatIf
    least_privilege: LeastPrivilege
    api_keys: ApiKeys
    consumers: Consumers
    api_key_secrets: ApiKeySecrets
    consumer_secrets: ConsumerSecrets
    credential_tries: CredentialTries
    consumer_keys: ConsumerKeys
    people: People
    invitations: Invitations
    authorizations: Authorizations
    authorization_acts: AuthorizationActs
    impact: ImpactPreview
    proposals: Proposals
    audit: Audit
    sign_in: SignIn
    second_factors: SecondFactors
    preferences: Preferences
    master_key: MasterKey

    def close(self) -> None:
        """Write what is left of the statistics and close the base."""
        self.usage.flush()
        self.refusals.flush()
        self.store.close()


def open_base(
    settings: Settings,
    *,
    environ: Mapping[str, str] = os.environ,
    passwords: Passwords | None = None,
    clock: Clock | None = None,
) -> Console:
    """Open the base with its master key.

    Raises:
        BaseError: the base is missing, unreadable, newer than this program or not private.
        ConsoleError: the master key cannot be had, or is another base's.
    """
    database = Database.open(settings.database_path)
    try:
        base, wrapped = read_wrapped(database, WrappingKind.MASTER)
        provider = key_provider(settings.key_provider, environ)
        master_key = provider.load(base.base_id)
        vault = Vault(unwrapped(base, wrapped, master_key, WrappingKind.MASTER))
    except BaseException:
        database.close()
        raise
    retention = Retention(settings.usage_days, settings.refusal_days)
    console = _console(
        database, base, vault, passwords or Passwords(), clock or SystemClock(), retention=retention, provider=provider
    )
    # a row that cannot be read is said where it is used; the base opens all the same
    with suppress(ConsoleError):
        console.second_factors.note_those_who_have()
    return console


def permission_catalogue() -> PermissionCatalogue:
    """Return the catalogue of permissions that this version knows."""
    return load_permission_catalogue(resource("permissions.toml"))


def _console(
    database: Database,
    base: Base,
    vault: Vault,
    passwords: Passwords,
    clock: Clock,
    *,
    retention: Retention,
    provider: KeyProvider,
) -> Console:
    events = EventBus()
    store, use_cases = open_store(database, vault, events, clock)
    catalogue = permission_catalogue()
    endpoints = Endpoints.of(catalogue)
    usage = UsageRecorder(use_cases, endpoints)
    second_step = SecondStep(vault.sealer)
    return Console(
        base=base,
        catalogue=catalogue,
        vault=vault,
        store=store,
        events=events,
        tail=EventTail(store, events),
        use_cases=use_cases,
        usage=usage,
        second_step=second_step,
        retention=retention,
        refusals=RefusalRecorder(use_cases, endpoints),
        usage_figures=UsageFigures(use_cases),
        refused_requests=RefusedRequests(use_cases, catalogue),
        request_doctor=RequestDoctor(use_cases, catalogue, vault.sealer),
        overview=Overview(use_cases, catalogue),
        permission_groups=PermissionGroups(use_cases, catalogue),
        what_if=PermissionWhatIf(use_cases, catalogue),
        least_privilege=LeastPrivilege(use_cases, catalogue),
        api_keys=ApiKeys(use_cases, vault.sealer),
        consumers=Consumers(use_cases),
        api_key_secrets=ApiKeySecrets(use_cases, vault.sealer),
        consumer_secrets=ConsumerSecrets(use_cases),
        credential_tries=CredentialTries(use_cases),
        consumer_keys=ConsumerKeys(use_cases),
        people=People(use_cases, passwords),
        invitations=Invitations(use_cases, passwords, vault),
        authorizations=Authorizations(use_cases),
        authorization_acts=AuthorizationActs(use_cases, catalogue),
        impact=ImpactPreview(use_cases, catalogue),
        proposals=Proposals(use_cases),
        audit=Audit(use_cases),
        sign_in=SignIn(use_cases, passwords, vault, second_step),
        second_factors=SecondFactors(use_cases, second_step, base.company),
        preferences=Preferences(use_cases),
        master_key=MasterKey(use_cases, base, provider),
    )

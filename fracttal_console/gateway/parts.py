"""What the gateway is made of; `bootstrap` fills it in."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fracttal_console.domain.identity_provider import IdentityProviderAccess
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.services.authorization_acts import AuthorizationActs
from fracttal_console.services.authorizations import Authorizations
from fracttal_console.services.basic_access import BasicAccessCheck
from fracttal_console.services.bearer_access import BearerAccess
from fracttal_console.services.client_assertions import ClientAssertions
from fracttal_console.services.company_sign_in import CompanySignIn
from fracttal_console.services.consent import Consent
from fracttal_console.services.device_grants import DeviceGrants
from fracttal_console.services.hawk_access import HawkAccessCheck
from fracttal_console.services.introspection import Introspection
from fracttal_console.services.invitations import Invitations
from fracttal_console.services.people import People
from fracttal_console.services.pushed_requests import PushedRequests
from fracttal_console.services.refusal_recorder import RefusalRecorder
from fracttal_console.services.second_factors import SecondFactors
from fracttal_console.services.sign_in import SignIn
from fracttal_console.services.tokens import Tokens
from fracttal_console.services.transaction_log import TransactionLog
from fracttal_console.services.usage import UsageRecorder


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayParts:
    """Services and values that the endpoints use.

    `identity_provider` is None where the company has none; `offered` names what any consumer may use beyond the usual
    grants;
    `page_token` makes a token that only this base can make (payload to text); `tend` is called every second and does
    what has to be done from time to time; `hawk_hosts` are further host and port pairs for MACs; `probe_storage` raises
    where storage does not answer.
    """

    company: str
    catalogue: PermissionCatalogue
    bearer: BearerAccess
    hawk: HawkAccessCheck
    basic: BasicAccessCheck
    transaction_log: TransactionLog
    assertions: ClientAssertions
    authorizations: Authorizations
    authorization_acts: AuthorizationActs
    company_sign_in: CompanySignIn
    consent: Consent
    pushed_requests: PushedRequests
    device_grants: DeviceGrants
    introspection: Introspection
    invitations: Invitations
    people: People
    second_factors: SecondFactors
    sign_in: SignIn
    tokens: Tokens
    usage: UsageRecorder
    refusals: RefusalRecorder
    offered: Callable[[], frozenset[str]]
    batch: Callable[[], AbstractContextManager[Any]]
    page_token: Callable[[bytes], str]
    tend: Callable[[], None]
    probe_storage: Callable[[], None]
    resources: Path
    issuer: str
    identity_provider: IdentityProviderAccess | None
    hawk_hosts: tuple[tuple[str, int], ...]
    trusted_proxies: tuple[str, ...]

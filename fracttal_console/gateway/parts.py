"""What the gateway is made of; `bootstrap` fills it in."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.services.authorizations import Authorizations
from fracttal_console.services.bearer_access import BearerAccess
from fracttal_console.services.consent import Consent
from fracttal_console.services.device_grants import DeviceGrants
from fracttal_console.services.hawk_access import HawkAccessCheck
from fracttal_console.services.introspection import Introspection
from fracttal_console.services.invitations import Invitations
from fracttal_console.services.pushed_requests import PushedRequests
from fracttal_console.services.refusal_recorder import RefusalRecorder
from fracttal_console.services.sign_in import SignIn
from fracttal_console.services.tokens import Tokens
from fracttal_console.services.usage import UsageRecorder


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayParts:
    """Services and values that the endpoints use.

    `offered` names what any consumer may use beyond the usual grants.

    `page_token` makes a token that only this base can make (payload to text); `tend` is called every second and does
    what has to be done from time to time; `hawk_hosts` are further host and port pairs for MACs.
    """

    company: str
    catalogue: PermissionCatalogue
    bearer: BearerAccess
    hawk: HawkAccessCheck
    authorizations: Authorizations
    consent: Consent
    pushed_requests: PushedRequests
    device_grants: DeviceGrants
    introspection: Introspection
    invitations: Invitations
    sign_in: SignIn
    tokens: Tokens
    usage: UsageRecorder
    refusals: RefusalRecorder
    offered: Callable[[], frozenset[str]]
    batch: Callable[[], AbstractContextManager[Any]]
    page_token: Callable[[bytes], str]
    tend: Callable[[], None]
    resources: Path
    issuer: str
    hawk_hosts: tuple[tuple[str, int], ...]
    trusted_proxies: tuple[str, ...]

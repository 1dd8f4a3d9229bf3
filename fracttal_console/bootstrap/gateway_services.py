"""The services that a gateway needs and a window does not, each loaded and made when it is first asked for."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fracttal_console.crypto.vault import Vault
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.retention import Retention
from fracttal_console.services.second_step import SecondStep
from fracttal_console.services.usage import UsageRecorder
from fracttal_console.services.use_case import UseCases

if TYPE_CHECKING:
    from fracttal_console.services.basic_access import BasicAccessCheck
    from fracttal_console.services.bearer_access import BearerAccess
    from fracttal_console.services.client_assertions import ClientAssertions
    from fracttal_console.services.company_sign_in import CompanySignIn
    from fracttal_console.services.consent import Consent
    from fracttal_console.services.device_grants import DeviceGrants
    from fracttal_console.services.hawk_access import HawkAccessCheck
    from fracttal_console.services.housekeeping import Housekeeping
    from fracttal_console.services.introspection import Introspection
    from fracttal_console.services.offered_ways import OfferedWays
    from fracttal_console.services.pushed_requests import PushedRequests
    from fracttal_console.services.tokens import Tokens
    from fracttal_console.services.transaction_log import TransactionLog

# ruff: noqa: PLC0415 - that they are loaded late is what this module is for


@dataclass(frozen=True, kw_only=True)
class GatewayServices:
    """What a gateway asks of an open base beyond what a window asks.

    Their protocols and ciphers take a tenth of the time in which a window starts.
    """

    vault: Vault
    catalogue: PermissionCatalogue
    use_cases: UseCases
    usage: UsageRecorder
    second_step: SecondStep
    retention: Retention

    @cached_property
    def bearer(self) -> "BearerAccess":
        """Who shows a bearer token."""
        from fracttal_console.services.bearer_access import BearerAccess

        return BearerAccess(self.use_cases, self.usage)

    @cached_property
    def hawk(self) -> "HawkAccessCheck":
        """Who signs with an API key."""
        from fracttal_console.services.hawk_access import HawkAccessCheck

        return HawkAccessCheck(self.use_cases, self.vault.sealer, self.usage)

    @cached_property
    def basic(self) -> "BasicAccessCheck":
        """Who shows an API key as a password."""
        from fracttal_console.services.basic_access import BasicAccessCheck

        return BasicAccessCheck(self.use_cases, self.vault.sealer, self.usage)

    @cached_property
    def company_sign_in(self) -> "CompanySignIn":
        """Signing in by the company's own provider."""
        from fracttal_console.services.company_sign_in import CompanySignIn

        return CompanySignIn(self.use_cases, self.second_step)

    @cached_property
    def consent(self) -> "Consent":
        """What people allow applications."""
        from fracttal_console.services.consent import Consent

        return Consent(self.use_cases, self.catalogue)

    @cached_property
    def assertions(self) -> "ClientAssertions":
        """What consumers sign to say who they are."""
        from fracttal_console.services.client_assertions import ClientAssertions

        return ClientAssertions(self.use_cases)

    @cached_property
    def offered_ways(self) -> "OfferedWays":
        """The ways to a token that any consumer may go."""
        from fracttal_console.services.offered_ways import OfferedWays

        return OfferedWays(self.use_cases)

    @cached_property
    def device_grants(self) -> "DeviceGrants":
        """Access for devices without a browser."""
        from fracttal_console.services.device_grants import DeviceGrants

        return DeviceGrants(self.use_cases, self.catalogue, self.usage, self.vault)

    @cached_property
    def pushed_requests(self) -> "PushedRequests":
        """Authorization requests that are handed in beforehand."""
        from fracttal_console.services.pushed_requests import PushedRequests

        return PushedRequests(self.use_cases, self.catalogue, self.usage)

    @cached_property
    def tokens(self) -> "Tokens":
        """The tokens of consumers."""
        from fracttal_console.services.tokens import Tokens

        return Tokens(self.use_cases, self.catalogue, self.usage)

    @cached_property
    def introspection(self) -> "Introspection":
        """What a resource server may know of a token."""
        from fracttal_console.services.introspection import Introspection

        return Introspection(self.use_cases, self.usage)

    @cached_property
    def transaction_log(self) -> "TransactionLog":
        """The log of transactions, as the API gives it."""
        from fracttal_console.services.transaction_log import TransactionLog

        return TransactionLog(self.use_cases)

    @cached_property
    def housekeeping(self) -> "Housekeeping":
        """What is thrown away in time."""
        from fracttal_console.services.housekeeping import Housekeeping

        return Housekeeping(self.use_cases, self.retention)

"""What the window is given: the services of an open base, and the doors by which one is founded and opened."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.api_keys import ApiKeys
from fracttal_console.services.audit import Audit
from fracttal_console.services.authorization_acts import AuthorizationActs
from fracttal_console.services.authorizations import Authorizations
from fracttal_console.services.consumer_keys import ConsumerKeys
from fracttal_console.services.credential_secrets import ApiKeySecrets, ConsumerSecrets
from fracttal_console.services.credential_tries import CredentialTries
from fracttal_console.services.event_tail import EventTail
from fracttal_console.services.impact import ImpactPreview
from fracttal_console.services.invitations import Invitations
from fracttal_console.services.least_privilege import LeastPrivilege
from fracttal_console.services.oauth_consumers import Consumers
from fracttal_console.services.overview import Overview
from fracttal_console.services.people import People
from fracttal_console.services.permission_groups import PermissionGroups
from fracttal_console.services.preferences import Preferences
from fracttal_console.services.proposals import Proposals
from fracttal_console.services.refused_requests import RefusedRequests
from fracttal_console.services.request_doctor import RequestDoctor
from fracttal_console.services.second_factors import SecondFactors
from fracttal_console.services.sign_in import SignIn
from fracttal_console.services.usage_figures import UsageFigures
from fracttal_console.services.what_if import PermissionWhatIf
from fracttal_console.settings import Settings
from fracttal_console.ui.guest import Guest
from fracttal_console.ui.window.remembered import WindowLook


class Gateway(Protocol):
    """The gateway of the window."""

    @property
    def url(self) -> str:
        """Where it answers; "" while it is stopped."""

    def start(self) -> str:
        """Start it and return where it answers.

        Raises:
            PortTaken, ListenRefused: it cannot listen there.
            GatewayNotStarted: it ended before it was ready.
        """

    def stop(self) -> None:
        """Stop it; requests under way are answered."""

    def listen(self, heard: Callable[[], None]) -> Callable[[], None]:
        """Have something called, in any thread, when it ends unasked; return what stops that."""


class KeyPlace(Protocol):
    """A place where the master key can be kept."""

    @property
    def setting(self) -> str:
        """What the setting `key_provider` becomes."""

    @property
    def name(self) -> str:
        """What it is called: the keyring's own name, or the path of the file."""

    @property
    def problem(self) -> ConsoleError | None:
        """Why it cannot be used here; None where it can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBase:
    """The services of an open base."""

    company: str
    catalogue: PermissionCatalogue
    api_keys: ApiKeys
    consumers: Consumers
    api_key_secrets: ApiKeySecrets
    consumer_secrets: ConsumerSecrets
    credential_tries: CredentialTries
    consumer_keys: ConsumerKeys
    authorizations: Authorizations
    authorization_acts: AuthorizationActs
    impact: ImpactPreview
    proposals: Proposals
    permission_groups: PermissionGroups
    what_if: PermissionWhatIf
    least_privilege: LeastPrivilege
    people: People
    invitations: Invitations
    second_factors: SecondFactors
    audit: Audit
    overview: Overview
    usage_figures: UsageFigures
    refused_requests: RefusedRequests
    request_doctor: RequestDoctor
    refusal_days: Callable[[], int]
    """For how many days refused requests are kept."""
    hawk_hosts: tuple[tuple[str, int], ...]
    sign_in: SignIn
    preferences: Preferences
    tail: EventTail
    gateway: Gateway
    address: Callable[[], str]
    """Where people reach the gateway."""
    now: Callable[[], datetime]
    close: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """What a new base begins with, as it was typed."""

    company: str
    email: str
    name: str
    password: SecretText


class Program(Protocol):
    """How a base is found, made and opened. Every call but `settings` may take long: never in the window's thread."""

    @property
    def settings(self) -> Settings:
        """The settings in force."""

    @property
    def overridden(self) -> frozenset[str]:
        """The names of the settings that the environment settles, and that cannot be changed here."""

    @property
    def guest(self) -> Guest | None:
        """Who works on a demo base; None on a real one."""

    def look(self) -> WindowLook:
        """Return how the window of this base was left."""

    def keep_look(self, look: WindowLook) -> None:
        """Keep how the window is left."""

    def base_exists(self) -> bool:
        """Tell whether there is a base to open."""

    def key_places(self) -> tuple[KeyPlace, ...]:
        """Return where a master key can be kept here."""

    def strength(self, password: SecretText, personal: Iterable[str]) -> int:
        """Return how hard a password is to guess, 0 to 4.

        Raises:
            Invalid: field `password`: it breaks a rule.
        """

    def found(self, place: KeyPlace, founder: Founder) -> SecretText:
        """Make the base and return its recovery code, in clear this once.

        Raises:
            Invalid, ConsoleError: nothing was made.
        """

    def open(self) -> OpenBase:
        """Open the base.

        Raises:
            ConsoleError: it or its master key cannot be had.
        """

    def recover_person(self, email: str, code: SecretText, password: SecretText) -> str:
        """Give a super administrator another password by the recovery code, and return the e-mail of that account.

        Raises:
            ConsoleError: the code is another, nobody is meant, or the password breaks a rule; nothing was changed.
        """

    def remember(self, changes: Mapping[str, str]) -> Settings:
        """Write settings down and return those now in force.

        Raises:
            SettingInvalid: a value is none that the setting can have.
        """

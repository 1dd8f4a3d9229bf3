"""All repositories over one connection: the only place that knows which there are."""

from collections.abc import Callable
from dataclasses import dataclass

from fracttal_console.storage.api_key_options import ApiKeyOptionRows
from fracttal_console.storage.api_keys import ApiKeys
from fracttal_console.storage.audit import Events, Link
from fracttal_console.storage.authorization_search import AuthorizationSearch
from fracttal_console.storage.authorization_selection import AuthorizationSelection
from fracttal_console.storage.authorizations import Authorizations
from fracttal_console.storage.base import BaseRecord
from fracttal_console.storage.code_guesses import CodeGuessCounts
from fracttal_console.storage.code_sessions import CodeSessions
from fracttal_console.storage.consumer_keys import AssertionIds, ConsumerKeys, ConsumerMethods
from fracttal_console.storage.consumer_switches import ConsumerSwitchRows
from fracttal_console.storage.device_grants import DeviceGrantRows
from fracttal_console.storage.event_search import EventSearch
from fracttal_console.storage.hawk_nonces import HawkNonces
from fracttal_console.storage.impact import ImpactFacts
from fracttal_console.storage.invitations import Invitations
from fracttal_console.storage.oauth_consumers import Consumers
from fracttal_console.storage.people import People, SignInAttemptCounts
from fracttal_console.storage.permission_groups import PermissionGroups
from fracttal_console.storage.permission_use import PermissionUse
from fracttal_console.storage.preferences import Preferences
from fracttal_console.storage.prepared import Executor
from fracttal_console.storage.proofs_seen import ProofsSeen
from fracttal_console.storage.proposals import Proposals
from fracttal_console.storage.pushed_requests import PushedRequestRows
from fracttal_console.storage.refusals import Refusals
from fracttal_console.storage.revocations import Revocations
from fracttal_console.storage.rotations import Rotations
from fracttal_console.storage.sealed_rows import RowSeal
from fracttal_console.storage.second_factors import RecoveryCodes, Totps
from fracttal_console.storage.secret_hours import SecretHours
from fracttal_console.storage.secrets import Secrets
from fracttal_console.storage.sessions import BrowserSessions
from fracttal_console.storage.tokens import AccessTokens, AuthorizationCodes, RefreshTokens
from fracttal_console.storage.usage import Uses
from fracttal_console.storage.usage_days import UsageDays
from fracttal_console.storage.usage_hours import UsageHours


@dataclass(frozen=True, slots=True)
class Seals:
    """The two keyed functions that storage needs and whose keys it never sees.

    `mac` seals a row (payload to 16 bytes); `link` makes the next link of the event chain.
    """

    mac: Callable[[bytes], bytes]
    link: Link


class Repositories:
    """Every repository, on one connection."""

    def __init__(self, connection: Executor, seal: RowSeal, link: Link) -> None:
        self.base = BaseRecord(connection)
        self.permission_groups = PermissionGroups(connection, seal)
        self.people = People(connection, seal)
        self.sign_in_attempts = SignInAttemptCounts(connection)
        self.totps = Totps(connection, seal)
        self.recovery_codes = RecoveryCodes(connection, seal)
        self.invitations = Invitations(connection, seal)
        self.sessions = BrowserSessions(connection, seal)
        self.api_keys = ApiKeys(connection, seal)
        self.api_key_options = ApiKeyOptionRows(connection, seal)
        self.hawk_nonces = HawkNonces(connection)
        self.consumers = Consumers(connection, seal)
        self.consumer_keys = ConsumerKeys(connection, seal)
        self.consumer_methods = ConsumerMethods(connection, seal)
        self.assertion_ids = AssertionIds(connection)
        self.consumer_switches = ConsumerSwitchRows(connection, seal)
        self.pushed_requests = PushedRequestRows(connection, seal)
        self.device_grants = DeviceGrantRows(connection, seal)
        self.code_guesses = CodeGuessCounts(connection)
        self.code_sessions = CodeSessions(connection)
        self.proofs_seen = ProofsSeen(connection)
        self.secrets = Secrets(connection, seal)
        self.rotations = Rotations(connection, seal)
        self.secret_hours = SecretHours(connection)
        self.authorizations = Authorizations(connection, seal)
        self.revocations = Revocations(connection, seal)
        self.authorization_search = AuthorizationSearch(connection)
        self.authorization_selection = AuthorizationSelection(connection)
        self.impact = ImpactFacts(connection)
        self.proposals = Proposals(connection, seal)
        self.codes = AuthorizationCodes(connection, seal)
        self.access_tokens = AccessTokens(connection, seal)
        self.refresh_tokens = RefreshTokens(connection, seal)
        self.secret_uses = Uses.of_secrets(connection)
        self.consumer_key_uses = Uses.of_consumer_keys(connection)
        self.authorization_uses = Uses.of_authorizations(connection)
        self.usage_days = UsageDays(connection)
        self.usage_hours = UsageHours(connection)
        self.permission_use = PermissionUse(connection)
        self.refusals = Refusals(connection)
        self.events = Events(connection, seal, link)
        self.event_search = EventSearch(connection)
        self.preferences = Preferences(connection)

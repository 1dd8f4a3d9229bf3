"""Who acts, and which operations each may carry out: the whole table of roles in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

PROOF_LASTS = timedelta(minutes=5)
"""How long after proving the own password a person may do what asks for it (ASVS 7.5.3)."""


class Role(StrEnum):
    """Role of a person; what a person's programs may do is the permission group's matter, not the role's."""

    SUPER_ADMINISTRATOR = "super_admin"
    SUPPORT = "support"
    MEMBER = "member"


class Operation(StrEnum):
    """What a use case does, `noun:verb`; every use case asks for exactly one."""

    BASE_INIT = "base:init"
    BASE_RECOVER = "base:recover"
    MASTER_KEY_ROTATE = "base:rotate_key"
    PERMISSION_GROUPS_VIEW = "permission_groups:view"
    PERMISSION_GROUPS_CREATE = "permission_groups:create"
    PERMISSION_GROUPS_EDIT = "permission_groups:edit"
    API_KEYS_VIEW = "api_keys:view"
    API_KEYS_CREATE = "api_keys:create"
    API_KEYS_EDIT = "api_keys:edit"
    API_KEYS_DISABLE = "api_keys:disable"
    API_KEYS_ENABLE = "api_keys:enable"
    API_KEYS_REVOKE = "api_keys:revoke"
    API_KEYS_RESTORE = "api_keys:restore"
    API_KEYS_ROTATE = "api_keys:rotate"
    API_KEYS_TRY = "api_keys:try"
    CONSUMERS_VIEW = "consumers:view"
    CONSUMERS_CREATE = "consumers:create"
    CONSUMERS_EDIT = "consumers:edit"
    CONSUMERS_DISABLE = "consumers:disable"
    CONSUMERS_ENABLE = "consumers:enable"
    CONSUMERS_DELETE = "consumers:delete"
    CONSUMERS_RESTORE = "consumers:restore"
    CONSUMERS_ROTATE = "consumers:rotate"
    CONSUMERS_TRY = "consumers:try"
    CONSUMERS_ADD_KEY = "consumers:add_key"
    CONSUMERS_RETIRE_KEY = "consumers:retire_key"
    PEOPLE_VIEW = "people:view"
    PEOPLE_CREATE = "people:create"
    PEOPLE_EDIT = "people:edit"
    PEOPLE_DISABLE = "people:disable"
    PEOPLE_ENABLE = "people:enable"
    PEOPLE_INVITE = "people:invite"
    PEOPLE_RESET_PASSWORD = "people:reset_password"  # noqa: S105 - the name of an operation
    PEOPLE_RESET_TOTP = "people:reset_totp"
    PEOPLE_RECOVER = "people:recover"
    AUTHORIZATIONS_VIEW = "authorizations:view"
    AUTHORIZATIONS_SUSPEND = "authorizations:suspend"
    AUTHORIZATIONS_RESUME = "authorizations:resume"
    AUTHORIZATIONS_REVOKE = "authorizations:revoke"
    AUTHORIZATIONS_UNDO = "authorizations:undo"
    PROPOSALS_VIEW = "proposals:view"
    PROPOSALS_CREATE = "proposals:create"
    PROPOSALS_DECIDE = "proposals:decide"
    AUDIT_VIEW = "audit:view"
    AUDIT_VERIFY = "audit:verify"
    AUDIT_EXPORT = "audit:export"
    PREFERENCES_VIEW = "preferences:view"
    PREFERENCES_SAVE = "preferences:save"
    OVERVIEW_VIEW = "overview:view"
    USAGE_VIEW = "usage:view"
    REFUSALS_VIEW = "refusals:view"
    SIGN_IN = "sessions:sign_in"
    SIGN_OUT = "sessions:sign_out"
    SESSIONS_END = "sessions:end"
    LOCK = "sessions:lock"
    INVITATION_TAKE = "invitations:take"
    PASSWORD_CHANGE = "password:change"  # noqa: S105 - as above
    TOTP_VIEW = "totp:view"
    TOTP_ENROL = "totp:enrol"
    TOTP_REMOVE = "totp:remove"
    CONSENT = "own_authorizations:consent"
    OWN_AUTHORIZATIONS_VIEW = "own_authorizations:view"
    OWN_AUTHORIZATIONS_REVOKE = "own_authorizations:revoke"
    TOKENS_ISSUE = "tokens:issue"
    TOKENS_REVOKE = "tokens:revoke"
    REQUESTS_PUSH = "requests:push"
    DEVICES_START = "devices:start"
    HAWK_ACCEPT = "hawk:accept"
    BASIC_ACCEPT = "basic:accept"
    TRANSACTIONS_VIEW = "transactions:view"
    SECRETS_RETIRE = "secrets:retire"


class ActorKind(StrEnum):
    """What kind of thing acts."""

    PERSON = "person"
    CONSUMER = "consumer"
    API_KEY = "api_key"
    ANONYMOUS = "anonymous"
    SYSTEM = "system"


_OWN = frozenset(
    {
        Operation.SIGN_OUT,
        Operation.SESSIONS_END,
        Operation.LOCK,
        Operation.PREFERENCES_VIEW,
        Operation.PREFERENCES_SAVE,
        Operation.CONSENT,
        Operation.OWN_AUTHORIZATIONS_VIEW,
        Operation.OWN_AUTHORIZATIONS_REVOKE,
    }
)
_READING = frozenset(
    {
        Operation.PERMISSION_GROUPS_VIEW,
        Operation.API_KEYS_VIEW,
        Operation.CONSUMERS_VIEW,
        Operation.PEOPLE_VIEW,
        Operation.AUTHORIZATIONS_VIEW,
        Operation.PROPOSALS_VIEW,
        Operation.AUDIT_VIEW,
        Operation.AUDIT_VERIFY,
        Operation.AUDIT_EXPORT,
        Operation.OVERVIEW_VIEW,
        Operation.USAGE_VIEW,
        Operation.REFUSALS_VIEW,
    }
)
_PROPOSING = frozenset({Operation.PROPOSALS_CREATE})
_OWN_ACCOUNT = frozenset({Operation.PASSWORD_CHANGE, Operation.TOTP_VIEW, Operation.TOTP_ENROL, Operation.TOTP_REMOVE})
_CHANGING = frozenset(
    {
        Operation.PERMISSION_GROUPS_CREATE,
        Operation.PERMISSION_GROUPS_EDIT,
        Operation.API_KEYS_CREATE,
        Operation.API_KEYS_EDIT,
        Operation.API_KEYS_DISABLE,
        Operation.API_KEYS_ENABLE,
        Operation.API_KEYS_REVOKE,
        Operation.API_KEYS_RESTORE,
        Operation.API_KEYS_ROTATE,
        Operation.CONSUMERS_CREATE,
        Operation.CONSUMERS_EDIT,
        Operation.CONSUMERS_DISABLE,
        Operation.CONSUMERS_ENABLE,
        Operation.CONSUMERS_DELETE,
        Operation.CONSUMERS_RESTORE,
        Operation.CONSUMERS_ROTATE,
        Operation.CONSUMERS_ADD_KEY,
        Operation.CONSUMERS_RETIRE_KEY,
        Operation.PEOPLE_CREATE,
        Operation.PEOPLE_EDIT,
        Operation.PEOPLE_DISABLE,
        Operation.PEOPLE_ENABLE,
        Operation.PEOPLE_INVITE,
        Operation.PEOPLE_RESET_PASSWORD,
        Operation.PEOPLE_RESET_TOTP,
        Operation.AUTHORIZATIONS_SUSPEND,
        Operation.AUTHORIZATIONS_RESUME,
        Operation.AUTHORIZATIONS_REVOKE,
        Operation.AUTHORIZATIONS_UNDO,
        Operation.API_KEYS_ROTATE,
        Operation.CONSUMERS_ROTATE,
        Operation.API_KEYS_RESTORE,
        Operation.CONSUMERS_RESTORE,
        Operation.PROPOSALS_DECIDE,
        Operation.MASTER_KEY_ROTATE,
        # with a secret that is at hand, which support staff never have
        Operation.API_KEYS_TRY,
        Operation.CONSUMERS_TRY,
    }
)

OPERATIONS_BY_ROLE: Mapping[Role, frozenset[Operation]] = {
    Role.SUPER_ADMINISTRATOR: _OWN | _OWN_ACCOUNT | _READING | _PROPOSING | _CHANGING,
    Role.SUPPORT: _OWN | _OWN_ACCOUNT | _READING | _PROPOSING,
    Role.MEMBER: _OWN | _OWN_ACCOUNT,
}

OPERATIONS_BY_KIND: Mapping[ActorKind, frozenset[Operation]] = {
    # a person who is just signing in: the role counts only from then on
    ActorKind.PERSON: frozenset({Operation.SIGN_IN}),
    ActorKind.CONSUMER: frozenset(
        {
            Operation.TOKENS_ISSUE,
            Operation.TOKENS_REVOKE,
            Operation.REQUESTS_PUSH,
            Operation.DEVICES_START,
            Operation.TRANSACTIONS_VIEW,
        }
    ),
    ActorKind.API_KEY: frozenset({Operation.HAWK_ACCEPT, Operation.BASIC_ACCEPT, Operation.TRANSACTIONS_VIEW}),
    ActorKind.ANONYMOUS: frozenset({Operation.SIGN_IN, Operation.INVITATION_TAKE}),
    ActorKind.SYSTEM: frozenset(
        {Operation.BASE_INIT, Operation.BASE_RECOVER, Operation.PEOPLE_RECOVER, Operation.SECRETS_RETIRE}
    ),
}

STEP_UP: frozenset[Operation] = frozenset(
    {
        Operation.API_KEYS_CREATE,
        Operation.API_KEYS_ROTATE,
        Operation.API_KEYS_RESTORE,
        Operation.CONSUMERS_CREATE,
        Operation.CONSUMERS_ROTATE,
        Operation.CONSUMERS_RESTORE,
        Operation.CONSUMERS_ADD_KEY,
        Operation.PEOPLE_CREATE,
        Operation.PEOPLE_EDIT,
        Operation.PEOPLE_INVITE,
        Operation.PEOPLE_RESET_PASSWORD,
        Operation.PEOPLE_RESET_TOTP,
        Operation.PASSWORD_CHANGE,
        Operation.TOTP_ENROL,
        Operation.TOTP_REMOVE,
        Operation.AUTHORIZATIONS_UNDO,
        Operation.AUDIT_EXPORT,
        Operation.MASTER_KEY_ROTATE,
    }
)
"""What makes or shows secrets, changes who may do what, brings back what ended, or lets the log leave the base.

It needs a fresh proof, which a person gives by the own password.
"""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who carries out a use case, and from which network address; the name is frozen into the event.

    `proved_at` is when the person last proved the own password; it is no part of who acts.
    """

    kind: ActorKind
    id: int | None = None
    name: str = ""
    role: Role | None = None
    address: str = ""
    proved_at: datetime | None = field(default=None, compare=False)

    def may(self, operation: Operation) -> bool:
        """Tell whether this actor may carry out the operation."""
        if self.role is not None:
            return operation in OPERATIONS_BY_ROLE[self.role]
        return operation in OPERATIONS_BY_KIND[self.kind]

    def must_prove(self, operation: Operation, now: datetime) -> bool:
        """Tell whether the person has to prove the own password before this operation, at `now` (UTC)."""
        if self.role is None or operation not in STEP_UP:
            return False
        # a proof from the future means that the clock was set back: it may be older than it looks
        return self.proved_at is None or not timedelta(0) <= now - self.proved_at <= PROOF_LASTS


SYSTEM = Actor(ActorKind.SYSTEM, name="system")


def anonymous(address: str = "") -> Actor:
    """Return the actor who has not signed in yet."""
    return Actor(ActorKind.ANONYMOUS, name="anonymous", address=address)

"""Who acts, and which operations each may carry out: the whole table of roles in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Role of a person; what a person's programs may do is the permission group's matter, not the role's."""

    SUPER_ADMINISTRATOR = "super_admin"
    SUPPORT = "support"
    MEMBER = "member"


class Operation(StrEnum):
    """What a use case does, `noun:verb`; every use case asks for exactly one."""

    BASE_INIT = "base:init"
    BASE_RECOVER = "base:recover"
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
    CONSUMERS_VIEW = "consumers:view"
    CONSUMERS_CREATE = "consumers:create"
    CONSUMERS_EDIT = "consumers:edit"
    CONSUMERS_DISABLE = "consumers:disable"
    CONSUMERS_ENABLE = "consumers:enable"
    CONSUMERS_DELETE = "consumers:delete"
    CONSUMERS_RESTORE = "consumers:restore"
    CONSUMERS_ROTATE = "consumers:rotate"
    PEOPLE_VIEW = "people:view"
    PEOPLE_CREATE = "people:create"
    PEOPLE_EDIT = "people:edit"
    PEOPLE_DISABLE = "people:disable"
    PEOPLE_ENABLE = "people:enable"
    AUTHORIZATIONS_VIEW = "authorizations:view"
    AUTHORIZATIONS_SUSPEND = "authorizations:suspend"
    AUTHORIZATIONS_RESUME = "authorizations:resume"
    AUTHORIZATIONS_REVOKE = "authorizations:revoke"
    AUDIT_VIEW = "audit:view"
    AUDIT_VERIFY = "audit:verify"
    SIGN_IN = "sessions:sign_in"
    SIGN_OUT = "sessions:sign_out"
    LOCK = "sessions:lock"
    CONSENT = "own_authorizations:consent"
    OWN_AUTHORIZATIONS_VIEW = "own_authorizations:view"
    OWN_AUTHORIZATIONS_REVOKE = "own_authorizations:revoke"
    TOKENS_ISSUE = "tokens:issue"
    TOKENS_REVOKE = "tokens:revoke"
    HAWK_ACCEPT = "hawk:accept"
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
        Operation.LOCK,
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
        Operation.AUDIT_VIEW,
        Operation.AUDIT_VERIFY,
    }
)
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
        Operation.PEOPLE_CREATE,
        Operation.PEOPLE_EDIT,
        Operation.PEOPLE_DISABLE,
        Operation.PEOPLE_ENABLE,
        Operation.AUTHORIZATIONS_SUSPEND,
        Operation.AUTHORIZATIONS_RESUME,
        Operation.AUTHORIZATIONS_REVOKE,
    }
)

OPERATIONS_BY_ROLE: Mapping[Role, frozenset[Operation]] = {
    Role.SUPER_ADMINISTRATOR: _OWN | _READING | _CHANGING,
    Role.SUPPORT: _OWN | _READING,
    Role.MEMBER: _OWN,
}

OPERATIONS_BY_KIND: Mapping[ActorKind, frozenset[Operation]] = {
    # a person who is just signing in: the role counts only from then on
    ActorKind.PERSON: frozenset({Operation.SIGN_IN}),
    ActorKind.CONSUMER: frozenset({Operation.TOKENS_ISSUE, Operation.TOKENS_REVOKE}),
    ActorKind.API_KEY: frozenset({Operation.HAWK_ACCEPT}),
    ActorKind.ANONYMOUS: frozenset({Operation.SIGN_IN}),
    ActorKind.SYSTEM: frozenset({Operation.BASE_INIT, Operation.BASE_RECOVER, Operation.SECRETS_RETIRE}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who carries out a use case, and from which network address; the name is frozen into the event."""

    kind: ActorKind
    id: int | None = None
    name: str = ""
    role: Role | None = None
    address: str = ""

    def may(self, operation: Operation) -> bool:
        """Tell whether this actor may carry out the operation."""
        if self.role is not None:
            return operation in OPERATIONS_BY_ROLE[self.role]
        return operation in OPERATIONS_BY_KIND[self.kind]


SYSTEM = Actor(ActorKind.SYSTEM, name="system")


def anonymous(address: str = "") -> Actor:
    """Return the actor who has not signed in yet."""
    return Actor(ActorKind.ANONYMOUS, name="anonymous", address=address)

"""The transaction log of the real service, told by our events: which action and which sub module each is.

What programs do all day (tokens issued, requests let in) is left out: the log tells what people did to the base.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

CONFIGURATION = 10
"""Number of the module that all of our events belong to."""

CONFIGURATION_NAME = "CONFIGURATION"


class LogAction(StrEnum):
    """What was done, in the real service's words."""

    ADD = "ADD"
    EDIT = "EDIT"
    DELETE = "DELETE"
    CANCELLED = "CANCELLED"
    LOGIN = "LOGIN"
    FINISHED = "FINISHED"
    LOGOUT = "LOGOUT"


class SubModule(IntEnum):
    """Part of the configuration that was acted on; the numbers are ours, for the real service does not publish its."""

    BASE = 1
    PEOPLE = 2
    PERMISSION_GROUPS = 3
    API_KEYS = 4
    OAUTH_CONSUMERS = 5
    AUTHORIZATIONS = 6
    REVIEWS = 7
    SESSIONS = 8
    AUDIT_LOG = 9

    @property
    def words(self) -> str:
        """How rows name it."""
        return self.name.replace("_", " ")


Entry = tuple[LogAction, SubModule]

ENTRIES: Mapping[str, Entry] = {
    "base:init": (LogAction.ADD, SubModule.BASE),
    "base:recover": (LogAction.EDIT, SubModule.BASE),
    "base:rotate_key": (LogAction.EDIT, SubModule.BASE),
    "audit:verify": (LogAction.FINISHED, SubModule.AUDIT_LOG),
    "audit:export": (LogAction.FINISHED, SubModule.AUDIT_LOG),
    "operations:deny": (LogAction.CANCELLED, SubModule.SESSIONS),
    "permission_groups:create": (LogAction.ADD, SubModule.PERMISSION_GROUPS),
    "permission_groups:edit": (LogAction.EDIT, SubModule.PERMISSION_GROUPS),
    "api_keys:create": (LogAction.ADD, SubModule.API_KEYS),
    "api_keys:edit": (LogAction.EDIT, SubModule.API_KEYS),
    "api_keys:disable": (LogAction.EDIT, SubModule.API_KEYS),
    "api_keys:enable": (LogAction.EDIT, SubModule.API_KEYS),
    "api_keys:revoke": (LogAction.DELETE, SubModule.API_KEYS),
    "api_keys:restore": (LogAction.ADD, SubModule.API_KEYS),
    "api_keys:rotate": (LogAction.EDIT, SubModule.API_KEYS),
    "api_keys:extend_rotation": (LogAction.EDIT, SubModule.API_KEYS),
    "api_keys:retire_secret": (LogAction.EDIT, SubModule.API_KEYS),
    "api_keys:try": (LogAction.FINISHED, SubModule.API_KEYS),
    "consumers:create": (LogAction.ADD, SubModule.OAUTH_CONSUMERS),
    "consumers:edit": (LogAction.EDIT, SubModule.OAUTH_CONSUMERS),
    "consumers:disable": (LogAction.EDIT, SubModule.OAUTH_CONSUMERS),
    "consumers:enable": (LogAction.EDIT, SubModule.OAUTH_CONSUMERS),
    "consumers:delete": (LogAction.DELETE, SubModule.OAUTH_CONSUMERS),
    "consumers:restore": (LogAction.ADD, SubModule.OAUTH_CONSUMERS),
    "consumers:rotate": (LogAction.EDIT, SubModule.OAUTH_CONSUMERS),
    "consumers:extend_rotation": (LogAction.EDIT, SubModule.OAUTH_CONSUMERS),
    "consumers:retire_secret": (LogAction.EDIT, SubModule.OAUTH_CONSUMERS),
    "consumers:add_key": (LogAction.EDIT, SubModule.OAUTH_CONSUMERS),
    "consumers:retire_key": (LogAction.EDIT, SubModule.OAUTH_CONSUMERS),
    "consumers:try": (LogAction.FINISHED, SubModule.OAUTH_CONSUMERS),
    "people:create": (LogAction.ADD, SubModule.PEOPLE),
    "people:edit": (LogAction.EDIT, SubModule.PEOPLE),
    "people:disable": (LogAction.EDIT, SubModule.PEOPLE),
    "people:enable": (LogAction.EDIT, SubModule.PEOPLE),
    "people:invite": (LogAction.ADD, SubModule.PEOPLE),
    "people:reset_password": (LogAction.EDIT, SubModule.PEOPLE),
    "people:set_password": (LogAction.EDIT, SubModule.PEOPLE),
    "people:change_password": (LogAction.EDIT, SubModule.PEOPLE),
    "people:recover": (LogAction.EDIT, SubModule.PEOPLE),
    "totp:begin": (LogAction.EDIT, SubModule.PEOPLE),
    "totp:confirm": (LogAction.EDIT, SubModule.PEOPLE),
    "totp:remove": (LogAction.EDIT, SubModule.PEOPLE),
    "totp:reset": (LogAction.EDIT, SubModule.PEOPLE),
    "sessions:sign_in": (LogAction.LOGIN, SubModule.SESSIONS),
    "sessions:unlock": (LogAction.LOGIN, SubModule.SESSIONS),
    "sessions:refuse": (LogAction.CANCELLED, SubModule.SESSIONS),
    "sessions:lock_out": (LogAction.CANCELLED, SubModule.SESSIONS),
    "sessions:sign_out": (LogAction.LOGOUT, SubModule.SESSIONS),
    "sessions:end": (LogAction.LOGOUT, SubModule.SESSIONS),
    "sessions:lock": (LogAction.LOGOUT, SubModule.SESSIONS),
    "authorizations:grant": (LogAction.ADD, SubModule.AUTHORIZATIONS),
    "authorizations:decline": (LogAction.CANCELLED, SubModule.AUTHORIZATIONS),
    "authorizations:disown": (LogAction.CANCELLED, SubModule.AUTHORIZATIONS),
    "authorizations:suspend": (LogAction.EDIT, SubModule.AUTHORIZATIONS),
    "authorizations:resume": (LogAction.EDIT, SubModule.AUTHORIZATIONS),
    "authorizations:revoke": (LogAction.DELETE, SubModule.AUTHORIZATIONS),
    "authorizations:undo": (LogAction.ADD, SubModule.AUTHORIZATIONS),
    "authorizations:suspend_several": (LogAction.EDIT, SubModule.AUTHORIZATIONS),
    "authorizations:resume_several": (LogAction.EDIT, SubModule.AUTHORIZATIONS),
    "authorizations:revoke_several": (LogAction.DELETE, SubModule.AUTHORIZATIONS),
    "authorizations:undo_several": (LogAction.ADD, SubModule.AUTHORIZATIONS),
    "tokens:revoke": (LogAction.DELETE, SubModule.AUTHORIZATIONS),
    "tokens:code_replay": (LogAction.CANCELLED, SubModule.AUTHORIZATIONS),
    "tokens:code_burn": (LogAction.CANCELLED, SubModule.AUTHORIZATIONS),
    "tokens:refresh_reuse": (LogAction.CANCELLED, SubModule.AUTHORIZATIONS),
    "proposals:create": (LogAction.ADD, SubModule.REVIEWS),
    "proposals:approve": (LogAction.FINISHED, SubModule.REVIEWS),
    "proposals:decline": (LogAction.CANCELLED, SubModule.REVIEWS),
}

LEFT_OUT = frozenset({"tokens:issue", "api_keys:use_basic"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """Which rows of the log; None narrows nothing. Both moments (UTC) are part of the stretch between them."""

    action: LogAction | None = None
    module: int | None = None
    sub_module: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def tags(self) -> tuple[str, ...]:
        """Kinds of events that fit, of which there may be none."""
        if self.module not in {None, CONFIGURATION}:
            return ()
        return tuple(
            tag
            for tag, (action, sub_module) in ENTRIES.items()
            if self.action in {None, action} and self.sub_module in {None, sub_module}
        )

"""What roles and states of people are called, and how they look."""

from collections.abc import Mapping

from fracttal_console.domain.actors import Role
from fracttal_console.domain.people import INVITED
from fracttal_console.texts.catalogue import N_, NP_, Texts
from fracttal_console.ui.look.paint import Pill

ROLES: Mapping[Role, str] = {
    Role.SUPER_ADMINISTRATOR: N_("Super administrator"),
    Role.SUPPORT: N_("Support"),
    Role.MEMBER: N_("Member"),
}
_STATES: Mapping[str, tuple[str, tuple[str, str], str]] = {
    "active": ("circle-check", NP_("person state", "Active"), "ok"),
    "disabled": ("circle-off", NP_("person state", "Disabled"), "idle"),
    INVITED: ("mail", NP_("person state", "Invited"), "info"),
}


def role_word(role: Role, texts: Texts) -> str:
    """Return what a role is called."""
    return texts.gettext(ROLES[role])


def person_pill(status: str, texts: Texts) -> Pill:
    """Return the state of an account."""
    icon, word, tone = _STATES[status]
    return Pill(icon, texts.pgettext(*word), tone)

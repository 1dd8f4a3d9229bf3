"""What values of events are called that the program itself wrote: kinds, ways, causes."""

from collections.abc import Mapping

from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.causes import CAUSES

_ROLES = {
    "super_admin": N_("Super administrator"),
    "support": N_("Support"),
    "member": N_("Member"),
}
_TOKENS = {"access_token": N_("Access token"), "refresh_token": N_("Refresh token")}
_DEMANDS = {"off": N_("Off"), "allowed": N_("Allowed"), "required": N_("Required")}

VALUES: Mapping[str, Mapping[str, str]] = {
    "role": _ROLES,
    "profile": {"standard": N_("Standard"), "fracttal": N_("Fracttal")},
    "grant": {"authorization_code": N_("Authorization code"), "client_credentials": N_("Client credentials")},
    "auth_method": {"client_secret": N_("Client secret"), "private_key_jwt": N_("Public key")},
    "kind": _TOKENS,
    "par": _DEMANDS,
    "dpop": _DEMANDS,
    "via": {
        "console": N_("Console"),
        "browser": N_("Browser"),
        "identity_provider": N_("Identity provider of the company"),
    },
    "second_factor": {
        "totp": N_("Code of the device"),
        "recovery_code": N_("Recovery code"),
        "wrong": N_("Wrong code"),
    },
    "reason": {
        "idle": N_("No activity"),
        "asked": N_("Asked for"),
        "hidden": N_("Window put by"),
        "asleep": N_("Computer slept"),
        "screen": N_("Screen locked"),
        "ended": N_("Account changed"),
    },
    "cause": {
        "by_hand": N_("By hand"),
        "idle": N_("Nobody used it any more"),
        "overdue": N_("Its time was up"),
        "account_missing": N_("No account with this e-mail"),
    },
    "key_provider": {
        "keyring": N_("Keyring"),
        "file": N_("Key file"),
        "credential": N_("Credential of systemd"),
    },
}
"""By field, and by how it stands in the event."""


def value_name(field: str, value: str, texts: Texts) -> str:
    """Return what a value is called; one that the program does not know stays as it is."""
    known = VALUES.get(field, {}).get(value)
    if known is None and field == "cause" and value in CAUSES:
        known = CAUSES[value][0]
    return value if known is None else texts.gettext(known)

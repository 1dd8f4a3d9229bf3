"""States as pills: one icon, word and tone for each, the same in tables and panels."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from fracttal_console.domain.credentials import Credential, CredentialStatus, Profile
from fracttal_console.domain.rotations import SecretState
from fracttal_console.services.authorizations import EXPIRED, AuthorizationView
from fracttal_console.texts.brief import in_days
from fracttal_console.texts.catalogue import NP_, Texts
from fracttal_console.ui.look.paint import Pill

ENDS_SOON = timedelta(days=14)

_AUTHORIZATION: Mapping[str, tuple[str, tuple[str, str], str]] = {
    "active": ("circle-check", NP_("authorization state", "Active"), "ok"),
    "suspended": ("circle-pause", NP_("authorization state", "Suspended"), "warn"),
    "revoked": ("ban", NP_("authorization state", "Revoked"), "bad"),
    EXPIRED: ("clock", NP_("authorization state", "Expired"), "idle"),
}
_KEY: Mapping[str, tuple[str, tuple[str, str], str]] = {
    CredentialStatus.ACTIVE: ("circle-check", NP_("key state", "Active"), "ok"),
    CredentialStatus.DISABLED: ("circle-off", NP_("key state", "Disabled"), "idle"),
    CredentialStatus.REVOKED: ("ban", NP_("key state", "Revoked"), "bad"),
    EXPIRED: ("clock", NP_("key state", "Expired"), "idle"),
}
_CONSUMER: Mapping[str, tuple[str, tuple[str, str], str]] = {
    CredentialStatus.ACTIVE: ("circle-check", NP_("consumer state", "Active"), "ok"),
    CredentialStatus.DISABLED: ("circle-off", NP_("consumer state", "Disabled"), "idle"),
    CredentialStatus.DELETED: ("trash-2", NP_("consumer state", "Deleted"), "bad"),
    EXPIRED: ("clock", NP_("consumer state", "Expired"), "idle"),
}


_SECRET: Mapping[str, tuple[str, tuple[str, str], str]] = {
    SecretState.NEW: ("sparkle", NP_("secret state", "New"), "info"),
    SecretState.ACTIVE: ("circle-check", NP_("secret state", "Active"), "ok"),
    SecretState.RETIRING: ("hourglass", NP_("secret state", "Retiring"), "warn"),
    SecretState.EXPIRED: ("clock", NP_("secret state", "Expired"), "idle"),
    SecretState.RETIRED: ("ban", NP_("secret state", "Retired"), "idle"),
}


def authorization_pill(view: AuthorizationView, now: datetime, texts: Texts) -> Pill:
    """Return the state of an authorization; one that ends soon says when."""
    ends = view.authorization.expires_at
    if view.status == "active" and view.proposal is not None:
        return proposed_pill(texts)
    if view.status == "active" and ends is not None and ends - now < ENDS_SOON:
        return Pill("clock-alert", in_days(ends, now, texts), "warn")
    return _pill(_AUTHORIZATION, view.status, texts)


def proposed_pill(texts: Texts) -> Pill:
    """Return the pill of what somebody proposed to revoke."""
    return Pill("message-square-warning", texts.pgettext("authorization state", "Proposed"), "info")


def authorization_state_pill(status: str, texts: Texts) -> Pill:
    """Return the state of an authorization where only that is known."""
    return _pill(_AUTHORIZATION, status, texts)


def key_pill(key: Credential, now: datetime, texts: Texts) -> Pill:
    """Return the state of an API key."""
    return _credential_pill(_KEY, key, now, texts)


def consumer_pill(consumer: Credential, now: datetime, texts: Texts) -> Pill:
    """Return the state of an OAuth consumer."""
    return _credential_pill(_CONSUMER, consumer, now, texts)


def secret_pill(state: SecretState, texts: Texts) -> Pill:
    """Return the state of a secret."""
    return _pill(_SECRET, state, texts)


def profile_pill(profile: Profile, texts: Texts) -> Pill:
    """Return the profile that a credential has."""
    if profile is Profile.STANDARD:
        return Pill("shield-check", texts.gettext("Standard profile"), "idle")
    return Pill("shield-alert", texts.gettext("Fracttal profile"), "warn")


def legacy_basic_pill(texts: Texts) -> Pill:
    """Return the badge of an API key whose secret may be sent as it is."""
    return Pill("triangle-alert", texts.gettext("Legacy Basic"), "warn")


def _credential_pill(
    table: Mapping[str, tuple[str, tuple[str, str], str]], credential: Credential, now: datetime, texts: Texts
) -> Pill:
    ends = credential.expires_at
    if credential.status is CredentialStatus.ACTIVE and ends is not None:
        if ends <= now:
            return _pill(table, EXPIRED, texts)
        if ends - now < ENDS_SOON:
            return Pill("clock-alert", in_days(ends, now, texts), "warn")
    return _pill(table, credential.status, texts)


def _pill(table: Mapping[str, tuple[str, tuple[str, str], str]], status: str, texts: Texts) -> Pill:
    icon, word, tone = table[status]
    return Pill(icon, texts.pgettext(*word), tone)

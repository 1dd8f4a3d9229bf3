"""The facets of API keys and OAuth consumers."""

from datetime import datetime

from fracttal_console.domain.credentials import Credential, CredentialStatus, Profile
from fracttal_console.domain.oauth_consumers import Consumer, GrantType
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.usage import Use
from fracttal_console.services.facets import Facets, check_facets, check_values
from fracttal_console.services.use_facet import read_use_facet

KEY_FACETS = ("state", "profile", "group", "last_used")
CONSUMER_FACETS = (*KEY_FACETS, "grant")
EXPIRED = "expired"
"""State of a credential that is active but past its end."""

STATES = ("active", "disabled", EXPIRED, "revoked")


class CredentialFacets:
    """What the facets of one query ask of a credential."""

    def __init__(self, facets: Facets, known: tuple[str, ...], now: datetime) -> None:
        """Read the facets.

        Raises:
            Invalid: there is no such facet or value.
        """
        check_facets(facets, known)
        self._now = now
        self._states = check_values("state", facets.get("state", ()), STATES)
        self._profiles = check_values("profile", facets.get("profile", ()), tuple(Profile))
        self._grants = check_values("grant", facets.get("grant", ()), tuple(GrantType))
        self._groups = frozenset(facets.get("group", ()))
        self._use = read_use_facet(facets["last_used"], now) if "last_used" in facets else None

    def fit(self, credential: Credential, group: PermissionGroup, use: Use | None) -> bool:
        """Tell whether a credential fits every facet."""
        return (
            (not self._states or _state(credential, self._now) in self._states)
            and (not self._profiles or str(credential.profile) in self._profiles)
            and (not self._groups or bool(self._groups & {str(group.id), group.name}))
            and (not self._grants or (isinstance(credential, Consumer) and str(credential.grant) in self._grants))
            and (self._use is None or self._use.fits(use.at if use else None, credential.created_at))
        )


def _state(credential: Credential, now: datetime) -> str:
    ended = credential.status is CredentialStatus.ACTIVE and not credential.usable(now)
    return EXPIRED if ended else str(credential.status)

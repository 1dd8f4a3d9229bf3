"""The facets of API keys and OAuth consumers."""

from collections.abc import Iterable
from datetime import datetime

from fracttal_console.domain.api_keys import ApiKeyOptions
from fracttal_console.domain.credentials import Credential, CredentialStatus, Profile
from fracttal_console.domain.oauth_consumers import Consumer, GrantType
from fracttal_console.domain.periods import read_days
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.rotations import last_secret_ends
from fracttal_console.domain.secrets import CredentialSecret
from fracttal_console.domain.usage import Use
from fracttal_console.services.facets import Facets, check_facets, check_values
from fracttal_console.services.use_facet import read_use_facet

_FACETS = ("state", "profile", "group", "last_used", "expiring")
KEY_FACETS = (*_FACETS, "basic")
CONSUMER_FACETS = (*_FACETS, "grant")
EXPIRED = "expired"
"""State of a credential that is active but past its end."""

STATES = ("active", "disabled", EXPIRED, "revoked")
BASIC = ("accepted", "refused")
"""Whether a key may be sent as it is (legacy Basic)."""


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
        self._basic = check_values("basic", facets.get("basic", ()), BASIC)
        days = [read_days("expiring", value) for value in facets.get("expiring", ())]
        self._ends_before = now + max(days) if days else None

    def fit(
        self,
        credential: Credential,
        group: PermissionGroup,
        use: Use | None,
        secrets: Iterable[CredentialSecret],
        options: ApiKeyOptions | None = None,
    ) -> bool:
        """Tell whether a credential fits every facet; one ends with its last secret, or before by itself."""
        return (
            (not self._states or _state(credential, self._now) in self._states)
            and (not self._profiles or str(credential.profile) in self._profiles)
            and (not self._groups or bool(self._groups & {str(group.id), group.name}))
            and (not self._grants or (isinstance(credential, Consumer) and str(credential.grant) in self._grants))
            and (self._use is None or self._use.fits(use.at if use else None, credential.created_at))
            and (self._ends_before is None or self._ends(credential, secrets, self._ends_before))
            and (not self._basic or BASIC[not (options and options.legacy_basic)] in self._basic)
        )

    def _ends(self, credential: Credential, secrets: Iterable[CredentialSecret], before: datetime) -> bool:
        ends = (credential.expires_at, last_secret_ends(secrets, self._now))
        return credential.usable(self._now) and any(at is not None and at < before for at in ends)


def _state(credential: Credential, now: datetime) -> str:
    ended = credential.status is CredentialStatus.ACTIVE and not credential.usable(now)
    return EXPIRED if ended else str(credential.status)

"""What may be changed of an API key and of an OAuth consumer alike."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from fracttal_console.domain.credentials import Credential, Profile, check_expiry, check_networks
from fracttal_console.domain.names import check_text
from fracttal_console.services.references import chosen_permission_group
from fracttal_console.services.use_case import Work

EDITED_FIELDS = ("permission_group_id", "profile", "expires_at", "networks", "owner", "contact")

_Kind = TypeVar("_Kind", bound=Credential)


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialEdit:
    """What is given anew; None leaves a field as it is."""

    permission_group: str | None
    profile: Profile | None
    expires_at: datetime | None
    never_expires: bool
    networks: Iterable[str] | None
    owner: str | None
    contact: str | None

    def applied(self, work: Work, before: _Kind) -> _Kind:
        """Return the credential with what was given.

        Raises:
            Invalid: a field breaks its rule, as when the credential was made.
        """
        return replace(
            before,
            permission_group_id=before.permission_group_id
            if self.permission_group is None
            else chosen_permission_group(work.repositories, self.permission_group).id,
            profile=self.profile or before.profile,
            expires_at=None if self.never_expires else check_expiry(self.expires_at, work.now) or before.expires_at,
            networks=before.networks if self.networks is None else check_networks(self.networks),
            owner=before.owner if self.owner is None else check_text("owner", self.owner),
            contact=before.contact if self.contact is None else check_text("contact", self.contact),
        )

"""How lists show OAuth consumers: with group, secrets, last uses and the number of authorizations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fracttal_console.domain.consumer_keys import AuthMethod, ConsumerKey
from fracttal_console.domain.consumer_switches import ConsumerSwitches
from fracttal_console.domain.names import search_form
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.rotations import Rotation
from fracttal_console.domain.secrets import CredentialSecret
from fracttal_console.domain.usage import Use
from fracttal_console.services.credential_uses import uses_of_public
from fracttal_console.services.secrets_known import secrets_known
from fracttal_console.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class ConsumerView:
    """A consumer as lists show it: with its group, its secrets and keys, and by their ids what is known of these.

    `authorizations` counts those that are not revoked.
    """

    consumer: Consumer
    group: PermissionGroup
    secrets: tuple[CredentialSecret, ...]
    uses: Mapping[int, Use]
    rotations: Mapping[int, Rotation]
    lately: Mapping[int, int]
    authorizations: int = 0
    method: AuthMethod = AuthMethod.CLIENT_SECRET
    keys: tuple[ConsumerKey, ...] = ()
    key_uses: Mapping[int, Use] = field(default_factory=dict)
    switches: ConsumerSwitches = ConsumerSwitches()  # noqa: RUF009  # frozen
    public_use: Use | None = None

    @property
    def last_use(self) -> Use | None:
        """The newest use of any of its secrets and keys; of a public one, which has none, of its authorizations."""
        if self.public_use is not None:
            return self.public_use
        return max((*self.uses.values(), *self.key_uses.values()), key=lambda use: use.at, default=None)


def consumer_views(repositories: Repositories, consumers: list[Consumer], now: datetime) -> list[ConsumerView]:
    """Return what lists show of consumers at `now` (UTC)."""
    groups = repositories.permission_groups.among(consumer.permission_group_id for consumer in consumers)
    secrets = repositories.secrets.of_consumers(consumer.id for consumer in consumers)
    known = secrets_known(repositories, (secret for rows in secrets.values() for secret in rows), now)
    authorizations = repositories.authorizations.live_by_consumer()
    keys = repositories.consumer_keys.of_consumers(consumer.id for consumer in consumers)
    key_uses = repositories.consumer_key_uses.among(key.id for rows in keys.values() for key in rows)
    methods = repositories.consumer_methods.among(consumer.id for consumer in consumers)
    switches = repositories.consumer_switches.among(consumer.id for consumer in consumers)
    public = uses_of_public(repositories, consumers)
    views = []
    for consumer in consumers:
        own = known.of(secrets[consumer.id])
        views.append(
            ConsumerView(
                consumer,
                groups[consumer.permission_group_id],
                tuple(secrets[consumer.id]),
                own.uses,
                own.rotations,
                own.lately,
                authorizations.get(consumer.id, 0),
                methods[consumer.id],
                tuple(keys[consumer.id]),
                {key.id: key_uses[key.id] for key in keys[consumer.id] if key.id in key_uses},
                switches[consumer.id],
                public.get(consumer.id),
            )
        )
    return views


SORTS: dict[str, Callable[[ConsumerView], Any]] = {
    "name": lambda view: search_form(view.consumer.name),
    "group": lambda view: search_form(view.group.name),
    "status": lambda view: view.consumer.status,
    "created": lambda view: view.consumer.created_at,
    "last_used": lambda view: view.last_use.at if view.last_use else None,
    "authorizations": lambda view: view.authorizations,
}
"""What is compared for each word to sort by."""


def searched(view: ConsumerView) -> tuple[str, ...]:
    """Return the texts in which a consumer is looked for."""
    row = view.consumer
    return row.name, row.client_id, view.group.name, row.description, row.owner, row.contact, *row.redirect_uris

"""When API keys and OAuth consumers were last used, by whatever they prove themselves."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.usage import Use
from fracttal_console.storage.repositories import Repositories
from fracttal_console.storage.usage import Uses


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...


def uses_of_keys(repositories: Repositories, keys: Iterable[ApiKey]) -> Mapping[int, Use]:
    """Return the newest use of each API key, by id; those that were never used are missing."""
    return _newest(repositories.secrets.of_api_keys(key.id for key in keys), repositories.secret_uses)


def uses_of_consumers(repositories: Repositories, consumers: Sequence[Consumer]) -> Mapping[int, Use]:
    """Return the newest use of each consumer, by id; those that were never used are missing."""
    ids = [consumer.id for consumer in consumers]
    found = _newest(repositories.secrets.of_consumers(ids), repositories.secret_uses)
    for owner, use in _newest(repositories.consumer_keys.of_consumers(ids), repositories.consumer_key_uses).items():
        found[owner] = max(use, found.get(owner, use), key=lambda one: one.at)
    return {**found, **uses_of_public(repositories, consumers)}


def uses_of_public(repositories: Repositories, consumers: Iterable[Consumer]) -> Mapping[int, Use]:
    """Return the newest use of each public consumer, by id.

    It has nothing to prove itself by, so what people granted it tells when it was used.
    """
    public = [consumer.id for consumer in consumers if not consumer.confidential]
    return repositories.impact.last_uses(public) if public else {}


def _newest(owned: Mapping[int, Sequence[_Numbered]], uses: Uses) -> dict[int, Use]:
    known = uses.among(one.id for rows in owned.values() for one in rows)
    found = {owner: [known[one.id] for one in rows if one.id in known] for owner, rows in owned.items()}
    return {owner: max(rows, key=lambda use: use.at) for owner, rows in found.items() if rows}

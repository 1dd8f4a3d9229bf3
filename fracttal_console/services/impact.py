"""Impact previews: what somebody should know before ending access that is in use; nothing is changed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.authorization_selection import Selection
from fracttal_console.domain.authorizations import AuthorizationStatus
from fracttal_console.domain.consumer_keys import AuthMethod
from fracttal_console.domain.consumer_switches import SwitchChange
from fracttal_console.domain.errors import NothingChosen
from fracttal_console.domain.impact import IN_USE_WITHIN, EditImpact, Impact
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.usage import HOURS_OF_A_DAY, Use, day_of, hour_of
from fracttal_console.services.authorization_selection import selected
from fracttal_console.services.credential_uses import uses_of_consumers
from fracttal_console.services.edit_losses import losses_of_api_key, losses_of_consumer
from fracttal_console.services.references import find_api_key, find_consumer, find_person
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.repositories import Repositories

LIVE = (AuthorizationStatus.ACTIVE, AuthorizationStatus.SUSPENDED)


class ImpactPreview:
    """Count what depends on things that may be ended."""

    def __init__(self, use_cases: UseCases, catalogue: PermissionCatalogue) -> None:
        self._use_cases = use_cases
        self._catalogue = catalogue

    def authorizations(self, actor: Actor, selection: Selection) -> Impact:
        """Return what depends on the selected authorizations.

        Raises:
            NothingChosen: none matches.
            NotFound, Invalid: what is named in the selection does not exist.
        """
        now = self._use_cases.now()
        with self._use_cases.look(actor, Operation.AUTHORIZATIONS_VIEW) as repositories:
            return _of(repositories, selected(repositories, selection, self._catalogue, LIVE, now), now)

    def consumer(self, actor: Actor, ref: str) -> Impact:
        """Return what depends on a consumer.

        Raises:
            NotFound: no consumer has this id, client id or name.
        """
        with self._use_cases.look(actor, Operation.CONSUMERS_VIEW) as repositories:
            return self._of_consumer(repositories, find_consumer(repositories, ref))

    def consumer_edit(
        self,
        actor: Actor,
        ref: str,
        *,
        redirect_uris: Iterable[str] | None = None,
        networks: Iterable[str] | None = None,
        auth_method: AuthMethod | None = None,
        switches: SwitchChange | None = None,
    ) -> EditImpact:
        """Return what an edit would take away from a consumer, and what depends on it; None leaves a field as it is.

        Raises:
            NotFound: no consumer has this id, client id or name.
            Invalid: as in the edit.
        """
        with self._use_cases.look(actor, Operation.CONSUMERS_VIEW) as repositories:
            consumer = find_consumer(repositories, ref)
            losses = losses_of_consumer(
                repositories, consumer, redirect_uris=redirect_uris, networks=networks, auth_method=auth_method,
                switches=switches,
            )  # fmt: skip
            return EditImpact(losses, self._of_consumer(repositories, consumer))

    def person(self, actor: Actor, ref: str) -> Impact:
        """Return what depends on what a person granted.

        Raises:
            NotFound: nobody has this id or e-mail.
        """
        with self._use_cases.look(actor, Operation.PEOPLE_VIEW) as repositories:
            return self._of_all(repositories, Selection(person=str(find_person(repositories, ref).id)))

    def api_key(self, actor: Actor, ref: str) -> Impact:
        """Return what depends on an API key.

        Raises:
            NotFound: no key has this id, public key id or name.
        """
        with self._use_cases.look(actor, Operation.API_KEYS_VIEW) as repositories:
            return self._of_api_key(repositories, find_api_key(repositories, ref))

    def api_key_edit(
        self, actor: Actor, ref: str, *, networks: Iterable[str] | None = None, legacy_basic: bool | None = None
    ) -> EditImpact:
        """Return what an edit would take away from an API key, and what depends on it; None leaves a field as it is.

        Raises:
            NotFound: no key has this id, public key id or name.
            Invalid: as in the edit.
        """
        with self._use_cases.look(actor, Operation.API_KEYS_VIEW) as repositories:
            key = find_api_key(repositories, ref)
            losses = losses_of_api_key(repositories, key, networks=networks, legacy_basic=legacy_basic)
            return EditImpact(losses, self._of_api_key(repositories, key))

    def _of_consumer(self, repositories: Repositories, consumer: Consumer) -> Impact:
        found = self._of_all(repositories, Selection(consumer=str(consumer.id)))
        return _with_own_use(found, uses_of_consumers(repositories, [consumer]).get(consumer.id), self._use_cases.now())

    def _of_api_key(self, repositories: Repositories, key: ApiKey) -> Impact:
        now = self._use_cases.now()
        month = _month(now)
        lately = repositories.usage_hours.of_credential(_day(now), "api_key", key.id)
        paths = repositories.usage_days.per_path(month, ("api_key", key.id))
        days = repositories.usage_days.per_day(month, ("api_key", key.id))
        secrets = repositories.secrets.of_api_key(key.id)
        uses = sorted(
            repositories.secret_uses.among(secret.id for secret in secrets).values(),
            key=lambda use: use.at,
            reverse=True,
        )
        last = uses[0].at if uses else None
        counted = sorted(((path, requests.total) for path, (requests, _) in paths.items()), key=lambda row: -row[1])
        return Impact(
            things=1,
            in_use=int(last is not None and now - last < IN_USE_WITHIN),
            people=0,
            consumers=(),
            requests_day=lately,
            requests_month=sum(requests.total for requests in days.values()),
            paths=tuple(counted),
            addresses=tuple(dict.fromkeys(use.address for use in uses)),
            last_used_at=last,
        )

    def _of_all(self, repositories: Repositories, selection: Selection) -> Impact:
        now = self._use_cases.now()
        try:
            ids = selected(repositories, selection, self._catalogue, LIVE, now)
        except NothingChosen:
            ids = []
        return _of(repositories, ids, now)


def _of(repositories: Repositories, ids: Sequence[int], now: datetime) -> Impact:
    facts = repositories.impact
    found = facts.dependents(ids, now - IN_USE_WITHIN)
    requests = facts.requests(ids, _month(now))
    addresses = facts.addresses(ids)
    consumers = repositories.consumers.among(found.consumer_ids)
    return Impact(
        things=found.number,
        in_use=found.used,
        people=found.people,
        consumers=tuple(sorted((consumer.name for consumer in consumers.values()), key=str.casefold)),
        requests_day=repositories.usage_hours.of_authorizations(_day(now), ids),
        requests_month=sum(number for _, number in requests),
        paths=tuple(requests),
        addresses=tuple(address for address, _ in addresses),
        last_used_at=addresses[0][1] if addresses else None,
    )


def _with_own_use(found: Impact, use: Use | None, now: datetime) -> Impact:
    """Return an impact with the last time when a consumer proved itself: it may ask for tokens and use none here."""
    if use is None:
        return found
    return replace(
        found,
        in_use=max(found.in_use, int(now - use.at < IN_USE_WITHIN)),
        addresses=tuple(dict.fromkeys((*found.addresses, use.address))),
        last_used_at=use.at if found.last_used_at is None else max(use.at, found.last_used_at),
    )


def _month(now: datetime) -> int:
    return day_of(now - IN_USE_WITHIN) + 1


def _day(now: datetime) -> int:
    return hour_of(now) - HOURS_OF_A_DAY + 1

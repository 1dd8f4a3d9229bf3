"""How many requests there were: of the base, a credential, a person or one authorization, day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.usage import NOBODY, Requests, date_of, day_of
from fracttal_console.services.references import find_api_key, find_consumer, find_person
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.repositories import Repositories

MOST_DAYS = 400
MONTH = 30


@dataclass(frozen=True, slots=True)
class DailyRequests:
    """Requests of days that follow each other, the newest last; days begin and end in UTC."""

    days: tuple[tuple[date, Requests], ...]

    @property
    def total(self) -> Requests:
        """All of them together."""
        return sum((requests for _, requests in self.days), Requests())


class UsageFigures:
    """Use cases that read statistics of requests."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def per_day(
        self, actor: Actor, days: int = MONTH, *, consumer: str = "", api_key: str = "", person: str = ""
    ) -> DailyRequests:
        """Return requests day by day, of the whole base or of what is named.

        Args:
            actor: who looks.
            days: how many, today included.
            consumer: id, client id or name.
            api_key: id, key id or name.
            person: id or e-mail; together with a consumer one authorization.

        Raises:
            Invalid: field `days`, or field `api_key`: both a consumer and a key are named.
            NotFound: nothing has such a name.
        """
        _check_days(days)
        if consumer and api_key:
            raise Invalid("api_key", "two_credentials")
        with self._use_cases.look(actor, Operation.USAGE_VIEW) as repositories:
            credential, person_id = _named(repositories, consumer, api_key, person)
            since = self._first(days)
            return daily(repositories.usage_days.per_day(since, credential, person_id), since, days)

    def per_path(
        self, actor: Actor, days: int = MONTH, *, consumer: str = "", api_key: str = "", person: str = ""
    ) -> Mapping[str, Requests]:
        """Return requests by endpoint, the most frequent first; arguments and errors as in `per_day`."""
        _check_days(days)
        with self._use_cases.look(actor, Operation.USAGE_VIEW) as repositories:
            credential, person_id = _named(repositories, consumer, api_key, person)
            found = repositories.usage_days.per_path(self._first(days), credential, person_id)
        ordered = sorted(found.items(), key=lambda pair: (-pair[1][0].total, pair[0]))
        return {path: requests for path, (requests, _) in ordered}

    def of_authorization(
        self, actor: Actor, consumer_id: int, person_id: int | None, days: int = MONTH
    ) -> DailyRequests:
        """Return requests of one consumer for one person, or for itself, day by day."""
        _check_days(days)
        with self._use_cases.look(actor, Operation.USAGE_VIEW) as repositories:
            since = self._first(days)
            found = repositories.usage_days.per_day(since, ("consumer", consumer_id), person_id or NOBODY)
            return daily(found, since, days)

    def _first(self, days: int) -> int:
        return day_of(self._use_cases.now()) - days + 1


def daily(found: Mapping[int, Requests], since: int, days: int) -> DailyRequests:
    """Return so many days from one on; those without requests count none."""
    return DailyRequests(tuple((date_of(day), found.get(day, Requests())) for day in range(since, since + days)))


def _check_days(days: int) -> None:
    if not 1 <= days <= MOST_DAYS:
        raise Invalid("days", "lifetime_range", min=1, max=MOST_DAYS)


def _named(
    repositories: Repositories, consumer: str, api_key: str, person: str
) -> tuple[tuple[str, int] | None, int | None]:
    credential = None
    if consumer:
        credential = ("consumer", find_consumer(repositories, consumer).id)
    elif api_key:
        credential = ("api_key", find_api_key(repositories, api_key).id)
    return credential, find_person(repositories, person).id if person else None

"""The transaction log, for programs: what people did to the base, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from fracttal_console.domain.actors import Actor, ActorKind, Operation
from fracttal_console.domain.audit import Event
from fracttal_console.domain.periods import Period
from fracttal_console.domain.transaction_log import LogFilter
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.event_search import EventFilter


@dataclass(frozen=True, slots=True)
class LogPage:
    """Events of one page of the log, the e-mail of each person who acted in them by id, and how many match in all."""

    events: tuple[Event, ...]
    emails: Mapping[int, str]
    matching: int


class TransactionLog:
    """Use cases on the transaction log; whether the program may see it is looked at before."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def page(self, actor: Actor, wanted: LogFilter, start: int, most: int) -> LogPage:
        """Return at most `most` rows from the one at `start` (from 0) on.

        Args:
            actor: the program that asks.
            wanted: which rows.
            start: how many rows are passed over.
            most: how many are returned at most.
        """
        with self._use_cases.look(actor, Operation.TRANSACTIONS_VIEW) as repositories:
            tags = wanted.tags
            if not tags:
                return LogPage((), {}, 0)
            asked = EventFilter(actions=tags, periods=_periods(wanted))
            places, matching = repositories.event_search.page(asked, start, most, newest_first=True)
            events = tuple(repositories.events.at_places(places))
            people = {event.actor.id for event in events if event.actor.kind is ActorKind.PERSON}
            known = repositories.people.among(number for number in people if number is not None)
        return LogPage(events, {number: person.email for number, person in known.items()}, matching)


def _periods(wanted: LogFilter) -> tuple[Period, ...]:
    if wanted.since is None and wanted.until is None:
        return ()
    # what happened within the second that `until` names is part of it
    return (Period(wanted.since, None if wanted.until is None else wanted.until + timedelta(seconds=1)),)

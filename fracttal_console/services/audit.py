"""The audit log: list events, verify the chain."""

from contextlib import suppress

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import EVENT_KINDS, BaseInitialised, ChainChecked, ChainReport, Event
from fracttal_console.domain.errors import RowTampered
from fracttal_console.services.listing import ListQuery, Page, check_choices
from fracttal_console.services.use_case import UseCases

NOUNS = tuple(sorted({tag.partition(":")[0] for tag in EVENT_KINDS if tag}))
"""What events are about, as their tags name it."""


class Audit:
    """Use cases on the audit log; they change nothing and write no event."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def newest(self, actor: Actor, *, most: int = 100, before: int | None = None) -> list[Event]:
        """Return events, newest first.

        Args:
            actor: who looks.
            most: how many at most.
            before: only events older than this place in the chain.
        """
        with self._use_cases.look(actor, Operation.AUDIT_VIEW) as repositories:
            return repositories.events.newest(most, before)

    def page(self, actor: Actor, query: ListQuery, start: int, most: int) -> Page[Event]:
        """Return events; the ones of the kinds `query.tags` match whatever their names.

        Raises:
            Invalid: field `only`: there is no such noun.
        """
        check_choices(query, sorts=("when",), subsets=NOUNS)
        with self._use_cases.look(actor, Operation.AUDIT_VIEW) as repositories:
            events = repositories.events
            total = events.count()
            if query.id is not None:
                places = [query.id] if 0 < query.id <= total else []
                return Page(tuple(events.at_places(places[start : start + most])), start, len(places), total)
            if not query.words and not query.only:
                rows = events.page(start, most, newest_first=query.descending)
                return Page(tuple(rows), start, total, total)
            places = events.matching(query.words, query.tags, query.only, newest_first=query.descending)
            return Page(tuple(events.at_places(places[start : start + most])), start, len(places), total)

    def verify(self, actor: Actor) -> ChainReport:
        """Check the whole chain, from the first event to the newest."""
        with self._use_cases.look(actor, Operation.AUDIT_VERIFY) as repositories:
            report = repositories.events.verify()
            if report.broken_at is not None:
                return report
            first = repositories.events.since(0, 1)
        # a base begins with the event of its making: a log without it was emptied, head and all, and perhaps begun anew
        return report if first and first[0].tag == BaseInitialised.tag else ChainReport(0, 1)

    def check(self, actor: Actor) -> ChainReport:
        """Verify the chain, and record that it was checked and with what outcome: everybody sees when it last was."""
        report = self.verify(actor)
        # where the end of the chain itself is spoilt nothing can be added to it, and the report says so already
        with suppress(RowTampered), self._use_cases.begin(actor, Operation.AUDIT_VERIFY) as work:
            work.record(ChainChecked(facts={"events": report.events, "broken_at": report.broken_at}))
        return report

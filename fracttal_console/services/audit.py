"""The audit log: list events, export them, verify the chain."""

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import (
    BaseInitialised,
    ChainChecked,
    ChainReport,
    Event,
    EventsExported,
    Fact,
    Target,
)
from fracttal_console.domain.errors import RowTampered
from fracttal_console.services.event_documents import ExportFormat, heading, written
from fracttal_console.services.event_facets import event_filter, event_values, filter_in_words
from fracttal_console.services.facets import FacetValue
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.services.progress import UNWATCHED, Progress
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.private_files import private_file

CHUNK = 1000
"""How many events are read and written at a time."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of an export: how many events stand in the file, of how many that matched when it began."""

    path: Path
    events: int
    matching: int

    @property
    def complete(self) -> bool:
        """Whether it was let to its end."""
        return self.events == self.matching


class Audit:
    """Use cases on the audit log; none of them changes anything."""

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
            Invalid: there is no such order, noun, facet or value.
        """
        with self._use_cases.look(actor, Operation.AUDIT_VIEW) as repositories:
            wanted = event_filter(repositories, query, self._use_cases.now())
            events, search = repositories.events, repositories.event_search
            total = events.count()
            if not wanted.narrows:
                rows = events.page(start, most, newest_first=query.descending)
                return Page(tuple(rows), start, total, total)
            places, matching = search.page(wanted, start, most, newest_first=query.descending)
            return Page(tuple(events.at_places(places)), start, matching, total)

    def facet_values(self, actor: Actor, facet: str, text: str = "", most: int = 50) -> list[FacetValue]:
        """Return what to narrow by: who acted, what was acted on, from where; whose names hold all words of a text.

        Raises:
            Invalid: field `filter`: the facet has values that everybody knows.
        """
        with self._use_cases.look(actor, Operation.AUDIT_VIEW) as repositories:
            return event_values(repositories, facet, text, most)

    def export(
        self,
        actor: Actor,
        path: Path,
        query: ListQuery | None = None,
        *,
        form: ExportFormat = ExportFormat.CSV,
        progress: Progress = UNWATCHED,
    ) -> Exported:
        """Write the events that match to a file that only its owner may read, oldest first; whatever was there goes.

        Where it is stopped, the events up to there are in the file, and the event of the export says so.

        Args:
            actor: who exports.
            path: of the file.
            query: which events; None takes all.
            form: how they are written.
            progress: is told after each chunk, and stops it.

        Raises:
            Invalid: as in `page`; nothing was written.
            FileNotWritten: it cannot be made there; nothing was written.
        """
        query = query or ListQuery()
        with self._use_cases.look(actor, Operation.AUDIT_EXPORT) as repositories:
            # what comes after this, the event of the export first of all, is not in the file
            until = repositories.events.count()
            wanted = event_filter(repositories, query, self._use_cases.now(), until)
            matching = repositories.event_search.count(wanted)
        done = place = 0
        with private_file(path) as file:
            file.write(heading(form))
            while done < matching and not progress.cancelled():
                with self._use_cases.look(self._still(actor), Operation.AUDIT_EXPORT) as repositories:
                    places = repositories.event_search.after(wanted, place, CHUNK)
                    events = repositories.events.at_places(places)
                file.write(written(events, form))
                done, place = done + len(events), places[-1]
                progress.report(done, matching)
            exported = Exported(path, done, matching)
            with self._use_cases.begin(self._still(actor), Operation.AUDIT_EXPORT) as work:
                facts: dict[str, Fact] = {
                    "filter": filter_in_words(query), "format": str(form), "events": done, "matching": matching,
                }  # fmt: skip
                work.record(EventsExported(target=Target("audit", None, path.name[:80]), facts=facts))
        return exported

    def _still(self, actor: Actor) -> Actor:
        """Return who exports with the proof that counted when it began: a long export must not outlive it."""
        return replace(actor, proved_at=self._use_cases.now())

    def verify(self, actor: Actor, *, progress: Progress = UNWATCHED) -> ChainReport:
        """Check the whole chain, from the first event to the newest; if it is stopped, the report is not complete."""
        with self._use_cases.look(actor, Operation.AUDIT_VERIFY) as repositories:

            def goes_on(done: int, total: int) -> bool:
                progress.report(done, total)
                return not progress.cancelled()

            report = repositories.events.verify(goes_on)
            if report.broken_at is not None or not report.complete:
                return report
            first = repositories.events.since(0, 1)
        # a base begins with the event of its making: a log without it was emptied, head and all, and perhaps begun anew
        began = first and first[0].tag == BaseInitialised.tag
        return report if began else replace(report, events=0, broken_at=1)

    def check(self, actor: Actor, *, progress: Progress = UNWATCHED) -> ChainReport:
        """Verify the chain, and record that it was checked and with what outcome: everybody sees when it last was."""
        report = self.verify(actor, progress=progress)
        if not report.complete and report.broken_at is None:
            # it was stopped: nothing can be said of the whole
            return report
        # where the end of the chain itself is spoilt nothing can be added to it, and the report says so already
        with suppress(RowTampered), self._use_cases.begin(actor, Operation.AUDIT_VERIFY) as work:
            work.record(ChainChecked(facts={"events": report.events, "broken_at": report.broken_at}))
        return report

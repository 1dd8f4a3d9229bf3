"""The page of the audit log."""

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.audit import ChainReport, Event
from fracttal_console.services.event_documents import ExportFormat, written
from fracttal_console.texts.brief import number
from fracttal_console.ui.audit.details import link_of
from fracttal_console.ui.audit.export import EventExport
from fracttal_console.ui.audit.presenter import AuditPresenter
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.tables.list_page import ListPage
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.empty import EmptyPage
from fracttal_console.ui.widgets.panel_content import Action


class AuditPage(ListPage[Event]):
    """Everything that was done, in a chain that shows tampering."""

    def __init__(self, desk: Desk) -> None:
        texts = desk.texts
        self._verbs = AuditPresenter(desk)
        empty = EmptyPage(
            desk.theme,
            icon="scroll-text",
            title=texts.gettext("What is done here is written down"),
            text=texts.gettext("Every change is one event, chained to the one before, so that tampering shows."),
        )
        actions = [Action("verify", texts.gettext("Verify chain"), "shield-check", Kind.SECONDARY)]
        if desk.session.may(Operation.AUDIT_EXPORT):
            export = Action("export", texts.gettext("Export…"), "download", Kind.SECONDARY, shortcut="Ctrl+E")
            actions.append(export)
        super().__init__(desk, self._verbs, empty, actions)
        self.export = EventExport(desk, self, self.progress, self.said.emit)
        self.progress.ended.connect(self._allow)

    def act(self, key: str) -> None:
        """Verify the chain, export what is shown, or do something with the chosen event."""
        if key == "verify":
            self._allow(allowed=False)
            self.progress.run(self.desk.texts.gettext("Verifying the chain"), self._verbs.verify, self._tell)
        elif key == "export":
            self.export.ask(self.model.query)
        else:
            self.act_by_key(key)

    def act_by_key(self, key: str) -> None:
        """Copy the chosen event as the export writes it, lead to what it is about, or do what a key stands for."""
        rows = self.chosen().rows if key in {"copy_json", "follow"} else ()
        if key == "copy_json" and rows:
            self.desk.clipboard.copy(written(rows[:1], ExportFormat.JSON_LINES).rstrip("\n"))
        elif key == "follow" and rows:
            link = link_of(rows[0])
            if link is not None:
                self.linked.emit(link)
        else:
            super().act_by_key(key)

    def _allow(self, *, allowed: bool = True) -> None:
        self.head.buttons["verify"].setEnabled(allowed)

    def _tell(self, report: ChainReport) -> None:
        texts = self.desk.texts
        self.desk.chain.note(report, self.desk.now())
        if report.broken_at is not None:
            words = texts.gettext(
                "The chain is broken at event {place}. The audit log was changed outside this program. "
                "Find out who wrote to the file, then restore it from a backup."
            )
            self.said.emit(words.format(place=number(report.broken_at, texts)), "bad", "shield-alert")
        elif report.complete:
            words = texts.ngettext("The chain is whole: {n} event.", "The chain is whole: {n} events.", report.events)
            self.said.emit(words.format(n=number(report.events, texts)), "ok", "shield-check")
        else:
            words = texts.ngettext(
                "Stopped: the first {n} event is whole, the rest was not looked at.",
                "Stopped: the first {n} events are whole, the rest was not looked at.",
                report.events,
            )
            self.said.emit(words.format(n=number(report.events, texts)), "warn", "shield-alert")

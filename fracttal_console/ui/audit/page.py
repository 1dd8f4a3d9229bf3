"""The page of the audit log."""

from fracttal_console.domain.audit import ChainReport, Event
from fracttal_console.domain.errors import ConsoleError
from fracttal_console.texts.brief import number
from fracttal_console.ui.audit.presenter import AuditPresenter
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.operations import Lane
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
        verify = Action("verify", texts.gettext("Verify chain"), "shield-check", Kind.SECONDARY)
        super().__init__(desk, self._verbs, empty, (verify,))

    def act(self, key: str) -> None:
        """Verify the chain, or copy a row."""
        if key == "copy_row":
            self.act_by_key(key)
        elif key == "verify":
            self.head.buttons["verify"].setEnabled(False)
            self.desk.operations.run(self, self._verbs.verify, self._tell, self._failed, lane=Lane.LONG)

    def _tell(self, report: ChainReport) -> None:
        texts = self.desk.texts
        self.head.buttons["verify"].setEnabled(True)
        if report.broken_at is None:
            words = texts.ngettext("The chain is whole: {n} event.", "The chain is whole: {n} events.", report.events)
            self.said.emit(words.format(n=number(report.events, texts)), "ok", "shield-check")
            return
        words = texts.gettext(
            "The chain is broken at event {place}. The audit log was changed outside this program. "
            "Find out who wrote to the file, then restore it from a backup."
        )
        self.said.emit(words.format(place=number(report.broken_at, texts)), "bad", "shield-alert")

    def _failed(self, error: ConsoleError) -> None:
        self.head.buttons["verify"].setEnabled(True)
        self.desk.operations.refuse(error)

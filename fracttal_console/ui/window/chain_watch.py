"""The chain of events in the status bar: checked by itself, and by whoever asks for it."""

from PySide6.QtCore import QTimer

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.audit import ChainReport
from fracttal_console.texts.brief import clock_time, number
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.progress import Watched
from fracttal_console.ui.widgets.labels import ElidedLabel
from fracttal_console.ui.widgets.layouts import row
from fracttal_console.ui.widgets.marks import IconLabel
from fracttal_console.ui.widgets.surfaces import Ground

_FIRST_MS = 20_000
_AGAIN_MS = 3_600_000


class ChainWatch(Ground):
    """Says when the chain was checked last and what came of it; nothing before the first check."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme, "chrome", line="t")
        self._desk = desk
        self._icon = IconLabel(desk.theme, "shield-check", "ok", size=14)
        self._words = ElidedLabel(desk.theme, "", Role.SMALL, "text2")
        self.setLayout(row(self._icon, self._words, spacing=6, margins=(0, 1, 0, 0)))
        self._timer = QTimer(self)
        self._timer.setInterval(_FIRST_MS)
        self._timer.timeout.connect(self.check)
        desk.chain.changed.connect(self._show)
        if desk.session.may(Operation.AUDIT_VERIFY):
            self._timer.start()
        self._show()

    def check(self) -> None:
        """Check the chain beside the window, behind other long work."""
        base, actor, watched = self._desk.base, self._desk.actor, Watched(self._desk.operations)
        self._timer.setInterval(_AGAIN_MS)
        self.destroyed.connect(watched.stop)
        self._desk.operations.run(
            self,
            lambda: base.audit.verify(actor, progress=watched),
            self._note,
            # whoever works with the log is told what is the matter; this only looks
            lambda _error: None,
            lane=Lane.LONG,
        )

    def _note(self, report: ChainReport) -> None:
        self._desk.chain.note(report, self._desk.now())

    def _show(self) -> None:
        report, at, texts = self._desk.chain.report, self._desk.chain.at, self._desk.texts
        self.setVisible(report is not None)
        if report is None or at is None:
            return
        if report.broken_at is None:
            words = texts.gettext("Audit chain verified at {time}").format(time=clock_time(at))
            self._icon.set_icon("shield-check", "ok")
            self._words.set_ink("text2")
        else:
            place = number(report.broken_at, texts)
            words = texts.gettext("Audit chain broken at event {place}").format(place=place)
            self._icon.set_icon("shield-alert", "bad")
            self._words.set_ink("bad")
        self._words.setText(words)
        self._words.setMaximumWidth(self._words.sizeHint().width())

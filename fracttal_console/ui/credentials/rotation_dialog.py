"""The rotation assistant: the steps with their dates, who still uses the old secret, and what can be done about it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.services.secret_rotation import SecretsInUse
from fracttal_console.ui.credentials.rotation_words import RotationShown, SecretLine, rotation_shown
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.event_bridge import USED_PAUSE_MS
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.numbers_dialog import NUMBERS_KEYS, NumbersDialog
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.dialog import Dialog
from fracttal_console.ui.widgets.labels import ElidedLabel, Label, Line
from fracttal_console.ui.widgets.layouts import clear, column, row
from fracttal_console.ui.widgets.marks import IconLabel, PillLabel
from fracttal_console.ui.widgets.paired_bars import PairedBars, Swatch
from fracttal_console.ui.widgets.steps import Reached, StepLine
from fracttal_console.ui.widgets.surfaces import Card
from fracttal_console.ui.window.shortcuts import bind

_WIDTH = 920
_TIME_PASSES_MS = 20_000


class RotationDialog(Dialog):
    """Follows the rotation of one credential live.

    Signals:
        extend_asked: the old secret is to be given more time.
        retire_asked: the old secret is to be retired now.
    """

    extend_asked = Signal(object)
    retire_asked = Signal(object)

    def __init__(
        self, desk: Desk, parent: QWidget, name: str, read: Callable[[], SecretsInUse[Any]], *, may_change: bool
    ) -> None:
        """Take whose secrets are followed.

        Args:
            desk: the tools of the window.
            parent: over what it stands.
            name: of the credential.
            read: reads what is known of its secrets, beside the window.
            may_change: whether the person may extend the rotation and retire secrets.
        """
        super().__init__(desk.theme, parent, name, width=_WIDTH)
        texts = desk.texts
        self.desk = desk
        self._read = read
        self._may_change = may_change
        self.shown: RotationShown | None = None
        self._title = Label(self.theme, texts.gettext("Secrets"), Role.TITLE)
        self._day = Label(self.theme, "", Role.BODY, "text2")
        self._steps = column(spacing=0)
        self._use = column(spacing=6, margins=(16, 14, 16, 14))
        self._bars = PairedBars(self.theme, texts.gettext("Requests by secret, 14 days"))
        self._bars_note = Label(self.theme, "", Role.SMALL, "text2")
        self._first_day = Label(self.theme, "", Role.NOTE, "text2")
        self._share = Label(self.theme, "", Role.NOTE)
        self._table = column(spacing=0)
        self.copy_note = Button(self.theme, texts.gettext("Copy note for integrator"), icon="copy", small=True)
        self.extend = Button(self.theme, texts.gettext("Extend…"))
        self.retire = Button(self.theme, texts.gettext("Retire old secret now…"), Kind.DANGER)
        self.leave = Button(self.theme, texts.gettext("Close"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(USED_PAUSE_MS)
        self._time = QTimer(self)
        self._time.setInterval(_TIME_PASSES_MS)
        self._put_together(name)
        self._join()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what may have changed meanwhile."""
        super().showEvent(event)
        self.refresh()
        self._time.start()

    def show_numbers(self) -> None:
        """Show the requests of each secret as a table."""
        texts = self.desk.texts
        heads = (texts.gettext("Day"), texts.gettext("New"), texts.gettext("Old"))
        if self._bars.bars:
            rows = [bar.cells for bar in self._bars.bars]
            NumbersDialog(self.desk, self, texts.gettext("Requests by secret, 14 days"), heads, rows).open()

    def refresh(self) -> None:
        """Read anew."""
        if self.isVisible():
            self.desk.operations.run(self, self._read, self._show, self._fail, lane=Lane.READ)

    def _put_together(self, name: str) -> None:
        theme, texts = self.theme, self.desk.texts
        tile = IconLabel(theme, "refresh-cw", "accent_text", size=20, tile=40)
        words = column(row(self._title, self._day, None), Label(theme, name, Role.BODY, "text2"), spacing=2)
        head = row(tile, words, spacing=12, stretch=1)
        self._use_card = Card(theme, "panel")
        self._use_card.setLayout(self._use)
        legend = row(
            Label(theme, texts.gettext("Requests by secret, 14 days"), Role.LABEL, "text2"),
            None,
            Swatch(theme, hatched=False),
            Label(theme, texts.gettext("New"), Role.SMALL),
            4,
            Swatch(theme, hatched=True),
            Label(theme, texts.gettext("Old"), Role.SMALL),
            spacing=6,
        )
        self._chart = QWidget()
        self._chart.setLayout(
            column(legend, 8, self._bars, 4, row(self._first_day, None, self._bars_note, None, self._share), spacing=0)
        )
        middle = row(self._use_card, self._chart, spacing=24)
        middle.setStretch(0, 11)
        middle.setStretch(1, 10)
        table = Card(theme)
        table.setLayout(self._table)
        body = column(self.scrolling(column(self._steps, 20, middle, 20, table, spacing=0)))
        self.lay_out(head, body, foot=(self.extend, self.retire, None, self.leave))
        for part in (self.extend, self.retire, self._use_card, self._chart, self._day, self._bars_note):
            part.hide()
        self.set_default(self.leave)
        self.leave.setFocus()

    def _join(self) -> None:
        bind(self, NUMBERS_KEYS, self.show_numbers)
        self.leave.clicked.connect(self.reject)
        self.extend.clicked.connect(lambda: self.extend_asked.emit(self.shown))
        self.retire.clicked.connect(lambda: self.retire_asked.emit(self.shown))
        self.copy_note.clicked.connect(self._copy_note)
        self._bars.told.connect(lambda words: _say(self._bars_note, words))
        self._pause.timeout.connect(self.refresh)
        self._time.timeout.connect(self.refresh)
        self.desk.bridge.happened.connect(self._hear)
        self.desk.bridge.touched.connect(self._note_used)
        self.finished.connect(self._end)

    def _hear(self, _events: list[object]) -> None:
        self.refresh()

    def _note_used(self) -> None:
        if not self._pause.isActive():
            self._pause.start()

    def _end(self) -> None:
        for timer in (self._pause, self._time):
            timer.stop()
        self.deleteLater()

    def _fail(self, error: ConsoleError) -> None:
        self.reject()
        self.desk.operations.refuse(error)

    def _copy_note(self) -> None:
        if self.shown is not None:
            self.desk.clipboard.copy(self.shown.note)
            self.copy_note.setText(self.desk.texts.gettext("Copied"))
            self.copy_note.set_icon("check")

    def _show(self, known: SecretsInUse[Any]) -> None:
        shown = rotation_shown(self.desk, known)
        if shown == self.shown:
            return
        self.shown = shown
        self._title.setText(shown.title)
        _say(self._day, shown.day)
        self._show_steps(shown)
        self._show_use(shown)
        self._bars.show_bars(shown.bars, shown.bars_words)
        self._first_day.setText(shown.first_day)
        self._share.setText(shown.share)
        self._chart.setVisible(shown.two_live)
        self.extend.setVisible(self._may_change and bool(shown.steps))
        self.retire.setVisible(self._may_change and shown.two_live)
        self._show_table(shown.lines)

    def _show_steps(self, shown: RotationShown) -> None:
        clear(self._steps)
        if shown.steps:
            texts = self.desk.texts
            words = {
                Reached.DONE: texts.gettext("done"),
                Reached.NOW: texts.gettext("now"),
                Reached.AHEAD: texts.gettext("to come"),
            }
            self._steps.addWidget(StepLine(self.theme, shown.steps, words))

    def _show_use(self, shown: RotationShown) -> None:
        self._use_card.setVisible(shown.use is not None)
        self.copy_note.setParent(None)
        clear(self._use)
        if shown.use is None:
            return
        use = shown.use
        icon = IconLabel(self.theme, use.icon, use.tone)
        self._use.addLayout(row(icon, Label(self.theme, use.title, Role.STRONG, wrap=True), stretch=1))
        self._use.addWidget(Label(self.theme, use.text, Role.BODY, "text2", wrap=True))
        if use.place:
            self._use.addWidget(ElidedLabel(self.theme, use.place, Role.MONO, elide=Qt.TextElideMode.ElideMiddle))
        self._use.addStretch(1)
        self._use.addLayout(row(self.copy_note, None))
        self.copy_note.show()

    def _show_table(self, lines: tuple[SecretLine, ...]) -> None:
        clear(self._table)
        theme, texts = self.theme, self.desk.texts
        grid = QGridLayout()
        grid.setContentsMargins(16, 8, 16, 8)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        heads = (
            texts.gettext("Secret"), texts.gettext("State"), texts.gettext("Created"), texts.gettext("Expires"),
            texts.gettext("Last used"), texts.gettext("From"), texts.gettext("Request"), texts.gettext("24 h"),
        )  # fmt: skip
        for place, head in enumerate(heads):
            label = Label(theme, head, Role.LABEL, "text3")
            label.setFixedHeight(30)
            right = Qt.AlignmentFlag.AlignRight if place == len(heads) - 1 else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(label, 0, place, right | Qt.AlignmentFlag.AlignVCenter)
        for number_, line in enumerate(lines):
            grid.addWidget(Line(theme), 2 * number_ + 1, 0, 1, len(heads))
            self._show_line(grid, 2 * number_ + 2, line)
        grid.setColumnStretch(6, 1)
        self._table.addLayout(grid)

    def _show_line(self, grid: QGridLayout, place: int, line: SecretLine) -> None:
        theme = self.theme
        parts: tuple[QWidget, ...] = (
            Label(theme, line.hint, Role.MONO),
            PillLabel(theme, line.pill),
            Label(theme, line.created, Role.BODY, "text2"),
            Label(theme, line.expires, Role.BODY, "text2"),
            Label(theme, line.used, Role.BODY, "text2"),
            Label(theme, line.address or "–", Role.MONO, "text2"),
            ElidedLabel(theme, line.path or "–", Role.MONO, "text2", Qt.TextElideMode.ElideMiddle),
            Label(theme, line.lately, Role.BODY),
        )
        grid.setRowMinimumHeight(place, 36)
        for column_, part in enumerate(parts):
            if column_ == len(parts) - 1:
                grid.addWidget(part, place, column_, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            else:
                grid.addWidget(part, place, column_)


def _say(label: Label, words: str) -> None:
    """Show words, or hide what has none."""
    label.setText(words)
    label.setVisible(bool(words))

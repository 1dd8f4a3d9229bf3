"""The line at the foot: live state, what is shown, the clipboard's countdown, when the window locks."""

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from fracttal_console.texts.brief import brief_ago, number
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import Pill
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.layouts import row
from fracttal_console.ui.widgets.marks import IconLabel, PillLabel
from fracttal_console.ui.widgets.ring import Ring
from fracttal_console.ui.widgets.surfaces import Ground
from fracttal_console.ui.window.chain_watch import ChainWatch
from fracttal_console.ui.work_page import Counts

HEIGHT = 28
_TICK_MS = 5000


class StatusBar(Ground):
    """What is always true of the window.

    Signals:
        cleared: the person asked to clear the clipboard now.
    """

    cleared = Signal()

    def __init__(self, desk: Desk, lock_minutes: int) -> None:
        super().__init__(desk.theme, "chrome", line="t")
        self._desk = desk
        theme, texts = desk.theme, desk.texts
        self._last: datetime | None = None
        self._live = ElidedLabel(theme, "", Role.SMALL, "text2")
        self._shown = Label(theme, "", Role.SMALL, "text2")
        self._ring = Ring(theme)
        self._countdown = Label(theme, "", Role.LABEL_STRONG, "text")
        self._clear = Button(theme, texts.gettext("Clear now"), Kind.LINK, small=True)
        self._clear.setFixedHeight(24)
        self._clear.setToolTip("Ctrl+Shift+X")
        self._clear.clicked.connect(self.cleared)
        words = texts.ngettext("Locks after {n} min idle", "Locks after {n} min idle", lock_minutes)
        lock = Label(theme, words.format(n=lock_minutes), Role.SMALL, "text2")
        self._private = PillLabel(theme, Pill("eye-off", texts.gettext("Values hidden"), "warn"))
        # only below: what has no parent yet would be shown as a window of its own
        self._private.hide()
        self.setFixedHeight(HEIGHT)
        self.setLayout(
            row(
                IconLabel(theme, "radio", "ok", size=14),
                self._live,
                12,
                self._shown,
                12,
                self._private,
                None,
                self._ring,
                self._countdown,
                self._clear,
                12,
                ChainWatch(desk),
                12,
                IconLabel(theme, "lock", "text2", size=14),
                lock,
                spacing=6,
                margins=(20, 1, 16, 0),
            )
        )
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._say_live)
        self._timer.start()
        desk.clipboard.changed.connect(self.show_countdown)
        self._say_live()
        self.show_counts(None)
        self.show_private(private=theme.private)
        self.show_countdown()

    def note_event(self, moment: datetime | None) -> None:
        """Say that something happened."""
        self._last = moment or self._last
        self._say_live()

    def show_private(self, *, private: bool) -> None:
        """Say whether values are hidden."""
        self._private.setVisible(private)

    def show_counts(self, counts: Counts | None) -> None:
        """Say how many rows are shown and chosen; None says nothing."""
        words = "" if counts is None else self._counted(counts)
        self._shown.setText(words)
        self._shown.setVisible(bool(words))

    def show_countdown(self) -> None:
        """Say when the clipboard is cleared."""
        left = self._desk.clipboard.seconds_left
        for part in (self._ring, self._countdown, self._clear):
            part.setVisible(left > 0)
        if left:
            self._ring.show_share(left / max(1, self._desk.clipboard.seconds))
            words = self._desk.texts.ngettext("Clipboard clears in {n} s", "Clipboard clears in {n} s", left)
            self._countdown.setText(words.format(n=left))
            if left == 10:
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._countdown.text()))

    def _counted(self, counts: Counts) -> str:
        texts = self._desk.texts
        words = texts.gettext("{shown} of {total} shown").format(
            shown=number(counts.shown, texts), total=number(counts.total, texts)
        )
        if not counts.chosen:
            return words
        some = texts.ngettext("{n} chosen", "{n} chosen", counts.chosen).format(n=number(counts.chosen, texts))
        return f"{words} · {some}"

    def _say_live(self) -> None:
        texts = self._desk.texts
        if self._last is None:
            self._live.setText(texts.gettext("Live"))
        else:
            ago = brief_ago(self._last, self._desk.now(), texts)
            self._live.setText(texts.gettext("Live · last event {ago}").format(ago=ago))
        self._live.setFixedWidth(self._live.sizeHint().width())

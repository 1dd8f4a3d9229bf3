"""The palette itself: a field, and below it what can be gone to or done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.texts.brief import number
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import filled_box, painting
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.palette.entries import Entry, ranked
from fracttal_console.ui.palette.field import PaletteField
from fracttal_console.ui.palette.results import Results
from fracttal_console.ui.widgets.dialog import RADIUS, Dialog
from fracttal_console.ui.widgets.labels import Label, Line
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.marks import IconLabel

WIDTH = 640
_TOP = 96
_HIGHEST = 440
_LEAP = 6
_PAUSE_MS = 80
_FROM_LETTERS = 2

Finder = Callable[[str], Sequence[Entry]]
"""Look for things by what was typed; runs beside the window."""


class Palette(Dialog):
    """Asks where to go or what to do; what is taken runs after it has closed."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        entries: Sequence[Entry],
        finders: Sequence[Finder],
        recent: Sequence[Entry] = (),
        taken: Callable[[Entry], None] = lambda _entry: None,
    ) -> None:
        """Show what is there.

        Args:
            desk: the tools of the window.
            parent: over whose window it stands.
            entries: pages and actions.
            finders: look for things by name.
            recent: what was taken last, newest first; it stands first until something is typed.
            taken: told what is taken, before it runs.
        """
        super().__init__(desk.theme, parent, desk.texts.gettext("Search or run a command"), width=WIDTH)
        self._desk = desk
        self._entries = tuple(entries)
        self._finders = tuple(finders)
        self._recent = tuple(recent)
        self._taken = taken
        self._found: list[Entry] = []
        self._asked = 0
        self._awaited = 0
        self._walked = False
        self.field = PaletteField(desk.theme, desk.texts.gettext("Search or run a command"))
        self.results = Results(desk.theme, desk.texts)
        self._count = Label(desk.theme, "", Role.SMALL, "text3")
        self._nothing = Label(desk.theme, "", Role.BODY, "text2", wrap=True)
        self._nothing.setContentsMargins(20, 12, 20, 12)
        head = row(IconLabel(desk.theme, "search", "text2", size=20), self.field, self._count, spacing=12,
                   margins=(20, 10, 20, 10))  # fmt: skip
        head.setStretch(1, 1)
        self.setLayout(column(head, Line(desk.theme), self.results, self._nothing, 8, spacing=0, margins=(1, 1, 1, 0)))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._find)
        self.field.textChanged.connect(self._typed)
        self.results.taken.connect(self.take)
        self._show()

    def found_all(self) -> bool:
        """Tell whether nothing more is looked for."""
        return not self._pause.isActive() and not self._awaited

    def put_away(self) -> bool:
        """Close at a lock: nothing was typed that is worth keeping."""
        self.reject()
        return False

    def take(self) -> None:
        """Close, and do what the chosen entry stands for."""
        entry = self.results.entry
        if entry is not None:
            self.accept()
            self._taken(entry)
            entry.run()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the entries, and take one."""
        steps = {
            Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _LEAP, Qt.Key.Key_PageUp: -_LEAP,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in steps:
            self._walked = True
            self.results.step(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.take()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box."""
        with painting(self) as painter:
            filled_box(painter, self.rect(), self.theme.colour("raised"), RADIUS, self.theme.colour("border_strong"))

    def top(self, room: int) -> int:
        """Stand near the top, so that the list grows downwards."""
        return min(_TOP, max(0, (room - self.height()) // 2))

    def done(self, result: int) -> None:
        """Look for nothing more."""
        self._pause.stop()
        self._asked += 1
        super().done(result)
        self.deleteLater()

    def _typed(self, text: str) -> None:
        self._asked += 1
        self._awaited = 0
        self._walked = False
        if len(text.strip()) < _FROM_LETTERS:
            self._found = []
            self._pause.stop()
        else:
            self._pause.start()
        self._show()

    def _find(self) -> None:
        text, asked = self.field.text().strip(), self._asked
        self._awaited = len(self._finders)
        fresh: list[Entry] = []
        for find in self._finders:
            self._ask(find, text, asked, fresh)

    def _ask(self, find: Finder, text: str, asked: int, fresh: list[Entry]) -> None:
        def take(found: Sequence[Entry]) -> None:
            if asked == self._asked:
                fresh.extend(found)
                self._awaited -= 1
                if not self._awaited:
                    # all at once: lines that jump under the eye are worse than lines a moment later
                    self._found = fresh
                    self._show(keep=True)

        def let_be(_error: ConsoleError) -> None:
            # what cannot be read says so on its own page
            take(())

        self._desk.operations.run(self, lambda: find(text), take, let_be, lane=Lane.READ)

    def _show(self, *, keep: bool = False) -> None:
        texts, text = self._desk.texts, self.field.text()
        known = {entry.key for entry in self._recent}
        if text.strip():
            shown = ranked([*self._entries, *self._found], text)
        else:
            here = [entry for entry in self._entries if entry.key not in known]
            shown = ranked([*self._recent, *here], "")
        chosen = self.results.entry
        self.results.show_entries(shown, chosen.key if keep and chosen and self._walked else "")
        self.results.setFixedHeight(min(_HIGHEST, self.results.content_height))
        self.results.setVisible(bool(shown))
        self._nothing.setVisible(not shown)
        self._nothing.setText(texts.gettext("Nothing has that name, and no command either."))
        words = texts.ngettext("{n} result", "{n} results", len(shown)).format(n=number(len(shown), texts))
        self._count.setText(words)
        self._count.setVisible(bool(text.strip()))
        if text.strip() and not self._pause.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.results, words))

"""What would be refused, beside the boxes that are ticked: read again whenever they rest for a moment."""

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fracttal_console.domain.what_if import Affected, WhatIf
from fracttal_console.texts.brief import number
from fracttal_console.texts.what_if import fewer_may, looked_at, refused_line, share_refused, verdict
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.permissions import in_words
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.layouts import clear, column, row
from fracttal_console.ui.widgets.marks import IconLabel
from fracttal_console.ui.widgets.surfaces import Note

RESTS_MS = 250
"""How long the boxes rest before anything is read."""

KIND_ICONS = {"api_key": "key-round", "consumer": "app-window", "person": "user"}
_LISTED_MOST = 4
_PATHS_MOST = 2

Ask: TypeAlias = Callable[[], WhatIf]
"""Reads beside the window."""


class WhatIfView(QWidget):
    """Says what would be refused, who would notice, and how many requests.

    Signals:
        told: the answer to what was asked last is shown.
    """

    told = Signal()

    def __init__(self, desk: Desk, question: Callable[[], Ask | None]) -> None:
        """Take what is asked.

        Args:
            desk: the tools of the window.
            question: returns how the boxes as they are now are asked about, None where they allow nothing.
        """
        super().__init__()
        self._desk = desk
        self._question = question
        self._number = 0
        self.found: WhatIf | None = None
        texts = desk.texts
        self.note = Note(desk.theme, "info", "activity", texts.gettext("Looking at the requests of 30 days…"))
        self._rows: QVBoxLayout = column(spacing=10)
        self._details: QVBoxLayout = column(spacing=6)
        caption = Label(desk.theme, texts.gettext("What would change"), Role.LABEL, "text2")
        self.setLayout(column(caption, self.note, self._rows, self._details, None, spacing=10))
        self.setAccessibleName(caption.text())
        self._rests = QTimer(self)
        self._rests.setSingleShot(True)
        self._rests.setInterval(RESTS_MS)
        self._rests.timeout.connect(self.read)

    def note_change(self) -> None:
        """Read again once nothing has changed for a moment."""
        self._rests.start()

    def read(self) -> None:
        """Read now; an answer that is overtaken by another question is dropped."""
        self._rests.stop()
        ask = self._question()
        self._number += 1
        if ask is None:
            self.found = None
            self._say("info", "info", self._desk.texts.gettext("Nothing is allowed: every request would be refused."))
            clear(self._rows)
            clear(self._details)
            return
        asked = self._number
        self._desk.operations.run(self, ask, lambda found: self._arrived(asked, found), lane=Lane.READ)

    def show_found(self, found: WhatIf) -> None:
        """Show an answer."""
        if found == self.found:
            return
        self.found = found
        texts = self._desk.texts
        tone, icon = ("warn", "triangle-alert") if found.refused else ("ok", "circle-check")
        self._say(tone, icon, verdict(found, texts), looked_at(found, texts))
        clear(self._rows)
        hit = [one for one in found.affected if one.refused]
        for one in hit[:_LISTED_MOST]:
            self._rows.addWidget(self._row(one))
        if len(hit) > _LISTED_MOST:
            more = len(hit) - _LISTED_MOST
            words = texts.ngettext("and {n} more", "and {n} more", more).format(n=number(more, texts))
            self._rows.addWidget(Label(self._desk.theme, words, Role.SMALL, "text2"))
        clear(self._details)
        for words in self._further(found):
            self._details.addWidget(Label(self._desk.theme, words, Role.SMALL, "text2", wrap=True))

    def minimumSizeHint(self) -> QSize:
        """Ask for no height: how high the wrapped words are depends on the width that they get."""
        return QSize(super().minimumSizeHint().width(), 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what holds by now: the dialog may come back after a lock."""
        super().showEvent(event)
        self.read()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask no more."""
        super().hideEvent(event)
        self._rests.stop()

    def _arrived(self, asked: int, found: WhatIf) -> None:
        if asked == self._number:
            self.show_found(found)
            self.told.emit()

    def _say(self, tone: str, icon: str, words: str, further: str = "") -> None:
        if words != self.note.title.text():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        self.note.say(words, further, tone=tone, icon=icon)

    def _row(self, one: Affected) -> QWidget:
        theme, texts = self._desk.theme, self._desk.texts
        icon = IconLabel(theme, KIND_ICONS[one.kind])
        name = ElidedLabel(theme, one.name, Role.NAME, value=True)
        share = Label(theme, share_refused(one, texts), Role.SMALL, "text2")
        lines = column(row(icon, name, share, spacing=8, stretch=1), spacing=2)
        for line in one.refused[:_PATHS_MOST]:
            path = ElidedLabel(theme, refused_line(line, texts), Role.SMALL, "text2", value=True)
            lines.addLayout(row(24, path, spacing=0))
        if len(one.refused) > _PATHS_MOST:
            more = len(one.refused) - _PATHS_MOST
            words = texts.ngettext("and {n} more", "and {n} more", more).format(n=number(more, texts))
            lines.addLayout(row(24, Label(theme, words, Role.SMALL, "text2"), None, spacing=0))
        box = QWidget()
        box.setLayout(lines)
        return box

    def _further(self, found: WhatIf) -> list[str]:
        texts, catalogue = self._desk.texts, self._desk.base.catalogue
        parts = []
        if found.authorizations:
            parts.append(fewer_may(found, texts))
        for permissions, words in (
            (found.removed, texts.gettext("Taken away: {what}")),
            (found.added, texts.gettext("Added: {what}")),
            (found.untold, texts.gettext("Requests do not show whether it is used: {what}")),
        ):
            if permissions:
                parts.append(words.format(what=in_words(permissions, catalogue, texts)))
        return parts

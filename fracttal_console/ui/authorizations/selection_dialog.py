"""Choose authorizations by what they have in common, see how many match, and say what is to become of them."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from fracttal_console.domain.authorization_selection import Selection
from fracttal_console.domain.errors import ConsoleError, NothingChosen
from fracttal_console.domain.impact import Impact
from fracttal_console.services.authorizations import AuthorizationView
from fracttal_console.texts.brief import number
from fracttal_console.texts.errors import error_text
from fracttal_console.texts.permissions import permission_phrase
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.impact import impact_lines
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.dialog import Dialog
from fracttal_console.ui.widgets.fields import Choice, Field, TextEdit
from fracttal_console.ui.widgets.layouts import column
from fracttal_console.ui.widgets.surfaces import Note

_PAUSE_MS = 200
_DAYS = "90"


class SelectionDialog(Dialog):
    """A criterion, its value, and how many match.

    Signals:
        chosen: what is to be done (end, suspend, resume), and the selection.
    """

    chosen = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget, view: AuthorizationView | None) -> None:
        """Begin with what the current row has.

        Args:
            desk: the tools of the window.
            parent: over what it stands.
            view: the current row; None where there is none.
        """
        texts, theme = desk.texts, desk.theme
        super().__init__(theme, parent, texts.gettext("End several authorizations"), width=600)
        self._desk = desk
        self._asked = 0
        self._selection: Selection | None = None
        self.by = Choice(theme)
        for key, words in (
            ("person", texts.gettext("All that one person granted")),
            ("consumer", texts.gettext("All of one consumer")),
            ("permission", texts.gettext("All that hold one permission")),
            ("unused_days", texts.gettext("All that were not used for some days")),
        ):
            self.by.addItem(words, key)
        self.person = TextEdit(theme, placeholder="ana@example.com")
        self.person.setText("" if view is None or view.person is None else view.person.email)
        self.consumer = TextEdit(theme)
        self.consumer.setText("" if view is None else view.consumer.name)
        self.permission = Choice(theme)
        for name in desk.base.catalogue.in_order(desk.base.catalogue.all):
            self.permission.addItem(permission_phrase(name, desk.base.catalogue, texts), name)
        self.days = TextEdit(theme)
        self.days.setText(_DAYS)
        self._values = QStackedWidget()
        for field in (
            Field(theme, texts.gettext("E-mail of the person"), self.person),
            Field(theme, texts.gettext("Name or client id of the consumer"), self.consumer),
            Field(theme, texts.gettext("Permission"), self.permission),
            Field(theme, texts.gettext("Days without use; never used counts from the day it was granted"), self.days),
        ):
            self._values.addWidget(field)
        self._note = Note(theme, "idle", "info", " ")
        self.cancel = Button(theme, texts.gettext("Cancel"))
        self.resume = Button(theme, texts.gettext("Resume"), icon="circle-play")
        self.suspend = Button(theme, texts.gettext("Suspend"), icon="circle-pause")
        self.end = Button(theme, texts.gettext("Revoke…"), Kind.DANGER, icon="ban")
        self.lay_out(
            self.head(
                self.windowTitle(), texts.gettext("Choose them by what they have in common."), icon="list-filter",
            ),
            column(Field(theme, texts.gettext("Which"), self.by), self._values, self._note, spacing=16),
            foot=(None, self.cancel, self.resume, self.suspend, self.end),
        )  # fmt: skip
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._join()
        self._show_by()

    def selection(self) -> Selection:
        """Return what is chosen.

        Raises:
            NothingChosen: the value is blank.
            Invalid: the number of days is none.
        """
        key = self.by.currentData()
        if key == "permission":
            return Selection(permission=self.permission.currentData())
        if key == "unused_days":
            text = self.days.text().strip()
            return Selection(unused_days=int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0)
        if key == "person":
            return Selection(person=self.person.text().strip())
        return Selection(consumer=self.consumer.text().strip())

    def _join(self) -> None:
        self.by.currentIndexChanged.connect(self._show_by)
        self.permission.currentIndexChanged.connect(self._changed)
        for edit in (self.person, self.consumer, self.days):
            edit.textChanged.connect(self._changed)
        self._pause.timeout.connect(self._count)
        self.cancel.clicked.connect(self.reject)
        for key, button in (("resume", self.resume), ("suspend", self.suspend), ("end", self.end)):
            button.clicked.connect(self._answering(key))
        self.set_default(self.cancel)
        self.by.setFocus()

    def _answering(self, key: str) -> Callable[[], None]:
        def answer() -> None:
            selection = self._selection
            if selection is not None:
                self.accept()
                self.chosen.emit(key, selection)

        return answer

    def _show_by(self) -> None:
        self._values.setCurrentIndex(self.by.currentIndex())
        self._count()

    def _changed(self) -> None:
        # at once: no button may act on what stood there before
        self._asked += 1
        self._take(None)
        self._pause.start()

    def _count(self) -> None:
        self._pause.stop()
        self._asked += 1
        asked = self._asked
        self._take(None)
        try:
            selection = self.selection()
        except NothingChosen:
            self._note.say(self._desk.texts.gettext("Say which ones are meant."), tone="idle", icon="info")
            self._fit()
            return
        except ConsoleError as error:
            self._refused(asked, error)
            return
        self._desk.operations.run(
            self,
            lambda: self._desk.base.impact.authorizations(self._desk.actor, selection),
            lambda impact: self._counted(asked, selection, impact),
            lambda error: self._refused(asked, error),
            lane=Lane.READ,
        )

    def _counted(self, asked: int, selection: Selection, impact: Impact) -> None:
        if asked != self._asked:
            return
        texts = self._desk.texts
        words = texts.ngettext("{n} authorization matches", "{n} authorizations match", impact.things)
        lines = impact_lines(impact, self._desk.now(), texts)
        self._note.say(
            words.format(n=number(impact.things, texts)),
            "\n".join(f"{line.figure}: {line.meaning}" for line in lines),
            tone="warn" if impact.in_use else "idle",
            icon="activity" if impact.in_use else "info",
        )
        self._take(selection, impact.things)

    def _refused(self, asked: int, error: ConsoleError) -> None:
        if asked != self._asked:
            return
        if isinstance(error, NothingChosen):
            self._note.say(self._desk.texts.gettext("No authorization matches."), tone="idle", icon="info")
        else:
            self._note.say(error_text(error, self._desk.texts), tone="warn", icon="triangle-alert")
        self._fit()

    def _take(self, selection: Selection | None, count: int = 0) -> None:
        texts = self._desk.texts
        self._selection = selection
        for button in (self.resume, self.suspend, self.end):
            button.setEnabled(selection is not None)
        words = texts.ngettext("Revoke {n}…", "Revoke {n}…", count).format(n=number(count, texts))
        self.end.setText(words if count else texts.gettext("Revoke…"))
        self.end.updateGeometry()
        self._fit()

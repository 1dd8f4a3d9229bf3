"""While the base is opened, and where it cannot be."""

from PySide6.QtCore import Signal

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.start.card import CardPage
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.surfaces import Note


class OpeningPage(CardPage):
    """Says what is going on, or why it does not go on.

    Signals:
        retried: the person wants to try again.
        quitted: the person wants to quit.
    """

    retried = Signal()
    quitted = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__(theme)
        self._texts = texts
        self._title = Label(theme, texts.gettext("Opening the base…"), Role.TITLE)
        self._problem = Note(theme, "bad", "octagon-alert", "")
        self.retry = Button(theme, texts.gettext("Try again"), Kind.PRIMARY, icon="refresh-cw")
        self.retry.clicked.connect(self.retried)
        leave = Button(theme, texts.gettext("Quit"), Kind.LINK, small=True)
        leave.clicked.connect(self.quitted)
        foot = row(leave, None, self.retry)
        self.card.setLayout(column(self._title, self._problem, foot, spacing=16, margins=(24, 24, 24, 20)))
        self._problem.hide()
        self.retry.hide()

    def say(self, problem: str) -> None:
        """Say why the base could not be opened, or that it is being opened where `problem` is ""."""
        failed = bool(problem)
        words = (
            self._texts.gettext("The base could not be opened") if failed else self._texts.gettext("Opening the base…")
        )
        self._title.setText(words)
        self._problem.say(problem)
        self._problem.setVisible(failed)
        self.retry.setVisible(failed)
        if failed:
            self.retry.setFocus()

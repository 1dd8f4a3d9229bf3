"""When a credential expires: not by itself, after a time, or on a date."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.credentials import check_expiry
from fracttal_console.domain.errors import Invalid
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.widgets.fields import Choice, TextEdit
from fracttal_console.ui.widgets.layouts import row

_SPANS = (30, 90, 365)


class ExpiryEdit(QWidget):
    """A choice, and a field for the date where one is wanted.

    Signals:
        changed: another choice, or another date.
    """

    changed = Signal()

    def __init__(self, desk: Desk, now: datetime | None) -> None:
        """Show what is set now.

        Args:
            desk: the tools of the window.
            now: the expiry in force; None where there is none.
        """
        super().__init__()
        self._desk = desk
        self._before = now
        texts = desk.texts
        self.choice = Choice(desk.theme)
        self.choice.setAccessibleName(texts.gettext("Expires"))
        self.choice.addItem(texts.gettext("Not by itself"), None)
        for days in _SPANS:
            words = texts.ngettext("In {n} day", "In {n} days", days).format(n=days)
            self.choice.addItem(words, days)
        self.choice.addItem(texts.gettext("On a date"), 0)
        self.date = TextEdit(desk.theme, role=Role.MONO, placeholder="2027-05-22")
        self.date.setAccessibleName(texts.gettext("Date, year-month-day"))
        if now is not None:
            self.choice.setCurrentIndex(self.choice.count() - 1)
            self.date.setText(now.astimezone(UTC).date().isoformat())
        self._written = self.date.text()
        self.setLayout(row(self.choice, self.date, stretch=0))
        self.setFocusProxy(self.choice)
        self._settle()
        self.choice.currentIndexChanged.connect(self._settle)
        self.date.textChanged.connect(self.changed)

    def value(self) -> datetime | None:
        """Return the moment, or None where it does not expire.

        Raises:
            Invalid: field `expires`: `empty`, `date_malformed` or `date_past`.
        """
        chosen = self.choice.currentData()
        now = self._desk.now()
        if chosen is None:
            return None
        if chosen:
            return now + timedelta(days=chosen)
        text = self.date.text().strip()
        if self._before is not None and text == self._written:
            # as it was, to the millisecond, even where that has passed
            return self._before
        if not text:
            raise Invalid("expires", "empty")
        try:
            # as with the commands: a date means the moment at which it begins, in UTC
            moment = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError:
            raise Invalid("expires", "date_malformed", value=text[:40]) from None
        return check_expiry(moment, now)

    def change(self) -> tuple[datetime | None, bool]:
        """Return what an edit changes: the new moment if there is one, and whether it expires no more.

        Raises:
            Invalid: as in `value`.
        """
        value = self.value()
        if value == self._before:
            return None, False
        return value, value is None

    def _settle(self) -> None:
        self.date.setVisible(self.choice.currentData() == 0)
        self.changed.emit()

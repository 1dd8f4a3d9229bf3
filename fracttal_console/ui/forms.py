"""Dialogs with fields: each is checked as it is typed, and what the services refuse is said beside its field."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QPlainTextEdit, QWidget

from fracttal_console.domain.errors import ConsoleError, Invalid, StepUpNeeded
from fracttal_console.texts.errors import error_text
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.drafts import Draft, ask_before_losing
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.dialog import Dialog
from fracttal_console.ui.widgets.fields import Field
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.surfaces import Note

Check = Callable[[], object]
"""Raises Invalid where what is typed breaks a rule."""


class FormDialog(Dialog):
    """Fields, the safe choice, and one action.

    Signals:
        submitted: every field is as it should be; the work can begin.
    """

    submitted = Signal()

    def __init__(
        self, desk: Desk, parent: QWidget, *, title: str, subtitle: str, icon: str, action: str, width: int = 600
    ) -> None:
        super().__init__(desk.theme, parent, title, width=width)
        self.desk = desk
        self._fields: dict[str, tuple[Field, Check]] = {}
        self._title = self.head(title, subtitle, icon=icon)
        self.body = column(spacing=16)
        self.aside = column(spacing=16)
        self._problem = Note(desk.theme, "bad", "octagon-alert", "")
        self._problem.hide()
        self.note = Label(desk.theme, "", Role.SMALL, "text2")
        self.cancel = Button(desk.theme, desk.texts.gettext("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self._draft = Draft(self)
        self.action = Button(desk.theme, action, Kind.PRIMARY)
        self.action.clicked.connect(self.submit)
        self.set_default(self.action)

    def add(self, name: str, field: Field, check: Check, *, aside: bool = False) -> Field:
        """Add a field with its check.

        Args:
            name: the field's name in errors.
            field: label and control.
            check: raises Invalid while the field breaks a rule.
            aside: whether it stands at the right of the others.
        """
        self._fields[name] = (field, check)
        (self.aside if aside else self.body).addWidget(field)
        return field

    def finish(self, note: str = "") -> None:
        """Put the parts together, after the last field."""
        fields: QBoxLayout = self.body
        if self.aside.count():
            fields = row(column(self.body, None, spacing=0), column(self.aside, None, spacing=0), spacing=32)
            fields.setStretch(0, 1)
            fields.setStretch(1, 1)
        body = column(self.scrolling(fields), self._problem, spacing=16)
        self.note.setText(note)
        self.lay_out(self._title, body, foot=(self.note, None, self.cancel, self.action))
        self.note.setVisible(bool(note))

    def recheck(self, name: str) -> None:
        """Check a field as it is typed; one that is still empty is not complained about yet."""
        field, check = self._fields[name]
        problem = self._problem_of(check)
        field.say("" if problem is None or problem.rule in {"empty", "uri_missing"} else self._said(problem))

    def submit(self) -> None:
        """Check everything; the first broken field gets the focus."""
        if not self.action.isEnabled():
            return
        self._problem.hide()
        broken: list[Field] = []
        for field, check in self._fields.values():
            problem = self._problem_of(check) if field.isVisibleTo(self) else None
            field.say("" if problem is None else self._said(problem))
            if problem is not None:
                broken.append(field)
        if broken:
            self._go_to(broken[0])
            return
        self.set_busy(busy=True)
        self.submitted.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Note what the fields hold before anybody types."""
        super().showEvent(event)
        self._draft.begin()

    def reject(self) -> None:
        """Close without saving; what was typed is thrown away only by somebody who says so."""
        if self.isVisible() and self._draft.differs:
            ask_before_losing(self.desk, self, lambda: self.done(self.DialogCode.Rejected))
        else:
            super().reject()

    def fail(self, error: ConsoleError) -> None:
        """Say why nothing was saved, beside the field where there is one; what was typed stays."""
        self.set_busy(busy=False)
        if isinstance(error, StepUpNeeded):
            return  # the person was asked for the password and did not give it: everything is as it was
        if isinstance(error, Invalid) and error.field in self._fields:
            field = self._fields[error.field][0]
            field.say(self._said(error))
            self._go_to(field)
            return
        self._problem.say(error_text(error, self.desk.texts))
        self._problem.show()

    def set_busy(self, *, busy: bool) -> None:
        """Wait for the answer, or go on."""
        self.action.setEnabled(not busy)
        for field, _ in self._fields.values():
            field.setEnabled(not busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter act, but in a field of several lines."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not isinstance(self.focusWidget(), QPlainTextEdit):
            focused = self.focusWidget()
            if isinstance(focused, Button):
                focused.click()
            else:
                self.submit()
            return
        super().keyPressEvent(event)

    def _go_to(self, field: Field) -> None:
        field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bring_in_sight(field)

    def _said(self, problem: ConsoleError) -> str:
        return error_text(problem, self.desk.texts)

    @staticmethod
    def _problem_of(check: Check) -> Invalid | None:
        try:
            check()
        except Invalid as problem:
            return problem
        return None

"""What was typed into a form and is not saved: whether there is any, and one question before it is lost."""

from collections.abc import Callable

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit, QWidget

from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.desk import Desk

_Value = str | bool | QDate


class Draft:
    """Compares what the controls of a form hold with what was loaded into them."""

    def __init__(self, form: QWidget) -> None:
        self._form = form
        self._loaded: dict[QWidget, _Value] | None = None

    def begin(self) -> None:
        """Take what the controls hold as loaded; a form that comes back after a lock keeps what it knows."""
        if self._loaded is not None:
            return
        self._loaded = {control: value for control in self._controls() if (value := _held(control)) is not None}
        for choice in self._form.findChildren(QComboBox):
            choice.currentTextChanged.connect(self._reloading(choice))

    @property
    def differs(self) -> bool:
        """Whether anything is not as it was loaded."""
        return any(_held(control) != value for control, value in (self._loaded or {}).items())

    def _controls(self) -> list[QWidget]:
        return self._form.findChildren(QWidget)

    def _reloading(self, choice: QComboBox) -> Callable[[str], None]:
        def take(text: str) -> None:
            # a list that is read from the base fills itself; only what happens under somebody's hands is a change
            if self._loaded is not None and not choice.hasFocus() and not choice.view().isVisible():
                self._loaded[choice] = text

        return take


def ask_before_losing(desk: Desk, form: QWidget, lose: Callable[[], None]) -> None:
    """Ask whether what was typed is to be thrown away; the safe answer goes on typing."""
    texts = desk.texts
    Confirm(
        desk,
        form,
        title=texts.gettext("Throw away what you typed?"),
        subtitle=form.windowTitle(),
        consequences=(("pencil", texts.gettext("Nothing of it was saved.")),),
        safe=texts.gettext("Go on typing"),
        action=texts.gettext("Throw away"),
        icon="trash-2",
        then=lambda _reason: lose(),
    ).open()


def _held(control: QWidget) -> _Value | None:
    if isinstance(control, QDateEdit):
        return control.date()
    if isinstance(control, QComboBox):
        return control.currentText()
    if isinstance(control, QLineEdit):
        return control.text()
    if isinstance(control, QPlainTextEdit):
        return control.toPlainText()
    if isinstance(control, QAbstractButton) and control.isCheckable():
        return control.isChecked()
    return None

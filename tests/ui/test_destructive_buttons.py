"""What takes something away is never what Enter presses, in any dialog of the program."""

import importlib
import pkgutil

import pytest
from PySide6.QtWidgets import QPushButton

import fracttal_console.ui
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.dialog import Dialog
from tests.ui.desktop import Desktop
from tests.ui.test_accessibility import DIALOGS, dialog_screen


def kinds_of(kind: type[Dialog]) -> set[type[Dialog]]:
    """Return a kind of dialogs and all that are made of it."""
    return {kind}.union(*map(kinds_of, kind.__subclasses__()))


def test_enter_presses_nothing_that_destroys(desk: Desktop, subtests: pytest.Subtests) -> None:
    for name, make in DIALOGS.items():
        with subtests.test(name), dialog_screen(desk, make) as dialog:
            destroying = [button for button in dialog.findChildren(Button) if button.destroys]
            assert [button.text() for button in destroying if button.isDefault() or button.autoDefault()] == []
            assert [button.text() for button in destroying if button.hasFocus()] == []
            assert len([button for button in dialog.findChildren(QPushButton) if button.isDefault()]) <= 1


@pytest.mark.parametrize("kind", [Kind.DANGER, Kind.DESTROY])
def test_such_a_button_cannot_be_made_the_default(desk: Desktop, kind: Kind) -> None:
    theme: Theme = desk.application.theme
    dialog = Dialog(theme, desk.window, "x")
    with pytest.raises(ValueError, match="Delete"):
        dialog.set_default(Button(theme, "Delete", kind))
    dialog.deleteLater()


def test_no_dialog_is_left_out(desk: Desktop) -> None:
    for module in pkgutil.walk_packages(fracttal_console.ui.__path__, "fracttal_console.ui."):
        importlib.import_module(module.name)
    shown = set()
    for make in DIALOGS.values():
        dialog = make(desk)
        shown.add(type(dialog))
        dialog.hide()
        dialog.deleteLater()
    desk.settled()
    ours = {kind for kind in kinds_of(Dialog) if kind.__module__.startswith("fracttal_console.")}
    assert {kind.__name__ for kind in ours - {Dialog, FormDialog}} == {kind.__name__ for kind in shown}

"""The panel says something else by changing the lines that it has: it looks as one that never said anything else."""

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from fracttal_console.texts.catalogue import texts_for
from fracttal_console.ui.look.paint import Pill
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.bar_chart import Bar
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.labels import ElidedLabel
from fracttal_console.ui.widgets.panel import Panel
from fracttal_console.ui.widgets.panel_content import (
    Action,
    Allowed,
    Days,
    Difference,
    Fact,
    Listed,
    Named,
    PanelContent,
    SecretFact,
    Section,
    Words,
)

ACTIVE, IDLE = Pill("circle-check", "Active", "ok"), Pill("circle-pause", "Suspended", "idle")
EDIT, END = Action("edit", "Edit…", "pencil"), Action("end", "Revoke…", "ban", Kind.DANGER, "Del")
LONG = "a reason that is longer than the panel is wide, so that it takes more than one line of it and is read in full"


def may(count: int, action: bool = True) -> Section:  # noqa: FBT001, FBT002 - which of two looks
    rows = tuple(Allowed(f"Resource {n}", (True, action, False, n % 2 == 0, False), f"view {n}") for n in range(count))
    return Section("May do", rows, f"{count} permissions")


def days(*counts: int) -> Days:
    bars = [Bar(f"{n}", f"{n} Nov", count, count // 2, (str(count), str(count // 2))) for n, count in enumerate(counts)]
    return Days("Requests", tuple(bars))


CONTENTS = {
    "one": PanelContent(
        "Field app", "for Ana", "Field app", pills=(ACTIVE,), actions=(EDIT, END),
        sections=(
            Section("Last used", (Fact("When", "3 min ago", hint="today"), Fact("From", "192.0.2.1", mono=True))),
            Section("Authorization", (Fact("Ends", "Never"), Fact("Client id", "fcc_one", mono=True, copied=True))),
            may(2),
        ),
    ),
    "another of its kind": PanelContent(
        "Portal de Contratistas that has a long name", "for Bo", "Portal", pills=(IDLE,), actions=(EDIT, END),
        sections=(
            Section("Last used", (Fact("When", "90 days ago", ink="warn"), Fact("From", "2001:db8::1", mono=True))),
            Section("Authorization", (Fact("Ends", "Soon"), Fact("Client id", "fcc_two", mono=True, copied=True))),
            may(2, action=False),
        ),
    ),
    "more allowed": PanelContent(
        "Third", "for Cy", "Third", pills=(ACTIVE, IDLE), actions=(END,),
        sections=(Section("Last used", (Fact("When", "Never"),)), may(5)),
    ),
    "an event": PanelContent(
        "Key edited", "24 Nov", icon="pencil", icon_ink="idle", foot="Event 12",
        sections=(
            Section("Event", (Fact("Who", "Ana"), Fact("Reason", "none"))),
            Section("What changed", (Difference("name", "a", "b"), Difference("place", None, "c"))),
        ),
    ),
    "another event": PanelContent(
        "Key made", "23 Nov", icon="plus", icon_ink="idle", foot="Event 11",
        sections=(Section("Event", (Fact("Who", "Bo"),)), Section("What changed", (Difference("name", None, "a"),))),
    ),
    "the rest": PanelContent(
        "Rest", pills=(ACTIVE,),
        sections=(
            Section("Why", (Words(LONG), Words("no more", "text2"))),
            Section("Secrets", (SecretFact("…1234", ACTIVE, "since May", "used"), SecretFact("…9", IDLE, "x", "y"))),
            Section("Days", (days(0, 3, 9, 1),)),
            Section("Who", (Named("Ana"), Named("Bo", "text3"), "work_orders:view", Listed("Cy", "member", IDLE))),
        ),
    ),
    "less of the rest": PanelContent(
        "Rest", pills=(ACTIVE,),
        sections=(
            Section("Why", (Words("short"),)),
            Section("Days", (days(5, 2, 0, 4),)),
            Section("Who", (Named("Bo", "text3"), "work_orders:edit")),
        ),
    ),
}  # fmt: skip


def panel(bot: QtBot, theme: Theme) -> Panel:
    made = Panel(theme, texts_for("en"))
    bot.addWidget(made)
    made.resize(made.width(), 700)
    made.show()
    bot.waitExposed(made)
    return made


def look(shown: Panel) -> QImage:
    for _ in range(3):
        QApplication.processEvents()
    return shown.grab().toImage()


def said(shown: Panel) -> list[str]:
    """Return what assistive technology hears, from top to bottom."""
    parts = [w for w in shown.findChildren(QWidget) if w.isVisible() and w.accessibleName()]
    parts.sort(key=lambda part: (part.mapTo(shown, QPoint()).y(), part.mapTo(shown, QPoint()).x()))
    return [f"{part.accessibleName()} {part.accessibleDescription()} {part.toolTip()}" for part in parts]


@pytest.mark.parametrize(("first", "then"), list(itertools.permutations(CONTENTS, 2)))
def test_a_panel_looks_as_one_that_never_said_anything_else(qtbot: QtBot, first: str, then: str) -> None:
    theme = Theme("light")
    used, new = panel(qtbot, theme), panel(qtbot, theme)
    used.show_content(CONTENTS[first])
    before = look(used)
    used.show_content(CONTENTS[then])
    new.show_content(CONTENTS[then])
    assert look(used) == look(new)
    assert look(used) != before
    assert said(used) == said(new)


def test_lines_of_the_same_kind_are_kept(qtbot: QtBot) -> None:
    shown = panel(qtbot, Theme("light"))
    shown.show_content(CONTENTS["one"])
    before = list(shown._lines)
    shown.show_content(CONTENTS["another of its kind"])
    assert shown._lines == before
    shown.show_content(CONTENTS["more allowed"])
    # from both ends, though there is more between them
    assert shown._lines[-1] is before[-1]


def test_what_is_copied_is_what_is_shown_now(qtbot: QtBot) -> None:
    shown = panel(qtbot, Theme("light"))
    for name, value in (("one", "fcc_one"), ("another of its kind", "fcc_two")):
        shown.show_content(CONTENTS[name])
        look(shown)
        button = next(b for b in shown.findChildren(QAbstractButton) if b.accessibleName() == "Copy client id")
        with qtbot.waitSignal(shown.copied) as copied:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert copied.args == [value]


def test_the_focus_stays_on_a_button_that_is_kept(qtbot: QtBot) -> None:
    shown = panel(qtbot, Theme("light"))
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    shown.show_content(CONTENTS["one"])
    shown.focus_first()
    button = QApplication.focusWidget()
    assert isinstance(button, QAbstractButton)
    shown.show_content(CONTENTS["another of its kind"])
    assert QApplication.focusWidget() is button
    shown.show_content(CONTENTS["more allowed"])
    focused = QApplication.focusWidget()
    assert focused is not None
    assert shown.isAncestorOf(focused)


def test_tab_walks_from_top_to_bottom_through_lines_that_were_made_later(qtbot: QtBot) -> None:
    shown = panel(qtbot, Theme("light"))
    shown.activateWindow()
    shown.show_content(CONTENTS["another event"])
    shown.show_content(CONTENTS["one"])
    look(shown)
    buttons = sorted(
        (b for b in shown.findChildren(QAbstractButton) if b.focusPolicy() & Qt.FocusPolicy.TabFocus),
        key=lambda b: (b.mapTo(shown, QPoint()).y(), b.mapTo(shown, QPoint()).x()),
    )
    buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    for button in buttons[1:]:
        QTest.keyClick(shown, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is button


def test_a_fact_tells_its_hint_and_hides_it_with_its_value(qtbot: QtBot) -> None:
    theme = Theme("light")
    shown = panel(qtbot, theme)
    shown.show_content(CONTENTS["one"])
    look(shown)
    value = next(label for label in shown.findChildren(ElidedLabel) if label.text() == "3 min ago")
    assert value.toolTip() == "today"
    theme.hide_values(hidden=True)
    value.setText("4 min ago")
    assert value.toolTip() == ""

"""The filters of people, permission groups and refused requests, and people in the palette: by keys alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fracttal_console.domain.actors import Role
from fracttal_console.ui.palette.palette import Palette
from fracttal_console.ui.window.commands import Commands
from tests.journeys.live import NEWCOMER_EMAIL, LiveBase
from tests.services.calls import a_refusal
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL
from tests.ui.desktop import Desktop, desktop
from tests.ui.keyboard import CTRL, add_filter


@pytest.fixture
def shown(qtbot: QtBot, live: LiveBase) -> Iterator[Desktop]:
    """Show a base with somebody invited, a group that nobody has, and a refused request."""
    live.console.invitations.invite(live.admin, email="ana@quillahue.example", name="Ana", role=Role.SUPPORT)
    live.console.permission_groups.create(live.admin, name="Nobody's", permissions=["items:view"], read_only=True)
    live.console.refusals.note(a_refusal())
    live.console.refusals.flush()
    with desktop(qtbot, live.settings) as opened:
        yield opened


def test_people_are_narrowed_by_chips(shown: Desktop) -> None:
    shown.open("people")
    add_filter(shown, "State", "Invited")
    shown.until(lambda: shown.row_texts() == ["Ana"])
    shown.page.filter.clear()
    add_filter(shown, "Role", "Member")
    shown.until(lambda: set(shown.row_texts(1)) == {MEMBER_EMAIL, NEWCOMER_EMAIL})
    add_filter(shown, "Permission group", "No group")
    shown.until(lambda: shown.row_texts(1) == [NEWCOMER_EMAIL])
    shown.page.filter.clear()
    add_filter(shown, "Last sign-in", "last 24 hours")
    shown.until(lambda: ADMIN_EMAIL in shown.row_texts(1))
    assert "ana@quillahue.example" not in shown.row_texts(1)


def test_permission_groups_are_narrowed_by_chips(shown: Desktop) -> None:
    shown.open("permission_groups")
    add_filter(shown, "Used by", "Nobody")
    shown.until(lambda: shown.row_texts() == ["Nobody's"])
    shown.page.filter.clear()
    add_filter(shown, "Permission", "Work orders: delete")
    shown.until(lambda: shown.row_texts() == ["Field work"])


def test_refused_requests_are_narrowed_by_chips(shown: Desktop, live: LiveBase) -> None:
    shown.open("request_doctor")
    (cause,) = shown.row_texts()
    add_filter(shown, "Cause", cause)
    shown.until(lambda: len(shown.page.filter.chips.chips) == 1)
    assert shown.row_texts() == [cause]
    add_filter(shown, "Refused by", "Hawk")
    shown.until(lambda: shown.page.model.matching == 0)
    shown.page.filter.clear()
    address = live.console.refused_requests.facet_values(live.admin, "address")[0].name
    add_filter(shown, "From", address)
    shown.until(lambda: shown.row_texts() == [cause])


def test_a_person_is_found_in_the_palette_and_led_to_past_any_filter(shown: Desktop) -> None:
    shown.open("people")
    shown.page.filter.type("ana")
    shown.until(lambda: shown.page.model.matching == 1)
    shown.press(Qt.Key.Key_K, CTRL)
    palette = shown.dialog(Palette)
    QTest.keyClicks(palette.field, MEMBER_EMAIL)
    shown.until(lambda: not palette._pause.isActive())
    shown.settled()
    shown.press(Qt.Key.Key_Return)
    shown.no_dialog()
    shown.until(lambda: shown.row_texts(1) == [MEMBER_EMAIL])
    shown.until(lambda: shown.page.about() == "Joaquín Olavarría Sepúlveda")
    assert shown.page.panel.isVisible()
    shown.settled()


def test_a_person_is_invited_from_any_page_by_the_palette(shown: Desktop) -> None:
    entries = {entry.key: entry.title for entry in Commands(shown.bench).entries()}
    assert entries["do:people:create"] == "Invite person…"

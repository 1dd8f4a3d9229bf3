"""The page of people by real clicks and keys: invited, edited, disabled, reset; and what support sees of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from fracttal_console.domain.actors import Role
from fracttal_console.domain.secrets import SecretText
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.people.dialog import PersonDialog
from fracttal_console.ui.people.page import PeoplePage
from fracttal_console.ui.secret_dialog import SecretDialog
from tests.journeys.live import NEWCOMER_EMAIL, LiveBase
from tests.services.walks import request_for
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL, SUPPORT_EMAIL, password
from tests.ui.codes import set_up
from tests.ui.desktop import Desktop, desktop

ANA = "ana@quillahue.example"


def go(desk: Desktop, text: str) -> None:
    """Choose the person with this e-mail."""
    page = desk.open("people")
    page.table.go_to(desk.place_of(text, 1))
    desk.settled()


def offered(desk: Desktop) -> set[str]:
    return {action.key for action in desk.page._presenter.menu(desk.page.chosen())}


@pytest.mark.gateway
def test_a_person_is_invited_with_a_link_that_is_shown_once_and_works(desk: Desktop, live: LiveBase) -> None:
    desk.open("people")
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.dialog(PersonDialog)
    desk.settled()
    desk.type(dialog.name, "Ana")
    desk.type(dialog.email, "ana")
    assert "form of an address" in dialog._fields["email"][0].problem
    desk.type(dialog.email, ANA)
    assert dialog._fields["email"][0].problem == ""
    dialog.role.setCurrentIndex(1)
    desk.press(Qt.Key.Key_Return)
    shown = desk.dialog(SecretDialog)
    desk.click(desk.button("Copy", shown))
    clipboard = QGuiApplication.clipboard()
    link = clipboard.text()
    assert link.startswith(desk.bench.desk.base.gateway.url)
    assert "\u200b" not in link
    desk.click(shown.tick)
    desk.click(shown.done_button)
    desk.no_dialog()
    token = link.partition("token=")[2]
    assert live.console.invitations.look(token).role is Role.SUPPORT
    desk.until(lambda: ANA in desk.row_texts(1))
    assert desk.row_texts(4)[desk.place_of(ANA, 1)] == "Invited"
    live.console.invitations.take(token, SecretText("another-long-passphrase-77"))
    desk.until(lambda: desk.row_texts(4)[desk.place_of(ANA, 1)] == "Active")
    desk.application.flow.clipboard.clear_now()


def test_a_person_is_edited_and_a_duplicate_is_said_beside_the_field(desk: Desktop) -> None:
    go(desk, NEWCOMER_EMAIL)
    desk.press(Qt.Key.Key_F2)
    dialog = desk.dialog(PersonDialog)
    desk.settled()
    desk.type(dialog.email, MEMBER_EMAIL)
    desk.press(Qt.Key.Key_Return)
    desk.settled()
    assert "in use already" in dialog._fields["email"][0].problem
    desk.type(dialog.email, NEWCOMER_EMAIL)
    desk.type(dialog.name, "Valentina R.")
    dialog.group.choice.setCurrentText("Field work")
    desk.press(Qt.Key.Key_Return)
    desk.no_dialog()
    desk.until(lambda: "Valentina R." in desk.row_texts())
    assert desk.row_texts(3)[desk.place_of("Valentina R.")] == "Field work"


def test_the_last_super_administrator_stays(desk: Desktop) -> None:
    go(desk, ADMIN_EMAIL)
    desk.press(Qt.Key.Key_F2)
    dialog = desk.dialog(PersonDialog)
    desk.settled()
    dialog.role.setCurrentIndex(0)
    desk.press(Qt.Key.Key_Return)
    desk.until(dialog._problem.isVisible)
    assert "last active super administrator" in dialog._problem.title.text()
    dialog.reject()
    desk.no_dialog()


def test_disabling_asks_first_and_can_be_taken_back(desk: Desktop) -> None:
    go(desk, MEMBER_EMAIL)
    desk.press(Qt.Key.Key_Delete)
    asked = desk.dialog(Confirm)
    assert asked.keep.hasFocus()
    desk.click(asked.go)
    desk.no_dialog()
    desk.until(lambda: desk.row_texts(4)[desk.place_of(MEMBER_EMAIL, 1)] == "Disabled")
    assert "enable" in offered(desk)
    assert "reset_password" not in offered(desk)
    desk.click(desk.button("Enable", desk.page.panel))
    desk.until(lambda: desk.row_texts(4)[desk.place_of(MEMBER_EMAIL, 1)] == "Active")


def test_a_password_is_reset_by_a_link(desk: Desktop, live: LiveBase) -> None:
    go(desk, MEMBER_EMAIL)
    desk.click(desk.button("Reset password…", desk.page.panel))
    shown = desk.dialog(SecretDialog)
    assert shown._secret is not None
    token = shown._secret.reveal().partition("token=")[2]
    assert live.console.invitations.look(token).email == MEMBER_EMAIL
    shown.forget()
    desk.no_dialog()


def test_lost_codes_are_reset(desk: Desktop, live: LiveBase) -> None:
    live.console.people.create(live.admin, email=SUPPORT_EMAIL, name="Renata", role=Role.SUPPORT, password=password())
    support = live.console.sign_in.operator(SUPPORT_EMAIL, password())

    set_up(live.console, support)
    go(desk, SUPPORT_EMAIL)
    assert desk.row_texts(5)[desk.place_of(SUPPORT_EMAIL, 1)] == "Yes"
    desk.click(desk.button("Reset codes…", desk.page.panel))
    desk.click(desk.dialog(Confirm).go)
    desk.no_dialog()
    desk.until(lambda: desk.row_texts(5)[desk.place_of(SUPPORT_EMAIL, 1)] == "No")
    assert "reset_totp" not in offered(desk)


def test_a_member_leads_to_the_own_authorizations(desk: Desktop, live: LiveBase) -> None:

    live.console.consent.allow(live.member, request_for(live.consumer()))
    go(desk, MEMBER_EMAIL)
    desk.click(desk.button("Show authorizations", desk.page.panel))
    desk.until(lambda: desk.bench.key == "authorizations" and desk.page.model.ready)
    desk.until(lambda: desk.page.model.matching == 1)
    assert desk.page.filter.text == MEMBER_EMAIL
    desk.settled()


def test_support_sees_people_and_changes_nothing(qtbot: QtBot, live: LiveBase) -> None:
    live.console.people.create(live.admin, email=SUPPORT_EMAIL, name="Renata", role=Role.SUPPORT, password=password())
    with desktop(qtbot, live.settings, email=SUPPORT_EMAIL) as shown:
        page = shown.open("people")
        assert isinstance(page, PeoplePage)
        assert page.head.buttons == {}
        assert ADMIN_EMAIL in shown.row_texts(1)
        page.table.go_to(0)
        shown.settled()
        assert offered(shown) == set()
        for key in (Qt.Key.Key_F2, Qt.Key.Key_Delete):
            shown.press(key)
        shown.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        shown.no_dialog()

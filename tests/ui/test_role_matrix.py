"""The role matrix through the window: what is offered to whom, by buttons, menus, keys, palette and links (E24)."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot

from fracttal_console.domain.actors import Role
from fracttal_console.domain.links import LinkNoun, parsed_link
from fracttal_console.texts.refusals import cause_title
from fracttal_console.ui.authorizations.page import AuthorizationsPage
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.overview.events_card import EventLine
from fracttal_console.ui.people.dialog import PersonDialog
from fracttal_console.ui.permission_groups.dialog import GroupDialog
from fracttal_console.ui.settings.dialog import SettingsDialog
from fracttal_console.ui.start.sign_in import SignInPage
from fracttal_console.ui.tables.list_page import ListPage
from fracttal_console.ui.window.commands import Commands
from tests.journeys.live import LiveBase, MadeBase, copied, live_base
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL, SUPPORT_EMAIL, password
from tests.ui.desktop import Desktop, desktop
from tests.ui.offers import COMMANDS, KEYS, MENU, OFFERS, SETTINGS, fill, written_actions

EMAILS = {Role.SUPER_ADMINISTRATOR: ADMIN_EMAIL, Role.SUPPORT: SUPPORT_EMAIL}


@pytest.fixture(params=EMAILS, ids=["super administrator", "support"])
def role(request: pytest.FixtureRequest) -> Role:
    found: Role = request.param
    return found


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> MadeBase:
    """Make the base in which everything is offered somewhere, and close it."""
    directory = tmp_path_factory.mktemp("filled")
    with live_base(directory) as made:
        fill(made)
    return MadeBase(directory, made.recovery_code)


@pytest.fixture
def live(filled: MadeBase, tmp_path: Path) -> Iterator[LiveBase]:
    """Give a copy of that base."""
    with copied(filled, tmp_path) as base:
        yield base


@pytest.fixture
def shown(qtbot: QtBot, live: LiveBase, role: Role, *, gateway: bool) -> Iterator[Desktop]:
    with desktop(qtbot, live.settings, email=EMAILS[role], gateway=gateway) as opened:
        yield opened


def walked(desk: Desktop, key: str) -> Iterator[ListPage[Any]]:
    """Go to a page and choose each of its rows, then all of them."""
    page = desk.open(key)
    yield from _rows(desk, page)
    page.table.selectAll()
    desk.settled()
    yield page
    if key == "oauth_consumers":
        # what was deleted is listed in the bin alone
        page.choose_only("bin")
        desk.until(lambda: desk.row_texts() == ["Binned"])
        yield from _rows(desk, page)


def _rows(desk: Desktop, page: ListPage[Any]) -> Iterator[ListPage[Any]]:
    for place in range(page.model.matching):
        page.table.go_to(place)
        desk.settled()
        if isinstance(page, AuthorizationsPage):
            desk.until(lambda: not (page._stays.isActive() or page._rests.isActive()))
            desk.settled()
        yield page


def offered(desk: Desktop, key: str) -> set[str]:
    if key == "overview":
        return {action.key for action in desk.go(key).offered()}
    return {action.key for page in walked(desk, key) for action in page.offered()}


def for_role(table: dict[str, frozenset[Role]], role: Role) -> set[str]:
    return {key for key, roles in table.items() if role in roles}


def test_every_action_that_the_code_names_stands_in_the_table() -> None:
    assert written_actions() == {key for actions in OFFERS.values() for key in actions}


def test_each_page_offers_what_the_table_says_and_nothing_else(shown: Desktop, role: Role) -> None:
    assert [page.place.key for page in shown.bench.pages] == list(OFFERS)
    found = {key: offered(shown, key) for key in OFFERS}
    assert found == {key: for_role(actions, role) for key, actions in OFFERS.items()}


def test_the_palette_the_keys_and_the_menus_offer_what_the_table_says(shown: Desktop, role: Role) -> None:
    shown.open("permission_groups").table.clearSelection()
    shown.page.table.setCurrentIndex(shown.page.model.index(-1, -1))
    keys = [entry.key for entry in Commands(shown.bench).entries() if not entry.key.startswith("here:")]
    found = {key.rpartition(":")[0] if key.startswith(("do:theme:", "do:language:")) else key for key in keys}
    assert found == for_role(COMMANDS, role)
    bound = {shortcut.key().toString() for shortcut in shown.bench.findChildren(QShortcut)}
    assert bound == KEYS
    menu = shown.bench.header.person._menu()
    assert tuple(action.text() for action in menu.actions() if action.text()) == MENU
    menu.deleteLater()


def test_the_settings_show_what_the_table_says(shown: Desktop, role: Role) -> None:
    shown.press(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = shown.dialog(SettingsDialog)
    shown.settled()
    assert set(dialog._controls) == for_role(SETTINGS, role)
    assert all(control.isVisible() and control.isEnabled() for control in dialog._controls.values())
    buttons = {one.text() for one in dialog.account.findChildren(QAbstractButton) if one.isVisible()}
    assert buttons == {"Change password…", "Set up codes…"}
    dialog.reject()
    shown.no_dialog()


@pytest.mark.gateway
def test_the_gateway_is_seen_by_everybody_and_turned_by_who_may(shown: Desktop, role: Role) -> None:
    box = shown.bench.header.gateway
    words = {part.text() for part in box.findChildren(QLabel) if part.isVisible()}
    assert {"Gateway running", shown.bench.desk.base.gateway.url.partition("://")[2]} <= words
    found = [one.accessibleName() for one in box.findChildren(QAbstractButton) if one.isVisible()]
    assert found == (["Stop gateway"] if role is Role.SUPER_ADMINISTRATOR else [])


# --- support ----------------------------------------------------------------------------------------


@pytest.fixture
def support(qtbot: QtBot, live: LiveBase) -> Iterator[Desktop]:
    with desktop(qtbot, live.settings, email=SUPPORT_EMAIL) as opened:
        yield opened


def buttons(desk: Desktop) -> list[QAbstractButton]:
    return [one for one in desk.window.findChildren(QAbstractButton) if one.isVisible()]


CHANGING_WORDS = (
    "Create", "Register", "Invite", "Edit", "Rotate", "Disable", "Enable", "Revoke", "Delete", "Restore", "Suspend",
    "Resume", "Undo", "End by", "Approve", "Decline", "Reset", "New link", "Add redirect",
)  # fmt: skip


@pytest.mark.parametrize("key", OFFERS)
def test_what_support_may_not_do_is_absent_from_tree_and_menu_and_nothing_is_grey(support: Desktop, key: str) -> None:
    if key == "overview":
        support.go(key)
        pages: Iterator[Any] = iter([None])
    else:
        pages = walked(support, key)
    for page in pages:
        for button in buttons(support):
            # an event that was, on the first page, is named by what it was
            assert isinstance(button, EventLine) or not button.text().startswith(CHANGING_WORDS), button.text()
            assert button.isEnabled(), button.text() or button.accessibleName()
        if page is None or page.table.number_chosen() != 1:
            continue
        support.press(Qt.Key.Key_Menu)
        page.table.customContextMenuRequested.emit(page.table.visualRect(page.table.currentIndex()).center())
        for menu in page.findChildren(QMenu):
            texts = [action.text() for action in menu.actions() if menu.isVisible()]
            assert not [text for text in texts if text.startswith(CHANGING_WORDS)]
            menu.close()


def test_no_key_does_for_support_what_no_button_does(
    support: Desktop, live: LiveBase, subtests: pytest.Subtests
) -> None:
    for key in OFFERS:
        with subtests.test(key):
            before = live.console.audit.newest(live.admin, most=1)[0].seq
            press_all_that_changes(support, key)
            assert live.console.audit.newest(live.admin, most=1)[0].seq == before


def press_all_that_changes(support: Desktop, key: str) -> None:
    """Press on every row of a page the keys that change something, and see that nothing is asked."""
    for place in [None] if key == "overview" else range(support.open(key).model.matching):
        if place is not None:
            support.open(key).table.go_to(place)
            support.page.table.setFocus()
        else:
            support.go(key).focus_first()
        support.settled()
        support.press(Qt.Key.Key_F2)
        support.press(Qt.Key.Key_Delete)
        support.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        if key != "request_doctor":
            support.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        support.settled()
        assert not [dialog for dialog in support.window.findChildren(QDialog) if dialog.isVisible()]
        assert support.bench.key == key


def test_a_link_shows_support_its_thing_and_does_nothing(
    support: Desktop, live: LiveBase, subtests: pytest.Subtests
) -> None:
    before = live.console.audit.newest(live.admin, most=1)[0].seq
    for noun in LinkNoun:
        with subtests.test(noun.value):
            support.application.flow.follow(parsed_link(f"fracttal-console://{noun}/1"))
            support.until(partial(_shows_one, support, noun))
            support.settled()
            assert not [dialog for dialog in support.window.findChildren(QDialog) if dialog.isVisible()]
            assert live.console.audit.newest(live.admin, most=1)[0].seq == before


def _shows_one(desk: Desktop, noun: LinkNoun) -> bool:
    page = desk.bench.page
    return isinstance(page, ListPage) and page.noun == noun and page.table.number_chosen() == 1


@pytest.fixture
def forced(qtbot: QtBot, live: LiveBase) -> Iterator[Desktop]:
    """Give a window whose buttons were made for a super administrator, and that acts as support."""
    support = live.console.sign_in.operator(SUPPORT_EMAIL, password())
    with desktop(qtbot, live.settings) as opened:
        for key in OFFERS:
            opened.go(key)
        opened.settled()
        opened.bench.desk.session.actor = support
        yield opened


FORCED = (
    ("api_keys", "Active key", "disable"), ("api_keys", "Disabled key", "enable"),
    ("api_keys", "Binned key", "restore"),
    ("api_keys", "Active key", "end"), ("oauth_consumers", "Active", "disable"),
    ("oauth_consumers", "Disabled", "enable"), ("oauth_consumers", "Binned", "restore"),
    ("oauth_consumers", "Active", "end"), ("authorizations", "Active", "suspend"),
    ("authorizations", "Suspended", "resume"), ("authorizations", "Active", "end"),
    ("authorizations", "Revoked", "undo"), ("authorizations", "Active", "end_consumer"),
    ("reviews", "Proposed", "approve"), ("people", "bo", "enable"), ("people", "cai", "end"),
    ("people", "cai", "reset_totp"), ("people", "cai", "reset_password"),
    ("request_doctor", "{disabled}", "enable_consumer"),
)  # fmt: skip
"""Pages, rows and actions that need no form: pressed and confirmed although nobody is offered them."""


def _listed(desk: Desktop, name: str) -> bool:
    return name in desk.row_texts()


def confirmed(desk: Desktop, denied: Callable[[], bool]) -> None:
    """Say yes to whatever asks, until the services have answered."""

    def done() -> bool:
        for dialog in desk.window.findChildren(QDialog):
            if isinstance(dialog, Confirm | ImpactDialog) and dialog.isVisible():
                desk.click(dialog.go)
        return denied()

    desk.until(done)


def test_whoever_forces_a_button_is_refused_by_the_services_and_told_so(forced: Desktop, live: LiveBase) -> None:
    told = "Your role does not include this"
    disabled = cause_title("client_disabled", forced.bench.desk.texts)
    for key, name, action in FORCED:
        page = forced.open(key)
        if (key, action) == ("oauth_consumers", "restore"):
            page.choose_only("bin")
        else:
            page.filter.clear()
        wanted = name.format(disabled=disabled)
        forced.until(partial(_listed, forced, wanted))
        page.table.go_to(forced.place_of(wanted))
        forced.settled()
        before = live.console.audit.newest(live.admin, most=1)[0].seq

        def denied(before: int = before) -> bool:
            newest = live.console.audit.newest(live.admin, most=1)[0]
            return newest.seq > before and newest.tag == "operations:deny"

        page.act(action)
        confirmed(forced, denied)
        forced.settled()
        assert live.console.audit.newest(live.admin, most=1)[0].seq == before + 1, (key, action)
        assert told in forced.bench.toast.accessibleName(), (key, action)
        forced.bench.toast.hide()
        forced.no_dialog()


def test_a_form_that_is_forced_open_is_refused_where_it_is_sent(forced: Desktop, live: LiveBase) -> None:
    before = live.console.audit.newest(live.admin, most=1)[0].seq
    for number, key in enumerate(("permission_groups", "people"), 1):
        forced.open(key).act("create")
        dialog: GroupDialog | PersonDialog = forced.dialog(GroupDialog if number == 1 else PersonDialog)  # type: ignore[assignment]
        forced.settled()
        forced.type(dialog.name, "Forced")
        if isinstance(dialog, GroupDialog):
            dialog.matrix.box("items:view").setChecked(True)
        else:
            forced.type(dialog.email, "forced@quillahue.example")
        forced.click(dialog.action)
        forced.until(dialog._problem.isVisible)
        assert "Your role does not include this" in dialog._problem.title.text()
        assert dialog.name.text() == "Forced"
        assert live.console.audit.newest(live.admin, most=1)[0].seq == before + number
        dialog.done(0)
        forced.no_dialog()


# --- member -----------------------------------------------------------------------------------------


def test_a_member_sees_nothing_of_the_window_but_where_to_go(qtbot: QtBot, live: LiveBase) -> None:
    with desktop(qtbot, live.settings, signed_in=False) as opened:
        opened.until(lambda: isinstance(opened.window.face, SignInPage))
        page = opened.sign_in_page
        opened.type(page.email, MEMBER_EMAIL)
        opened.type(page.password, password().reveal())
        opened.press(Qt.Key.Key_Return)
        opened.until(page._problem.isVisible)
        assert "/account" in page._problem.title.text()
        assert opened.application.flow.workbench is None
        opened.application.flow.follow(parsed_link("fracttal-console://consumer/1"))
        opened.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        opened.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        opened.settled()
        assert opened.application.flow.workbench is None
        assert opened.window.face is page

"""What would change while a permission group is edited, and the narrower group, by real clicks and keys."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog
from pytestqt.qtbot import QtBot

from fracttal_console.bootstrap import open_base
from fracttal_console.domain.actors import Role
from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.services.api_keys import ApiKeyView
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.overview.page import OverviewPage
from fracttal_console.ui.permission_groups.dialog import GroupDialog
from fracttal_console.ui.permission_groups.what_if_view import WhatIfView
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.tip_box import TipBox
from tests.journeys.live import LiveBase
from tests.services.requests_made import made_requests
from tests.support import ADMIN_EMAIL, SUPPORT_EMAIL, StandingClock, cheap_passwords, password
from tests.ui.desktop import Desktop, desktop

READ, ADD = "GET /api/items", "POST /api/work_orders"
GROUP, KEY, OTHER = "Bodega", "Bodega central", "Bodega Sur"


@pytest.fixture
def used(live: LiveBase) -> LiveBase:
    """Give a base with a group of 50 days, and two keys in it: one reads and adds, the other never did anything."""
    now = datetime.now(UTC)
    clock = StandingClock(now - timedelta(days=50))
    with closing(open_base(live.settings, passwords=cheap_passwords(), clock=clock)) as past:
        admin = past.sign_in.operator(ADMIN_EMAIL, password())
        allowed = ["items:view", "work_orders:view", "work_orders:add", "work_orders:delete"]
        past.permission_groups.create(admin, name=GROUP, permissions=allowed)
        key, _ = (past.api_keys.create(admin, name=name, permission_group=GROUP).api_key for name in (KEY, OTHER))
    made_requests(live.console, now, key, READ, 1_230, days_ago=50)
    made_requests(live.console, now, key, READ, 2_000, days_ago=5)
    made_requests(live.console, now, key, ADD, 4, days_ago=2)
    return live


@pytest.fixture
def shown(qtbot: QtBot, used: LiveBase) -> Iterator[Desktop]:
    """Open the window on that base."""
    with desktop(qtbot, used.settings) as opened:
        yield opened


def words_of(within: QDialog) -> str:
    labels = [*within.findChildren(Label), *within.findChildren(ElidedLabel)]
    return " | ".join(label.text() for label in labels if label.isVisible())


def editing(shown: Desktop) -> GroupDialog:
    page = shown.open("permission_groups")
    page.table.go_to(shown.place_of(GROUP))
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    return shown.dialog(GroupDialog)


def view_of(dialog: GroupDialog) -> WhatIfView:
    assert dialog.what_if is not None
    return dialog.what_if


def verdict(dialog: GroupDialog) -> str:
    return view_of(dialog).note.title.text()


def saved(live: LiveBase, name: str = GROUP) -> PermissionGroup:
    return live.console.permission_groups.show(live.admin, name)


def the_key(live: LiveBase, name: str = KEY) -> ApiKeyView:
    return next(view for view in live.console.api_keys.all(live.admin) if view.api_key.name == name)


def tip(shown: Desktop) -> TipBox:
    shown.until(lambda: [box for box in shown.page.panel.findChildren(TipBox) if box.isVisible()])
    return next(box for box in shown.page.panel.findChildren(TipBox) if box.isVisible())


def test_while_boxes_are_ticked_the_dialog_says_what_would_be_refused(shown: Desktop) -> None:
    dialog = editing(shown)
    shown.until(lambda: verdict(dialog) == "No request of the last 30 days would be refused.")
    assert view_of(dialog).note.text.text() == "There were 2,004."
    dialog.matrix.setFocus()
    # arrow keys lead from assets, view, down to work orders and to the right
    for key in (*[Qt.Key.Key_Down] * 5, Qt.Key.Key_Right):
        shown.press(key)
    assert dialog.matrix.box("work_orders:add").hasFocus()
    shown.press(Qt.Key.Key_Space)
    shown.until(lambda: verdict(dialog) == "4 of 2,004 requests of the last 30 days would be refused.")
    # the verdict is there a turn before the lines below it are laid out
    shown.until(lambda: KEY in words_of(dialog))
    said = words_of(dialog)
    assert "4 of 2,004 requests" in said
    assert f"{ADD}: 4" in said
    assert "Taken away: Work orders: add" in said
    shown.press(Qt.Key.Key_Space)
    shown.until(lambda: verdict(dialog) == "No request of the last 30 days would be refused.")
    assert f"{ADD}: 4" not in words_of(dialog)
    shown.press(Qt.Key.Key_Escape)
    shown.no_dialog()


def test_what_refuses_nothing_is_saved_without_a_question(shown: Desktop, used: LiveBase) -> None:
    dialog = editing(shown)
    shown.click(dialog.matrix.box("work_orders:delete"))
    shown.click(dialog.action)
    shown.no_dialog()
    assert set(saved(used).permissions) == {"items:view", "work_orders:view", "work_orders:add"}


def test_what_would_refuse_requests_is_asked_about_and_the_safe_answer_goes_on(shown: Desktop, used: LiveBase) -> None:
    dialog = editing(shown)
    before = saved(used)
    shown.click(dialog.read_only)
    # at once: the boxes did not rest yet, and what they say is read all the same
    shown.click(dialog.action)
    question = shown.dialog(Confirm)
    assert question.windowTitle() == "Refuse 4 requests like these?"
    assert "4 of 2,004 requests of the last 30 days would be refused." in words_of(question)
    assert f"{KEY}: 4 of 2,004 requests ({ADD}: 4)" in words_of(question)
    assert question.keep.isDefault()
    shown.press(Qt.Key.Key_Return)
    shown.until(lambda: dialog.action.isEnabled() and not question.isVisible())
    assert saved(used) == before
    assert dialog.isVisible()
    shown.click(dialog.action)
    shown.click(shown.dialog(Confirm).go)
    shown.no_dialog()
    assert saved(used).read_only


def test_the_dialog_does_not_ask_where_nobody_is_limited(shown: Desktop, used: LiveBase) -> None:
    for name in (KEY, OTHER):
        used.console.api_keys.edit(used.admin, the_key(used, name).api_key.key_id, permission_group="Field work")
    dialog = editing(shown)
    shown.until(lambda: verdict(dialog) == "It limits nobody: nobody would notice.")
    shown.click(dialog.read_only)
    shown.click(dialog.action)
    shown.no_dialog()


def test_no_box_at_all_is_a_mistake_and_not_a_question(shown: Desktop) -> None:
    dialog = editing(shown)
    for name in ("items:view", "work_orders:view", "work_orders:add", "work_orders:delete"):
        dialog.matrix.box(name).setChecked(False)
    shown.until(lambda: verdict(dialog) == "Nothing is allowed: every request would be refused.")
    shown.click(dialog.action)
    assert not shown.window.findChildren(Confirm)
    dialog.done(0)
    shown.no_dialog()


def test_a_new_group_has_nobody_who_would_notice(shown: Desktop) -> None:
    page = shown.open("permission_groups")
    QTest.keyClick(page.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = shown.dialog(GroupDialog)
    assert dialog.what_if is None
    shown.press(Qt.Key.Key_Escape)
    shown.no_dialog()


def test_the_panel_of_a_key_leads_to_a_narrower_group_of_its_own(shown: Desktop, used: LiveBase) -> None:
    page = shown.open("api_keys")
    page.table.go_to(shown.place_of(KEY))
    box = tip(shown)
    assert [label.text() for label in box.findChildren(Label)] == [
        "Allowed 4, used 2 in 51 days",
        "Without the others, none of 3,234 requests would have been refused.",
    ]
    shown.click(shown.button("See the narrower group", box))
    dialog = shown.dialog(GroupDialog)
    assert dialog.windowTitle() == f"A narrower group for {KEY}"
    assert dialog.name.text() == f"{GROUP} · {KEY}"
    assert set(dialog.matrix.chosen()) == {"items:view", "work_orders:add"}
    shown.until(lambda: verdict(dialog) == "No request of the last 30 days would be refused.")
    shown.click(dialog.action)
    shown.no_dialog()
    shown.until(lambda: the_key(used).group.name == f"{GROUP} · {KEY}")
    assert set(the_key(used).group.allowed) == {"items:view", "work_orders:add"}
    # the other key keeps what it had
    assert the_key(used, OTHER).group.name == GROUP
    assert len(saved(used).permissions) == 4
    # and nothing is advised any more
    shown.until(lambda: not [one for one in page.panel.findChildren(TipBox) if one.isVisible()])


def test_whoever_takes_more_away_is_asked_there_as_well(shown: Desktop, used: LiveBase) -> None:
    page = shown.open("api_keys")
    page.table.go_to(shown.place_of(KEY))
    shown.click(shown.button("See the narrower group", tip(shown)))
    dialog = shown.dialog(GroupDialog)
    dialog.matrix.box("work_orders:add").setChecked(False)
    shown.until(lambda: verdict(dialog).startswith("4 of 2,004 requests"))
    shown.click(dialog.action)
    shown.click(shown.dialog(Confirm).keep)
    shown.until(dialog.action.isEnabled)
    dialog.done(0)
    shown.no_dialog()
    assert the_key(used).group.name == GROUP


def test_a_key_alone_in_its_group_narrows_that_group(shown: Desktop, used: LiveBase) -> None:
    used.console.api_keys.revoke(used.admin, the_key(used, OTHER).api_key.key_id)
    page = shown.open("api_keys")
    page.table.go_to(shown.place_of(KEY))
    shown.click(shown.button("See the narrower group", tip(shown)))
    dialog = shown.dialog(GroupDialog)
    assert (dialog.windowTitle(), dialog.name.text()) == ("Narrow permission group", GROUP)
    shown.click(dialog.action)
    shown.no_dialog()
    assert set(saved(used).permissions) == {"items:view", "work_orders:add"}


def test_the_panel_of_a_group_advises_too(shown: Desktop, used: LiveBase) -> None:
    page = shown.open("permission_groups")
    page.table.go_to(shown.place_of(GROUP))
    shown.click(shown.button("See the narrower group", tip(shown)))
    dialog = shown.dialog(GroupDialog)
    assert set(dialog.matrix.chosen()) == {"items:view", "work_orders:add"}
    shown.press(Qt.Key.Key_Escape)
    # what was ticked by advice is no draft of anybody's: it goes without a question
    shown.no_dialog()
    assert len(saved(used).permissions) == 4
    page.table.go_to(shown.place_of("Field work"))
    shown.until(lambda: not [one for one in page.panel.findChildren(TipBox) if one.isVisible()])


@pytest.fixture
def granted(live: LiveBase) -> LiveBase:
    """Give a base with a consumer of 50 days that acts for itself, reads, and may do more."""
    now = datetime.now(UTC)
    clock = StandingClock(now - timedelta(days=50))
    with closing(open_base(live.settings, passwords=cheap_passwords(), clock=clock)) as past:
        admin = past.sign_in.operator(ADMIN_EMAIL, password())
        past.permission_groups.create(admin, name=GROUP, permissions=["items:view", "work_orders:add"])
        consumer = past.consumers.create(
            admin, name=OTHER, permission_group=GROUP, grant=GrantType.CLIENT_CREDENTIALS, owner=ADMIN_EMAIL
        ).consumer
        # what was enabled once has its authorization
        past.consumers.disable(admin, consumer.client_id)
        past.consumers.enable(admin, consumer.client_id)
    for days_ago in (50, 5):
        made_requests(live.console, now, consumer, READ, 12, days_ago=days_ago)
    return live


@pytest.mark.parametrize("role", [Role.SUPER_ADMINISTRATOR, Role.SUPPORT])
def test_the_panel_of_an_authorization_advises_for_its_consumer(qtbot: QtBot, granted: LiveBase, role: Role) -> None:
    if role is Role.SUPPORT:
        granted.console.people.create(granted.admin, email=SUPPORT_EMAIL, name="Renata", role=role, password=password())
    email = ADMIN_EMAIL if role is Role.SUPER_ADMINISTRATOR else SUPPORT_EMAIL
    with desktop(qtbot, granted.settings, email=email) as shown:
        page = shown.open("authorizations")
        page.table.go_to(shown.place_of(OTHER))
        box = tip(shown)
        assert "Allowed 2, used 1 in 51 days" in [label.text() for label in box.findChildren(Label)]
        if role is Role.SUPPORT:
            assert not [one for one in box.findChildren(QAbstractButton) if one.isVisible()]
            shown.settled()
            return
        shown.click(shown.button("See the narrower group", box))
        shown.until(lambda: set(shown.dialog(GroupDialog).matrix.chosen()) == {"items:view"})
        shown.click(shown.dialog(GroupDialog).action)
        shown.no_dialog()
        assert set(saved(granted).permissions) == {"items:view"}
        shown.until(lambda: not [one for one in page.panel.findChildren(TipBox) if one.isVisible()])
        # of what is over, nothing is advised
        granted.console.permission_groups.edit(granted.admin, GROUP, permissions=["items:view", "work_orders:add"])
        granted.console.authorizations.revoke(
            granted.admin, str(granted.console.authorizations.all(granted.admin)[0].authorization.id)
        )
        shown.until(lambda: shown.row_texts(3) == ["Revoked"])
        shown.settled()
        assert not [one for one in page.panel.findChildren(TipBox) if one.isVisible()]


def test_the_overview_leads_to_the_narrower_group(shown: Desktop) -> None:
    page = shown.bench.page
    assert isinstance(page, OverviewPage)
    title = f"2 of 4 permissions not used: {KEY}"
    shown.click(shown.button(f"See key: {title}"))
    dialog = shown.dialog(GroupDialog)
    assert dialog.windowTitle() == f"A narrower group for {KEY}"
    assert shown.bench.key == "api_keys"
    dialog.done(0)
    shown.no_dialog()


def test_support_sees_the_advice_and_nothing_to_press(qtbot: QtBot, used: LiveBase) -> None:
    used.console.people.create(
        used.admin, email=SUPPORT_EMAIL, name="Renata Coutinho", role=Role.SUPPORT, password=password()
    )
    with desktop(qtbot, used.settings, email=SUPPORT_EMAIL) as shown:
        page = shown.open("api_keys")
        page.table.go_to(shown.place_of(KEY))
        box = tip(shown)
        assert "Allowed 4, used 2 in 51 days" in [label.text() for label in box.findChildren(Label)]
        page.act_by_key("narrow")
        shown.settled()
        assert not shown.window.findChildren(GroupDialog)

"""Ending access by real clicks and keys: impact, undo, several at once, and proposals."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fracttal_console.domain.actors import Role
from fracttal_console.domain.authorizations import UNDO_GRACE
from fracttal_console.ui.authorizations.selection_dialog import SelectionDialog
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.reviews.answer_dialog import AnswerDialog
from fracttal_console.ui.reviews.proposal_dialog import ProposalDialog
from tests.journeys.live import LiveBase
from tests.support import SUPPORT_EMAIL, password
from tests.ui.desktop import Desktop, desktop


def job(live: LiveBase, name: str) -> int:
    """Make a consumer that acts for itself, with its authorization, and return the authorization's id."""
    ref = live.job(name).consumer.client_id
    live.console.consumers.disable(live.admin, ref)
    live.console.consumers.enable(live.admin, ref)
    return live.console.authorizations.all(live.admin)[0].authorization.id


def use(live: LiveBase, authorization_id: int, ago: timedelta = timedelta(minutes=3)) -> None:
    """Note that an authorization was used."""
    moment = live.console.authorizations.now() - ago
    live.console.usage.authorization(authorization_id, moment, "190.98.14.27", "GET /api/items/")
    live.console.usage.flush()


@pytest.fixture
def three(live: LiveBase) -> list[int]:
    """Give three authorizations that nobody used."""
    return [job(live, name) for name in ("Bodega", "Portal", "Taller")]


@pytest.fixture
def support(qtbot: QtBot, live: LiveBase) -> Iterator[Desktop]:
    """Give the window with somebody of the support staff signed in."""
    live.console.people.create(
        live.admin, email=SUPPORT_EMAIL, name="Renata Coutinho", role=Role.SUPPORT, password=password()
    )
    with desktop(qtbot, live.settings, email=SUPPORT_EMAIL) as shown:
        yield shown


def go_to(desk: Desktop, name: str) -> None:
    desk.page.table.go_to(desk.place_of(name))
    desk.page.table.setFocus()
    desk.settled()


def status(desk: Desktop, name: str) -> str:
    return desk.row_texts(3)[desk.place_of(name)]


def texts(dialog: ImpactDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


@pytest.mark.usefixtures("three")
def test_what_is_not_in_use_is_revoked_by_one_click_and_undone_by_another(desk: Desktop) -> None:
    desk.open("authorizations")
    go_to(desk, "Portal")
    desk.click(desk.button("Revoke", desk.page.panel))
    desk.until(lambda: status(desk, "Portal") == "Revoked")
    toast = desk.bench.toast
    desk.until(lambda: toast.counting)
    assert toast.accessibleName() == "Revoked: Portal"
    assert toast._left.text() in {"5:00", "4:59", "4:58"}
    desk.click(toast._button)
    desk.until(lambda: status(desk, "Portal") == "Active")
    assert not toast.isVisible()


@pytest.mark.usefixtures("three")
def test_ctrl_z_undoes_the_last_revocation_but_not_while_a_text_field_has_the_focus(desk: Desktop) -> None:
    desk.open("authorizations")
    go_to(desk, "Portal")
    desk.press(Qt.Key.Key_Delete)
    desk.until(lambda: status(desk, "Portal") == "Revoked")
    desk.page.filter.field.setFocus()
    QTest.keyClicks(desk.page.filter.field, "por")
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settled()
    assert desk.page.filter.field.text() == ""
    assert status(desk, "Portal") == "Revoked"
    desk.open("audit")
    desk.open("authorizations")
    assert desk.bench.toast.counting
    desk.page.table.setFocus()
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: status(desk, "Portal") == "Active")
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settled()
    assert status(desk, "Portal") == "Active"


def test_the_panel_offers_to_undo_until_it_is_final(desk: Desktop, live: LiveBase, three: list[int]) -> None:
    live.console.authorizations.revoke(live.admin, str(three[1]))
    page = desk.open("authorizations")
    go_to(desk, "Portal")
    undo = desk.button("Undo", page.panel)
    desk.click(undo)
    desk.until(lambda: status(desk, "Portal") == "Active")
    live.console.authorizations.revoke(live.admin, str(three[1]))
    desk.until(lambda: status(desk, "Portal") == "Revoked")
    watch = page._final  # type: ignore[attr-defined]
    assert 0 < watch.remainingTime() <= UNDO_GRACE.total_seconds() * 1000 + 1000
    live.console.authorizations.undo(live.admin, str(three[1]))
    desk.until(lambda: status(desk, "Portal") == "Active")
    assert not watch.isActive()


def test_what_is_in_use_is_asked_about_with_its_impact_and_its_name(
    desk: Desktop, live: LiveBase, three: list[int]
) -> None:
    use(live, three[1])
    desk.open("authorizations")
    desk.until(lambda: desk.row_texts()[0] == "Portal")
    go_to(desk, "Portal")
    desk.click(desk.button("Revoke…", desk.page.panel))
    asked = desk.dialog(ImpactDialog)
    assert asked.windowTitle() == "Revoke Portal?"
    assert "190.98.14.27" in texts(asked)
    assert asked.keep.isDefault()
    assert not asked.go.isEnabled()
    QTest.keyClicks(asked.reason, "Leaver")
    QTest.keyClicks(asked.typed, "porta")
    assert not asked.go.isEnabled()
    QTest.keyClicks(asked.typed, "l")
    desk.click(asked.go)
    desk.until(lambda: status(desk, "Portal") == "Revoked")
    assert live.console.audit.newest(live.admin, most=1)[0].reason == "Leaver"
    assert desk.bench.toast.counting


def test_suspending_in_its_place_is_one_click_away(desk: Desktop, live: LiveBase, three: list[int]) -> None:
    use(live, three[1])
    desk.open("authorizations")
    desk.until(lambda: desk.row_texts()[0] == "Portal")
    go_to(desk, "Portal")
    desk.press(Qt.Key.Key_Delete)
    desk.click(desk.dialog(ImpactDialog).gentler)
    desk.until(lambda: status(desk, "Portal") == "Suspended")
    desk.no_dialog()


def test_what_was_used_more_than_30_days_ago_is_not_in_use(desk: Desktop, live: LiveBase, three: list[int]) -> None:
    use(live, three[1], timedelta(days=31))
    desk.open("authorizations")
    desk.until(lambda: desk.row_texts()[0] == "Portal")
    go_to(desk, "Portal")
    desk.click(desk.button("Revoke", desk.page.panel))
    desk.until(lambda: status(desk, "Portal") == "Revoked")


def test_several_are_suspended_resumed_revoked_and_restored_by_click(
    desk: Desktop, live: LiveBase, three: list[int]
) -> None:
    use(live, three[1])
    desk.open("authorizations")
    desk.until(lambda: desk.row_texts()[0] == "Portal")
    desk.page.table.setFocus()
    desk.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.click(desk.button("Suspend 3", desk.page.panel))
    desk.until(lambda: set(desk.row_texts(3)) == {"Suspended"})
    desk.click(desk.button("Resume 3", desk.page.panel))
    desk.until(lambda: set(desk.row_texts(3)) == {"Active"})
    desk.click(desk.button("Revoke 3…", desk.page.panel))
    asked = desk.dialog(ImpactDialog)
    assert asked.windowTitle() == "Revoke 3 authorizations?"
    assert "3 applications" in texts(asked)
    QTest.keyClicks(asked.typed, "Revoke")
    desk.click(asked.go)
    desk.until(lambda: set(desk.row_texts(3)) == {"Revoked"})
    whole = live.console.audit.newest(live.admin, most=1)[0]
    assert (whole.tag, whole.facts) == ("authorizations:revoke_several", {"number": 3})
    desk.until(lambda: desk.bench.toast.counting)
    desk.click(desk.bench.toast._button)
    desk.until(lambda: set(desk.row_texts(3)) == {"Active"})


@pytest.mark.usefixtures("three")
def test_they_are_chosen_by_what_they_have_in_common_and_their_number_stands_on_the_button(
    desk: Desktop, live: LiveBase
) -> None:
    desk.open("authorizations")
    go_to(desk, "Portal")
    desk.click(desk.button("End by…"))
    dialog = desk.dialog(SelectionDialog)
    assert not dialog.end.isEnabled()
    dialog.by.setFocus()
    desk.press(Qt.Key.Key_Down)
    assert dialog.consumer.text() == "Portal"
    desk.until(lambda: dialog.end.text() == "Revoke 1…")
    desk.type(dialog.consumer, "Nobody")
    desk.until(lambda: "was not found" in dialog._note.title.text())
    assert not dialog.end.isEnabled()
    dialog.consumer.selectAll()
    desk.press(Qt.Key.Key_Backspace)
    assert not dialog.end.isEnabled()
    desk.until(lambda: dialog._note.title.text() == "Say which ones are meant.")
    dialog.by.setFocus()
    desk.press(Qt.Key.Key_Down)
    dialog.permission.setCurrentIndex(dialog.permission.findData("work_orders:delete"))
    desk.until(lambda: dialog.end.text() == "Revoke 3…")
    desk.click(dialog.end)
    asked = desk.dialog(ImpactDialog)
    assert not asked.typed.isVisible()
    desk.click(asked.go)
    desk.until(lambda: set(desk.row_texts(3)) == {"Revoked"})
    facts = live.console.audit.newest(live.admin, most=1)[0].facts
    assert facts == {"number": 3, "permission": "work_orders:delete"}


@pytest.mark.usefixtures("three")
def test_long_work_is_stopped_and_says_how_much_is_done(
    desk: Desktop, live: LiveBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fracttal_console.services.authorization_acts.CHUNK", 1)
    desk.open("authorizations")
    desk.page.table.setFocus()
    desk.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    strip = desk.page.progress
    # the person's click comes while the first chunk is done
    real = desk.bench.desk.base.authorization_acts._do

    def stopping(*args: object) -> object:
        strip._work.watched.stop()  # type: ignore[union-attr]
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.bench.desk.base.authorization_acts, "_do", stopping)
    desk.click(desk.button("Suspend 3", desk.page.panel))
    desk.until(desk.bench.toast.isVisible)
    assert desk.bench.toast.accessibleName() == "Stopped. 1 authorization suspended; the rest is as it was."
    desk.until(lambda: sorted(desk.row_texts(3)) == ["Active", "Active", "Suspended"])
    assert live.console.audit.newest(live.admin, most=1)[0].facts == {"number": 1, "stopped": True}


def test_a_consumer_or_key_in_use_is_disabled_only_after_its_name_is_typed(
    desk: Desktop, live: LiveBase, three: list[int]
) -> None:
    use(live, three[1])
    desk.open("oauth_consumers")
    go_to(desk, "Portal")
    desk.click(desk.button("Disable", desk.page.panel))
    asked = desk.dialog(ImpactDialog)
    assert asked.windowTitle() == "Disable Portal?"
    QTest.keyClicks(asked.typed, "portal")
    desk.click(asked.go)
    desk.until(lambda: status(desk, "Portal") == "Disabled")
    go_to(desk, "Taller")
    desk.click(desk.button("Disable", desk.page.panel))
    desk.until(lambda: status(desk, "Taller") == "Disabled")
    go_to(desk, "Portal")
    desk.click(desk.button("Delete…", desk.page.panel))
    asked = desk.dialog(ImpactDialog)
    # in use or not, it can be had back from the bin
    assert "It can be restored for 30 days, but people must agree anew." in texts(asked)
    desk.click(asked.keep)
    go_to(desk, "Bodega")
    desk.click(desk.button("Delete…", desk.page.panel))
    desk.click(desk.dialog(Confirm).keep)
    desk.no_dialog()


def test_support_proposes_and_a_super_administrator_approves_by_click(
    support: Desktop, qtbot: QtBot, live: LiveBase, three: list[int]
) -> None:
    use(live, three[1])
    page = support.open("authorizations")
    support.until(lambda: support.row_texts()[0] == "Portal")
    go_to(support, "Portal")
    offered = {action.key for action in page.offered()}
    assert "propose" in offered
    assert not offered & {"end", "suspend", "choose_by", "undo", "end_consumer"}
    support.click(support.button("Propose revocation…", page.panel))
    dialog = support.dialog(ProposalDialog)
    support.click(dialog.action)
    assert dialog._fields["reason"][0].problem
    QTest.keyClicks(dialog.reason, "Left the company")
    support.click(dialog.action)
    support.until(lambda: status(support, "Portal") == "Proposed")
    support.no_dialog()
    assert "propose" not in {action.key for action in page.offered()}
    support.open("reviews")
    assert support.row_texts(2) == ["Left the company"]
    support.page.table.go_to(0)
    assert not {action.key for action in support.page.offered()} & {"approve", "decline"}
    with desktop(qtbot, live.settings) as admin:
        navigation = admin.bench.navigation
        place = [page.place.key for page in admin.bench.pages].index("reviews")
        admin.until(lambda: "1" in navigation.accessibleTabName(place))
        admin.open("reviews")
        admin.page.table.go_to(0)
        admin.settled()
        admin.click(admin.button("Approve…", admin.page.panel))
        asked = admin.dialog(ImpactDialog)
        QTest.keyClicks(asked.reason, "Thank you")
        QTest.keyClicks(asked.typed, "Portal")
        admin.click(asked.go)
        admin.until(lambda: status(admin, "Portal") == "Approved")
        admin.until(lambda: navigation.accessibleTabName(place) == "Reviews")
        assert admin.bench.toast.counting
    support.until(lambda: status(support, "Portal") == "Approved")
    assert live.console.proposals.all(live.admin)[0].proposal.answer == "Thank you"


def test_a_proposal_is_declined_with_an_answer(desk: Desktop, live: LiveBase, three: list[int]) -> None:
    live.console.proposals.create(live.admin, str(three[0]), reason="Dormant")
    desk.open("reviews")
    desk.page.table.go_to(0)
    desk.settled()
    desk.click(desk.button("Decline…", desk.page.panel))
    dialog = desk.dialog(AnswerDialog)
    desk.click(dialog.action)
    assert dialog._fields["answer"][0].problem
    QTest.keyClicks(dialog.answer, "The audit needs it")
    desk.click(dialog.action)
    desk.until(lambda: status(desk, "Bodega") == "Declined")
    assert live.console.proposals.all(live.admin)[0].proposal.answer == "The audit needs it"
    assert live.console.authorizations.all(live.admin)[-1].status == "active"


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("elsewhere", [False, True])
def test_another_language_keeps_the_undo_and_the_way_back(desk: Desktop, elsewhere: bool) -> None:  # noqa: FBT001
    desk.open("oauth_consumers")
    desk.open("authorizations")
    go_to(desk, "Portal")
    desk.click(desk.button("Revoke", desk.page.panel))
    desk.until(lambda: status(desk, "Portal") == "Revoked")
    desk.until(lambda: desk.bench.toast.counting)
    desk.page.filter.choose_facets({"state": ("revoked",)})
    desk.until(lambda: desk.page.model.ready and desk.page.model.matching == 1)
    if elsewhere:
        desk.open("audit")
    before = desk.bench
    before.header.person.spoke.emit("es")
    desk.until(lambda: desk.bench is not before)
    desk.until(lambda: desk.page.model.ready)
    desk.settled()
    toast = desk.bench.toast
    assert toast.counting
    assert toast.accessibleName() == "Revocada: Portal"
    assert toast._button.text() == "Deshacer"
    if elsewhere:
        desk.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        desk.until(lambda: desk.bench.key == "authorizations" and desk.page.model.ready)
    desk.until(lambda: desk.page.model.matching == 1)
    assert [value.name for value in desk.page.filter.chosen["state"]] == ["revocada"]
    desk.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.until(lambda: desk.bench.key == "oauth_consumers")
    desk.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    desk.until(lambda: desk.bench.key == "authorizations")
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: desk.page.model.ready and desk.page.model.matching == 0)
    desk.until(lambda: not toast.counting)


@pytest.mark.usefixtures("three")
def test_an_undo_is_taken_in_another_language_on_another_page(desk: Desktop) -> None:
    desk.open("authorizations")
    go_to(desk, "Portal")
    desk.click(desk.button("Revoke", desk.page.panel))
    desk.until(lambda: desk.bench.toast.counting)
    desk.open("audit")
    before = desk.bench
    before.header.person.spoke.emit("es")
    desk.until(lambda: desk.bench is not before and desk.page.model.ready)
    desk.click(desk.bench.toast._button)
    desk.open("authorizations")
    desk.until(lambda: status(desk, "Portal") == "Activa")

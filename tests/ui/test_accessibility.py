"""Every screen through the eyes of assistive technology and by keys alone: no unnamed control, no trap."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QWidget
from pytestqt.qtbot import QtBot

from fracttal_console.domain.authorization_selection import Selection
from fracttal_console.domain.impact import Impact
from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import PermissionName
from fracttal_console.domain.what_if import Affected, RefusedCalls, WhatIf
from fracttal_console.services.authorizations import AuthorizationView
from fracttal_console.services.consumer_views import ConsumerView
from fracttal_console.services.listing import ListQuery
from fracttal_console.texts.catalogue import LANGUAGES
from fracttal_console.texts.snippets import SnippetKind
from fracttal_console.trial.steps import Outcome, Step
from fracttal_console.ui.api_keys.dialog import ApiKeyDialog
from fracttal_console.ui.authorizations.selection_dialog import SelectionDialog
from fracttal_console.ui.authorizations.words import asked_of_several
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.credentials.credential_file_form import CredentialFileDialog
from fracttal_console.ui.credentials.rotate_form import RotateForm
from fracttal_console.ui.credentials.rotation_dialog import RotationDialog
from fracttal_console.ui.credentials.snippets_dialog import SnippetsDialog
from fracttal_console.ui.credentials.try_dialog import TryDialog
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.numbers_dialog import NumbersDialog
from fracttal_console.ui.oauth_consumers.dialog import ConsumerDialog
from fracttal_console.ui.oauth_consumers.key_form import KeyForm
from fracttal_console.ui.oauth_consumers.public_keys_dialog import PublicKeysDialog
from fracttal_console.ui.palette.palette import Palette
from fracttal_console.ui.people.dialog import PersonDialog
from fracttal_console.ui.permission_groups.dialog import GroupDialog
from fracttal_console.ui.permission_groups.refusing import ask_before_refusing
from fracttal_console.ui.request_doctor.paste_dialog import PasteDialog
from fracttal_console.ui.request_doctor.repairs import Repairs
from fracttal_console.ui.reviews.answer_dialog import AnswerDialog
from fracttal_console.ui.reviews.proposal_dialog import ProposalDialog
from fracttal_console.ui.secret_dialog import SecretDialog
from fracttal_console.ui.settings.account import PasswordDialog
from fracttal_console.ui.settings.codes import CodesDialog
from fracttal_console.ui.settings.dialog import SettingsDialog
from fracttal_console.ui.step_up import StepUpDialog
from fracttal_console.ui.tables.arrangement import ViewDialog
from fracttal_console.ui.tables.list_page import ListPage
from fracttal_console.ui.window.commands import Commands
from fracttal_console.ui.window.console_window import SMALLEST
from fracttal_console.ui.window.keys_dialog import KeysDialog
from tests.journeys.live import LiveBase
from tests.services.calls import a_refusal
from tests.signing import Signer, jwks
from tests.support import password
from tests.ui.accessible import focusable, tab_stops, tree, unnamed
from tests.ui.desktop import Desktop, desktop

PAGES = (
    "overview", "api_keys", "oauth_consumers", "authorizations", "audit", "request_doctor", "reviews", "people",
    "permission_groups",
)  # fmt: skip


@pytest.fixture
def full(live: LiveBase) -> LiveBase:
    """Give a base with a row on every page."""
    live.console.api_keys.create(live.admin, name="Bodega central", permission_group="Field work")
    job = live.job()
    live.consumer()
    live.console.consumers.disable(live.admin, job.consumer.client_id)
    live.console.consumers.enable(live.admin, job.consumer.client_id)
    ref = str(live.console.authorizations.all(live.admin)[0].authorization.id)
    live.console.proposals.create(live.admin, ref, reason="Dormant")
    live.console.refusals.note(a_refusal())
    live.console.refusals.flush()
    return live


@contextmanager
def page_screen(desk: Desktop, key: str) -> Iterator[QWidget]:
    page = desk.go(key)
    if not isinstance(page, ListPage):
        page.focus_first()
    elif page.model.matching:
        page.table.go_to(0)
        page.table.setFocus()
    else:
        desk.bench.navigation.setFocus()
    desk.settled()
    yield desk.window


@contextmanager
def dialog_screen(desk: Desktop, make: Callable[[Desktop], QDialog]) -> Iterator[QWidget]:
    dialog = make(desk)
    dialog.open()
    desk.settled()
    desk.until(dialog.isActiveWindow)
    try:
        yield dialog
    finally:
        dialog.hide()
        dialog.deleteLater()


def secret_dialog(desk: Desktop) -> SecretDialog:
    dialog = SecretDialog(
        desk.application.theme, desk.application.flow.texts, desk.application.flow.clipboard, desk.bench.page,
        title="Store this secret now", subtitle="Portal", why="It is shown this once.", public=("Client id", "fcc_x"),
        secret_name="Client secret", secret=password(),
    )  # fmt: skip
    desk.application.flow.clipboard.copy("x", secret=True)
    return dialog


def ending_dialogs() -> dict[str, Callable[[Desktop], QDialog]]:
    impact = Impact(
        things=2, in_use=1, people=2, consumers=("Bodega", "Portal"), requests_day=412, requests_month=9870,
        paths=(("GET /api/items/", 9870),), addresses=("190.98.14.27",), last_used_at=datetime.now(UTC),
    )  # fmt: skip

    def asked(desk: Desktop) -> QDialog:
        question = asked_of_several(impact, desk.application.flow.texts)
        return ImpactDialog(
            desk.bench.desk, desk.bench.page, impact, question, then=lambda _why: None, instead=lambda _why: None
        )

    return {"impact": asked, "selection": lambda desk: SelectionDialog(desk.bench.desk, desk.bench.page, None)}


def paste_dialog(desk: Desktop) -> PasteDialog:
    page = desk.bench.page
    return PasteDialog(desk.bench.desk, page, Repairs(desk.bench.desk, page, print, print))


def rotation_dialog(desk: Desktop) -> RotationDialog:
    base, actor = desk.bench.desk.base, desk.bench.desk.actor
    ref = base.consumers.create(
        actor, name="Rotated", permission_group="Field work", grant=GrantType.CLIENT_CREDENTIALS
    ).consumer.client_id
    base.consumer_secrets.rotate(actor, ref)
    return RotationDialog(
        desk.bench.desk, desk.bench.page, "Rotated", lambda: base.consumer_secrets.show(actor, ref), may_change=True
    )


def a_group(desk: Desktop) -> PermissionGroup:
    return desk.bench.desk.base.permission_groups.all(desk.bench.desk.actor)[0]


def refusing(desk: Desktop) -> QDialog:
    line = RefusedCalls("POST /api/work_orders", PermissionName("work_orders:add"), 3)
    key = Affected(kind="api_key", id=1, name="Bodega", loses=frozenset({line.permission}), calls=12, refused=(line,))
    found = WhatIf(
        removed=key.loses, added=frozenset(), untold=frozenset(), calls=12, refused=3, authorizations=2, members=1,
        affected=(key,),
    )  # fmt: skip
    return ask_before_refusing(desk.bench.desk, desk.bench.page, found, "Save group", print)


def signing_view(desk: Desktop) -> ConsumerView:
    base, actor = desk.bench.desk.base, desk.bench.desk.actor
    ref = base.consumers.create(
        actor, name=f"Signing {len(base.consumers.all(actor))}", permission_group="Field work",
        grant=GrantType.CLIENT_CREDENTIALS, public_keys=jwks(Signer(kid="a"), Signer("RSA")),
    ).consumer.client_id  # fmt: skip
    return base.consumers.show(actor, ref)


def public_keys_dialog(desk: Desktop) -> PublicKeysDialog:
    return PublicKeysDialog(desk.bench.desk, desk.bench.page, signing_view(desk))


def key_form(desk: Desktop) -> KeyForm:
    return KeyForm(desk.bench.desk, desk.bench.page, signing_view(desk))


def rotate_form(desk: Desktop) -> RotateForm:
    return RotateForm(
        desk.bench.desk, desk.bench.page, service=desk.bench.desk.base.consumer_secrets, ref="1", name="x"
    )


def try_dialog(desk: Desktop) -> TryDialog:
    base, actor = desk.bench.desk.base, desk.bench.desk.actor
    keys = [view.api_key for view in base.api_keys.all(actor)]
    key = keys[0] if keys else base.api_keys.create(actor, name="Sensor", permission_group="Field work").api_key
    return TryDialog(desk.bench.desk, desk.bench.page, key, lambda: key)


def walked(desk: Desktop) -> TryDialog:
    """Return the dialog after a try that was refused, with a step that waits below."""
    dialog = try_dialog(desk)
    dialog.open()
    desk.type(dialog.secret, "fch_wrong")
    desk.click(dialog.go)
    desk.until(lambda: dialog.go.isVisible() and dialog.steps.cards)
    dialog.steps.add(Step(code="consent", outcome=Outcome.WAITING, opens="https://auth.example.com/"))
    return dialog


def an_authorization(desk: Desktop) -> AuthorizationView:
    base, actor = desk.bench.desk.base, desk.bench.desk.actor
    name = f"Proposed {len(base.consumers.all(actor))}"
    ref = base.consumers.create(
        actor, name=name, permission_group="Field work", grant=GrantType.CLIENT_CREDENTIALS
    ).consumer.client_id
    base.consumers.disable(actor, ref)
    base.consumers.enable(actor, ref)
    return next(view for view in base.authorizations.all(actor) if view.consumer.name == name)


def proposal_dialog(desk: Desktop) -> ProposalDialog:
    view, base, actor = an_authorization(desk), desk.bench.desk.base, desk.bench.desk.actor
    impact = base.impact.authorizations(actor, Selection(ids=(view.authorization.id,)))
    return ProposalDialog(desk.bench.desk, desk.bench.page, view, impact)


def answer_dialog(desk: Desktop) -> AnswerDialog:
    view, base, actor = an_authorization(desk), desk.bench.desk.base, desk.bench.desk.actor
    base.proposals.create(actor, str(view.authorization.id), reason="Dormant")
    return AnswerDialog(desk.bench.desk, desk.bench.page, base.proposals.page(actor, ListQuery(), 0, 1).rows[0])


def confirm(desk: Desktop) -> Confirm:
    return Confirm(
        desk.bench.desk, desk.bench.page, title="Delete Portal?", consequences=(("ban", "Its requests end."),),
        safe="Keep it", action="Delete", then=print, asks_reason=True,
    )  # fmt: skip


DIALOGS: dict[str, Callable[[Desktop], QDialog]] = {
    "confirm": confirm,
    "propose": proposal_dialog,
    "answer": answer_dialog,
    "view": lambda desk: ViewDialog(desk.bench.desk, desk.bench.page, ()),
    "api key": lambda desk: ApiKeyDialog(desk.bench.desk, desk.bench.page, None),
    "consumer": lambda desk: ConsumerDialog(desk.bench.desk, desk.bench.page, None),
    "group": lambda desk: GroupDialog(desk.bench.desk, desk.bench.page, None),
    "what-if": lambda desk: GroupDialog(desk.bench.desk, desk.bench.page, a_group(desk)),
    "refusing requests": refusing,
    "secret": secret_dialog,
    **ending_dialogs(),
    "settings": lambda desk: SettingsDialog(
        desk.bench.desk, desk.bench.page, desk.application.flow._program, desk.application.flow.use
    ),
    "own password": lambda desk: PasswordDialog(desk.bench.desk, desk.bench.page),
    "codes": lambda desk: CodesDialog(desk.bench.desk, desk.bench.page),
    "invite": lambda desk: PersonDialog(desk.bench.desk, desk.bench.page, None),
    "step up": lambda desk: StepUpDialog(desk.bench.desk, desk.bench.page),
    "paste": lambda desk: PasteDialog(
        desk.bench.desk, desk.bench.page, Repairs(desk.bench.desk, desk.bench.page, print, print)
    ),
    "palette": lambda desk: Palette(desk.bench.desk, desk.bench.page, Commands(desk.bench).entries(), ()),
    "keys": lambda desk: KeysDialog(desk.bench.desk, desk.bench.page),
    "rotate": rotate_form,
    "credential file": lambda desk: CredentialFileDialog(
        desk.bench.desk, desk.bench.page, name="Portal", values={}, secret=("secret", password())
    ),
    "snippets": lambda desk: SnippetsDialog(
        desk.bench.desk, desk.bench.page, name="Portal", shown=((SnippetKind.HAWK, ""),), public_id="fck_x"
    ),
    "rotation": rotation_dialog,
    "try": try_dialog,
    "steps of a try": walked,
    "numbers": lambda desk: NumbersDialog(
        desk.bench.desk, desk.bench.page, "Requests per day", ("Day", "Accepted", "Refused"), [("Mon", "1", "0")]
    ),
    "public keys": public_keys_dialog,
    "add key": key_form,
}


def check(root: QWidget) -> None:
    assert unnamed(root) == []
    reached = tab_stops()
    missed = [w for w in focusable(root) if w not in reached and not any(w.isAncestorOf(r) for r in reached)]
    # of several radio buttons of one group Tab reaches the one and arrow keys the others
    missed = [w for w in missed if type(w).__name__ != "QRadioButton"]
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_names_all_its_controls_and_traps_no_tab(
    qtbot: QtBot, full: LiveBase, subtests: pytest.Subtests, language: str
) -> None:
    with desktop(qtbot, full.settings, language=language, gateway=True) as shown:
        for key in PAGES:
            with subtests.test(key), page_screen(shown, key) as root:
                check(root)


def test_a_dialog_names_all_its_controls_and_traps_no_tab(desk: Desktop, subtests: pytest.Subtests) -> None:
    for name, make in DIALOGS.items():
        with subtests.test(name), dialog_screen(desk, make) as root:
            check(root)


def test_the_boxes_of_a_permission_group_are_one_stop_and_keep_their_names(desk: Desktop) -> None:
    with dialog_screen(desk, DIALOGS["group"]) as dialog:
        assert isinstance(dialog, GroupDialog)
        boxes = dialog.matrix.findChildren(QCheckBox)
        assert len(boxes) > 60
        assert len([stop for stop in tab_stops() if stop in boxes]) == 1
        names = [box.accessibleName() for box in boxes]
        assert len(set(names)) == len(boxes)
        assert "Work orders: delete" in names


def test_empty_pages_lock_and_first_start_name_all_their_controls(desk: Desktop) -> None:
    for key in PAGES[:3]:
        with page_screen(desk, key) as root:
            check(root)
    desk.application.flow.lock("asked")
    desk.until(lambda: QApplication.focusWidget() is desk.sign_in_page.password)
    check(desk.window)
    desk.settled()


def test_the_navigation_is_a_list_of_tabs_to_assistive_technology(desk: Desktop) -> None:
    roles = [node.role() for node in tree(desk.bench.navigation)]
    assert roles[0] is QAccessible.Role.PageTabList
    names = [node.text(QAccessible.Text.Name) for node in tree(desk.bench.navigation)][1:]
    assert names[0].startswith("Overview")
    assert names[1:5] == ["API keys", "OAuth consumers", "Active authorizations", "Audit log"]
    assert names[5:] == ["Request doctor", "Reviews", "People", "Permission groups"]
    assert roles[1:10] == [QAccessible.Role.PageTab] * 9


def test_a_row_is_read_as_a_sentence(qtbot: QtBot, full: LiveBase) -> None:
    with desktop(qtbot, full.settings) as shown:
        page = shown.open("authorizations")
        sentence = page.model.data(page.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
        assert sentence.startswith("Sincronizador; itself; ")
        assert "Work orders: view, add, edit and delete" in sentence
        assert "; Proposed; " in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_makes_the_window_wider_than_it_may_have_to_be(qtbot: QtBot, full: LiveBase, language: str) -> None:
    with desktop(qtbot, full.settings, language=language, gateway=True) as shown:
        for key in PAGES:
            with page_screen(shown, key):
                hint = shown.bench.minimumSizeHint()
                assert hint.width() <= SMALLEST[0]
                assert hint.height() <= SMALLEST[1]


def test_no_part_shows_as_a_window_of_its_own(desk: Desktop, qapp: QApplication) -> None:
    for key in PAGES:
        desk.go(key)
    for name, make in DIALOGS.items():
        with dialog_screen(desk, make) as dialog:
            shown = {window for window in qapp.topLevelWidgets() if window.isVisible()}
            assert shown == {desk.window, dialog}, name


def test_f6_goes_round_the_regions(qtbot: QtBot, full: LiveBase) -> None:
    with desktop(qtbot, full.settings) as shown:
        page = shown.open("api_keys")
        shown.bench.navigation.setFocus()
        regions = []
        for _ in range(3):
            shown.press(Qt.Key.Key_F6)
            regions.append(QApplication.focusWidget())
        assert regions == [page.filter.field, page.table, shown.bench.navigation]
        page.table.go_to(0)
        shown.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert page.panel.isAncestorOf(focused)

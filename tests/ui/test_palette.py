"""The palette: what it lists, in which order, and that it goes and does."""

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fracttal_console.domain.actors import Role
from fracttal_console.texts.catalogue import texts_for
from fracttal_console.ui.api_keys.dialog import ApiKeyDialog
from fracttal_console.ui.look.colours import Scheme
from fracttal_console.ui.palette.entries import MOST, Entry, Part, ranked
from fracttal_console.ui.palette.palette import Palette
from fracttal_console.ui.palette.results import ResultsModel
from fracttal_console.ui.start.sign_in import SignInPage
from tests.journeys.live import LiveBase
from tests.support import SUPPORT_EMAIL, password
from tests.ui.accessible import tree, unnamed
from tests.ui.desktop import Desktop, desktop

CTRL = Qt.KeyboardModifier.ControlModifier


def entry(title: str, part: Part = Part.GO, note: str = "", words: tuple[str, ...] = ()) -> Entry:
    return Entry(key=title, part=part, title=title, note=note, icon="lock", words=words, run=partial(str))


def titles(entries: list[Entry]) -> list[str]:
    return [one.title for one in entries]


@pytest.fixture
def shown(qtbot: QtBot, live: LiveBase) -> Iterator[Desktop]:
    for name in ("Bodega central", "Ñandú", "Puente SCADA"):
        live.console.api_keys.create(live.admin, name=name, permission_group="Field work")
    live.consumer()
    live.job()
    with desktop(qtbot, live.settings) as opened:
        yield opened


def called(desk: Desktop) -> Palette:
    desk.press(Qt.Key.Key_K, CTRL)
    return desk.dialog(Palette)


def listed(palette: Palette) -> list[str]:
    model = palette.results.model()
    rows = [palette.results._model.row_at(place) for place in range(model.rowCount())]
    return [row.title for row in rows if isinstance(row, Entry)]


def typed(desk: Desktop, palette: Palette, text: str) -> None:
    QTest.keyClicks(palette.field, text)
    desk.until(lambda: not palette._pause.isActive())
    desk.settled()


def test_exact_names_come_first_then_beginnings_then_words_inside() -> None:
    rows = [entry("Not the lock"), entry("Locksmith"), entry("The lock"), entry("Lock")]
    assert titles(ranked(rows, "lock")) == ["Lock", "Locksmith", "Not the lock", "The lock"]
    assert titles(ranked([entry("Ñandú"), entry("Nada")], "nandu")) == ["Ñandú"]
    assert titles(ranked([entry("Portal", words=("fcc_1234",)), entry("fcc_12345 old")], "fcc_1234")) == [
        "Portal", "fcc_12345 old",
    ]  # fmt: skip
    assert ranked([entry("Lock")], "lock nothing") == []


@pytest.mark.parametrize("count", [0, 1, 20])
def test_the_model_keeps_to_the_rules_of_qt(qtmodeltester: ModelTester, count: int) -> None:
    model = ResultsModel(texts_for("en"))
    model.show_entries([entry(f"Thing {place}", Part.GO if place % 2 else Part.DO) for place in range(count)])
    qtmodeltester.check(model, force_py=True)
    qtmodeltester.check(model)
    model.show_entries([entry("Other")])


def test_the_part_with_the_best_match_stands_first_and_none_is_endless() -> None:
    rows = [*(entry(f"My lock {n}") for n in range(20)), entry("Lock", Part.DO)]
    found = ranked(rows, "lock")
    assert found[0].part is Part.DO
    assert len(found) == MOST + 1


def test_ctrl_k_goes_to_a_page_by_keys_alone(shown: Desktop) -> None:
    palette = called(shown)
    assert QApplication.focusWidget() is palette.field
    typed(shown, palette, "audit")
    assert listed(palette)[0] == "Audit log"
    shown.press(Qt.Key.Key_Return)
    shown.no_dialog()
    assert shown.bench.key == "audit"


def test_a_thing_is_found_by_its_name_and_its_row_is_chosen(shown: Desktop) -> None:
    palette = called(shown)
    typed(shown, palette, "puente")
    shown.until(lambda: "Puente SCADA" in listed(palette))
    assert listed(palette)[0] == "Puente SCADA"
    shown.press(Qt.Key.Key_Return)
    shown.no_dialog()
    shown.until(lambda: shown.bench.key == "api_keys" and shown.page.about() == "Puente SCADA")
    assert shown.page.panel.isVisible()


def test_a_public_id_finds_its_consumer(shown: Desktop, live: LiveBase) -> None:
    client_id = live.console.consumers.all(live.admin)[0].consumer.client_id
    palette = called(shown)
    palette.field.setText(client_id)
    shown.until(lambda: listed(palette) and listed(palette)[0] == "Portal de Contratistas")
    shown.click(palette.results.viewport())
    shown.press(Qt.Key.Key_Escape)
    shown.no_dialog()


def test_commands_act_wherever_the_person_is(shown: Desktop) -> None:
    shown.open("audit")
    palette = called(shown)
    typed(shown, palette, "create api")
    shown.press(Qt.Key.Key_Return)
    dialog = shown.dialog(ApiKeyDialog)
    assert shown.bench.key == "api_keys"
    shown.click(dialog.cancel)
    shown.no_dialog()
    palette = called(shown)
    typed(shown, palette, "dark")
    shown.press(Qt.Key.Key_Return)
    shown.no_dialog()
    assert shown.application.theme.scheme is Scheme.DARK


def test_verify_chain_says_its_outcome(shown: Desktop) -> None:
    palette = called(shown)
    typed(shown, palette, "verify")
    shown.press(Qt.Key.Key_Return)
    shown.no_dialog()
    shown.until(shown.bench.toast.isVisible)


def test_what_was_taken_last_stands_first_next_time(shown: Desktop) -> None:
    palette = called(shown)
    typed(shown, palette, "puente")
    shown.until(lambda: "Puente SCADA" in listed(palette))
    shown.press(Qt.Key.Key_Return)
    shown.no_dialog()
    palette = called(shown)
    assert listed(palette)[0] == "Puente SCADA"
    shown.press(Qt.Key.Key_Escape)
    shown.no_dialog()


def test_keys_walk_round_and_captions_are_no_choice(shown: Desktop) -> None:
    palette = called(shown)
    first = palette.results.entry
    assert first is not None
    shown.press(Qt.Key.Key_Up)
    assert palette.results.entry is not first
    shown.press(Qt.Key.Key_Down)
    assert palette.results.entry is first
    for _ in range(40):
        shown.press(Qt.Key.Key_Down)
        assert palette.results.entry is not None
    shown.press(Qt.Key.Key_Escape)
    shown.no_dialog()


def test_it_names_its_controls_and_tells_how_many_there_are(shown: Desktop) -> None:
    palette = called(shown)
    assert unnamed(palette) == []
    assert QAccessible.Role.List in {node.role() for node in tree(palette)}
    typed(shown, palette, "lock")
    assert palette._count.text().endswith(("result", "results"))
    palette.field.setText("zzzz nothing of the sort")
    assert palette._nothing.isVisible()
    shown.press(Qt.Key.Key_Escape)
    shown.no_dialog()


def test_a_lock_closes_it_and_it_stays_closed(shown: Desktop) -> None:
    palette = called(shown)
    typed(shown, palette, "puente")
    shown.application.flow.lock("asked")
    shown.until(lambda: isinstance(shown.window.face, SignInPage))
    shown.no_dialog()
    shown.type(shown.sign_in_page.password, password().reveal())
    shown.click(shown.sign_in_page.button)
    shown.until(lambda: shown.window.face is shown.bench)
    shown.settled()
    shown.no_dialog()


def test_support_is_offered_nothing_that_changes(qtbot: QtBot, live: LiveBase) -> None:
    live.console.people.create(
        live.admin, email=SUPPORT_EMAIL, name="Renata Coutinho", role=Role.SUPPORT, password=password()
    )
    with desktop(qtbot, live.settings, email=SUPPORT_EMAIL) as support:
        palette = called(support)
        typed(support, palette, "create")
        model = palette.results._model
        rows = [model.row_at(place) for place in range(model.rowCount())]
        assert not [row for row in rows if isinstance(row, Entry) and row.part is Part.DO]
        support.press(Qt.Key.Key_Escape)
        support.no_dialog()

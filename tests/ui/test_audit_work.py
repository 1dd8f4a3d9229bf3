"""Long work on the audit log: export and the check of the chain, seen and stopped."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from fracttal_console.domain.actors import Role
from fracttal_console.domain.audit import EVENT_KINDS, Target
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.services import audit as audit_module
from fracttal_console.services.event_documents import ExportFormat
from fracttal_console.texts.catalogue import texts_for
from fracttal_console.texts.event_values import VALUES, value_name
from fracttal_console.texts.events import EVENT_FIELDS
from fracttal_console.ui.audit.details import link_of
from fracttal_console.ui.audit.page import AuditPage
from fracttal_console.ui.progress import Watched
from fracttal_console.ui.window.chain_watch import ChainWatch
from tests.journeys.live import LiveBase
from tests.support import SUPPORT_EMAIL, password
from tests.ui.desktop import Desktop, desktop


@pytest.fixture
def support(qtbot: QtBot, live: LiveBase) -> Iterator[Desktop]:
    """Show the audit log to a person of support."""
    live.console.people.create(
        live.admin, email=SUPPORT_EMAIL, name="Renata Coutinho", role=Role.SUPPORT, password=password()
    )
    for name in ("Bodega central", "Ñandú"):
        live.console.api_keys.create(live.admin, name=name, permission_group="Field work")
    with desktop(qtbot, live.settings, email=SUPPORT_EMAIL) as opened:
        opened.open("audit")
        yield opened


def page(desk: Desktop) -> AuditPage:
    assert isinstance(desk.page, AuditPage)
    return desk.page


def save_as(desk: Desktop, path: Path) -> None:
    dialog = desk.dialog(QFileDialog)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(path))
    QTest.keyClick(name, Qt.Key.Key_Return)
    desk.no_dialog()


def test_support_exports_what_the_filter_shows(support: Desktop, tmp_path: Path) -> None:
    page(support).filter.choose_facets({"action": ("api_keys:create",)})
    support.until(lambda: support.page.model.matching == 2)
    support.click(support.button("Export…"))
    path = tmp_path / "evidence.csv"
    save_as(support, path)
    support.until(path.exists)
    support.until(support.bench.toast.isVisible)
    assert support.bench.toast.accessibleName() == "2 events were written to evidence.csv; only you can read it."
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    assert [row["target_name"] for row in rows] == ["Bodega central", "Ñandú"]
    page(support).filter.clear()
    support.until(lambda: "Events exported" in support.row_texts(1))


def test_lines_of_json_are_asked_for_by_the_name_of_the_file(support: Desktop, tmp_path: Path) -> None:
    page(support).filter.choose_facets({"action": ("api_keys:create",)})
    support.until(lambda: support.page.model.matching == 2)
    support.page.table.setFocus()
    support.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    path = tmp_path / "evidence.jsonl"
    save_as(support, path)
    support.until(path.exists)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["event"] for line in lines] == ["api_keys:create"] * 2
    support.settled()


def test_an_export_that_is_stopped_says_how_many_stand_in_the_file(
    support: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_module, "CHUNK", 1)
    reported: list[int] = []

    def report(watched: Watched, done: int, _total: int) -> None:
        reported.append(done)
        if done == 2:
            # in the worker's thread: what the button does in the window's, which cannot be timed
            watched.stop()

    monkeypatch.setattr(Watched, "report", report)
    support.click(support.button("Export…"))
    save_as(support, tmp_path / "half.csv")
    support.until(support.bench.toast.isVisible)
    assert support.bench.toast.accessibleName().startswith("Stopped: 2 of ")
    assert reported == [1, 2]
    assert len((tmp_path / "half.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_where_no_file_can_be_it_is_said(support: Desktop, tmp_path: Path) -> None:
    shown = page(support)
    (tmp_path / "folder").mkdir()
    shown.export.write(shown.model.query, tmp_path / "missing" / "x.csv", ExportFormat.CSV)
    support.until(support.bench.toast.isVisible)
    assert "was not written" in support.bench.toast.accessibleName()


def test_the_status_bar_says_when_the_chain_was_checked(support: Desktop) -> None:
    watch = support.bench.status.findChild(ChainWatch)
    assert watch is not None
    assert not watch.isVisible()
    support.click(support.button("Verify chain"))
    support.until(watch.isVisible)
    assert "Audit chain verified at" in watch._words.text()
    assert support.button("Verify chain").isEnabled()


def test_the_chain_is_checked_without_being_asked(support: Desktop) -> None:
    watch = support.bench.status.findChild(ChainWatch)
    assert watch is not None
    watch.check()
    support.until(watch.isVisible)
    assert support.bench.desk.chain.report is not None
    assert support.bench.desk.chain.report.broken_at is None


def test_permissions_are_told_by_resource_and_moments_numbers_and_kinds_in_words(qtbot: QtBot, live: LiveBase) -> None:
    console, admin = live.console, live.admin
    console.permission_groups.edit(admin, "Field work", permissions=("work_orders:view", "work_orders:delete"))
    key = console.api_keys.create(admin, name="Bodega central", permission_group="Field work").api_key
    console.api_key_secrets.rotate(admin, key.key_id)
    console.api_keys.edit(
        admin, key.key_id, expires_at=datetime(2031, 3, 4, 15, 30, tzinfo=UTC), profile=Profile.FRACTTAL
    )
    with desktop(qtbot, live.settings, language="es") as shown:
        shown.open("audit")

        def told(title: str) -> str:
            shown.choose(shown.place_of(title, 1))
            shown.settled()
            panel = shown.page.panel
            return "\n".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())

        assert "Órdenes de trabajo" in told("Grupo de permisos modificado")
        assert "Ver y eliminar" in told("Grupo de permisos modificado")
        edited = told("Clave de API modificada")
        assert "4 de marzo de 2031" in edited or "4 mar 2031" in edited
        assert "Fracttal" in edited
        assert "2031-03-04" not in edited


def test_a_permission_to_delete_that_was_given_is_stressed_and_one_that_was_there_is_not(
    qtbot: QtBot, live: LiveBase
) -> None:
    given = ("items:view", "items:delete", "work_orders:view", "work_orders:delete")
    live.console.permission_groups.edit(live.admin, "Field work", permissions=given)
    with desktop(qtbot, live.settings, language="es") as shown:
        shown.open("audit")
        shown.choose(shown.place_of("Grupo de permisos modificado", 1))
        shown.settled()
        lines = [label for label in shown.page.panel.findChildren(QLabel) if label.isVisible()]
        (stressed,) = [label for label in lines if "<b>" in label.text()]
        assert stressed.text() == "Ver y <b>eliminar</b>"
        assert stressed.accessibleName() == "Ver y eliminar"
        assert "Ver y eliminar" in [label.text() for label in lines]


def test_the_foot_of_an_event_has_its_link_of_the_chain(support: Desktop, live: LiveBase) -> None:
    support.choose(0)
    support.settled()
    event = support.page.model.row_at(0)
    assert event is not None
    with closing(sqlite3.connect(live.settings.database_path)) as connection:
        (link,) = connection.execute("SELECT link FROM events WHERE seq = ?", (event.seq,)).fetchone()
    assert event.link == link.hex()
    assert support.page.panel._foot.text().endswith(f" · {link.hex()[:4]}…{link.hex()[-4:]}")


def test_an_event_leads_to_its_thing_as_it_is_now_and_is_copied_as_it_is_exported(support: Desktop) -> None:
    page(support).filter.choose_facets({"action": ("api_keys:create",)})
    support.until(lambda: support.page.model.matching == 2)
    support.choose(1)
    support.settled()
    support.click(support.button("Copy as JSON", support.page.panel))
    copied = json.loads(QGuiApplication.clipboard().text())
    assert (copied["event"], copied["target"]["name"]) == ("api_keys:create", "Bodega central")
    support.click(support.button("Show as it is now", support.page.panel))
    support.until(lambda: support.bench.key == "api_keys")
    support.until(lambda: support.page.model.ready and support.page.about() == "Bodega central")
    support.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    support.until(lambda: support.bench.key == "audit")
    support.settled()


@pytest.mark.parametrize("tag", ["sessions:sign_in", "audit:verify"])
def test_what_no_page_shows_is_not_led_to(tag: str) -> None:
    kind = "person" if tag == "sessions:sign_in" else "audit"
    event = EVENT_KINDS[tag](target=Target(kind, None, "x"))
    assert link_of(event) is None


def test_every_value_that_the_program_writes_has_a_name_and_others_stay() -> None:
    texts = texts_for("es")
    for field, values in VALUES.items():
        assert field in EVENT_FIELDS
        for value in values:
            assert value_name(field, value, texts) != value
    assert value_name("owner", "standard", texts) == "standard"
    assert {str(kind) for kind in GrantType} == set(VALUES["grant"])
    assert {str(role) for role in Role} == set(VALUES["role"])
    assert {str(profile) for profile in Profile} == set(VALUES["profile"])

"""Long work on the audit log: export and the check of the chain, seen and stopped."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from fracttal_console.domain.actors import Role
from fracttal_console.services import audit as audit_module
from fracttal_console.services.event_documents import ExportFormat
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

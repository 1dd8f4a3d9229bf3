"""What a window remembers: size, page, sorting, panel; and what it never writes down."""

import json

import pytest
from pytestqt.qtbot import QtBot

from fracttal_console.bootstrap.window_look import WINDOW_FILE, keep_look, read_look
from fracttal_console.ui.window.remembered import PageLook, WindowLook, look_as_text, look_from_text
from tests.journeys.live import LiveBase
from tests.ui.desktop import Desktop, desktop

LOOK = WindowLook(1300, 800, True, "audit", {"api_keys": PageLook(False, "name", True)})


def test_what_is_kept_is_read_again() -> None:
    assert look_from_text(look_as_text(LOOK)) == LOOK


@pytest.mark.parametrize(
    "text",
    [
        "", "no json", "[]", "7", '{"width": -4, "height": "x", "maximised": 1, "page": 3, "pages": []}',
        '{"width": 1e99, "height": true, "page": "ñ"}', '{"page": "' + "x" * 50 + '"}',
    ],
)  # fmt: skip
def test_what_is_not_understood_counts_as_never_said(text: str) -> None:
    assert look_from_text(text) == WindowLook()


def test_the_next_start_begins_where_the_last_one_ended(qtbot: QtBot, live: LiveBase) -> None:
    for name in ("Bodega central", "Puente SCADA"):
        live.console.api_keys.create(live.admin, name=name, permission_group="Field work")
    with desktop(qtbot, live.settings) as shown:
        shown.window.resize(1180, 720)
        page = shown.open("api_keys")
        page.table._sort_by(0)
        shown.until(lambda: page.model.query.sort == "name")
        page.table.go_to(0)
        page._close_panel()
        shown.open("oauth_consumers")
    kept = read_look(live.settings.data_dir)
    assert (kept.width, kept.height, kept.maximised) == (1180, 720, False)
    with desktop(qtbot, live.settings) as again:
        assert again.bench.key == "oauth_consumers"
        page = again.open("api_keys")
        assert page.model.query.sort == "name"
        assert not page.model.query.descending
        page.table.go_to(0)
        assert not page.panel.isVisible()


def test_nothing_of_the_base_is_written_down(qtbot: QtBot, live: LiveBase) -> None:
    live.console.api_keys.create(live.admin, name="Bodega central", permission_group="Field work")
    with desktop(qtbot, live.settings) as shown:
        _walk(shown)
    path = live.settings.data_dir / WINDOW_FILE
    assert oct(path.stat().st_mode)[-3:] == "600"
    text = path.read_text("utf-8")
    assert "Bodega" not in text
    assert set(json.loads(text)) == {"width", "height", "maximised", "page", "pages"}


def test_a_window_without_a_place_to_write_starts_as_the_first_time(live: LiveBase) -> None:
    keep_look(live.settings.data_dir / "missing", LOOK)
    assert read_look(live.settings.data_dir / "missing") == WindowLook()


def _walk(shown: Desktop) -> None:
    shown.open("api_keys").filter.field.setText("bodega")
    shown.until(lambda: shown.page.model.matching == 1)
    for key in ("oauth_consumers", "audit", "permission_groups"):
        shown.open(key)

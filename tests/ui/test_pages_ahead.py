"""Pages are made before anybody turns to them, one at a time, while nothing else is to be done."""

from pytestqt.qtbot import QtBot

from fracttal_console.bootstrap.window_look import read_look
from fracttal_console.ui.tables.list_page import ListPage
from fracttal_console.ui.window.ahead import PagesAhead
from tests.journeys.live import LiveBase
from tests.ui.desktop import Desktop, desktop


def ahead_of(desk: Desktop) -> PagesAhead:
    return desk.bench._ahead


def all_made(desk: Desktop) -> None:
    desk.until(lambda: len(ahead_of(desk).made) + len(desk.bench.made_pages) == len(desk.bench.pages))


def test_every_page_is_made_and_reads_nothing(desk: Desktop) -> None:
    all_made(desk)
    assert list(desk.bench.made_pages) == ["overview"]
    lists = [page for page in ahead_of(desk).made.values() if isinstance(page, ListPage)]
    assert len(lists) == len(desk.bench.pages) - 1
    assert not any(page.model.ready or page.isVisible() for page in lists)
    desk.until(lambda: not ahead_of(desk)._pause.isActive())


def test_the_page_that_was_made_is_the_one_that_opens(desk: Desktop) -> None:
    all_made(desk)
    made = ahead_of(desk).made["people"]
    assert desk.open("people") is made
    assert "people" not in ahead_of(desk).made
    assert desk.page.model.matching > 0
    assert desk.page.isVisible()


def test_one_page_is_made_in_a_turn_and_none_twice(desk: Desktop) -> None:
    ahead = ahead_of(desk)
    desk.until(lambda: ahead.made)
    ahead._pause.stop()
    before = len(ahead.made)
    ahead._go_on()
    assert len(ahead.made) == before + 1
    later = ahead._waiting[-1].place.key
    desk.open(later)
    ahead.begin()
    desk.until(lambda: not ahead._waiting)
    assert later not in ahead.made


def test_nothing_is_made_while_work_is_under_way_or_nobody_sees_it(desk: Desktop) -> None:
    ahead = ahead_of(desk)
    ahead._pause.stop()
    desk.settled()
    before = dict(ahead.made)
    desk.application.operations.run(desk.window, lambda: None, lambda _done: None)
    ahead._go_on()
    assert ahead.made == before
    desk.settled()
    desk.bench.hide()
    ahead._go_on()
    assert ahead.made == before
    desk.bench.show()
    ahead._go_on()
    assert len(ahead.made) == len(before) + 1


def test_how_a_page_was_left_is_kept_though_it_was_only_made(qtbot: QtBot, live: LiveBase) -> None:
    with desktop(qtbot, live.settings) as shown:
        page = shown.open("api_keys")
        page.table._sort_by(0)
        shown.until(lambda: page.model.query.sort == "name")
        shown.go("overview")
    with desktop(qtbot, live.settings) as again:
        all_made(again)
    assert read_look(live.settings.data_dir).pages["api_keys"].sort == "name"

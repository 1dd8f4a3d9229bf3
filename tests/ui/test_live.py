"""What happens elsewhere is shown by itself: the first look at it is the one that shows it."""

import httpx
import pytest
from pytestqt.qtbot import QtBot

from fracttal_console.ui.event_bridge import USED_PAUSE_MS
from fracttal_console.ui.overview.page import OverviewPage
from tests.journeys.live import LiveBase, application
from tests.ui.desktop import Desktop, desktop


def test_a_request_to_the_gateway_is_counted_in_the_window(qtbot: QtBot, live: LiveBase) -> None:
    made = live.job()
    with desktop(qtbot, live.settings, gateway=True) as shown:
        page = shown.bench.page
        assert isinstance(page, OverviewPage)
        shown.until(lambda: page.figures.buttons[0].figure.number == "0")
        with httpx.Client(base_url=shown.bench.desk.base.gateway.url) as http:
            assert application(http, made).token(grant_type="client_credentials").status_code == 200
        shown.until(lambda: page.figures.buttons[0].figure.number == "1")
        shown.open("oauth_consumers")
        view = shown.page.model.row_at(0)
        assert view is not None
        assert view.last_use.address == "127.0.0.1"


@pytest.mark.parametrize("key", ["api_keys", "oauth_consumers", "authorizations"])
def test_a_use_waits_no_longer_than_said_and_one_reading_shows_it(desk: Desktop, key: str) -> None:
    page = desk.open(key)
    assert page._used.interval() == USED_PAUSE_MS
    readings: list[int] = []
    page._used.timeout.connect(lambda: readings.append(1))
    for _ in range(3):
        desk.bench.desk.bridge.hear((), True)
    desk.until(lambda: readings)
    desk.settled()
    assert readings == [1]


def test_an_event_waits_for_nothing_where_rows_are(desk: Desktop, live: LiveBase) -> None:
    page = desk.open("oauth_consumers")
    live.job()
    desk.until(lambda: page.model.matching == 1)
    assert not page._used.isActive()

"""What happens in one process is seen in another by the next look into the base, and looks come often enough."""

import queue
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from fracttal_console.bootstrap import gateway_in_thread
from fracttal_console.domain.audit import Event
from fracttal_console.domain.usage import day_of
from fracttal_console.gateway import server
from fracttal_console.gateway.server import TEND_SECONDS
from fracttal_console.services.event_tail import LOOK_SECONDS, _look
from fracttal_console.services.oauth_consumers import CreatedConsumer
from fracttal_console.ui.event_bridge import EVENTS_PAUSE_MS, USED_PAUSE_MS
from tests.journeys.live import LiveBase, application, command, opened, serve
from tests.support import password


class Looker:
    """A console in another process, as far as it looks into the base; each look is one of those of every 0.1 s."""

    def __init__(self, live: LiveBase) -> None:
        self._store = live.console.store
        self.news: queue.Queue[tuple[tuple[str, ...], bool]] = queue.Queue()

    @contextmanager
    def watching(self) -> Iterator[Callable[[], None]]:
        with self._store.watching() as watcher:
            place = [watcher.version(), watcher.newest()]

            def hear(events: Sequence[Event], touched: bool) -> None:  # noqa: FBT001 - the tail's own call
                self.news.put((tuple(event.tag for event in events), touched))

            def look() -> None:
                place[:] = _look(watcher, hear, *place)

            yield look


def test_an_event_is_seen_within_300_ms_and_a_use_within_2_s_by_the_pauses_that_are_made() -> None:
    assert LOOK_SECONDS * 1000 + EVENTS_PAUSE_MS <= 300
    assert (TEND_SECONDS + LOOK_SECONDS) * 1000 + USED_PAUSE_MS <= 2000


def _by_the_gateway(live: LiveBase, made: CreatedConsumer, tmp_path: Path) -> None:
    with serve(live.settings, tmp_path / "errors") as process, httpx.Client(base_url=process.url) as http:
        application(http, made).consent()


def _by_a_second_console(live: LiveBase, made: CreatedConsumer, tmp_path: Path) -> None:
    del tmp_path
    with opened(live.settings) as (console, admin):
        console.consumers.disable(admin, made.consumer.client_id)


def _by_a_command(live: LiveBase, made: CreatedConsumer, tmp_path: Path) -> None:
    words = tmp_path / "password"
    words.write_text(password().reveal(), "utf-8")
    words.chmod(0o600)
    command(live, words, "consumers", "disable", made.consumer.client_id)


@pytest.mark.parametrize(("act", "tag"), [
    (_by_the_gateway, "authorizations:grant"),
    (_by_a_second_console, "consumers:disable"),
    (_by_a_command, "consumers:disable"),
])  # fmt: skip
def test_one_look_brings_an_event(
    live: LiveBase, tmp_path: Path, act: Callable[[LiveBase, CreatedConsumer, Path], None], tag: str
) -> None:
    made, looker = live.consumer(), Looker(live)
    with looker.watching() as look:
        act(live, made, tmp_path)
        look()
        tags, touched = looker.news.get_nowait()
        assert tag in tags
        assert not touched


def test_one_flush_and_one_look_bring_a_use(live: LiveBase, monkeypatch: pytest.MonkeyPatch) -> None:
    made, looker = live.consumer(), Looker(live)
    # the gateway's own flush of each second stays away: the one that is made here is the only one
    monkeypatch.setattr(server, "TEND_SECONDS", 3600)
    gateway = gateway_in_thread(live.settings, live.console)
    with gateway as url, httpx.Client(base_url=url) as http, looker.watching() as look:
        web = application(http, made)
        token = web.exchange(web.consent()).json()["access_token"]
        live.console.usage.flush()
        look()
        looker.news.get_nowait()
        assert http.get("/api/user/", headers={"authorization": f"Bearer {token}"}).status_code == 200
        look()
        assert looker.news.empty()
        live.console.usage.flush()
        look()
        assert looker.news.get_nowait() == ((), True)
    (view,) = live.console.authorizations.all(live.admin)
    assert view.last_use is not None
    assert (view.last_use.address, view.last_use.path) == ("127.0.0.1", "/api/user/")
    with live.console.store.reading() as repositories:
        counted = repositories.usage_days.per_credential(day_of(live.console.use_cases.now()))
    # the person's consent is the consumer's too: a token, and one request with it
    assert counted["consumer", made.consumer.id].accepted >= 1

"""`/metrics`: real figures over real HTTP, read by Prometheus' own parser; and `/healthz`, which asks storage."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from fracttal_console.gateway.listening import Listener
from tests.gateway.served import Served, browser, raw, serving, tokens_of


@pytest.fixture(scope="module")
def figures() -> Listener:
    return Listener("127.0.0.1", 0, proxied=False)


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory, figures: Listener) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("counted"), metrics=figures) as served:
        yield served


def read(url: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    with browser(url) as client:
        answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


class Change:
    """What became more between two readings."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._before = read(url)

    def of(self, name: str, **labels: str) -> float:
        """Return by how much a figure grew."""
        key = (f"fracttal_console_{name}", frozenset(labels.items()))
        return read(self._url).get(key, 0) - self._before.get(key, 0)


def test_requests_are_counted_by_class_and_status(counted: Served, figures: Listener) -> None:
    change = Change(figures.url)
    for path in ("/nowhere/1", "/nowhere/2", "/api/items/7", "/healthz", "/healthz/"):
        counted.http.get(path)
    counted.http.get("/oauth/token")
    raw(counted.url, b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
    assert change.of("requests_total", route="missing", status="404") == 2
    assert change.of("requests_total", route="/api/", status="401") == 1
    assert change.of("requests_total", route="/healthz", status="200") == 2
    assert change.of("requests_total", route="/oauth/token", status="405") == 1
    assert change.of("requests_total", route="none", status="421") == 1
    assert change.of("request_seconds_count", route="/healthz") == 2
    assert change.of("request_seconds_bucket", route="/healthz", le="+Inf") == 2
    assert change.of("request_seconds_sum", route="/healthz") > 0


def test_refusals_and_tokens_are_counted_by_cause_and_grant(counted: Served, figures: Listener) -> None:
    change = Change(figures.url)
    job, portal = counted.job(), counted.consumer()
    tokens = tokens_of(portal)
    portal.refresh(tokens["refresh_token"])
    job.token(grant_type="client_credentials")
    counted.post("/oauth/token", {"grant_type": "client_credentials"}, (job.client_id, "wrong"))
    counted.http.get("/api/user/", headers={"Authorization": "Bearer nothing"})
    counted.http.get("/healthz", headers={"Content-Encoding": "gzip"})
    for grant in ("authorization_code", "refresh_token", "client_credentials"):
        assert change.of("tokens_issued_total", grant=grant) == 1
    assert change.of("refusals_total", by="token", cause="secret_wrong") == 1
    assert change.of("refusals_total", by="bearer", cause="token_unknown") == 1
    assert change.of("refusals_total", by="limits", cause="content_encoding") == 1
    assert change.of("writer_batch_size_count") >= 4
    assert change.of("writer_batch_size_sum") >= 4


def test_the_process_and_its_connections_are_told(counted: Served, figures: Listener) -> None:
    counted.http.get("/healthz")
    found = {name: value for (name, _), value in read(figures.url).items()}
    assert found["fracttal_console_open_connections"] >= 1
    assert found["fracttal_console_writer_queue_depth"] == 0
    assert found["process_resident_memory_bytes"] > 10_000_000
    assert found["process_cpu_seconds_total"] > 0
    assert found["process_start_time_seconds"] > 1_600_000_000


def test_whatever_is_asked_the_number_of_series_is_bounded(counted: Served, figures: Listener) -> None:
    def ask(number: int) -> None:
        counted.http.get(f"/nowhere/{number}?{number}")
        counted.http.get(f"/assets/{number}")
        raw(counted.url, b"BREW%d / HTTP/1.1\r\nHost: x\r\n\r\n" % number)
        counted.post("/oauth/token", {"grant_type": f"grant{number}"}, (f"client{number}", "x"))

    ask(0)
    before = len(read(figures.url))
    for number in range(1, 30):
        ask(number)
    assert len(read(figures.url)) == before


def test_d_03_the_figures_are_told_on_their_own_port_only_and_to_nobody_by_another_name(
    counted: Served, figures: Listener
) -> None:
    assert counted.http.get("/metrics").status_code == 404
    with browser(figures.url) as client:
        assert client.get("/metrics", headers={"Host": "evil.example"}).status_code == 421
        assert client.get("/oauth/token").status_code == 404
        assert client.post("/metrics").status_code == 405
    assert figures.address[0] == "127.0.0.1"


def test_without_a_port_for_them_there_are_none(served: Served) -> None:
    assert served.http.get("/metrics").status_code == 404


def test_health_says_whether_storage_answers(fresh: Served) -> None:
    assert fresh.http.get("/healthz").json() == {"status": "ok"}
    path = fresh.world.settings.database_path
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    with path.open("r+b") as file:
        file.write(b"\0" * 4096 * 8)
    try:
        answer: httpx.Response = fresh.http.get("/healthz")
        assert (answer.status_code, answer.json()) == (503, {"status": "storage_unavailable"})
        assert answer.headers["cache-control"] == "no-store"
    finally:
        with path.open("r+b") as file:
            file.write(whole)


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("fresh")) as served:
        yield served

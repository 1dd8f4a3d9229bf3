"""Every refused request leaves a record that names its cause and holds no secret; every accepted one is counted."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fracttal_console.domain.refusals import Refusal
from fracttal_console.domain.usage import Requests, day_of
from fracttal_console.gateway.admission import ConnectionLimits
from fracttal_console.services.listing import ListQuery
from fracttal_console.services.refusal_recorder import MOST_AT_ONCE, PER_ADDRESS
from fracttal_console.storage.refusal_filter import RefusalFilter
from tests.gateway.served import Served, hawk, raw, serving, tokens_of
from tests.services.walks import dump
from tests.support import MEMBER_EMAIL

USER = "/api/user/"
REFUSED_URI = "https://portal.contratistas.example/oauth/callback/"


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path) as made:
        yield made


def refusals(served: Served) -> list[Refusal]:
    served.world.console.refusals.flush()
    with served.world.console.store.reading() as repositories:
        return repositories.refusals.among(repositories.refusals.matching((), (), ("when", False), RefusalFilter()))


def only(served: Served) -> Refusal:
    (one,) = refusals(served)
    return one


def counted(served: Served) -> dict[tuple[str, int], Requests]:
    served.world.console.usage.flush()
    served.world.console.refusals.flush()
    with served.world.console.store.reading() as repositories:
        return repositories.usage_days.per_credential(day_of(served.world.clock.now()))


def _wrong_secret(served: Served) -> None:
    job = served.world.job("Sincronizador")
    served.post("/oauth/token", {"grant_type": "client_credentials"}, (job.consumer.client_id, "fcs_" + "x" * 49))


def _unknown_client(served: Served) -> None:
    served.post("/oauth/token", {"grant_type": "client_credentials"}, ("fcs_" + "y" * 49, "z"))


def _wider_scope(served: Served) -> None:
    job = served.job(permission_group="Reading")
    served.post("/oauth/token", {"grant_type": "client_credentials", "scope": "work_orders:add"},
                (job.client_id, job.secret or ""))  # fmt: skip


def _unregistered_uri(served: Served) -> None:
    consumer = served.created(name="Portal de Contratistas").consumer
    served.http.get("/oauth/authorize", params={"client_id": consumer.client_id, "redirect_uri": REFUSED_URI})


def _nobody(served: Served) -> None:
    served.http.get(USER)


def _unknown_token(served: Served) -> None:
    served.http.get(USER, headers={"authorization": "Bearer fca_" + "t" * 49})


def _bad_mac(served: Served) -> None:
    url = served.url + USER
    sender = hawk(served.world, served.key(name="Bodega central"), url.rstrip("/"))
    served.http.get(url, headers={"authorization": sender.request_header})


def _late(served: Served) -> None:
    url = served.url + USER
    sender = hawk(served.world, served.key(name="Bodega central"), url, shift=-125)
    served.http.get(url, headers={"authorization": sender.request_header})


def _introspect(served: Served) -> None:
    served.post("/oauth/introspect", {"token": "x", "client_id": served.created(public=True).consumer.client_id})


def _revoke(served: Served) -> None:
    served.post("/oauth/revoke", {"token": "fcr_" + "r" * 49})


@pytest.mark.parametrize(("act", "expected", "fact"), [
    (_wrong_secret, ("token", "secret_wrong", "Sincronizador", "POST /oauth/token"),
     ("grant_type", "client_credentials")),
    (_unknown_client, ("token", "client_unknown", "fcs_…", "POST /oauth/token"), None),
    (_wider_scope, ("token", "scope_nothing", "", "POST /oauth/token"), ("scope", "work_orders:add")),
    (_unregistered_uri, ("authorization", "redirect_unregistered", "Portal de Contratistas", "GET /oauth/authorize"),
     ("redirect_uri", REFUSED_URI)),
    (_nobody, ("bearer", "token_missing", "", "GET /api/user/"), None),
    (_unknown_token, ("bearer", "token_unknown", "", "GET /api/user/"), None),
    (_bad_mac, ("hawk", "mac_wrong", "Bodega central", "GET /api/user/"), ("skew", 0)),
    (_late, ("hawk", "stale_timestamp", "Bodega central", "GET /api/user/"), ("skew", -125)),
    (_introspect, ("introspection", "introspection_not_allowed", "", "POST /oauth/introspect"), None),
    (_revoke, ("revocation", "secret_missing", "", "POST /oauth/revoke"), None),
])  # fmt: skip
def test_a_refused_request_is_recorded_with_who_where_and_why(
    fresh: Served, act: Callable[[Served], None], expected: tuple[str, ...], fact: tuple[str, object] | None
) -> None:
    act(fresh)
    one, (kind, cause, name, endpoint) = only(fresh), expected
    assert (str(one.kind), one.cause, one.endpoint, one.address) == (kind, cause, endpoint, "127.0.0.1")
    assert not name or one.credential_name == name
    assert fact is None or one.facts[fact[0]] == fact[1]


def test_no_secret_token_or_mac_is_in_any_column(fresh: Served) -> None:
    acts = (_wrong_secret, _unknown_client, _unknown_token, _bad_mac, _revoke)
    for act in acts:
        act(fresh)
    assert len(refusals(fresh)) == len(acts)
    stored = repr(dump(fresh.world.settings.database_path)["refusals"])
    for piece in ("x" * 20, "y" * 20, "z" * 20, "t" * 20, "r" * 20, "mac="):
        assert piece not in stored


def test_an_ended_authorization_is_named_with_its_consumer_and_person(fresh: Served) -> None:
    web = fresh.consumer(name="Portal de Contratistas")
    token = tokens_of(web)["access_token"]
    admin, authorizations = fresh.world.admin, fresh.world.console.authorizations
    authorizations.suspend(admin, str(authorizations.all(admin)[0].authorization.id))
    fresh.http.get(USER, headers={"authorization": f"Bearer {token}"})
    one = only(fresh)
    assert (one.cause, one.credential_name, one.facts["why"]) == (
        "authorization_ended", "Portal de Contratistas", "suspended",
    )  # fmt: skip
    with fresh.world.console.store.reading() as repositories:
        person = repositories.people.with_email(MEMBER_EMAIL)
    assert person is not None
    assert one.person_id == person.id


def test_accepted_and_refused_requests_are_counted_under_their_credential_and_endpoint(fresh: Served) -> None:
    web = fresh.consumer(name="Portal de Contratistas")
    token = tokens_of(web)["access_token"]
    for _ in range(3):
        assert fresh.http.get(USER, headers={"authorization": f"Bearer {token}"}).status_code == 200
    _unknown_token(fresh)
    found = counted(fresh)
    assert found[("", 0)] == Requests(0, 1)
    # the exchange of the code and three requests
    assert found[("consumer", 1)] == Requests(4, 0)
    with fresh.world.console.store.reading() as repositories:
        paths = repositories.usage_days.per_path(0, ("consumer", 1), fresh.world.member.id)
    assert set(paths) == {"GET /api/user", "POST /oauth/token"}


def test_a7_06_every_introspection_is_counted_for_its_caller_and_refused_ones_are_on_record(fresh: Served) -> None:
    consumer, watcher = fresh.consumer(), fresh.job(may_introspect=True)
    token = tokens_of(consumer)["access_token"]
    for _ in range(7):
        watcher.introspect(token)
    consumer.introspect("nothing")
    fresh.world.console.usage.flush()
    with fresh.world.console.store.reading() as repositories:
        paths = [repositories.usage_days.per_path(0, ("consumer", number)) for number in (1, 2)]
    assert [found["POST /oauth/introspect"][0] for found in paths] == [Requests(1, 0), Requests(7, 0)]
    fresh.post("/oauth/introspect", {"token": token}, (watcher.client_id, "wrong"))
    refused = only(fresh)
    assert (refused.kind, refused.cause, refused.endpoint) == (
        "introspection",
        "secret_wrong",
        "POST /oauth/introspect",
    )


def test_a_flood_of_different_requests_stays_small_and_leaves_room_for_others(fresh: Served) -> None:
    _wrong_secret(fresh)
    headers = {"authorization": "Bearer nothing"}
    for number in range(PER_ADDRESS + 50):
        fresh.http.get(f"/api/made/up/{number}", headers=headers)
    rows = refusals(fresh)
    assert len(rows) <= PER_ADDRESS + 1
    assert sum(row.times for row in rows) == PER_ADDRESS + 51
    assert [row for row in rows if row.cause == "secret_wrong"]
    collapsed = [row for row in rows if not row.endpoint]
    assert [(row.address, row.times) for row in collapsed] == [("127.0.0.1", 51)]


def test_what_is_gathered_between_two_writings_is_bounded_whoever_sends_it(fresh: Served) -> None:
    from fracttal_console.domain.refusals import RefusalKind  # noqa: PLC0415
    from fracttal_console.services.refusal_recorder import RefusedRequest  # noqa: PLC0415

    for number in range(MOST_AT_ONCE * 2):
        fresh.world.console.refusals.note(
            RefusedRequest(kind=RefusalKind.TOKEN, cause="client_unknown", address=f"2001:db8::{number:x}",
                           method="POST", path="/oauth/token")
        )  # fmt: skip
    rows = refusals(fresh)
    assert sum(row.times for row in rows) == MOST_AT_ONCE * 2
    assert len(rows) <= MOST_AT_ONCE + 2


def test_the_gateway_itself_writes_what_it_gathered(fresh: Served) -> None:
    _nobody(fresh)
    deadline = time.monotonic() + 20
    while not dump(fresh.world.settings.database_path)["refusals"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _sent(*lines: str, body: bytes = b"") -> Callable[[Served], None]:
    def send(served: Served) -> None:
        host = served.url.removeprefix("http://")
        head = "\r\n".join(lines).replace("HOST", host)
        raw(served.url, f"{head}\r\nConnection: close\r\n\r\n".encode("latin-1") + body)

    return send


_SECRET_HEADER = "Authorization: Bearer fca_" + "q" * 49

TURNED_AWAY: dict[str, tuple[Callable[[Served], None], tuple[str, str], dict[str, object]]] = {
    "headers": (_sent("GET /healthz HTTP/1.1", "Host: HOST", "X-Padding: " + "x" * 16 * 1024),
                ("headers_too_large", "GET /healthz"), {"limit_bytes": 16384}),
    "twice": (_sent("GET /healthz HTTP/1.1", "Host: HOST", _SECRET_HEADER, _SECRET_HEADER),
              ("header_repeated", "GET /healthz"), {"header": "authorization"}),
    "packed": (_sent("POST /oauth/token HTTP/1.1", "Host: HOST", "Content-Encoding: gzip", "Content-Length: 0"),
               ("content_encoding", "POST /oauth/token"), {"content_encoding": "gzip"}),
    "announced": (_sent("POST /oauth/token HTTP/1.1", "Host: HOST", "Content-Length: 65537"),
                  ("body_too_large", "POST /oauth/token"), {"limit_bytes": 65536}),
    "chunks": (_sent("POST /oauth/token HTTP/1.1", "Host: HOST", "Transfer-Encoding: chunked",
                     body=(b"1000\r\n" + b"x" * 4096 + b"\r\n") * 20 + b"0\r\n\r\n"),
               ("body_too_large", "POST /oauth/token"), {"limit_bytes": 65536}),
    "another host": (_sent("GET /api/user/ HTTP/1.1", "Host: evil.example"), ("host_unknown", "GET /api/user/"),
                     {"host_sent": "evil.example"}),
    "no host": (_sent("GET /api/user/ HTTP/1.1", "Host: a b"), ("host_malformed", "GET /api/user/"),
                {"host_sent": "a b"}),
    "another method": (_sent("GET /oauth/token?code=fco_abcdefghijk HTTP/1.1", "Host: HOST"),
                       ("method_not_allowed", "GET /oauth/token"), {"allowed_methods": "POST"}),
    "a page's method": (_sent("PUT /account HTTP/1.1", "Host: HOST"), ("method_not_allowed", "PUT /account"), {}),
    "two lengths": (_sent("POST /oauth/token HTTP/1.1", "Host: HOST", "Content-Length: 5", "Content-Length: 6"),
                    ("request_malformed", ""), {}),
    "no end": (_sent("GET / HTTP/1.1", "X-Padding: " + "x" * 40_000), ("headers_too_large", "GET /"), {}),
}  # fmt: skip


@pytest.mark.parametrize("case", TURNED_AWAY)
def test_what_is_turned_away_before_any_endpoint_is_recorded_as_well(fresh: Served, case: str) -> None:
    act, (cause, endpoint), facts = TURNED_AWAY[case]
    act(fresh)
    one = only(fresh)
    assert (str(one.kind), one.cause, one.endpoint, one.address) == ("gateway", cause, endpoint, "127.0.0.1")
    assert facts.items() <= dict(one.facts).items()
    stored = repr(dump(fresh.world.settings.database_path)["refusals"])
    assert "q" * 10 not in stored
    assert "code=" not in stored
    assert "xxx" not in stored


def test_a_head_that_never_ends_is_recorded(fresh: Served) -> None:
    parts = urlsplit(fresh.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nX-Padding: ")
        # it is refused while it still comes in
        with suppress(OSError):
            for _ in range(100):
                connection.sendall(b"x" * 4096)
        with suppress(ConnectionResetError):
            while connection.recv(65536):
                pass
    assert only(fresh).cause == "headers_too_large"


def test_a_body_that_comes_too_slowly_is_recorded(tmp_path: Path) -> None:
    with serving(tmp_path, limits=ConnectionLimits(body_seconds=0.05)) as served:
        _sent("POST /oauth/token HTTP/1.1", "Host: HOST", "Content-Length: 10", body=b"a=b")(served)
        assert only(served).cause == "body_too_slow"


def test_who_is_behind_a_trusted_proxy_is_recorded_of_what_is_turned_away(tmp_path: Path) -> None:
    with serving(tmp_path, trusted_proxies=("127.0.0.1/32",)) as served:
        _sent("GET /healthz HTTP/1.1", "Host: evil.example", "X-Forwarded-For: 198.51.100.7")(served)
        assert only(served).address == "198.51.100.7"


def test_whoever_floods_with_hosts_of_every_name_makes_one_row(fresh: Served) -> None:
    for number in range(30):
        _sent("GET /healthz HTTP/1.1", f"Host: h{number}.example")(fresh)
    one = only(fresh)
    assert (one.times, one.cause) == (30, "host_unknown")


def test_what_settings_mend_leads_to_them(fresh: Served) -> None:
    _sent("GET /healthz HTTP/1.1", "Host: evil.example")(fresh)
    world = fresh.world
    world.console.refusals.flush()
    (view,) = world.console.refused_requests.page(world.admin, ListQuery(only="gateway"), 0, 10).rows
    assert view.repair == "open_settings"

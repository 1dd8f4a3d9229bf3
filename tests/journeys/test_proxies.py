"""The sample configurations of resources/proxy, each under the real proxy in front of a real server."""

import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from mohawk import Sender

from fracttal_console.domain.credentials import Profile
from fracttal_console.gateway.tls import Tls
from fracttal_console.resources import resource
from tests.browsing import Application
from tests.gateway.served import Served, hawk, serving
from tests.gateway.test_tls import make_tls
from tests.ports import kept_port

HTTP = "127.0.0.1"
START_SECONDS = 30.0


class Upstream(BaseHTTPRequestHandler):
    """The company's own server: answers with what it was asked and in which headers."""

    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        seen = {name.lower(): value for name, value in self.headers.items()}
        body = json.dumps({"method": self.command, "path": self.path, "headers": seen}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_TRACE = do_BREW = do_PROPFIND = _answer  # noqa: N815 - the library's own names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
        """Say nothing."""


@dataclass(frozen=True)
class Door:
    """A proxy with the gateway beside it and a server behind it."""

    kind: str
    served: Served
    url: str

    def ask(self, method: str, path: str, credential: str = "", **headers: str) -> httpx.Response:
        """Send a request to the proxy."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if credential:
            given["Authorization"] = credential
        with httpx.Client(timeout=30) as http:
            return http.request(method, f"{self.url}{path}", headers=given)

    def raw(self, path: str, credential: str) -> int:
        """Send a request line as it is and return the status."""
        port = int(self.url.rpartition(":")[2])
        with socket.create_connection((HTTP, port), timeout=30) as connection:
            lines = f"GET {path} HTTP/1.1", f"Host: {HTTP}:{port}", f"Authorization: {credential}", "Connection: close"
            connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
            return int(connection.makefile("rb").readline().split()[1])


def bearer_of(job: Application) -> str:
    return f"Bearer {job.token(grant_type='client_credentials').json()['access_token']}"


@contextmanager
def upstream() -> Iterator[int]:
    server = ThreadingHTTPServer((HTTP, 0), Upstream)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sample(name: str, gateway: str, company: int, port: int, **more: str) -> str:
    text = (resource("proxy") / name).read_text("utf-8")
    changes = {
        "127.0.0.1:8750": gateway.partition("://")[2],
        "127.0.0.1:8080": f"{HTTP}:{company}",
        "127.0.0.1:8443": f"{HTTP}:{port}",
        **more,
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def nginx(config: str, home: Path) -> list[str]:
    places = "".join(
        f"{name}_temp_path {home}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (home / "nginx.conf").write_text(
        f"{user} daemon off; pid {home}/pid; error_log stderr; worker_processes 1; events {{}}\n"
        f"http {{ access_log off; {places}\n{config}\n}}\n"
    )
    return ["nginx", "-e", "stderr", "-p", str(home), "-c", str(home / "nginx.conf")]


def caddy(config: str, home: Path) -> list[str]:
    (home / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + config)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(home / "Caddyfile")]


def apache(config: str, home: Path) -> list[str]:
    modules = Path("/usr/lib/apache2/modules")
    names = (
        "mpm_event",
        "authn_core",
        "authz_core",
        "authz_user",
        "headers",
        "setenvif",
        "proxy",
        "proxy_http",
        "auth_openidc",
    )
    loads = "\n".join(f"LoadModule {name}_module {modules}/mod_{name}.so" for name in names)
    user = "User nobody\nGroup nogroup" if os.geteuid() == 0 else ""
    (home / "apache.conf").write_text(
        f"{loads}\n{user}\nServerName localhost\nServerRoot {home}\nPidFile {home}/pid\nErrorLog /dev/stderr\n"
        f"DefaultRuntimeDir {home}\nMutex pthread\n{config}\n"
    )
    return ["apache2", "-X", "-f", str(home / "apache.conf")]


@contextmanager
def running(command: list[str], port: int, home: Path) -> Iterator[None]:
    if shutil.which(command[0], path=f"{os.environ['PATH']}:/usr/sbin") is None:
        pytest.fail(f"{command[0]} is not installed: .ci/prepare tests")
    environ = {"PATH": "/usr/sbin:/usr/bin:/bin", "HOME": str(home), "XDG_DATA_HOME": str(home)}
    with (
        (home / "said").open("wb") as said,
        subprocess.Popen(command, env=environ, stdout=said, stderr=said) as process,
    ):
        try:
            _until(lambda: _listens(port) or process.poll() is not None)
            assert process.poll() is None, (home / "said").read_text()
            yield
        finally:
            process.terminate()


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + START_SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)  # nobody tells when a foreign program begins to listen


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HTTP, port)) == 0


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def door(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    kind: str = request.param
    home = tmp_path_factory.mktemp(kind)
    home.chmod(0o755)
    name, command = {"nginx": ("nginx.conf", nginx), "caddy": ("Caddyfile", caddy)}[kind]
    with (
        serving(home, trusted_proxies=("127.0.0.1/32",)) as served,
        upstream() as company,
        kept_port() as port,
        running(command(sample(name, served.url, company, port), home), port, home),
    ):
        yield Door(kind, served, f"http://{HTTP}:{port}")


@pytest.mark.parametrize("kind", ["nginx", "caddy", "apache"])
def test_a4_07_where_nobody_answers_whether_it_may_pass_nothing_passes(kind: str) -> None:
    samples = {"nginx": ("nginx.conf", nginx), "caddy": ("Caddyfile", caddy), "apache": ("apache.conf", apache)}
    name, command = samples[kind]
    with TemporaryDirectory(prefix="fracttal-console-closed-") as directory, upstream() as company:
        home = Path(directory)
        home.chmod(0o755)
        with kept_port() as nobody, kept_port() as port:
            config = sample(name, f"http://{HTTP}:{nobody}", company, port)
            with running(command(config, home), port, home), httpx.Client(timeout=30) as http:
                for credential in ({}, {"Authorization": "Bearer fca_x"}, {"Authorization": 'Hawk id="x"'}):
                    answer = http.get(f"http://{HTTP}:{port}/api/items/", headers=credential)
                    assert answer.status_code in {401, 403, 500, 502, 503}


def test_what_is_allowed_gets_through_with_who_is_behind_it(door: Door) -> None:
    job = door.served.job()
    answer = door.ask("GET", "/api/work_orders/?start=0&limit=10", bearer_of(job))
    seen = answer.json()
    assert (answer.status_code, seen["path"]) == (200, "/api/work_orders/?start=0&limit=10")
    assert seen["headers"]["x-auth-consumer"] == job.client_id
    assert "work_orders:view" in seen["headers"]["x-auth-permissions"]
    assert "authorization" not in seen["headers"]


def test_a_body_gets_through_whole(door: Door) -> None:
    bearer = bearer_of(door.served.job())
    with httpx.Client(timeout=30) as http:
        answer = http.post(f"{door.url}/api/work_orders/", json={"a": "b" * 5000}, headers={"Authorization": bearer})
    assert (answer.status_code, answer.json()["headers"]["content-length"]) == (200, "5008")


def test_without_a_credential_it_is_401_with_the_ways_in(door: Door) -> None:
    answer = door.ask("GET", "/api/work_orders/")
    assert answer.status_code == 401
    assert "Bearer" in answer.headers.get("www-authenticate", "")


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW")


def test_a4_11_no_method_goes_without_a_credential(door: Door) -> None:
    for method in METHODS:
        answer = door.ask(method, "/api/work_orders/")
        assert answer.status_code in {401, 405}, method
    bearer = bearer_of(door.served.job())
    for method in ("OPTIONS", "TRACE", "PROPFIND", "BREW"):
        assert door.ask(method, "/api/work_orders/", bearer).status_code in {403, 405}, method


def test_a_missing_permission_is_refused(door: Door) -> None:
    assert door.ask("DELETE", "/api/personnel/1", bearer_of(door.served.job())).status_code == 403


def test_a4_06_a_revocation_holds_for_the_next_request(door: Door) -> None:
    job = door.served.job()
    bearer = bearer_of(job)
    assert door.ask("GET", "/api/work_orders/", bearer).status_code == 200
    world = door.served.world
    for view in world.console.authorizations.all(world.admin):
        if view.consumer.client_id == job.client_id:
            world.console.authorizations.revoke(world.admin, str(view.authorization.id))
    assert door.ask("GET", "/api/work_orders/", bearer).status_code == 401


def test_a4_10_identity_that_a_client_claims_is_overwritten(door: Door) -> None:
    job = door.served.job()
    claimed = {"X_Auth_Subject": "admin@quillahue.example", "X_Auth_Consumer": "x", "X_Auth_Permissions": "all",
               "X_Auth_Payload_Verified": "true"}  # fmt: skip
    seen = door.ask("GET", "/api/work_orders/", bearer_of(job), **claimed).json()["headers"]
    assert seen["x-auth-subject"] == seen["x-auth-consumer"] == job.client_id
    assert "all" not in seen["x-auth-permissions"].split(" ")
    assert seen["x-auth-payload-verified"] == "false"


SMUGGLED = (
    "X-Auth-Subject",
    "X_Auth_Subject",
    "X_Auth_Consumer",
    "X-Auth_Permissions",
    "X_Auth-Payload_Verified",
    "x_auth_consumer",
)


def claiming(door: Door, bearer: str, *names: str) -> httpx.Response:
    """Send headers as they are spelled, with who somebody would like to be."""
    headers = {"Authorization": bearer, **dict.fromkeys(names, "admin@quillahue.example")}
    with httpx.Client(timeout=30) as http:
        return http.get(f"{door.url}/api/items/", headers=headers)


def test_a4_10_and_cve_2025_64484_no_spelling_of_an_identity_gets_through(door: Door) -> None:
    """Many servers read an underscore in the name of a header as a dash."""
    job = door.served.job()
    answer = claiming(door, bearer_of(job), *SMUGGLED)
    assert answer.status_code == 200
    seen = answer.json()["headers"]
    assert [name for name, value in seen.items() if "admin" in value] == []
    assert seen["x-auth-subject"] == job.client_id


IDENTITY = ("X-Auth-Subject", "X-Auth-Consumer", "X-Auth-Permissions", "X-Auth-Payload-Verified")


@pytest.mark.parametrize("options", ["close", "keep-alive"])
def test_a4_10_nobody_takes_the_identity_away_by_calling_its_headers_hop_by_hop(door: Door, options: str) -> None:
    job = door.served.job()
    answer = door.ask("GET", "/api/items/", bearer_of(job), Connection=", ".join((options, *IDENTITY)))
    assert answer.status_code == 200
    seen = answer.json()["headers"]
    assert {name.lower() for name in IDENTITY} <= set(seen)
    assert seen["x-auth-subject"] == job.client_id
    lies = {"Connection": "X-Forwarded-Uri, X-Forwarded-Method, X-Forwarded-For"}
    assert door.ask("DELETE", "/api/personnel/1", bearer_of(job), **lies).status_code == 403


def test_a4_08_what_a_client_says_was_forwarded_is_not_believed(door: Door) -> None:
    bearer = bearer_of(door.served.job())
    lies = {"X_Forwarded_Uri": "/api/work_orders/", "X_Forwarded_Method": "GET", "X_Original_URI": "/api/work_orders/"}
    assert door.ask("DELETE", "/api/personnel/1", bearer, **lies).status_code == 403


TRICKS = ["/api/work_orders/../personnel/", "/api//personnel", "/api/./personnel/", "/api/work_orders/%2e%2e/personnel",
          "/api/work_orders%2f..%2fpersonnel", "/api/work_orders/..;/personnel", "/api/work_orders/%00",
          "/api/work_orders\\..\\personnel"]  # fmt: skip


@pytest.mark.parametrize("path", TRICKS)
def test_a4_09_a_path_of_two_meanings_is_refused(door: Door, path: str) -> None:
    assert door.raw(path, bearer_of(door.served.job())) in {400, 401, 403}


def test_hawk_gets_through_once(door: Door) -> None:
    created = door.served.key()
    sender: Sender = hawk(door.served.world, created, f"{door.url}/api/work_orders/?limit=5", "GET")
    first = door.ask("GET", "/api/work_orders/?limit=5", sender.request_header)
    assert (first.status_code, first.json()["headers"]["x-auth-payload-verified"]) == (200, "false")
    assert door.ask("GET", "/api/work_orders/?limit=5", sender.request_header).status_code == 401


@pytest.mark.parametrize(("profile", "status"), [(Profile.STANDARD, 401), (Profile.FRACTTAL, 407)])
def test_a_program_sees_the_status_of_its_profile(door: Door, profile: Profile, status: int) -> None:
    created = door.served.key(profile=profile)
    sender: Sender = hawk(door.served.world, created, f"{door.url}/api/work_orders/", "GET", shift=-3600)
    assert door.ask("GET", "/api/work_orders/", sender.request_header).status_code == status


LEFT = [f"{spelling}-{name}" for spelling in ("ratelimit", "request-call") for name in ("limit", "remaining", "reset")]


def test_a4_07_programs_of_profile_fracttal_see_what_they_expect(door: Door) -> None:
    bearer = bearer_of(door.served.job(profile=Profile.FRACTTAL))
    passed = door.ask("GET", "/api/work_orders/", bearer)
    assert passed.status_code == 200
    assert [passed.headers.get_list(name) for name in ("ratelimit-limit", "request-call-limit")] == [["200"], ["200"]]
    assert all(passed.headers[name].isdigit() for name in LEFT)
    assert passed.headers["ratelimit-remaining"] == passed.headers["request-call-remaining"]

    missing = door.ask("DELETE", "/api/personnel/1", bearer)
    assert (missing.status_code, missing.json()["message"]) == (401, "UNAUTHORIZED_ENDPOINT")
    # of a token that ended it must not be said: programs would not renew it
    ended = door.ask("GET", "/api/work_orders/", "Bearer fca_x")
    assert (ended.status_code, ended.json()["message"]) == (401, "invalid_token")

    left = int(missing.headers["ratelimit-remaining"])
    for _ in range(left):
        door.served.http.get("/api/user/", headers={"Authorization": bearer})
    spent = door.ask("GET", "/api/work_orders/", bearer)
    assert (spent.status_code, spent.json()["message"]) == (406, "Maximum number of request exceeded")
    assert [spent.headers[name] for name in ("ratelimit-limit", "request-call-remaining")] == ["200", "0"]


def test_programs_of_profile_standard_see_no_limit(door: Door) -> None:
    bearer = bearer_of(door.served.job())
    passed, missing = door.ask("GET", "/api/work_orders/", bearer), door.ask("DELETE", "/api/personnel/1", bearer)
    assert (missing.status_code, missing.json()["message"]) == (403, "insufficient_scope")
    assert not any(passed.headers.get(name) or missing.headers.get(name) for name in LEFT)


@pytest.fixture(scope="module")
def resource_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with (
        # started by root, Apache works as nobody, who may not look into what pytest makes
        TemporaryDirectory(prefix="fracttal-console-apache-") as directory,
        upstream() as company,
        kept_port() as port,
    ):
        home = Path(directory)
        home.chmod(0o755)
        tls = make_tls(home)
        with serving(tmp_path_factory.mktemp("apache"), tls=tls) as served:
            yield from behind_apache(served, tls, home, company, port)


def behind_apache(served: Served, tls: Tls, home: Path, company: int, port: int) -> Iterator[Door]:
    asks = served.created(may_introspect=True)
    assert asks.secret is not None
    config = sample(
        "apache.conf", served.url, company, port, CLIENT_ID=asks.consumer.client_id,
        CLIENT_SECRET=asks.secret.reveal(), **{"/etc/ssl/certs/ca-certificates.crt": str(tls.certificate)},
    )  # fmt: skip
    with running(apache(config, home), port, home):
        yield Door("apache", served, f"http://{HTTP}:{port}")


def reader(door: Door) -> Application:
    """Return a job that may view items and nothing else."""
    world, name = door.served.world, "Lectura de activos"
    if all(group.name != name for group in world.console.permission_groups.all(world.admin)):
        world.console.permission_groups.create(world.admin, name=name, permissions=["items:view"])
    return door.served.job(permission_group=name)


def test_apache_lets_through_what_introspection_allows(resource_server: Door) -> None:
    bearer = bearer_of(reader(resource_server))
    assert resource_server.ask("GET", "/api/items/", bearer).status_code == 200
    assert resource_server.ask("GET", "/api/items/").status_code == 401
    assert resource_server.ask("POST", "/api/items/", bearer).status_code in {401, 403}
    assert resource_server.ask("GET", "/api/personnel/", bearer).status_code in {401, 403}


def test_apache_refuses_after_a_revocation(resource_server: Door) -> None:
    job = reader(resource_server)
    bearer = bearer_of(job)
    assert resource_server.ask("GET", "/api/items/", bearer).status_code == 200
    job.revoke(bearer.removeprefix("Bearer "))
    assert resource_server.ask("GET", "/api/items/", bearer).status_code == 401


def test_a4_10_apache_lets_no_claimed_identity_through(resource_server: Door) -> None:
    job = reader(resource_server)
    seen = resource_server.ask("GET", "/api/items/", bearer_of(job), OIDC_CLAIM_client_id="admin").json()["headers"]
    assert seen["oidc_claim_client_id"] == job.client_id
    assert "oidc-claim-client-id" not in seen
    assert not {"oidc_access_token", "authorization"} & set(seen)


CLEAR = ["/api/items", "/api/items/", "/api/items/7", "/api/items/a%20b", "/api/items/?a=..;//b"]
UNCLEAR = [
    *TRICKS, "/api/personnel/../items/", "/api/personnel/%2e%2e/items", "/api/personnel/%2E%2E/items/", "//api/items/",
    "/api//items", "/api/items//", "/api/./items/", "/api/items/.", "/api/items/..", "/api/items/..;", "/api/items;x=1",
    "/api/items/%2fpersonnel", "/api/items/%5c..", "/api/items/%252e%252e", "/api/items/%0a", "/api/items\\7",
]  # fmt: skip


def test_a4_09_apache_refuses_a_path_of_two_meanings(resource_server: Door) -> None:
    bearer = bearer_of(reader(resource_server))
    assert [resource_server.raw(path, bearer) for path in CLEAR] == [200] * len(CLEAR)
    for path in UNCLEAR:
        assert resource_server.raw(path, bearer) in {400, 401, 403, 404}, path


CLAIMS = (
    "OIDC_CLAIM_client_id",
    "OIDC-CLAIM-client-id",
    "OIDC-CLAIM_client_id",
    "oidc_claim-client_id",
    "OIDC_access_token",
)


def test_a4_10_and_cve_2025_64484_apache_lets_no_spelling_of_an_identity_through(resource_server: Door) -> None:
    job = reader(resource_server)
    bearer = bearer_of(job)
    for name in SMUGGLED:
        assert claiming(resource_server, bearer, name).status_code == 403, name
    seen = claiming(resource_server, bearer, *CLAIMS).json()["headers"]
    assert [name for name, value in seen.items() if "admin" in value] == []
    assert seen["oidc_claim_client_id"] == job.client_id


def test_a4_10_nobody_takes_apaches_claims_away_by_calling_them_hop_by_hop(resource_server: Door) -> None:
    bearer = bearer_of(reader(resource_server))
    for name in ("OIDC_CLAIM_client_id", "oidc_claim_scope", "OIDC-CLAIM-sub"):
        assert resource_server.ask("GET", "/api/items/", bearer, Connection=f"close, {name}").status_code == 403
    assert resource_server.ask("GET", "/api/items/", bearer, Connection="close").status_code == 200


def test_a4_11_apache_lets_no_method_in_without_a_credential(resource_server: Door) -> None:
    for method in METHODS:
        assert resource_server.ask(method, "/api/items/").status_code in {401, 403, 405}, method
    bearer = bearer_of(reader(resource_server))
    for method in METHODS:
        answer = resource_server.ask(method, "/api/items/", bearer)
        assert (answer.status_code in {200, 501}) is (method in {"GET", "HEAD"}), method
    for path in ("/", "/api/", "/api/nowhere/", "/api/items/1/2"):
        assert resource_server.ask("OPTIONS", path, bearer).status_code in {401, 403}

"""Hosts, forwarding, and what every answer carries, whatever was asked."""

import re
from pathlib import Path

import httpx
import pytest

from tests.gateway.served import Served, raw, serving

PATHS = [
    "/",
    "/oauth/authorize",
    "/oauth/token",
    "/oauth/revoke",
    "/oauth/introspect",
    "/.well-known/oauth-authorization-server",
    "/account",
    "/account/revoke",
    "/api/user/",
    "/api/nowhere",
    "/healthz",
    "/assets/pages.css",
    "/assets/mark.svg",
    "/assets/nowhere.css",
    "/nowhere",
    "/favicon.ico",
    "/.git/config",
]
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
TYPES = {
    "text/html; charset=utf-8",
    "application/json",
    "text/css; charset=utf-8",
    "image/svg+xml; charset=utf-8",
    "font/woff2",
}
HERE = re.escape(str(Path(__file__).parents[2]))
INSIDE = re.compile(rf"traceback|\.py\b|sqlite|sqlalchemy|uvicorn|python/|jinja|{HERE}|site-packages", re.IGNORECASE)


@pytest.mark.parametrize("path", PATHS)
def test_a10_12_every_answer_names_its_type_and_nothing_of_the_inside(served: Served, path: str) -> None:
    for method in METHODS:
        response = served.http.request(method, path)
        assert response.status_code < 500
        assert response.headers["content-type"] in TYPES, (method, path)
        assert response.headers["x-content-type-options"] == "nosniff"
        assert not {"server", "x-powered-by", "via", "x-runtime"} & set(response.headers)
        assert not INSIDE.search(response.text)
        assert response.headers["content-length"].isdecimal()
        if not path.startswith(("/assets/", "/.well-known")):
            assert response.headers["cache-control"] == "no-store"


def test_a10_10_tracing_is_off_and_nothing_is_listed(served: Served) -> None:
    response = served.http.request("TRACE", "/healthz", headers={"Cookie": "fc_session=canary"})
    assert response.status_code == 405
    assert "canary" not in response.text
    for path in ("/assets", "/assets/", "/", "/oauth", "/oauth/", "/.well-known/"):
        assert served.http.get(path).status_code == 404


def test_pages_are_told_by_type_and_json_by_type(served: Served) -> None:
    assert served.http.get("/nowhere").headers["content-type"].startswith("text/html")
    assert served.http.get("/api/nowhere").headers["content-type"] == "application/json"


TRAVERSALS = [
    "/assets/../permissions.toml",
    "/assets/..%2fpermissions.toml",
    "/assets/%2e%2e/permissions.toml",
    "/assets/..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/assets/..\\permissions.toml",
    "/assets//pages.css",
    "/assets/./pages.css",
    "/assets/pages.css%00.svg",
    "/assets/%252e%252e%252fpermissions.toml",
    "/static/..%2f..%2fbase.db",
    "/../../etc/passwd",
    "//etc/passwd",
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_cve_2022_29967_no_path_leads_out_of_the_assets(served: Served, path: str) -> None:
    host = served.url.removeprefix("http://")
    answer = raw(served.url, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert answer.split(b" ")[1] in {b"404", b"400"}
    assert b"root:" not in answer
    assert b"prefixes" not in answer


def test_assets_are_cached_by_their_tag(served: Served) -> None:
    first = served.http.get("/assets/pages.css")
    again = served.http.get("/assets/pages.css", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert served.http.post("/assets/pages.css").status_code == 405


# --- hosts ----------------------------------------------------------------------------------------------------


def asked_for(served: Served, host: str | None, path: str = "/healthz") -> int:
    line = "" if host is None else f"Host: {host}\r\n"
    version = "1.1" if host is not None else "1.0"
    answer = raw(served.url, f"GET {path} HTTP/{version}\r\n{line}Connection: close\r\n\r\n".encode("latin-1"))
    return int(answer.split(b" ")[1])


@pytest.mark.parametrize("path", PATHS)
def test_d_03_and_cve_2018_1000022_another_host_is_refused_on_every_path(served: Served, path: str) -> None:
    port = served.url.rpartition(":")[2]
    for host in ("evil.example", f"evil.example:{port}", f"127.0.0.1.evil.example:{port}", "127.0.0.1", "127.0.0.1:1"):
        assert asked_for(served, host, path) == 421


@pytest.mark.parametrize(
    "host",
    [None, "", " ", "a b", "evil@127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:0", "[::1", "a/b", "ñ", "a,b"],
)
def test_d_03_a_malformed_host_is_refused(served: Served, host: str | None) -> None:
    assert asked_for(served, host) == 400


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_d_03_the_own_names_are_answered(served: Served, name: str) -> None:
    assert asked_for(served, f"{name}:{served.url.rpartition(':')[2]}") == 200


FORGED = [
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Proto": "https"},
    {"X-Forwarded-For": "203.0.113.7"},
    {"Forwarded": "for=203.0.113.7;host=evil.example;proto=https"},
    {"X_Forwarded_Host": "evil.example"},
    {"X-Real-IP": "203.0.113.7"},
    {"X-Original-URL": "/healthz"},
    {"X-Rewrite-URL": "/healthz"},
    {"X-HTTP-Method-Override": "POST"},
    {"X-Forwarded-User": "lucia.ferreyra@quillahue.example"},
    {"Remote-User": "lucia.ferreyra@quillahue.example"},
]


@pytest.mark.parametrize("headers", FORGED, ids=str)
def test_a4_08_and_cve_2025_64484_nobody_but_a_declared_proxy_forwards_anything(
    served: Served, headers: dict[str, str]
) -> None:
    metadata = served.http.get("/.well-known/oauth-authorization-server", headers=headers)
    assert metadata.json()["issuer"] == served.url
    page = served.http.get("/account", headers=headers)
    assert "evil.example" not in page.text
    assert "Secure" not in page.headers.get("set-cookie", "")
    assert served.http.get("/api/user/", headers=headers).status_code == 401
    job = served.job(networks=["203.0.113.0/24"])
    refused = served.http.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(job.client_id, job.secret or ""),
        headers=headers,
    )
    assert refused.status_code == 401


def test_a4_08_a_declared_proxy_tells_the_client_address_and_only_the_rightmost_counts(tmp_path: Path) -> None:
    with serving(tmp_path, trusted_proxies=("127.0.0.0/8", "10.0.0.0/8")) as served:
        job = served.job(networks=["203.0.113.0/24"])

        def token(chain: str) -> httpx.Response:
            return served.http.post(
                "/oauth/token",
                data={"grant_type": "client_credentials"},
                auth=(job.client_id, job.secret or ""),
                headers={"X-Forwarded-For": chain},
            )

        assert token("203.0.113.7").status_code == 200
        assert token("198.51.100.1, 203.0.113.7").status_code == 200
        assert token("203.0.113.7, 10.1.2.3").status_code == 200
        wrong = ("203.0.113.7, 198.51.100.1", "198.51.100.1", "", "x", "203.0.113.7, x", "203.0.113.7 198.51.100.1")
        for chain in wrong:
            assert token(chain).status_code == 401, chain
        assert served.http.get("/healthz", headers={"X-Forwarded-Host": "evil.example"}).status_code == 421

"""SECURITY A10.08: with every logger as talkative as it gets, no secret that anybody holds or sends is written."""

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from fracttal_console.bootstrap.gateway_log import logging_to
from fracttal_console.domain.invitations import LINK_PATH
from fracttal_console.gateway.request_log import RequestLog
from tests.browsing import hidden
from tests.gateway.served import Served, full_disk, hawk, raw, serving, tokens_of
from tests.gateway.test_request_log import written
from tests.support import MEMBER_EMAIL, password

_CLIENTS = ("httpx", "httpcore", "mohawk")
"""Loggers of those who ask, in the same process: what they write is not what the gateway writes."""

CANARY = "Zz9-canario-que-nadie-debe-leer-Xx7"


@pytest.fixture
def everything_logged() -> Iterator[None]:
    loggers = [logging.getLogger(name) for name in ("", *_CLIENTS)]
    before = [logger.level for logger in loggers]
    loggers[0].setLevel(1)
    for client in loggers[1:]:
        client.setLevel(logging.ERROR)
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


def _walk(served: Served) -> set[str]:
    """Use and misuse everything; return the secrets that were in it."""
    portal, job, key = served.consumer(), served.job(may_introspect=True), served.key()
    tokens = tokens_of(portal)
    fresh = portal.refresh(tokens["refresh_token"]).json()
    job.introspect(fresh["access_token"])
    header = hawk(served.world, key, f"{served.url}/api/user/").request_header
    cookies = served.signed_in().cookies
    http = served.http
    http.get("/api/user/", headers={"Authorization": header})
    http.get("/api/user/", headers={"Authorization": header})
    http.get("/api/user/", headers={"Authorization": f"Bearer {fresh['access_token']}"})
    http.get("/api/user/", headers={"Authorization": f"Bearer {CANARY}"})
    http.get(f"/api/user/?access_token={CANARY}", headers={"Cookie": f"x={CANARY}", "X-Api-Key": CANARY})
    http.get("/auth/verify", headers={"X-Forwarded-Uri": f"/api/items/?token={CANARY}"})
    served.post("/oauth/token", {"grant_type": "client_credentials"}, (job.client_id, CANARY))
    served.post("/oauth/token", {"grant_type": "refresh_token", "refresh_token": CANARY, "client_secret": CANARY})
    served.post("/oauth/token", {"grant_type": CANARY, "code": CANARY, "code_verifier": CANARY})
    http.post("/oauth/token", content=CANARY, headers={"Content-Type": "text/plain"})
    http.get(f"/oauth/authorize?client_id={CANARY}&state={CANARY}&redirect_uri=https://x.example/{CANARY}")
    http.get(f"{LINK_PATH}?token={CANARY}")
    visitor = served.visitor()
    page = visitor.get("/account")
    visitor.post("/account", data={"csrf": hidden(page), "email": MEMBER_EMAIL, "password": CANARY})
    raw(served.url, f"GET / HTTP/1.1\r\nAuthorization: Basic {CANARY}\r\n bad fold {CANARY}\r\n\r\n".encode())
    raw(served.url, b"GET / HTTP/1.1\r\nHost: %b\r\nConnection: close\r\n\r\n" % CANARY.encode())
    with full_disk():
        portal.refresh(fresh["refresh_token"])
        served.post("/oauth/token", {"grant_type": "client_credentials"}, (job.client_id, job.secret or ""))
    portal.revoke(fresh["refresh_token"])
    secrets = {CANARY, password().reveal(), portal.secret, job.secret, key.secret.reveal(), *tokens.values()}
    secrets |= {fresh["access_token"], fresh["refresh_token"], *(str(value) for value in cookies.values())}
    return {secret for secret in secrets if isinstance(secret, str) and len(secret) > 11}


@pytest.mark.usefixtures("everything_logged")
def test_a10_08_no_secret_is_written_at_any_level(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    # a pipe, which takes lines while the disk is full
    path, chunks = tmp_path / "gateway.log", [""]
    os.mkfifo(path)
    reader = threading.Thread(target=lambda: chunks.append(path.read_text("utf-8")))
    reader.start()
    with logging_to(path) as file, serving(tmp_path / "base", log=RequestLog(file.write)) as served:
        secrets = _walk(served)
    reader.join()
    text = "".join(chunks) + "".join(capfd.readouterr())
    # it is the real log: requests, refusals, and the disk that failed
    for word in ('"event":"request"', '"cause":"secret_wrong"', '"incident":"', "storage failed", "/oauth/authorize"):
        assert word in text
    for secret in secrets:
        for form in written(secret):
            assert form not in text


@pytest.mark.usefixtures("everything_logged")
def test_what_an_error_says_stays_out_of_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError(CANARY)

    path = tmp_path / "gateway.log"
    with logging_to(path) as file, serving(tmp_path / "base", log=RequestLog(file.write)) as served:
        monkeypatch.setattr(type(served.world.console.bearer), "check", fail)
        answer = served.http.get("/api/user/", headers={"Authorization": f"Bearer {CANARY}"})
    assert answer.status_code == 500
    text = path.read_text("utf-8")
    assert "builtins.ValueError" in text
    assert answer.json()["data"]["incident"] in text
    assert all(form not in text for form in written(CANARY))


def test_the_canary_would_be_found() -> None:
    assert httpx.BasicAuth("a", CANARY)._auth_header
    assert any(form in f"password={CANARY}" for form in written(CANARY))

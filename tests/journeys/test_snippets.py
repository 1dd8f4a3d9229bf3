"""The snippets for integrators, each really run by curl, Python and Node against a real gateway."""

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from fracttal_console.bootstrap import gateway_in_thread
from fracttal_console.domain.consumer_switches import ConsumerSwitches, Demand, SwitchChange
from fracttal_console.domain.credentials import Credential, Profile
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.consent import ConsentRequest
from fracttal_console.services.oauth_consumers import CreatedConsumer
from fracttal_console.texts.snippets import (
    SECRET_VARIABLE,
    SnippetKind,
    SnippetLanguage,
    snippet,
    snippet_of,
    snippets_of,
)
from tests.browsing import return_uri
from tests.journeys.clients.node_clients import installed
from tests.journeys.live import LiveBase
from tests.ports import kept_port
from tests.support import REDIRECT_URI

SECONDS = 60
RUNNERS = {
    SnippetLanguage.CURL: ("snippet.sh", ["sh"]),
    SnippetLanguage.PYTHON: ("snippet.py", [sys.executable, "-W", "error"]),
    SnippetLanguage.JAVASCRIPT: ("snippet.mjs", ["node"]),
}


def started(
    directory: Path, language: SnippetLanguage, text: str, secret: SecretText | None
) -> "subprocess.Popen[str]":
    name, runner = RUNNERS[language]
    if "openid-client" in text:
        (directory / "node_modules").symlink_to(installed() / "node_modules")
    path = directory / name
    path.write_text(text, encoding="utf-8")
    environ = {"PATH": os.environ["PATH"]}
    if secret is not None:
        assert secret.reveal() not in text
        environ[SECRET_VARIABLE] = secret.reveal()
    return subprocess.Popen(
        [*runner, str(path)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=environ,
    )  # fmt: skip


def credential(kind: str, known: Credential) -> dict[str, object]:
    return {"kind": kind, "id": known.id, "public_id": known.public_id, "name": known.name}


def answered(process: "subprocess.Popen[str]", typed: str = "") -> dict[str, object]:
    out, err = process.communicate(typed, timeout=SECONDS)
    assert process.returncode == 0, err
    document: dict[str, object] = json.loads(out)["data"]
    return document


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("language", list(SnippetLanguage))
def test_client_credentials(live: LiveBase, tmp_path: Path, language: SnippetLanguage, profile: Profile) -> None:
    job = live.job(profile=profile)
    with gateway_in_thread(live.settings, live.console) as url:
        text = snippet(SnippetKind.CLIENT_CREDENTIALS, language, url=url, public_id=job.consumer.client_id)
        told = answered(started(tmp_path, language, text, job.secret))
    assert told["credential"] == credential("consumer", job.consumer)


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("language", list(SnippetLanguage))
def test_hawk(live: LiveBase, tmp_path: Path, language: SnippetLanguage, profile: Profile) -> None:
    made = live.console.api_keys.create(live.admin, name="Sensor", permission_group="Field work", profile=profile)
    with gateway_in_thread(live.settings, live.console) as url:
        text = snippet(SnippetKind.HAWK, language, url=url, public_id=made.api_key.key_id)
        told = answered(started(tmp_path, language, text, made.secret))
    assert told["credential"] == credential("api_key", made.api_key)


def consented(live: LiveBase, address: str) -> tuple[dict[str, str], str]:
    """Let a person say yes to what an address asks for; return what was asked, and the code."""
    # the gateway understands it
    assert httpx.get(address).status_code in {200, 303}
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    code = live.console.consent.allow(
        live.member,
        ConsentRequest(
            client_id=asked["client_id"], redirect_uri=asked["redirect_uri"], scope="",
            challenge=asked["code_challenge"],
        ),
    )  # fmt: skip
    return asked, code.reveal()


def address_said(process: "subprocess.Popen[str]") -> str:
    assert process.stderr is not None
    process.stderr.readline()
    return process.stderr.readline().strip()


def is_the_member(told: dict[str, object]) -> bool:
    return isinstance(told["person"], dict) and told["person"]["name"] == "Joaquín Olavarría Sepúlveda"


@pytest.mark.parametrize("language", list(SnippetLanguage))
@pytest.mark.parametrize("public", [False, True])
def test_authorization_code(live: LiveBase, tmp_path: Path, language: SnippetLanguage, public: bool) -> None:  # noqa: FBT001
    app = live.consumer(public=public)
    kind, uri = snippet_of(app.consumer)
    assert (kind, uri) == (SnippetKind.PUBLIC if public else SnippetKind.AUTHORIZATION_CODE, REDIRECT_URI)
    with gateway_in_thread(live.settings, live.console) as url:
        text = snippet(kind, language, url=url, public_id=app.consumer.client_id, redirect_uri=uri)
        process = started(tmp_path, language, text, app.secret)
        asked, code = consented(live, address_said(process))
        assert asked["redirect_uri"] == REDIRECT_URI
        assert is_the_member(answered(process, code + "\n"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize("language", [SnippetLanguage.PYTHON, SnippetLanguage.JAVASCRIPT])
def test_a_public_consumer_waits_on_this_computer(
    live: LiveBase, tmp_path: Path, language: SnippetLanguage, host: str
) -> None:
    with kept_port() as port:
        registered = f"http://{host}:{port}/callback?from=gateway"
        app = live.consumer(public=True, redirect_uris=["https://portal.example/back", registered])
        kind, uri = snippet_of(app.consumer)
        assert (kind, uri) == (SnippetKind.LOOPBACK, registered)
        with gateway_in_thread(live.settings, live.console) as url:
            text = snippet(kind, language, url=url, public_id=app.consumer.client_id, redirect_uri=uri)
            process = started(tmp_path, language, text, None)
            asked, code = consented(live, address_said(process))
            # what a browser asks for by itself, and somebody else's answer, are passed over
            place = urlsplit(asked["redirect_uri"])
            assert httpx.get(f"http://{place.netloc}/favicon.ico").status_code == 200
            assert httpx.get(asked["redirect_uri"] + "&code=x&state=guessed").status_code == 200
            back = urlencode({"code": code, "state": asked["state"], "iss": url})
            assert httpx.get(f"{asked['redirect_uri']}&{back}").status_code == 200
            assert is_the_member(answered(process))


def test_a_shell_takes_the_code_by_hand() -> None:
    back = "http://127.0.0.1/back"
    shown = [
        snippet(kind, SnippetLanguage.CURL, url="https://a.example", public_id="fcc_x", redirect_uri=back)
        for kind in (SnippetKind.LOOPBACK, SnippetKind.PUBLIC)
    ]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("language", list(SnippetLanguage))
@pytest.mark.parametrize("kind", list(SnippetKind))
def test_nothing_is_left_to_be_filled_in(kind: SnippetKind, language: SnippetLanguage) -> None:
    for dpop, par in itertools.product(Demand, Demand):
        text = snippet(
            kind, language, url="https://auth.example.com/", public_id="fcc_x", redirect_uri="https://a.example/",
            switches=ConsumerSwitches(dpop=dpop, par=par),
        )  # fmt: skip
        assert "@" not in text.replace('"$@"', "")
        if language is SnippetLanguage.CURL and dpop is Demand.REQUIRED and kind is not SnippetKind.HAWK:
            # nothing that would only be refused
            assert all(line.startswith("#") for line in text.splitlines())
            continue
        assert (SECRET_VARIABLE in text) is kind.has_secret
        assert "https://auth.example.com" in text


# --- what is switched on for single consumers -----------------------------------------------------------


def switched(live: LiveBase, change: SwitchChange, *, public: bool) -> tuple[CreatedConsumer, ConsumerSwitches]:
    created = live.consumer(public=public, switches=change)
    return created, live.console.consumers.show(live.admin, created.consumer.client_id).switches


@pytest.mark.parametrize("language", list(SnippetLanguage))
@pytest.mark.parametrize("public", [False, True])
def test_requests_are_pushed_where_that_is_switched_on(
    live: LiveBase,
    tmp_path: Path,
    language: SnippetLanguage,
    public: bool,  # noqa: FBT001
) -> None:
    app, switches = switched(live, SwitchChange(par=Demand.REQUIRED), public=public)
    ((kind, uri),) = snippets_of(app.consumer, switches)
    with gateway_in_thread(live.settings, live.console) as url:
        text = snippet(kind, language, url=url, public_id=app.consumer.client_id, redirect_uri=uri, switches=switches)
        process = started(tmp_path, language, text, app.secret)
        address = address_said(process)
        assert "request_uri=" in address
        assert "redirect_uri=" not in address
        assert is_the_member(answered(process, return_uri(url, address) + "\n"))


@pytest.mark.parametrize("language", [SnippetLanguage.PYTHON, SnippetLanguage.JAVASCRIPT])
@pytest.mark.parametrize("par", [Demand.OFF, Demand.REQUIRED])
def test_tokens_are_bound_where_that_is_switched_on(
    live: LiveBase, tmp_path: Path, language: SnippetLanguage, par: Demand
) -> None:
    app, switches = switched(live, SwitchChange(par=par, dpop=Demand.REQUIRED), public=par is Demand.OFF)
    ((kind, uri),) = snippets_of(app.consumer, switches)
    with gateway_in_thread(live.settings, live.console) as url:
        text = snippet(kind, language, url=url, public_id=app.consumer.client_id, redirect_uri=uri, switches=switches)
        process = started(tmp_path, language, text, app.secret)
        assert is_the_member(answered(process, return_uri(url, address_said(process)) + "\n"))


@pytest.mark.parametrize("language", [SnippetLanguage.PYTHON, SnippetLanguage.JAVASCRIPT])
def test_a_program_binds_its_own_tokens(live: LiveBase, tmp_path: Path, language: SnippetLanguage) -> None:
    switches = ConsumerSwitches(dpop=Demand.REQUIRED)
    job = live.job(switches=SwitchChange(dpop=Demand.REQUIRED))
    with gateway_in_thread(live.settings, live.console) as url:
        text = snippet(
            SnippetKind.CLIENT_CREDENTIALS, language, url=url, public_id=job.consumer.client_id, switches=switches
        )
        told = answered(started(tmp_path, language, text, job.secret))
    assert told["credential"] == credential("consumer", job.consumer)


@pytest.mark.parametrize(
    ("language", "dpop", "public"),
    [
        (SnippetLanguage.CURL, Demand.OFF, True),
        (SnippetLanguage.CURL, Demand.ALLOWED, False),
        (SnippetLanguage.PYTHON, Demand.OFF, False),
        (SnippetLanguage.PYTHON, Demand.REQUIRED, True),
        (SnippetLanguage.JAVASCRIPT, Demand.OFF, False),
        (SnippetLanguage.JAVASCRIPT, Demand.REQUIRED, True),
    ],
)
def test_a_device_waits_for_whoever_enters_its_code(
    live: LiveBase,
    tmp_path: Path,
    language: SnippetLanguage,
    dpop: Demand,
    public: bool,  # noqa: FBT001
) -> None:
    app, switches = switched(live, SwitchChange(device=True, dpop=dpop), public=public)
    (kind, _), (device, uri) = snippets_of(app.consumer, switches)
    assert (kind.for_device, device.for_device, device.has_secret) == (False, True, not public)
    with gateway_in_thread(live.settings, live.console) as url:
        text = snippet(device, language, url=url, public_id=app.consumer.client_id, redirect_uri=uri, switches=switches)
        process = started(tmp_path, language, text, app.secret)
        assert process.stderr is not None
        said, place = process.stderr.readline().strip(), process.stderr.readline().strip()
        code = said.rstrip(":").rpartition(" ")[2]
        assert place == f"{url}/device"
        live.console.device_grants.enter(live.member, code)
        live.console.device_grants.allow(live.member, code)
        assert is_the_member(answered(process))


def test_a_shell_takes_plain_tokens_where_proofs_are_allowed(live: LiveBase, tmp_path: Path) -> None:
    job, switches = live.job(switches=SwitchChange(dpop=Demand.ALLOWED)), ConsumerSwitches(dpop=Demand.ALLOWED)
    with gateway_in_thread(live.settings, live.console) as url:
        text = snippet(
            SnippetKind.CLIENT_CREDENTIALS,
            SnippetLanguage.CURL,
            url=url,
            public_id=job.consumer.client_id,
            switches=switches,
        )
        told = answered(started(tmp_path, SnippetLanguage.CURL, text, job.secret))
    assert told["credential"] == credential("consumer", job.consumer)

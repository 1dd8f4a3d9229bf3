"""The snippets for integrators, each really run by curl, Python and Node against a real gateway."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from fracttal_console.bootstrap import gateway_in_thread
from fracttal_console.domain.credentials import Credential, Profile
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.consent import ConsentRequest
from fracttal_console.texts.snippets import SECRET_VARIABLE, SnippetKind, SnippetLanguage, snippet
from tests.journeys.live import LiveBase
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
    path = directory / name
    path.write_text(text, encoding="utf-8")
    assert secret is not None
    assert secret.reveal() not in text
    return subprocess.Popen(
        [*runner, str(path)], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], SECRET_VARIABLE: secret.reveal()},
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


@pytest.mark.parametrize("language", list(SnippetLanguage))
def test_authorization_code(live: LiveBase, tmp_path: Path, language: SnippetLanguage) -> None:
    app = live.consumer()
    with gateway_in_thread(live.settings, live.console) as url:
        text = snippet(
            SnippetKind.AUTHORIZATION_CODE, language, url=url, public_id=app.consumer.client_id,
            redirect_uri=REDIRECT_URI,
        )  # fmt: skip
        process = started(tmp_path, language, text, app.secret)
        assert process.stderr is not None
        process.stderr.readline()
        address = process.stderr.readline().strip()
        # what the address asks for is understood by the gateway, and a person says yes
        assert httpx.get(address).status_code in {200, 303}
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["redirect_uri"] == REDIRECT_URI
        code = live.console.consent.allow(
            live.member,
            ConsentRequest(
                client_id=asked["client_id"], redirect_uri=asked["redirect_uri"], scope="",
                challenge=asked["code_challenge"],
            ),
        )  # fmt: skip
        told = answered(process, code.reveal() + "\n")
    assert isinstance(told["person"], dict)
    assert told["person"]["name"] == "Joaquín Olavarría Sepúlveda"


@pytest.mark.parametrize("language", list(SnippetLanguage))
@pytest.mark.parametrize("kind", list(SnippetKind))
def test_nothing_is_left_to_be_filled_in(kind: SnippetKind, language: SnippetLanguage) -> None:
    text = snippet(
        kind, language, url="https://auth.example.com/", public_id="fcc_x", redirect_uri="https://a.example/"
    )
    assert "@" not in text
    assert SECRET_VARIABLE in text
    assert "https://auth.example.com" in text

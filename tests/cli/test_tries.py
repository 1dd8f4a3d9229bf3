"""`try` by command: the steps for people and for machines, the exit code, and no secret anywhere."""

import threading
from collections.abc import Iterator

import pytest

from fracttal_console.bootstrap import gateway_in_thread
from fracttal_console.settings import Settings
from tests.cli.support import Desk

CODES = ["metadata", "token", "call", "introspect", "revoke", "introspect_dead"]


@pytest.fixture
def url(desk: Desk) -> Iterator[str]:
    """Serve the base beside the commands."""
    console = desk.opened()
    try:
        with gateway_in_thread(Settings(data_dir=desk.data_dir, key_provider=f"file:{desk.key_file}"), console) as url:
            yield url
    finally:
        console.close()


def a_job(desk: Desk, name: str) -> tuple[str, str]:
    made = desk.ask("consumers", "create", "--name", name, "--permission-group", "Field work",
                    "--grant", "client_credentials")  # fmt: skip
    return made["client_id"], str(desk.secret_file(f"{name}.secret", made["client_secret"]))


def test_a_consumer_is_tried(desk: Desk, url: str) -> None:
    ref, path = a_job(desk, "Tried job")
    document = desk.ask("consumers", "try", ref, "--secret-file", path, "--url", url)
    assert (document["held"], document["address"]) == (True, url)
    assert [step["step"] for step in document["steps"]] == CODES
    assert {step["outcome"] for step in document["steps"]} == {"held"}
    events = desk.ask("audit", "list")
    assert "consumers:try" in {event["event"] for event in events}


def test_a_person_reads_each_step(desk: Desk, url: str) -> None:
    ref, path = a_job(desk, "Read job")
    outcome = desk.run("consumers", "try", ref, "--secret-file", path, "--url", url)
    assert outcome.code == 0, outcome
    assert "[ok] 2. Get an access token" in outcome.out
    assert "      > grant_type=client_credentials" in outcome.out
    assert "      < active: false" in outcome.out
    assert outcome.out.endswith("Every step held.\n")
    assert (desk.directory / "Read job.secret").read_text().strip() not in outcome.out


def test_a_wrong_secret_is_named_and_the_exit_code_tells(desk: Desk, url: str) -> None:
    ref, _ = a_job(desk, "Wrong job")
    outcome = desk.run("consumers", "try", ref, "--secret-file", "-", "--url", url, "--json", stdin="fcs_wrong\n")
    assert outcome.code == 1
    last = outcome.document["steps"][-1]
    assert (last["step"], last["outcome"], last["status"], last["causes"]) == ("token", "failed", 401, ["secret_wrong"])
    assert last["what_to_do"]
    assert "fcs_wrong" not in outcome.out + outcome.err


def test_an_api_key_is_tried(desk: Desk, url: str) -> None:
    made = desk.ask("api-keys", "create", "--name", "Tried key", "--permission-group", "Field work")
    path = str(desk.secret_file("tried-key.secret", made["secret"]))
    document = desk.ask("api-keys", "try", "Tried key", "--secret-file", path, "--url", url)
    assert [(step["step"], step["status"]) for step in document["steps"]] == [("hawk_read", 200), ("hawk_write", 405)]


def test_a_public_consumer_names_the_page_and_needs_no_secret(desk: Desk, url: str) -> None:
    desk.ask("consumers", "create", "--name", "Public app", "--permission-group", "Field work", "--public",
             "--grant", "authorization_code", "--redirect-uri", "http://127.0.0.1/callback")  # fmt: skip
    process = desk.process("consumers", "try", "Public app", "--url", url, "--json", stdin=None)
    assert process.stderr is not None
    read: list[str] = []
    reading = threading.Thread(target=lambda: read.extend(process.stderr.readline() for _ in range(2)))  # type: ignore[union-attr]
    reading.start()
    reading.join(60)
    assert read[1].startswith(f"{url}/oauth/authorize?response_type=code&client_id=fcc_")
    process.terminate()
    process.communicate(timeout=60)


def test_a_secret_is_sent_nowhere_in_clear(desk: Desk) -> None:
    ref, path = a_job(desk, "Clear job")
    error = desk.refused("consumers", "try", ref, "--secret-file", path, "--url", "http://auth.example.com")
    assert error["error"] == "try_address_refused"


def test_one_redirect_uri_is_added_to_those_there_are(desk: Desk) -> None:
    desk.ask("consumers", "create", "--name", "Adding app", "--permission-group", "Field work",
             "--grant", "authorization_code", "--redirect-uri", "https://a.example/one")  # fmt: skip
    for _ in range(2):
        edited = desk.ask("consumers", "edit", "Adding app", "--add-redirect-uri", "https://a.example/two")
        assert edited["redirect_uris"] == ["https://a.example/one", "https://a.example/two"]
    error = desk.refused("consumers", "edit", "Adding app", "--add-redirect-uri", "http://a.example/three")
    assert (error["field"], error["rule"]) == ("redirect_uri", "uri_http_public")
    outcome = desk.run("consumers", "edit", "Adding app", "--add-redirect-uri", "https://a.example/x", "--name", "y")
    assert outcome.code == 2
    assert "--add-redirect-uri stands alone" in outcome.err

"""Public keys of consumers by command."""

import itertools
from pathlib import Path

import pytest

from tests.cli.support import Desk
from tests.cli.test_consumers import make
from tests.signing import Signer, jwks

_NUMBERS = itertools.count(1)


def named() -> str:
    return f"Signing {next(_NUMBERS)}"


def write(desk: Desk, *signers: Signer) -> str:
    path = Path(desk.directory) / "keys.json"
    path.write_text(jwks(*signers))
    return str(path)


def test_keys_are_added_shown_switched_to_and_retired(desk: Desk) -> None:
    made = make(desk, named(), "client_credentials")
    ref = made["client_id"]
    added = desk.ask("consumers", "add-key", ref, "--file", write(desk, Signer(kid="a"), Signer("RSA", kid="b")))
    assert [(key["kid"], key["status"]) for key in added] == [("a", "active"), ("b", "active")]
    assert desk.ask("consumers", "show", ref)["auth_method"] == "client_secret"
    assert desk.ask("consumers", "edit", ref, "--auth-method", "private_key_jwt")["auth_method"] == "private_key_jwt"
    assert desk.ask("consumers", "retire-key", ref, "a")["status"] == "retired"
    shown = desk.ask("consumers", "show", ref)
    assert [(key["kid"], key["status"], key["last_used_at"]) for key in shown["keys"]] == [
        ("a", "retired", None), ("b", "active", None),
    ]  # fmt: skip
    said = desk.run("consumers", "show", ref).out
    assert "private_key_jwt" in said
    assert "b (active)" in said


def test_a5_07_a_key_that_leaked_is_retired_with_what_was_got_by_it(desk: Desk) -> None:
    ref = make(desk, named(), "client_credentials")["client_id"]
    desk.ask("consumers", "add-key", ref, "--file", write(desk, Signer(kid="a"), Signer("RSA", kid="b")))
    assert desk.run("consumers", "retire-key", ref, "a", "--compromised", "--dry-run").code == 2
    assert desk.ask("consumers", "retire-key", ref, "a", "--compromised")["status"] == "retired"
    newest = next(row for row in desk.ask("audit", "list") if row["event"] == "consumers:retire_key")
    assert newest["facts"]["compromised"] is True


def test_a_consumer_is_registered_with_a_key_and_without_a_secret(desk: Desk) -> None:
    path = Path(desk.directory) / "key.pem"
    path.write_text(Signer("OKP").pem)
    made = make(desk, named(), "client_credentials", "--key-file", str(path))
    assert made["client_secret"] is None
    assert desk.ask("consumers", "show", made["client_id"])["secrets"] == []
    outcome = desk.run("consumers", "create", "--name", named(), "--permission-group", "Field work",
                       "--grant", "client_credentials", "--key-file", str(path))  # fmt: skip
    assert "proves itself by its keys" in outcome.out


def test_a_key_comes_from_standard_input_under_a_name(desk: Desk) -> None:
    ref = make(desk, named(), "client_credentials")["client_id"]
    outcome = desk.run("consumers", "add-key", ref, "--file", "-", "--kid", "laptop", "--json", stdin=Signer().pem)
    assert outcome.document[0]["kid"] == "laptop"


@pytest.mark.parametrize(
    ("content", "rule"), [(None, "cannot be read"), (b"\xff", "cannot be read"), (b"x", "as a key")]
)
def test_what_is_no_key_is_refused(desk: Desk, content: bytes | None, rule: str) -> None:
    ref, path = make(desk, named(), "client_credentials")["client_id"], Path(desk.directory) / "file"
    if content is not None:
        path.write_bytes(content)
    outcome = desk.run("consumers", "add-key", ref, "--file", str(path), "--json")
    assert (outcome.code, outcome.document["error"]) == (1, "invalid")
    assert rule in outcome.document["message"]

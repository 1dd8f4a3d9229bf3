"""A secret is in clear in one return value: no list, view, repr, event, log or file has it (A10.06, A10.08)."""

import base64
import logging
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.domain.secrets import SecretText
from tests.services.walks import (
    ADDRESS,
    code_for,
    events,
    exchange,
    hawk_call,
    job_tokens,
    may_now,
    refreshed,
    tokens_for,
)
from tests.support import MEMBER_EMAIL, World, password, presented


def shapes(secret: str) -> list[bytes]:
    """Return what a secret looks like in clear, with and without its prefix, in hexadecimal and in base64."""
    found = []
    for text in {secret, secret.partition("_")[2] or secret}:
        raw = text.encode()
        found += [raw, raw.hex().encode(), raw.hex().upper().encode(), raw[::-1]]
        # base64 of a secret inside other text begins at any of three places
        found += [base64.b64encode(b"\0" * shift + raw)[4:-4] for shift in range(3)]
        found += [base64.urlsafe_b64encode(b"\0" * shift + raw)[4:-4] for shift in range(3)]
    return found


def told(value: object, depth: int = 0) -> str:
    """Say everything that a value tells: its repr, and that of all its parts."""
    if depth > 6:
        return ""
    if is_dataclass(value) and not isinstance(value, type):
        return repr(value) + "".join(told(getattr(value, field.name), depth + 1) for field in fields(value))
    if isinstance(value, (list, tuple, set, frozenset)):
        return repr(value) + "".join(told(item, depth + 1) for item in value)
    if isinstance(value, dict):
        return repr(value) + told(list(value.values()), depth + 1)
    return repr(value)


def test_a10_06_and_a10_08_no_secret_ever_made_stands_in_a_file_a_view_an_event_an_error_or_a_log(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    console = world.console
    app, job = world.consumer(), world.job()
    key = console.api_keys.create(world.admin, name="Sensor", permission_group="Reading")
    code, cookie = code_for(world, app), console.sign_in.browser(MEMBER_EMAIL, password(), address=ADDRESS)
    tokens = exchange(world, app, code)
    newer, jobs = refreshed(world, app, tokens.refresh_token), job_tokens(world, job)
    unused = code_for(world, app)
    own = SecretText("a-password-of-my-own-4711")
    console.people.edit(world.admin, "3", password=own)
    access = console.hawk.check(hawk_call(world, key))
    may_now(console, newer.access_token)
    principal = console.bearer.check(newer.access_token.reveal(), address=ADDRESS, path="/")
    live = console.introspection.introspect(presented(app), token=newer.access_token, address=ADDRESS)
    errors: list[ConsoleError] = []
    for act in (
        lambda: refreshed(world, app, tokens.refresh_token),
        lambda: exchange(world, app, code),
        lambda: may_now(console, newer.access_token),
        lambda: console.sign_in.operator(MEMBER_EMAIL, own),
    ):
        with pytest.raises(ConsoleError) as error:
            act()
        errors.append(error.value)
    kept = tokens_for(world, app)
    console.usage.flush()
    console.housekeeping.step()

    made = {
        "client secret": app.secret, "job secret": job.secret, "Hawk secret": key.secret, "code": code,
        "unused code": unused, "cookie": cookie, "access token": tokens.access_token, "refresh": tokens.refresh_token,
        "newer access token": newer.access_token, "newer refresh": newer.refresh_token, "job token": jobs.access_token,
        "kept token": kept.access_token, "kept refresh": kept.refresh_token, "password": password(), "own": own,
        "recovery code": world.new_base.recovery_code,
    }  # fmt: skip
    views = [
        console.api_keys.all(world.admin), console.consumers.all(world.admin), console.people.all(world.admin),
        console.authorizations.all(world.admin, history=True), console.permission_groups.all(world.admin),
        events(world), principal, live, app, job, key, tokens, newer, access, errors, console.vault, world.new_base,
    ]  # fmt: skip
    text = (told(views) + caplog.text + "".join(str(error) for error in errors)).encode()
    files = {path.name: path.read_bytes() for path in world.settings.data_dir.rglob("*") if path.is_file()}
    console.close()
    files |= {f"closed {path.name}": path.read_bytes() for path in world.settings.data_dir.rglob("*") if path.is_file()}
    assert set(files) >= {"base.db", "base.db-wal", "closed base.db"}
    master = (tmp_path / "master.key").read_bytes().strip().partition(b":")[2]
    raw_master = base64.urlsafe_b64decode(master + b"=" * (-len(master) % 4))
    for name, secret in made.items():
        assert secret is not None
        for shape in shapes(secret.reveal()):
            assert shape not in text, name
            for file, content in files.items():
                assert shape not in content, (name, file)
    for content in (*files.values(), text):
        for shape in (raw_master, raw_master.hex().encode(), master):
            assert shape not in content


def test_the_search_for_secrets_finds_what_it_looks_for() -> None:
    secret = "fca_" + "Aa0Bb1Cc2Dd3" * 4
    inside = b"xy" + secret.encode() + b"zz"
    for planted in (inside, secret.encode().hex().encode(), base64.b64encode(inside), base64.urlsafe_b64encode(inside)):
        assert any(shape in planted for shape in shapes(secret))


def test_a_hint_tells_four_characters_of_a_secret_and_no_more(world: World) -> None:
    key = world.console.api_keys.create(world.admin, name="Sensor", permission_group="Reading")
    (row,) = world.console.api_keys.all(world.admin)[0].secrets
    assert row.hint == "fch_…" + key.secret.reveal()[-4:]

"""Two processes on one base at once: `serve` answers programs while the console and commands change things."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from fracttal_console.domain.actors import Role
from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.oauth_consumers import CreatedConsumer
from tests.gateway.test_devices import enter
from tests.journeys.live import LiveBase, Serve, application, command, opened, serve
from tests.support import MEMBER_EMAIL, password, presented

HTTP_THREADS = 4
TOKENS_EACH = 125
"""Every fifth of them is given back: 4 x (125 + 25) writes by way of `serve`."""
CREATED = 80
"""Keys, and as many consumers, made by the console: each is edited, every other one disabled, every third ended."""
COMMANDS = 6


@pytest.fixture
def serving(live: LiveBase, tmp_path: Path) -> Iterator[Serve]:
    """Serve the base by a process of its own, beside this one."""
    with serve(live.settings, tmp_path / "serve.err") as process:
        yield process


@dataclass
class Acknowledged:
    """What one thread was told to be done."""

    changes: int = 0
    alive: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    keys: dict[str, ApiKey] = field(default_factory=dict)
    consumers: dict[str, Consumer] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)


def events(live: LiveBase) -> int:
    """Return how many events there are."""
    newest = live.console.audit.newest(live.admin, most=1)
    return newest[0].seq


def as_a_program(url: str, created: CreatedConsumer) -> Acknowledged:
    """Ask for tokens and give some of them back."""
    done = Acknowledged()
    with httpx.Client(base_url=url, timeout=60) as http:
        app = application(http, created)
        for number in range(TOKENS_EACH):
            answer = app.token(grant_type="client_credentials")
            assert answer.status_code == 200, answer.text
            done.changes += 1
            token = answer.json()["access_token"]
            if number % 5 == 4:
                assert app.revoke(token).status_code == 200
                done.changes += 1
                done.dead.append(token)
                # whoever asks next is told so, while everybody writes
                assert app.user(token).status_code == 401
            else:
                done.alive.append(token)
    return done


def as_the_console(live: LiveBase) -> Acknowledged:
    """Create, edit, disable, revoke and delete, one transaction each."""
    done = Acknowledged()
    keys, consumers = live.console.api_keys, live.console.consumers
    for number in range(CREATED):
        key = keys.create(live.admin, name=f"Llave de bodega {number}", permission_group="Field work").api_key
        key = keys.edit(live.admin, key.key_id, owner=f"Área {number}")
        job = live.job(f"Proceso nocturno {number}").consumer
        job = consumers.edit(live.admin, job.client_id, description=f"Turno {number}")
        done.changes += 4
        if number % 2:
            key = keys.disable(live.admin, key.key_id)
            job = consumers.disable(live.admin, job.client_id)
            done.changes += 2
        if number % 3 == 0:
            key = keys.revoke(live.admin, key.key_id)
            job = consumers.delete(live.admin, job.client_id)
            done.changes += 2
        done.keys[key.key_id] = key
        done.consumers[job.client_id] = job
    return done


def as_commands(live: LiveBase, words: Path) -> Acknowledged:
    """Give accounts and keys by real commands, each a process that signs in, changes one thing and ends."""
    done = Acknowledged()
    for number in range(COMMANDS // 2):
        email = f"turno{number}@quillahue.example"
        command(
            live, words, "people", "create", "--email", email, "--name", f"Turno {'abc'[number]}", "--role",
            str(Role.MEMBER), "--new-password-file", str(words),
        )  # fmt: skip
        done.people.append(email)
        key = command(
            live, words, "api-keys", "create", "--name", f"Orden {number}", "--permission-group", "Field work"
        )["key"]
        done.keys[key] = next(view.api_key for view in live.console.api_keys.all(live.admin)
                              if view.api_key.key_id == key)  # fmt: skip
        # each command is a sign-in and a change
        done.changes += 4
    return done


def test_a_thousand_mixed_writes_by_two_processes_lose_nothing_and_the_chain_verifies(
    live: LiveBase, serving: Serve, tmp_path: Path
) -> None:
    words = tmp_path / "password"
    words.write_text(password().reveal(), "utf-8")
    words.chmod(0o600)
    jobs = [live.job(f"Programa {number}") for number in range(HTTP_THREADS)]
    before = events(live)
    with ThreadPoolExecutor() as pool:
        running: list[Future[Acknowledged]] = [pool.submit(as_a_program, serving.url, job) for job in jobs]
        running.append(pool.submit(as_the_console, live))
        running.append(pool.submit(as_commands, live, words))
        done = [future.result() for future in running]

    changes = sum(part.changes for part in done)
    assert changes >= 1000
    assert events(live) - before == changes

    # every token is worth, to both processes, what its program was told
    with httpx.Client(base_url=serving.url, timeout=60) as http:
        for job, part in zip(jobs, done, strict=False):
            app = application(http, job)
            for token, active in [*((t, True) for t in part.alive), *((t, False) for t in part.dead)]:
                assert app.introspect(token).json()["active"] is active
                assert in_this_process(live, job, token) is active
    kept_keys = {view.api_key.key_id: view.api_key for view in live.console.api_keys.all(live.admin)}
    kept_consumers = {view.consumer.client_id: view.consumer for view in live.console.consumers.all(live.admin)}
    kept_people = {person.email for person, _ in live.console.people.all(live.admin)}
    for part in done:
        assert part.keys.items() <= kept_keys.items()
        assert part.consumers.items() <= kept_consumers.items()
        assert set(part.people) <= kept_people

    report = live.console.audit.verify(live.admin)
    assert (report.broken_at, report.events) == (None, events(live))
    told = command(live, words, "audit", "verify")
    # the command's own sign-in is an event as well
    assert told == {"intact": True, "events": report.events + 1, "broken_at": None}


def in_this_process(live: LiveBase, created: CreatedConsumer, token: str) -> bool:
    """Tell whether this process, not `serve`, takes a token for active."""
    found = live.console.introspection.introspect(presented(created), token=SecretText(token), address="127.0.0.1")
    return found is not None


def test_a6_07_each_process_refuses_at_the_next_request_what_the_other_one_ended(
    live: LiveBase, serving: Serve
) -> None:
    job, guard = live.job(), live.job("Guardia de datos", may_introspect=True)
    with httpx.Client(base_url=serving.url) as http:
        app = application(http, job)
        for _ in range(10):
            token = app.token(grant_type="client_credentials").json()["access_token"]
            assert in_this_process(live, guard, token)
            assert app.user(token).status_code == 200
            live.console.consumers.disable(live.admin, job.consumer.client_id)
            assert (app.user(token).status_code, in_this_process(live, guard, token)) == (401, False)
            assert app.token(grant_type="client_credentials").json()["error"] == "invalid_client"
            live.console.consumers.enable(live.admin, job.consumer.client_id)
            # what was suspended is good again, and then revoked
            assert (app.user(token).status_code, in_this_process(live, guard, token)) == (200, True)
            (view,) = [one for one in live.console.authorizations.all(live.admin) if one.status == "active"]
            live.console.authorizations.revoke(live.admin, str(view.authorization.id))
            assert (app.user(token).status_code, in_this_process(live, guard, token)) == (401, False)
            assert app.token(grant_type="client_credentials").json()["error"] == "unauthorized_client"
            live.console.consumers.disable(live.admin, job.consumer.client_id)
            live.console.consumers.enable(live.admin, job.consumer.client_id)
            assert app.user(token).status_code == 401
            token = app.token(grant_type="client_credentials").json()["access_token"]
            assert (app.user(token).status_code, in_this_process(live, guard, token)) == (200, True)
            assert app.revoke(token).status_code == 200
            assert not in_this_process(live, guard, token)
            assert app.user(token).status_code == 401


def test_a_session_ended_in_one_process_is_over_in_the_other(live: LiveBase, serving: Serve) -> None:
    cookie = live.console.sign_in.browser(MEMBER_EMAIL, password(), address="127.0.0.1")
    with httpx.Client(base_url=serving.url, cookies={"fc_session": cookie.reveal()}) as browser:
        assert "Joaquín Olavarría" in browser.get("/account").text
        live.console.people.disable(live.admin, MEMBER_EMAIL)
        assert "Joaquín Olavarría" not in browser.get("/account").text


def test_a8_05_wrong_codes_of_devices_are_counted_for_both_processes(
    live: LiveBase, serving: Serve, tmp_path: Path
) -> None:
    cookie = {"fc_session": live.console.sign_in.browser(MEMBER_EMAIL, password(), address="127.0.0.1").reveal()}
    with serve(live.settings, tmp_path / "second.err") as second, ExitStack() as stack:
        browsers = [
            stack.enter_context(httpx.Client(base_url=one.url, cookies=cookie, timeout=60)) for one in (serving, second)
        ]
        answers = [enter(browsers[turn % 2], "BBBB-BBBB").status_code for turn in range(7)]
        assert answers == [422] * 5 + [429] * 2


def test_a_third_console_sees_what_was_done_while_it_was_open(live: LiveBase, serving: Serve) -> None:
    job = live.job()
    with opened(live.settings) as (other, admin), httpx.Client(base_url=serving.url) as http:
        app = application(http, job)
        token = app.token(grant_type="client_credentials").json()["access_token"]
        (view,) = other.authorizations.all(admin)
        other.authorizations.revoke(admin, str(view.authorization.id))
        assert app.user(token).status_code == 401
        assert not in_this_process(live, job, token)
        assert other.audit.verify(admin) == live.console.audit.verify(live.admin)

"""What is committed is told, whoever committed it, in order and once."""

import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from fracttal_console.bootstrap import open_base
from fracttal_console.domain.audit import Event
from tests.journeys.live import PROJECT, environment
from tests.support import ADMIN_EMAIL, World, cheap_passwords, password

WAIT = 10

OTHER_PROCESS = """
import os, sys
from fracttal_console.bootstrap import open_base
from fracttal_console.domain.secrets import SecretText
from fracttal_console.settings import load_settings
from tests.support import cheap_passwords
console = open_base(load_settings(os.environ), passwords=cheap_passwords())
admin = console.sign_in.operator(sys.argv[1], SecretText("not-a-real-password-0000"))
for number in range(int(sys.argv[2])):
    console.permission_groups.create(admin, name=f"Group {number}", permissions=["items:view"])
console.close()
"""


class Ear:
    """Hears the tail."""

    def __init__(self) -> None:
        self.events: queue.Queue[Event] = queue.Queue()
        self.touched = threading.Event()

    def __call__(self, events: Sequence[Event], touched: bool) -> None:  # noqa: FBT001 - the tail's own call
        for event in events:
            self.events.put(event)
        if touched:
            self.touched.set()

    def next(self) -> Event:
        return self.events.get(timeout=WAIT)


def test_what_this_process_commits_is_told_in_order_and_once(world: World) -> None:
    ear = Ear()
    with world.console.tail.watch(ear):
        made = [
            world.console.permission_groups.create(world.admin, name=f"Group {number}", permissions=["items:view"]).name
            for number in range(20)
        ]
        assert [ear.next().target.name for _ in made] == made
    assert ear.events.empty()


def test_what_another_process_commits_is_told(world: World) -> None:
    ear = Ear()
    with world.console.tail.watch(ear):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", OTHER_PROCESS, ADMIN_EMAIL, "3"],
            cwd=PROJECT, env=environment(world.settings), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert [ear.next().tag for _ in range(4)] == ["sessions:sign_in"] + ["permission_groups:create"] * 3


def test_many_events_at_once_all_come(world: World) -> None:
    ear = Ear()
    with world.console.tail.watch(ear):
        with world.console.use_cases.batch():
            for number in range(1500):
                world.console.sign_in.lock(world.admin, f"{number}")
        heard = [ear.next().facts["reason"] for _ in range(1500)]
    assert heard == [str(number) for number in range(1500)]


def test_use_without_an_event_is_told_as_a_touch(world: World) -> None:
    ear = Ear()
    with world.console.tail.watch(ear):
        key = world.console.api_keys.create(world.admin, name="Key", permission_group="Field work")
        assert ear.next().tag == "api_keys:create"
        secret = world.console.api_keys.all(world.admin)[0].secrets[0]
        world.console.usage.secret(secret.id, datetime.now(UTC), "192.0.2.1", "GET /")
        world.console.usage.flush()
        assert ear.touched.wait(WAIT)
    assert key.api_key.name == "Key"


def test_nothing_that_was_there_before_is_told_and_nothing_after_the_end(world: World, tmp_path: Path) -> None:
    ear = Ear()
    with world.console.tail.watch(ear):
        pass
    other = open_base(world.settings, passwords=cheap_passwords(), clock=world.clock)
    try:
        other.sign_in.operator(ADMIN_EMAIL, password())
    finally:
        other.close()
    assert ear.events.empty()
    assert tmp_path.exists()

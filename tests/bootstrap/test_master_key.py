"""Another master key for a base: what opens it before, after, and wherever the program is killed (A10.11)."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from fracttal_console.bootstrap import open_base, recover_base
from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.errors import (
    ChangedMeanwhile,
    KeyCannotBeMade,
    MasterKeyWrong,
    StepUpNeeded,
    StorageFailed,
)
from fracttal_console.services.use_case import Work
from tests.services.walks import FullBase, dump, events, fill, may_now
from tests.support import World, cheap_passwords, make_world

ROTATING = """
import os, signal, sys
from pathlib import Path
from fracttal_console.bootstrap import open_base
from fracttal_console.crypto import key_file
from fracttal_console.domain.actors import Actor, ActorKind, Role
from tests.support import make_settings

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

store, write_new = key_file.KeyFile.store, key_file._write_new
if sys.argv[2] == "wrapped by both":
    key_file.KeyFile.store = die
elif sys.argv[2] == "new file beside":
    key_file._write_new = lambda path, key: (write_new(path, key), die())
elif sys.argv[2] == "new key kept":
    key_file.KeyFile.store = lambda *asked: (store(*asked), die())
console = open_base(make_settings(Path(sys.argv[1])))
person = next(row for row, _ in console.people.all(Actor(ActorKind.PERSON, 1, role=Role.SUPER_ADMINISTRATOR)))
console.master_key.rotate(person.as_actor("", console.use_cases.now()))
die()
"""

RECOVERING = """
import os, signal, sys
from pathlib import Path
from fracttal_console.bootstrap import recover_base
from fracttal_console.crypto import key_file
from fracttal_console.services.founding import Founding
from fracttal_console.domain.secrets import SecretText
from fracttal_console.storage.base import BaseRecord
from tests.support import make_settings

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

if sys.argv[2] == "key made":
    Founding.recover = die
elif sys.argv[2] == "old one retired":
    BaseRecord.add_wrapped = die
recover_base(make_settings(Path(sys.argv[1])), SecretText(sys.stdin.readline().strip()))
die()
"""


@pytest.fixture
def closed(tmp_path: Path) -> FullBase:
    return fill(make_world(tmp_path), tmp_path)


@contextmanager
def opened(world: World) -> Iterator[World]:
    """Open the base as a next start would."""
    console = open_base(world.settings, passwords=cheap_passwords(), clock=world.clock)
    try:
        yield replace(world, console=console)
    finally:
        console.close()


def killed(program: str, world: World, moment: str, spoken: str = "") -> None:
    """Run a program that kills itself at a moment; what it was told is on its standard input."""
    home = str(world.settings.data_dir.parent)
    done = subprocess.run(
        [sys.executable, "-c", program, home, moment], input=spoken, capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def live_wrappings(world: World) -> int:
    return sum(row[1] == "master" and row[-1] is None for row in dump(world.settings.database_path)["wrapped_keys"])


def test_a10_11_a_new_key_opens_everything_and_the_old_one_nothing(closed: FullBase) -> None:
    world, key = closed.world, closed.directory / "master.key"
    old = key.read_bytes()
    with opened(world) as before, opened(world) as beside:
        rows = dump(world.settings.database_path)
        assert before.console.master_key.rotate(world.admin) == world.settings.key_provider
        # who has the base open goes on with it
        assert may_now(beside.console, closed.tokens.access_token)
        assert events(before)[0].tag == "base:rotate_key"
        after = dump(world.settings.database_path)
        # nothing but the wrapping is written anew
        changed = {name for name in rows if rows[name] != after[name]}
        assert changed == {"wrapped_keys", "id_counters"}
    assert key.read_bytes() != old
    with opened(world) as again:
        assert may_now(again.console, closed.tokens.access_token)
        assert again.console.audit.verify(world.admin).broken_at is None
    key.write_bytes(old)
    with pytest.raises(MasterKeyWrong):
        open_base(world.settings)
    # the recovery code stays good
    key.unlink()
    recover_base(world.settings, world.new_base.recovery_code, clock=world.clock)
    with opened(world):
        pass


@pytest.mark.parametrize("moment", ["wrapped by both", "new file beside", "new key kept", "done"])
def test_a10_11_wherever_a_rotation_is_killed_the_base_opens_and_the_next_one_ends_it(
    closed: FullBase, moment: str
) -> None:
    world, key = closed.world, closed.directory / "master.key"
    old = key.read_bytes()
    killed(ROTATING, world, moment)
    assert (key.read_bytes() == old) == (moment in {"wrapped by both", "new file beside"})
    assert live_wrappings(world) == (1 if moment == "done" else 2)
    with opened(world) as again:
        assert may_now(again.console, closed.tokens.access_token)
        again.console.master_key.rotate(world.admin)
    assert live_wrappings(world) == 1
    with opened(world):
        pass
    key.write_bytes(old)
    with pytest.raises(MasterKeyWrong):
        open_base(world.settings)


@pytest.mark.parametrize("moment", ["key made", "old one retired", "done"])
def test_a10_11_wherever_a_rescue_is_killed_the_next_one_ends_it(closed: FullBase, moment: str) -> None:
    world, code = closed.world, closed.world.new_base.recovery_code
    (closed.directory / "master.key").unlink()
    killed(RECOVERING, world, moment, code.reveal())
    if moment != "done":
        with pytest.raises(MasterKeyWrong):
            open_base(world.settings)
        recover_base(world.settings, code, clock=world.clock)
    with opened(world) as again:
        assert may_now(again.console, closed.tokens.access_token)
    assert live_wrappings(world) == 1


def test_a10_11_of_two_who_rotate_at_once_one_does_and_the_base_opens(closed: FullBase) -> None:
    world = closed.world
    with opened(world) as first, opened(world) as second:
        begin = first.console.use_cases.begin

        @contextmanager
        def late(actor: Actor, operation: Operation) -> Iterator[Work]:
            second.console.master_key.rotate(world.admin)
            with begin(actor, operation) as work:
                yield work

        first.console.use_cases.begin = late  # type: ignore[method-assign]
        with pytest.raises(ChangedMeanwhile):
            first.console.master_key.rotate(world.admin)
    assert live_wrappings(world) == 1
    with opened(world):
        pass


def test_a10_11_where_the_new_key_cannot_be_kept_the_old_one_stays(
    closed: FullBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, key = closed.world, closed.directory / "master.key"
    old = key.read_bytes()

    def full(*_: object) -> None:
        raise StorageFailed

    with opened(world) as before:
        newest = events(before)[0]
        monkeypatch.setattr("fracttal_console.crypto.key_file._write_new", full)
        with pytest.raises(StorageFailed):
            before.console.master_key.rotate(world.admin)
        assert events(before)[0] == newest
    assert key.read_bytes() == old
    with opened(world):
        pass


def test_a10_11_a_credential_of_systemd_is_not_rotated_here_and_nothing_is_written(closed: FullBase) -> None:
    world = closed.world
    credentials = closed.directory / "credentials"
    credentials.mkdir(mode=0o700)
    (closed.directory / "master.key").rename(credentials / "console")
    settings = replace(world.settings, key_provider="credential:console")
    before = dump(settings.database_path)
    console = open_base(settings, environ={"CREDENTIALS_DIRECTORY": str(credentials)}, clock=world.clock)
    with pytest.raises(KeyCannotBeMade):
        console.master_key.rotate(world.admin)
    console.close()
    assert dump(settings.database_path) == before


def test_a10_03_a_rotation_asks_for_a_fresh_proof_before_it_touches_the_key(closed: FullBase) -> None:
    world = closed.world
    with opened(world) as again:
        stale = replace(world.admin, proved_at=None)
        with pytest.raises(StepUpNeeded):
            again.console.master_key.rotate(stale)
    assert live_wrappings(world) == 1

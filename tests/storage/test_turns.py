"""The writer: one savepoint a use case, one commit a batch, and events told only once they are stored."""

# ruff: noqa: PT012  # what is raised at the end of a use case is what is tested

import sqlite3
import struct
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fracttal_console.bootstrap import Console, open_base
from fracttal_console.domain.actors import SYSTEM, Operation
from fracttal_console.domain.audit import BaseRecovered, Event, PermissionGroupEdited, Target
from fracttal_console.domain.errors import (
    BaseUnreadable,
    ChangedMeanwhile,
    ConsoleError,
    Invalid,
    NotFound,
    StorageBusy,
    StorageFailed,
    WrongState,
)
from fracttal_console.domain.tokens import AccessToken
from fracttal_console.services.use_case import Work
from fracttal_console.storage.failures import is_database_failure
from fracttal_console.storage.prepared import Executor
from tests.services.walks import dump, events, job_tokens, raw, tags
from tests.support import World, cheap_passwords

RECOVER = Operation.BASE_RECOVER


def heard(console: Console) -> list[Event]:
    told: list[Event] = []
    console.events.listen(told.extend)
    return told


def commits(path: Path) -> int:
    """Count the commits in the write-ahead log: frames that give the database's size (sqlite.org/walformat.html)."""
    log = path.with_name(path.name + "-wal").read_bytes()
    page = int.from_bytes(log[8:12])
    salts, count = log[16:24], 0
    for start in range(32, len(log) - 24 - page + 1, 24 + page):
        _, size, first, second = struct.unpack(">IIII", log[start : start + 16])
        if struct.pack(">II", first, second) == salts and size:
            count += 1
    return count


def rename(work: Work, name: str, new: str) -> None:
    group = work.permission_groups.named(name)
    assert group is not None
    work.permission_groups.save(group.edited(name=new))
    work.record(PermissionGroupEdited(target=Target("permission_group", group.id, new)))


def names(world: World) -> list[str]:
    return [group.name for group in world.console.permission_groups.all(world.admin)]


def test_a_failing_use_case_undoes_itself_and_its_event_and_nothing_else(world: World) -> None:
    told, before = heard(world.console), dump(world.settings.database_path, without=())
    with pytest.raises(KeyError), world.console.use_cases.begin(SYSTEM, RECOVER) as work:
        rename(work, "Reading", "Other")
        raise KeyError
    assert dump(world.settings.database_path, without=()) == before
    assert told == []


def test_in_a_batch_a_failing_use_case_undoes_only_itself_and_the_chain_stays_whole(world: World) -> None:
    told, before = heard(world.console), len(events(world))
    with world.console.use_cases.batch():
        for number in range(9):
            try:
                with world.console.use_cases.begin(SYSTEM, RECOVER) as work:
                    work.record(BaseRecovered(reason=f"{number}"))
                    if number == 4:
                        rename(work, "Reading", "Other")
                    if number % 3 == 1:
                        raise NotFound("number", number)  # noqa: TRY301
            except NotFound:
                continue
        assert told == []
    assert [event.reason for event in told] == ["0", "2", "3", "5", "6", "8"]
    assert [event.seq for event in told] == list(range(before + 1, before + 7))
    assert events(world)[: len(told)] == told[::-1]
    assert "Reading" in names(world)
    assert world.console.audit.verify(world.admin).broken_at is None


def test_a_batch_that_fails_as_a_whole_stores_and_tells_nothing(world: World) -> None:
    told, before = heard(world.console), dump(world.settings.database_path, without=())
    with pytest.raises(KeyError), world.console.use_cases.batch():
        world.console.permission_groups.create(world.admin, name="New", permissions=["items:view"])
        raise KeyError
    assert told == []
    assert dump(world.settings.database_path, without=()) == before
    world.console.permission_groups.create(world.admin, name="New", permissions=["items:view"])
    assert [event.tag for event in told] == ["permission_groups:create"]


def test_a_refusal_that_is_kept_is_stored_and_told_and_raised(world: World) -> None:
    told, error = heard(world.console), WrongState("thing", 1, "gone")
    with pytest.raises(WrongState) as raised, world.console.use_cases.begin(SYSTEM, RECOVER) as work:
        rename(work, "Reading", "Kept")
        raise work.refuse(error)
    assert raised.value is error
    assert "Kept" in names(world)
    assert [event.tag for event in told] == tags(world, 1) == ["permission_groups:edit"]


def test_only_the_very_error_that_was_marked_keeps_what_was_done(world: World) -> None:
    with pytest.raises(KeyError), world.console.use_cases.begin(SYSTEM, RECOVER) as work:
        rename(work, "Reading", "Lost")
        work.refuse(WrongState("thing", 1, "gone"))
        raise KeyError
    assert "Lost" not in names(world)


def test_a_kept_refusal_in_a_batch_shares_its_commit(world: World) -> None:
    with world.console.use_cases.batch():
        with pytest.raises(WrongState), world.console.use_cases.begin(SYSTEM, RECOVER) as work:
            rename(work, "Reading", "Kept")
            raise work.refuse(WrongState("thing", 1, "gone"))
        world.console.permission_groups.create(world.admin, name="After", permissions=["items:view"])
    assert {"Kept", "After"} <= set(names(world))


def test_fifty_use_cases_of_a_batch_make_one_commit_and_one_alone_makes_one(world: World) -> None:
    path = world.settings.database_path

    def create(name: str) -> None:
        world.console.permission_groups.create(world.admin, name=name, permissions=["items:view"])

    before = commits(path)
    with world.console.use_cases.batch():
        for number in range(50):
            create(f"Group {number}")
        assert commits(path) == before
    assert commits(path) == before + 1
    assert len(names(world)) == 52
    create("Alone")
    assert commits(path) == before + 2


def test_a_batch_inside_a_batch_and_a_use_case_inside_a_use_case_share_the_outer_commit(world: World) -> None:
    path, before = world.settings.database_path, commits(world.settings.database_path)
    use_cases = world.console.use_cases
    with use_cases.batch(), use_cases.batch(), use_cases.begin(SYSTEM, RECOVER) as outer:
        with pytest.raises(KeyError), use_cases.begin(SYSTEM, RECOVER) as inner:
            rename(inner, "Reading", "Lost")
            raise KeyError
        rename(outer, "Reading", "Kept")
    assert "Kept" in names(world)
    assert commits(path) == before + 1
    assert world.console.audit.verify(world.admin).broken_at is None


def test_nothing_is_told_when_the_commit_fails_and_the_next_use_case_works(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, before = heard(world.console), dump(world.settings.database_path, without=())
    failing = [True]
    real = Executor.command

    def command(executor: Executor, sql: str) -> None:
        if failing and sql == "COMMIT":
            raise StorageFailed
        real(executor, sql)

    monkeypatch.setattr(Executor, "command", command)
    with pytest.raises(StorageFailed):
        world.console.permission_groups.create(world.admin, name="New", permissions=["items:view"])
    assert told == []
    assert dump(world.settings.database_path, without=()) == before
    failing.clear()
    world.console.permission_groups.create(world.admin, name="New", permissions=["items:view"])
    assert [event.tag for event in told] == ["permission_groups:create"]
    assert world.console.audit.verify(world.admin).broken_at is None


def test_a_listener_that_fails_makes_no_stored_change_look_failed(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Sequence[Event]) -> None:
        raise KeyError("listener")

    stop = world.console.events.listen(broken)
    told = heard(world.console)
    world.console.permission_groups.create(world.admin, name="New", permissions=["items:view"])
    assert len(told) == 1
    assert "permission_groups:create" in caplog.text
    stop()
    caplog.clear()
    world.console.permission_groups.create(world.admin, name="Newer", permissions=["items:view"])
    assert caplog.text == ""


def test_a_value_that_somebody_else_changed_meanwhile_is_not_overwritten(world: World) -> None:
    with world.console.store.reading() as repositories:
        group = repositories.permission_groups.named("Reading")
        key = world.console.api_keys.create(world.admin, name="Key", permission_group="Reading").api_key
    assert group is not None
    world.console.permission_groups.edit(world.admin, "Reading", read_only=True)
    world.console.api_keys.edit(world.admin, "Key", owner="Ana")
    acts: list[Callable[[Work], object]] = [
        lambda work: work.permission_groups.save(replace(group, name="Lost")),
        lambda work: work.api_keys.save(replace(key, name="Lost")),
    ]
    for act in acts:
        with pytest.raises(ChangedMeanwhile), world.console.use_cases.begin(SYSTEM, RECOVER) as work:
            act(work)
    assert "Lost" not in names(world)


@pytest.mark.parametrize("table", ["permission_groups", "people", "api_keys", "oauth_consumers", "secrets"])
def test_an_id_is_never_given_twice_even_when_its_row_is_gone(world: World, table: str) -> None:
    world.consumer()
    world.console.api_keys.create(world.admin, name="Key", permission_group="Reading")
    with raw(world.settings.database_path) as connection:
        (newest,) = connection.execute(f"SELECT max(id) FROM {table}").fetchone()  # noqa: S608
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (newest,))  # noqa: S608
        with world.console.use_cases.begin(SYSTEM, RECOVER) as work:
            makers: dict[str, Callable[[], int]] = {
                "permission_groups": work.permission_groups.new_id, "people": work.people.new_id,
                "api_keys": work.api_keys.new_id, "oauth_consumers": work.consumers.new_id,
                "secrets": work.secrets.new_id,
            }  # fmt: skip
            taken = [makers[table]() for _ in range(3)]
        assert taken == [newest + 1, newest + 2, newest + 3]


def test_when_another_process_holds_the_lock_too_long_the_writer_says_busy_and_works_afterwards(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fracttal_console.storage.database.BUSY_TIMEOUT_MS", 20)
    monkeypatch.setattr("fracttal_console.storage.database._PRAGMAS", ("PRAGMA busy_timeout=20",))
    other = open_base(world.settings, passwords=cheap_passwords(), clock=world.clock)
    with raw(world.settings.database_path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageBusy):
            other.permission_groups.create(world.admin, name="New", permissions=["items:view"])
        connection.execute("ROLLBACK")
    other.permission_groups.create(world.admin, name="New", permissions=["items:view"])
    other.close()


def test_a_reader_is_not_held_up_by_a_writer(world: World) -> None:
    with raw(world.settings.database_path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        assert names(world) == ["Field work", "Reading"]
        with world.console.store.looking_up() as repositories:
            assert repositories.permission_groups.named("reading") is not None


def test_use_cases_of_several_threads_wait_for_each_other_and_none_sees_half_a_change(world: World) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        for _ in range(10):
            with world.console.use_cases.begin(SYSTEM, RECOVER) as begun:
                inside.append(number)
                begun.record(BaseRecovered())
                most.append(len(inside))
                inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 40


def test_what_the_database_raises_is_told_from_what_a_use_case_raises(world: World) -> None:
    with pytest.raises(Exception, match="UNIQUE") as clash, raw(world.settings.database_path) as c:
        c.execute("INSERT INTO base SELECT * FROM base")
    assert is_database_failure(clash.value)
    assert not is_database_failure(Invalid("name", "empty"))
    assert issubclass(BaseUnreadable, ConsoleError)


def authorized(world: World) -> int:
    """Return the id of the authorization of a consumer that acts for itself."""
    job_tokens(world, world.job("Bodega"))
    return world.console.authorizations.all(world.admin)[0].authorization.id


def token(authorization_id: int) -> AccessToken:
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)
    return AccessToken(
        digest=b"d" * 32, authorization_id=authorization_id, family=None, permissions=frozenset(), issued_at=moment,
        expires_at=moment + timedelta(hours=1),
    )  # fmt: skip


def test_a_turn_that_only_adds_rows_needs_no_savepoint_and_one_that_is_refused_says_nothing(world: World) -> None:
    authorization, use_cases = authorized(world), world.console.use_cases
    with use_cases.batch():
        with use_cases.begin(SYSTEM, RECOVER) as work:
            driver = work.access_tokens._connection._driver
            said: list[str] = []
            driver.set_trace_callback(lambda statement: said.append(statement.split()[0]))
            work.access_tokens.add(token(authorization))
            work.record(BaseRecovered())
        assert said == ["INSERT", "INSERT"]
        said.clear()
        with pytest.raises(ZeroDivisionError), use_cases.begin(SYSTEM, RECOVER) as work:
            work.record(BaseRecovered())
            raise ZeroDivisionError
        assert said == []
        with use_cases.begin(SYSTEM, RECOVER) as work:
            work.record(BaseRecovered())
            assert work.access_tokens.find(b"d" * 32) == token(authorization)
        # what is read sees what was added before, which from then on may have to be undone
        assert said == ["SAVEPOINT", "INSERT", "SELECT", "RELEASE"]
        driver.set_trace_callback(None)
    assert world.console.audit.verify(world.admin).broken_at is None


def test_rows_that_cannot_be_added_leave_nothing_of_the_batch(world: World) -> None:
    authorization, use_cases = authorized(world), world.console.use_cases
    before = dump(world.settings.database_path, without=())
    with pytest.raises(sqlite3.IntegrityError), use_cases.batch():
        with use_cases.begin(SYSTEM, RECOVER) as work:
            work.record(BaseRecovered())
        with pytest.raises(sqlite3.IntegrityError), use_cases.begin(SYSTEM, RECOVER) as work:
            work.access_tokens.add(token(authorization))
            work.access_tokens.add(token(authorization))
        with use_cases.begin(SYSTEM, RECOVER) as work:
            work.record(BaseRecovered())
    assert dump(world.settings.database_path, without=()) == before
    with use_cases.begin(SYSTEM, RECOVER) as work:
        work.access_tokens.add(token(authorization))
        work.record(BaseRecovered())
    assert world.console.audit.verify(world.admin).broken_at is None


def test_what_a_turn_inside_a_turn_did_is_undone_with_the_outer_one(world: World) -> None:
    use_cases, before = world.console.use_cases, names(world)
    with pytest.raises(ZeroDivisionError), use_cases.begin(SYSTEM, RECOVER) as outer:
        outer.record(BaseRecovered())
        with use_cases.begin(SYSTEM, RECOVER) as inner:
            rename(inner, before[0], "Renamed")
        assert "Renamed" in [group.name for group in outer.permission_groups.all()]
        raise ZeroDivisionError
    assert names(world) == before
    assert world.console.audit.verify(world.admin).broken_at is None

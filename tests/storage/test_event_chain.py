"""The chain of events: whatever is changed, taken away or put in, the check names the first bad place."""

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from fracttal_console.domain.audit import ChainReport
from fracttal_console.domain.errors import BaseUnreadable, RowTampered
from fracttal_console.storage.schema import events as events_table
from tests.services.walks import FullBase, OpenedCopy, events, raw
from tests.support import World

PLACE = 4


def report(copy: OpenedCopy) -> ChainReport:
    world = copy.open()
    return world.console.audit.verify(world.admin)


def count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])


def test_the_chain_of_an_untouched_base_is_whole(full_base: FullBase, tmp_path: Path) -> None:
    with full_base.copied(tmp_path) as copy:
        with raw(copy.path) as connection:
            stored = count(connection)
        assert stored > 10
        assert report(copy) == ChainReport(stored, None)


@pytest.mark.parametrize("place", [1, PLACE, -1])
@pytest.mark.parametrize("column", [column.name for column in events_table.columns])
def test_a_changed_field_of_an_event_is_named_by_its_place(
    full_base: FullBase, tmp_path: Path, column: str, place: int
) -> None:
    with full_base.copied(tmp_path) as copy:
        with raw(copy.path) as connection:
            seq = place if place > 0 else count(connection)
            connection.execute(
                f"UPDATE events SET {column} = CASE typeof({column})"  # noqa: S608
                f" WHEN 'integer' THEN {column} + 5000 WHEN 'blob' THEN zeroblob(32) WHEN 'null' THEN 7"
                f" ELSE {column} || ' ' END WHERE seq = ?",
                (seq,),
            )
        assert report(copy).broken_at == seq


@pytest.mark.parametrize("column", [column.name for column in events_table.columns])
def test_events_that_were_changed_are_still_listed_or_refused_as_tampered(
    full_base: FullBase, tmp_path: Path, column: str
) -> None:
    with full_base.copied(tmp_path) as copy:
        with raw(copy.path) as connection:
            value = "9000" if column == "seq" else f"{column} || 'x'"
            connection.execute(f"UPDATE events SET {column} = {value} WHERE seq = {PLACE}")  # noqa: S608
        world = copy.open()
        try:
            listed = world.console.audit.newest(world.admin)
        except (RowTampered, BaseUnreadable):
            return
        assert listed


@pytest.mark.parametrize(
    "value",
    ["reason = x'00ff'", "changes = 7.5", "target_name = 1e308", "link = hex(link)", "link = x''", "facts = 'NaN'"],
)
def test_a_value_of_another_type_is_named_by_its_place(full_base: FullBase, tmp_path: Path, value: str) -> None:
    with full_base.copied(tmp_path) as copy:
        with raw(copy.path) as connection:
            connection.execute(f"UPDATE events SET {value} WHERE seq = {PLACE}")  # noqa: S608
        assert report(copy) == ChainReport(PLACE - 1, PLACE)


def test_a_text_that_is_none_makes_the_log_unreadable_by_name(full_base: FullBase, tmp_path: Path) -> None:
    with full_base.copied(tmp_path) as copy:
        with raw(copy.path) as connection:
            connection.execute("UPDATE events SET reason = CAST(x'ff' AS TEXT) WHERE seq = ?", (PLACE,))
        world = copy.open()
        for act in (world.console.audit.verify, world.console.audit.newest):
            with pytest.raises((BaseUnreadable, RowTampered)):
                act(world.admin)


def _delete_middle(connection: sqlite3.Connection) -> int:
    connection.execute("DELETE FROM events WHERE seq = ?", (PLACE,))
    return PLACE


def _delete_middle_and_close_the_gap(connection: sqlite3.Connection) -> int:
    connection.execute("DELETE FROM events WHERE seq = ?", (PLACE,))
    for (seq,) in connection.execute("SELECT seq FROM events WHERE seq > ? ORDER BY seq", (PLACE,)).fetchall():
        connection.execute("UPDATE events SET seq = ? WHERE seq = ?", (seq - 1, seq))
    return PLACE


def _delete_first(connection: sqlite3.Connection) -> int:
    connection.execute("DELETE FROM events WHERE seq = 1")
    return 1


def _cut_off_the_newest(connection: sqlite3.Connection) -> int:
    last = count(connection)
    connection.execute("DELETE FROM events WHERE seq = ?", (last,))
    return last


def _cut_off_the_tail(connection: sqlite3.Connection) -> int:
    connection.execute("DELETE FROM events WHERE seq > ?", (PLACE,))
    return PLACE + 1


def _delete_the_head(connection: sqlite3.Connection) -> int:
    connection.execute("DELETE FROM chain_head")
    return count(connection) + 1


def _delete_all_but_the_head(connection: sqlite3.Connection) -> int:
    connection.execute("DELETE FROM events")
    return 1


def _delete_all_and_the_head(connection: sqlite3.Connection) -> int:
    connection.execute("DELETE FROM events")
    connection.execute("DELETE FROM chain_head")
    return 1


def _swap(connection: sqlite3.Connection) -> int:
    for old, new in ((PLACE, 9000), (PLACE + 2, PLACE), (9000, PLACE + 2)):
        connection.execute("UPDATE events SET seq = ? WHERE seq = ?", (new, old))
    return PLACE


def _swap_whole_contents(connection: sqlite3.Connection) -> int:
    names = [column.name for column in events_table.columns if column.name != "seq"]
    marks = ", ".join(f"{name} = ?" for name in names)
    rows = [
        connection.execute(f"SELECT {', '.join(names)} FROM events WHERE seq = ?", (seq,)).fetchone()  # noqa: S608
        for seq in (PLACE, PLACE + 1)
    ]
    connection.execute(f"UPDATE events SET {marks} WHERE seq = ?", (*rows[1], PLACE))  # noqa: S608
    connection.execute(f"UPDATE events SET {marks} WHERE seq = ?", (*rows[0], PLACE + 1))  # noqa: S608
    return PLACE


def _append_a_forged_one(connection: sqlite3.Connection) -> int:
    last = count(connection)
    names = ", ".join(column.name for column in events_table.columns if column.name not in {"seq", "link"})
    (link,) = connection.execute("SELECT link FROM events WHERE seq = ?", (last,)).fetchone()
    connection.execute(
        f"INSERT INTO events (seq, {names}, link) SELECT seq + 1, {names}, ? FROM events WHERE seq = ?",  # noqa: S608
        (hashlib.sha256(link).digest(), last),
    )
    return last + 1


def _repeat_the_newest_with_its_link(connection: sqlite3.Connection) -> int:
    last = count(connection)
    names = ", ".join(column.name for column in events_table.columns if column.name != "seq")
    connection.execute(
        f"INSERT INTO events (seq, {names}) SELECT seq + 1, {names} FROM events WHERE seq = ?",  # noqa: S608
        (last,),
    )
    return last + 1


def _set_the_head_back(connection: sqlite3.Connection) -> int:
    (link,) = connection.execute("SELECT link FROM events WHERE seq = ?", (PLACE,)).fetchone()
    connection.execute("DELETE FROM events WHERE seq > ?", (PLACE,))
    connection.execute("UPDATE chain_head SET seq = ?, link = ?", (PLACE, link))
    return PLACE + 1


MISCHIEF: list[Callable[[sqlite3.Connection], int]] = [
    _delete_middle,
    _delete_middle_and_close_the_gap,
    _delete_first,
    _cut_off_the_newest,
    _cut_off_the_tail,
    _delete_the_head,
    _delete_all_but_the_head,
    _delete_all_and_the_head,
    _swap,
    _swap_whole_contents,
    _append_a_forged_one,
    _repeat_the_newest_with_its_link,
    _set_the_head_back,
]


@pytest.mark.parametrize("mischief", MISCHIEF, ids=lambda mischief: mischief.__name__.strip("_"))
def test_a10_07_the_check_names_the_first_bad_place(
    full_base: FullBase, tmp_path: Path, mischief: Callable[[sqlite3.Connection], int]
) -> None:
    with full_base.copied(tmp_path) as copy:
        with raw(copy.path) as connection:
            wanted = mischief(connection)
        found = report(copy)
        assert found.broken_at == wanted
        assert found.events == wanted - 1


def test_a_log_that_was_emptied_and_begun_anew_does_not_pass_for_whole(full_base: FullBase, tmp_path: Path) -> None:
    with full_base.copied(tmp_path) as copy:
        with raw(copy.path) as connection:
            _delete_all_and_the_head(connection)
        world = copy.open()
        world.console.permission_groups.create(world.admin, name="New", permissions=["items:view"])
        assert world.console.audit.verify(world.admin).broken_at == 1


@pytest.mark.parametrize("column", ["seq", "link", "mac"])
def test_a_head_that_was_changed_is_noticed_by_the_check_and_stops_the_next_change(
    full_base: FullBase, tmp_path: Path, column: str
) -> None:
    with full_base.copied(tmp_path) as copy, raw(copy.path) as connection:
        value = "seq + 1" if column == "seq" else "zeroblob(16)"
        connection.execute(f"UPDATE chain_head SET {column} = {value}")  # noqa: S608
        stored, world = count(connection), copy.open()
        assert world.console.audit.verify(world.admin) == ChainReport(stored, stored + 1)
        with pytest.raises(RowTampered):
            world.console.permission_groups.create(world.admin, name="New", permissions=["items:view"])
        assert count(connection) == stored
        assert "New" not in [group.name for group in world.console.permission_groups.all(world.admin)]


def test_without_a_head_nothing_more_is_written(full_base: FullBase, tmp_path: Path) -> None:
    with full_base.copied(tmp_path) as copy, raw(copy.path) as connection:
        connection.execute("DELETE FROM chain_head")
        world = copy.open()
        with pytest.raises(RowTampered):
            world.console.permission_groups.create(world.admin, name="New", permissions=["items:view"])


def test_events_come_back_as_what_was_recorded_and_in_pages(world: World) -> None:
    heard: list[object] = []
    world.console.events.listen(heard.extend)
    for number in range(5):
        world.console.permission_groups.create(world.admin, name=f"G{number}ñ", permissions=["items:view"])
    newest = events(world)
    assert newest[:5] == heard[::-1]
    assert [event.seq for event in newest] == list(range(len(newest), 0, -1))
    page = world.console.audit.newest(world.admin, most=2)
    assert page == newest[:2]
    assert world.console.audit.newest(world.admin, most=2, before=page[-1].seq) == newest[2:4]


def test_a10_07_one_event_is_one_line_whatever_names_were_given(world: World) -> None:
    world.console.permission_groups.create(world.admin, name='"],"x":["\\n', permissions=["items:view"])
    with raw(world.settings.database_path) as connection:
        for row in connection.execute("SELECT changes, facts, target_name FROM events"):
            assert not any(sign in str(text) for text in row for sign in "\n\r\u2028")
    assert world.console.audit.verify(world.admin).broken_at is None

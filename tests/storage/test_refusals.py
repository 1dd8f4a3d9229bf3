"""What is no base, or no longer a sound one, is refused with its own error and stays as it was (D-07, D-12)."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from fracttal_console.domain.errors import (
    BaseError,
    BaseMissing,
    BaseNewer,
    BaseUnreadable,
    ConsoleError,
    NotABase,
    RowTampered,
    UnsafeMode,
)
from fracttal_console.storage.database import Database
from tests.services.walks import FullBase, hawk_call, may_now, raw


def _zero_length(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("not a database\n" * 500)


def _random_bytes(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(8192))  # noqa: S311


def _only_magic(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")


def _other_database(path: Path) -> None:
    path.unlink()
    with raw(path) as connection:
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
        connection.execute("INSERT INTO notes (text) VALUES ('keep me')")
    path.chmod(0o600)


def _other_application(path: Path) -> None:
    with raw(path) as connection:
        connection.execute("PRAGMA application_id=1")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _marked_but_empty(path: Path) -> None:
    path.unlink()
    with raw(path) as connection:
        connection.execute(f"PRAGMA application_id={0x46435342}")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("VACUUM")
    path.chmod(0o600)


def _newer(path: Path) -> None:
    with raw(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def _symlink(path: Path) -> None:
    path.rename(path.with_name("moved.db"))
    path.symlink_to(path.with_name("moved.db"))


def _hard_link(path: Path) -> None:
    os.link(path, path.with_name("second.db"))


def _readable_by_others(path: Path) -> None:
    path.chmod(0o644)


def _readable_by_group(path: Path) -> None:
    path.chmod(0o640)


def _open_directory(path: Path) -> None:
    path.parent.chmod(0o755)


def _directory(path: Path) -> None:
    path.unlink()
    path.mkdir(mode=0o700)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path, 0o600)


def _header_damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[16:100] = b"\xff" * 84
    path.write_bytes(content)


def _first_page_damaged(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)


def _cut_to_a_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096])


CASES: dict[Callable[[Path], None], tuple[type[BaseError], ...]] = {
    Path.unlink: (BaseMissing,),
    _zero_length: (NotABase,),
    _text: (NotABase,),
    _random_bytes: (NotABase,),
    _only_magic: (NotABase, BaseUnreadable),
    _other_database: (NotABase,),
    _other_application: (NotABase,),
    _marked_but_empty: (NotABase,),
    _newer: (BaseNewer,),
    _symlink: (UnsafeMode,),
    _hard_link: (UnsafeMode,),
    _readable_by_others: (UnsafeMode,),
    _readable_by_group: (UnsafeMode,),
    _open_directory: (UnsafeMode,),
    _directory: (NotABase, BaseUnreadable),
    _pipe: (NotABase,),
    _header_damaged: (NotABase, BaseUnreadable),
    _first_page_damaged: (BaseUnreadable, NotABase),
    _cut_to_a_page: (BaseUnreadable,),
}


@pytest.mark.parametrize("spoil", CASES, ids=lambda spoil: spoil.__name__.strip("_"))
def test_what_is_no_sound_base_is_refused_by_name_and_not_touched(
    full_base: FullBase, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    with full_base.copied(tmp_path) as copy:
        spoil(copy.path)
        before = copy.path.read_bytes() if copy.path.is_file() else None
        with pytest.raises(CASES[spoil]) as refused:
            copy.open()
        assert type(refused.value) in CASES[spoil]
        assert refused.value.params["path"] in {str(copy.path), str(copy.path.parent)}
        assert (copy.path.read_bytes() if copy.path.is_file() else None) == before
        if spoil is Path.unlink:
            assert not copy.path.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_base_of_somebody_else_is_refused(full_base: FullBase, tmp_path: Path) -> None:
    with full_base.copied(tmp_path) as copy:
        os.chown(copy.path, 65534, 65534)
        with pytest.raises(UnsafeMode):
            copy.open()


def test_a_base_whose_making_was_cut_short_is_no_base_to_open(full_base: FullBase, tmp_path: Path) -> None:
    with full_base.copied(tmp_path) as copy:
        with raw(copy.path) as connection:
            connection.execute("DELETE FROM base")
        with pytest.raises(BaseError):
            Database.open(copy.path)


@pytest.mark.parametrize("pages", [2, 8, 20, 40])
def test_a_base_that_was_cut_off_is_refused_at_opening_or_on_use(
    full_base: FullBase, tmp_path: Path, pages: int
) -> None:
    with full_base.copied(tmp_path) as copy:
        whole = copy.path.read_bytes()
        copy.path.write_bytes(whole[: pages * 4096 + 100])
        with pytest.raises((BaseUnreadable, RowTampered, BaseMissing)):
            may_now(copy.open().console, full_base.tokens.access_token)


@pytest.mark.parametrize("seed", range(40))
def test_flipped_bytes_end_in_a_known_error_or_the_right_answer_and_never_let_a_stranger_in(
    full_base: FullBase, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    with full_base.copied(tmp_path) as copy:
        with raw(copy.path) as connection:
            connection.execute("UPDATE authorizations SET status = 'revoked'")
        content = bytearray(copy.path.read_bytes())
        for _ in range(200):
            content[chance.randrange(100, len(content))] ^= 1 << chance.randrange(8)
        copy.path.write_bytes(content)
        try:
            world = copy.open()
        except ConsoleError:
            return
        for attempt in (
            lambda: may_now(world.console, full_base.tokens.access_token),
            lambda: world.console.sign_in.session(full_base.cookie.reveal()),
            lambda: world.console.hawk.check(hawk_call(world, full_base.key)),
            lambda: world.console.audit.verify(world.admin),
            lambda: world.console.permission_groups.create(world.admin, name="New", permissions=["items:view"]),
        ):
            try:
                attempt()
            except ConsoleError:
                continue
        with pytest.raises(ConsoleError):
            may_now(world.console, full_base.tokens.access_token)

"""Files of a base: closed to others from the first byte (D-06), and refused where they are not (D-07)."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from fracttal_console.domain.errors import BaseExists, StorageFailed, UnsafeMode
from fracttal_console.storage.files import make_private_directory, make_private_file, new_base_file
from tests.support import make_world


@pytest.fixture
def umask_zero() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def modes(directory: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in [directory, *directory.rglob("*")]}


@pytest.mark.usefixtures("umask_zero")
def test_under_an_open_umask_all_files_are_private_while_the_base_is_open_and_after(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    base = world.settings.data_dir
    private = {"base": 0o700, "base.db": 0o600, "base.db-wal": 0o600, "base.db-shm": 0o600}
    assert modes(base) == private
    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600
    world.console.close()
    assert modes(base) == {"base": 0o700, "base.db": 0o600}


@pytest.mark.usefixtures("umask_zero")
def test_a_file_and_a_directory_are_private_in_the_moment_they_appear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    real_open, real_mkdir = os.open, os.mkdir

    def watched_open(path: str, flags: int, mode: int = 0o777) -> int:
        descriptor = real_open(path, flags, mode)
        seen.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return descriptor

    def watched_mkdir(path: str, mode: int = 0o777) -> None:
        real_mkdir(path, mode)
        seen.append(stat.S_IMODE(os.stat(path).st_mode))  # noqa: PTH116

    monkeypatch.setattr(os, "open", watched_open)
    monkeypatch.setattr(os, "mkdir", watched_mkdir)
    make_private_directory(tmp_path / "base")
    make_private_file(tmp_path / "base" / "base.db")
    assert seen == [0o700, 0o600]


def test_a_base_is_made_only_where_nothing_stands_not_even_a_left_over_journal(tmp_path: Path) -> None:
    make_private_directory(tmp_path / "base")
    path = tmp_path / "base" / "base.db"
    for name in ("base.db", "base.db-wal", "base.db-shm", "base.db-journal"):
        other = path.with_name(name)
        other.write_bytes(b"kept")
        with pytest.raises(BaseExists), new_base_file(path):
            pytest.fail("a place was given")
        assert other.read_bytes() == b"kept"
        other.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BaseExists), new_base_file(path):
        pytest.fail("a place was given")
    assert not (tmp_path / "elsewhere").exists()


def test_a_base_stands_in_its_place_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "base.db"
    unfinished = path.with_name("base.db.new")
    unfinished.write_bytes(b"left by somebody who died")
    with new_base_file(path) as place:
        assert place == unfinished
        assert not place.exists()
        with pytest.raises(BaseExists), new_base_file(path):
            pytest.fail("two make one base at once")
        place.write_bytes(b"whole")
        assert not path.exists()
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"base.db": b"whole"}


def test_of_a_base_that_is_not_finished_nothing_is_left(tmp_path: Path) -> None:
    def begin(*, raises: type[Exception] | None, left: str) -> None:
        with new_base_file(tmp_path / "base.db") as place:
            place.write_bytes(b"half")
            place.with_name(place.name + left).write_bytes(b"more")
            if raises is not None:
                raise raises

    for raises, expected in ((ZeroDivisionError, ZeroDivisionError), (OSError, StorageFailed), (None, StorageFailed)):
        with pytest.raises(expected):
            begin(raises=raises, left="-wal")
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("mode", [0o701, 0o710, 0o750, 0o755, 0o777])
def test_a_directory_that_others_may_enter_is_refused_and_left_as_it_is(tmp_path: Path, mode: int) -> None:
    directory = tmp_path / "base"
    directory.mkdir()
    directory.chmod(mode)
    with pytest.raises(UnsafeMode):
        make_private_directory(directory)
    assert stat.S_IMODE(directory.stat().st_mode) == mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_directory_of_somebody_else_is_refused(tmp_path: Path) -> None:
    directory = tmp_path / "base"
    directory.mkdir(mode=0o700)
    os.chown(directory, 65534, 65534)
    with pytest.raises(UnsafeMode):
        make_private_directory(directory)

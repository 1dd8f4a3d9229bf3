import base64
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fracttal_console.crypto.key_file import KeyCredential, KeyFile
from fracttal_console.domain import errors

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")

BASE = "base-1"
KEY = b"k" * 32
LINE = b"fcmk1:" + base64.urlsafe_b64encode(KEY) + b"\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "master.key"


@pytest.fixture
def any_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def written(path: Path, content: bytes = LINE, mode: int = 0o600) -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


@pytest.mark.usefixtures("any_umask")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o277, 0o777])
def test_d_06_a_new_key_file_has_mode_0600_whatever_the_umask(path: Path, umask: int) -> None:
    os.umask(umask)
    key = KeyFile(path).create(BASE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(key) == 32
    assert path.read_bytes() == b"fcmk1:" + base64.urlsafe_b64encode(key) + b"\n"


def test_a_created_key_is_loaded_again_by_anybody_who_has_the_path(path: Path) -> None:
    assert KeyFile(path).create(BASE) == KeyFile(path).load(BASE)
    assert KeyFile(path).name == f"file:{path}"


def test_created_keys_differ(tmp_path: Path) -> None:
    assert KeyFile(tmp_path / "one").create(BASE) != KeyFile(tmp_path / "two").create(BASE)


def test_an_existing_file_is_never_overwritten(path: Path) -> None:
    written(path, b"something else")
    provider = KeyFile(path)
    with pytest.raises(errors.KeyFileExists):
        provider.create(BASE)
    provider.discard(BASE)
    assert path.read_bytes() == b"something else"


def test_d_07_no_key_is_written_through_a_link(tmp_path: Path, path: Path) -> None:
    target = tmp_path / "target"
    path.symlink_to(target)
    with pytest.raises(errors.KeyFileExists):
        KeyFile(path).create(BASE)
    assert not target.exists()


def test_a_missing_directory_is_told(tmp_path: Path) -> None:
    with pytest.raises(errors.KeyFileMissing):
        KeyFile(tmp_path / "none" / "master.key").create(BASE)
    with pytest.raises(errors.KeyFileMissing):
        KeyFile(written(tmp_path / "file") / "master.key").create(BASE)


def test_a_name_that_the_system_refuses_is_a_failure_of_storage(tmp_path: Path) -> None:
    with pytest.raises(errors.StorageFailed):
        KeyFile(tmp_path / ("a" * 300)).create(BASE)


def test_a_full_disk_leaves_no_half_key_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(errors.StorageFailed):
        KeyFile(path).create(BASE)
    assert list(path.parent.iterdir()) == []


def test_what_create_made_can_be_taken_back_once(path: Path) -> None:
    provider = KeyFile(path)
    provider.create(BASE)
    provider.discard(BASE)
    assert not path.exists()
    written(path)
    provider.discard(BASE)
    assert path.exists()


def test_a_key_that_this_object_did_not_make_is_not_taken_back(path: Path) -> None:
    KeyFile(path).create(BASE)
    KeyFile(path).discard(BASE)
    assert path.exists()


def test_storing_replaces_the_key_and_leaves_nothing_else(path: Path) -> None:
    provider = KeyFile(path)
    provider.create(BASE)
    provider.store(BASE, KEY)
    assert provider.load(BASE) == KEY
    assert path.read_bytes() == LINE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_storing_makes_the_file_where_there_is_none(path: Path) -> None:
    KeyFile(path).store(BASE, KEY)
    assert KeyFile(path).load(BASE) == KEY


def test_storing_over_a_directory_fails_and_leaves_nothing_else(path: Path) -> None:
    path.mkdir()
    with pytest.raises(errors.StorageFailed):
        KeyFile(path).store(BASE, KEY)
    assert list(path.parent.iterdir()) == [path]


def test_d_14_a_missing_key_file_is_told(path: Path) -> None:
    with pytest.raises(errors.KeyFileMissing) as caught:
        KeyFile(path).load(BASE)
    assert caught.value.params == {"path": str(path)}


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_private_key_file_is_read(path: Path, mode: int) -> None:
    assert KeyFile(written(path, mode=mode)).load(BASE) == KEY


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o601, 0o602, 0o644, 0o777])
def test_d_06_a_key_file_that_others_may_touch_is_refused(path: Path, mode: int) -> None:
    with pytest.raises(errors.KeyFileUnsafe):
        KeyFile(written(path, mode=mode)).load(BASE)


def test_d_07_a_link_to_a_good_key_file_is_refused(tmp_path: Path, path: Path) -> None:
    path.symlink_to(written(tmp_path / "good"))
    with pytest.raises(errors.KeyFileUnsafe):
        KeyFile(path).load(BASE)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="giving a file away takes root")
def test_d_07_a_key_file_of_somebody_else_is_refused(path: Path) -> None:
    os.chown(written(path), 12345, 12345)
    with pytest.raises(errors.KeyFileUnsafe):
        KeyFile(path).load(BASE)


def test_a_directory_and_a_pipe_are_no_key_files(tmp_path: Path) -> None:
    (tmp_path / "directory").mkdir(mode=0o700)
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name in ("directory", "pipe"):
        with pytest.raises(errors.KeyFileUnsafe):
            KeyFile(tmp_path / name).load(BASE)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"fcmk1:",
        LINE.removeprefix(b"fcmk1:"),
        LINE.replace(b"fcmk1", b"fcmk2"),
        LINE[:-3],
        b"fcmk1:" + base64.urlsafe_b64encode(b"k" * 31),
        b"fcmk1:" + base64.urlsafe_b64encode(b"k" * 33),
        LINE + LINE,
        LINE.replace(b"a", b"!"),
        b"fcmk1: " + LINE[6:],
        b"\xff\xfe" * 30,
        KEY,
        LINE * 1_000,
    ],
)
def test_a_file_with_other_content_holds_no_key(path: Path, content: bytes) -> None:
    with pytest.raises(errors.KeyFileMalformed):
        KeyFile(written(path, content)).load(BASE)


def test_a_key_file_may_lack_its_last_newline(path: Path) -> None:
    assert KeyFile(written(path, LINE.rstrip())).load(BASE) == KEY


@pytest.mark.parametrize("content", [LINE, LINE.rstrip(), KEY])
@pytest.mark.parametrize("mode", [0o400, 0o440, 0o600])
def test_a_credential_is_a_line_or_32_bytes_and_creating_uses_it(tmp_path: Path, content: bytes, mode: int) -> None:
    written(tmp_path / "console", content, mode)
    provider = KeyCredential("console", tmp_path)
    assert provider.load(BASE) == KEY
    assert provider.create(BASE) == KEY
    provider.discard(BASE)
    assert provider.load(BASE) == KEY
    assert provider.name == "credential:console"


@pytest.mark.parametrize("given", [True, False])
def test_a_missing_credential_is_told_and_cannot_be_made(tmp_path: Path, given: bool) -> None:  # noqa: FBT001
    provider = KeyCredential("console", tmp_path if given else None)
    with pytest.raises(errors.KeyFileMissing):
        provider.load(BASE)
    with pytest.raises(errors.KeyCannotBeMade):
        provider.create(BASE)
    with pytest.raises(errors.KeyCannotBeMade):
        provider.store(BASE, KEY)
    assert list(tmp_path.iterdir()) == []


def test_a_credential_that_everybody_may_read_or_that_is_no_key_is_refused(tmp_path: Path) -> None:
    written(tmp_path / "open", mode=0o444)
    written(tmp_path / "other", b"aaaa")
    with pytest.raises(errors.KeyFileUnsafe):
        KeyCredential("open", tmp_path).create(BASE)
    with pytest.raises(errors.KeyFileMalformed):
        KeyCredential("other", tmp_path).create(BASE)

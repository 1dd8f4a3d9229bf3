"""The first start: base, key and setting stand together or not at all."""

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fracttal_console.bootstrap import NewBase, found_base, open_base
from fracttal_console.bootstrap.key_places import key_places
from fracttal_console.crypto.key_file import KeyFile
from fracttal_console.crypto.system_keyring import SystemKeyring
from fracttal_console.domain.errors import BaseExists, ConsoleError, Invalid, KeyFileMissing, StorageFailed
from fracttal_console.domain.secrets import SecretText
from fracttal_console.settings import Settings, load_settings, save_settings
from fracttal_console.settings_file import change_settings_file
from tests.support import ADMIN_EMAIL, COMPANY, cheap_passwords, password


class Home:
    """A home directory in which the program starts for the first time."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.environ = {"HOME": str(directory)}

    @property
    def settings(self) -> Settings:
        return load_settings(self.environ)

    @property
    def file_place(self) -> str:
        return key_places(self.settings, self.environ)[1].setting

    def found(self, place: str, secret: SecretText | None = None) -> tuple[NewBase, Settings]:
        return found_base(
            self.settings, place, company=COMPANY, email=ADMIN_EMAIL, name="Lucía Ferreyra",
            password=secret or password(), environ=self.environ, passwords=cheap_passwords(),
        )  # fmt: skip

    def content(self) -> dict[str, bytes]:
        root = self.directory
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    # the machine's own keyring is none of these tests' business
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return Home(tmp_path)


def test_the_next_start_finds_the_base_and_its_key(home: Home) -> None:
    made, settings = home.found(home.file_place)
    assert home.settings == settings
    console = open_base(home.settings, passwords=cheap_passwords())
    console.sign_in.operator(ADMIN_EMAIL, password())
    assert console.base.base_id == made.base.base_id
    console.close()
    key = home.directory / ".config" / "fracttal-console" / "master.key"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (key, key.parent)] == [0o600, 0o700]


def test_other_settings_stay(home: Home) -> None:
    save_settings(home.settings.data_dir, {"theme": "dark"})
    _, settings = home.found(home.file_place)
    assert (home.settings, home.settings.theme) == (settings, "dark")


def test_with_the_keyring_nothing_has_to_be_remembered(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, bytes] = {}

    def create(_: SystemKeyring, base_id: str) -> bytes:
        return kept.setdefault(base_id, b"k" * 32)

    monkeypatch.setattr(SystemKeyring, "create", create)
    monkeypatch.setattr(SystemKeyring, "load", lambda _, base_id: kept[base_id])
    save_settings(home.settings.data_dir, {"key_provider": f"file:{home.directory}/left-from-before"})
    home.found("keyring")
    assert home.settings.key_provider == "keyring"
    open_base(home.settings).close()


def test_saving_comes_before_the_base_appears(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def save(path: Path, changes: dict[str, str]) -> None:
        seen.append(home.settings.database_path.exists())
        change_settings_file(path, changes)

    monkeypatch.setattr("fracttal_console.settings.change_settings_file", save)
    home.found(home.file_place)
    assert seen == [False]


@pytest.mark.parametrize("step", ["saving", "key", "tables", "appearing"])
@pytest.mark.parametrize("settings_before", [False, True])
def test_what_fails_half_way_leaves_nothing_and_can_be_tried_again(
    home: Home, monkeypatch: pytest.MonkeyPatch, step: str, *, settings_before: bool
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StorageFailed

    def refuse(*_: object) -> None:
        raise OSError(5, "I/O")

    if settings_before:
        save_settings(home.settings.data_dir, {"theme": "dark"})
    before, paths = home.content(), set(home.directory.rglob("*"))
    with monkeypatch.context() as patched:
        if step == "saving":
            patched.setattr("fracttal_console.settings.change_settings_file", fail)
        elif step == "key":
            patched.setattr(KeyFile, "load", fail)
        elif step == "tables":
            patched.setattr("fracttal_console.storage.database.upgrade", fail)
        else:
            patched.setattr(Path, "rename", refuse)
        with pytest.raises(StorageFailed):
            home.found(home.file_place)
    assert home.content() == before
    assert set(home.directory.rglob("*")) - paths <= {home.directory / ".config", *home.settings.data_dir.parents}
    home.found(home.file_place)


def test_a_bad_field_is_refused_before_anything_is_made(home: Home) -> None:
    with pytest.raises(Invalid):
        home.found(home.file_place, SecretText("short"))
    assert home.content() == {}


def test_over_a_base_that_is_there_nothing_is_made_and_its_settings_stay(home: Home) -> None:
    home.found(home.file_place)
    before = home.content()
    for path in (home.directory / "other.key", home.directory / "no" / "such" / "other.key"):
        with pytest.raises(BaseExists):
            home.found(f"file:{path}")
    assert home.content() == before


def test_a_directory_that_somebody_typed_is_not_made(home: Home) -> None:
    path = home.directory / "no" / "master.key"
    with pytest.raises(KeyFileMissing):
        home.found(f"file:{path}")
    assert home.content() == {}


def test_a_directory_for_the_key_that_cannot_be_made_is_a_known_failure(home: Home) -> None:
    (home.directory / ".config").touch()
    with pytest.raises(ConsoleError):
        home.found(home.file_place)
    assert home.content() == {".config": b""}


def test_of_two_at_once_one_makes_the_base_and_the_settings_lead_to_its_key(home: Home) -> None:
    gate = threading.Barrier(2)
    home.settings.data_dir.mkdir(mode=0o700, parents=True)

    def found(number: int) -> str | None:
        place = f"file:{home.directory / f'{number}.key'}"
        gate.wait()
        try:
            return home.found(place)[1].key_provider
        except BaseExists:
            return None

    with ThreadPoolExecutor(2) as pool:
        made = [place for place in pool.map(found, range(2)) if place]
    assert made == [home.settings.key_provider]
    open_base(home.settings).close()
    assert sum(path.suffix == ".key" for path in home.directory.iterdir()) == 1

"""What the window is given: places for the key, a base founded with its settings, the gateway's switch, the demo."""

from pathlib import Path

import pytest

from fracttal_console.bootstrap import NewBase, found_base, open_base
from fracttal_console.bootstrap.demo import Demo, make_demo
from fracttal_console.bootstrap.key_places import key_places
from fracttal_console.bootstrap.window import Program
from fracttal_console.domain.errors import (
    BaseExists,
    Invalid,
    KeyCannotBeMade,
    KeyFileMissing,
    KeyringAbsent,
)
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.listing import ListQuery
from fracttal_console.settings import Settings, load_settings
from fracttal_console.ui.ports import Founder
from tests.support import ADMIN_EMAIL, COMPANY, cheap_passwords, password

NAME = "Lucía Ferreyra"


def found(settings: Settings, place: str, email: str = ADMIN_EMAIL) -> tuple[NewBase, Settings]:
    return found_base(
        settings, place, company=COMPANY, email=email, name=NAME, password=password(), passwords=cheap_passwords(),
        environ={"XDG_CONFIG_HOME": str(settings.data_dir.parent)},
    )  # fmt: skip


@pytest.fixture
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_a_key_file_away_from_the_base_is_offered(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "base")
    ring, file = key_places(settings, {"HOME": str(tmp_path)})
    assert (ring.setting, type(ring.problem)) == ("keyring", KeyringAbsent)
    assert file.setting == f"file:{tmp_path}/.config/fracttal-console/master.key"
    assert file.problem is None
    (_, moved) = key_places(settings, {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "c")})
    assert moved.name == str(tmp_path / "c" / "fracttal-console" / "master.key")


def test_a_place_that_was_set_is_the_only_one(tmp_path: Path) -> None:
    (place,) = key_places(Settings(data_dir=tmp_path, key_provider="file:/srv/key"), {})
    assert (place.setting, place.name) == ("file:/srv/key", "/srv/key")


def test_a_base_is_founded_with_the_place_of_its_key_written_down(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "base")
    place = f"file:{tmp_path}/fracttal-console/master.key"
    new, chosen = found(settings, place)
    assert new.base.company == COMPANY
    loaded = load_settings({"FRACTTAL_CONSOLE_DATA_DIR": str(tmp_path / "base")})
    assert loaded.key_provider == chosen.key_provider == place
    open_base(loaded, passwords=cheap_passwords()).close()
    with pytest.raises(BaseExists):
        found(settings, place)


@pytest.mark.parametrize(
    ("email", "place", "error"),
    [
        ("no address", "file:{0}/keys/master.key", Invalid),
        (ADMIN_EMAIL, "credential:x", KeyCannotBeMade),
        (ADMIN_EMAIL, "file:{0}/keys/master.key", KeyFileMissing),
    ],
)
def test_what_fails_leaves_nothing_behind(tmp_path: Path, email: str, place: str, error: type[Exception]) -> None:
    settings = Settings(data_dir=tmp_path / "base")
    with pytest.raises(error):
        found(settings, place.format(tmp_path), email)
    assert list(tmp_path.iterdir()) == []


def test_the_doors_lead_from_nothing_to_an_open_base(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "base", key_provider=f"file:{tmp_path}/master.key", gateway_port=0)
    program = Program(settings, environ={}, passwords=cheap_passwords())
    assert not program.base_exists()
    (place,) = program.key_places()
    code = program.found(place, Founder(company=COMPANY, email=ADMIN_EMAIL, name=NAME, password=password()))
    assert code.reveal()
    assert program.base_exists()
    base = program.open()
    assert base.company == COMPANY
    base.close()
    with pytest.raises(Invalid):
        program.strength(SecretText("short"), ())
    assert program.strength(SecretText("four words that nobody says"), ()) == 4
    assert program.remember({"theme": "dark", "clipboard_seconds": "45"}).clipboard_seconds == 45
    assert program.settings.theme == "dark"
    assert program.settings.key_provider == settings.key_provider


class Stopped:
    """Progress that asks to stop at the second report."""

    def __init__(self) -> None:
        self.reports: list[tuple[int, int]] = []

    def report(self, done: int, total: int) -> None:
        self.reports.append((done, total))

    def cancelled(self) -> bool:
        return len(self.reports) > 1


def test_the_making_of_a_demo_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    stopped = Stopped()
    with pytest.raises(KeyboardInterrupt):
        make_demo(tmp_path, passwords=cheap_passwords(), progress=stopped)
    (first, total), (second, _) = stopped.reports
    assert 0 < first < second < total


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return make_demo(tmp_path_factory.mktemp("demo"), passwords=cheap_passwords())


def test_a_demo_base_has_what_it_promises_and_a_whole_chain(demo: Demo) -> None:
    console = open_base(demo.settings, passwords=cheap_passwords())
    try:
        admin = console.sign_in.operator(demo.email, demo.password)
        assert console.consumers.page(admin, ListQuery(), 0, 100).total == 12
        assert console.api_keys.page(admin, ListQuery(), 0, 100).total == 6
        # the operator and one person of support are no members
        assert len(console.people.all(admin)) == 204
        views = console.authorizations.all(admin)
        assert len(views) == 1500
        assert {view.status for view in views} == {"active", "suspended", "revoked", "expired"}
        assert console.authorizations.figures(admin).unused > 0
        assert console.authorizations.page(admin, ListQuery(only="ending"), 0, 1).matching > 0
        assert any(view.last_use is None for view in views)
        assert console.audit.verify(admin).broken_at is None
        newest = console.audit.newest(admin, most=100)
        moments = [event.at for event in newest if event.at is not None]
        assert moments == sorted(moments, reverse=True)
        assert (moments[0] - moments[-1]).days <= 8
    finally:
        console.close()


def test_a_demo_lies_in_its_own_directory_alone(demo: Demo) -> None:
    directory = demo.settings.data_dir.parent
    assert demo.settings.key_provider == f"file:{directory / 'master.key'}"
    assert sorted(path.name for path in directory.iterdir()) == ["base", "master.key"]
    assert demo.password.reveal() not in repr(demo)

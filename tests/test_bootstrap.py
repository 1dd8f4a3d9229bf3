"""Making, opening and rescuing a base: each thing that can be wrong has its own error, and leaves no half base."""

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fracttal_console.bootstrap import NewBase, founding, init_base, open_base, recover_base
from fracttal_console.crypto.key_file import KeyFile
from fracttal_console.crypto.vault import new_recovery_code
from fracttal_console.domain.actors import Role
from fracttal_console.domain.errors import (
    BaseExists,
    BaseMissing,
    ConsoleError,
    Invalid,
    KeyCannotBeMade,
    KeyFileExists,
    KeyFileMalformed,
    KeyFileMissing,
    KeyFileUnsafe,
    KeyProviderUnknown,
    MasterKeyWrong,
    RecoveryCodeWrong,
    StorageFailed,
    UnsafeMode,
)
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.founding import Founding
from fracttal_console.settings import Settings
from tests.services.walks import FullBase, dump, events, fill, may_now
from tests.support import ADMIN_EMAIL, COMPANY, World, cheap_passwords, make_settings, make_world, password


def init(settings: Settings, **options: object) -> NewBase:
    values: dict[str, object] = {
        "company": COMPANY, "email": ADMIN_EMAIL, "name": "Lucía Ferreyra", "password": password(),
        "passwords": cheap_passwords(), "environ": {}, **options,
    }  # fmt: skip
    return init_base(settings, **values)  # type: ignore[arg-type]


def content(directory: Path) -> dict[str, bytes | None]:
    return {str(p.relative_to(directory)): p.read_bytes() if p.is_file() else None for p in directory.rglob("*")}


@pytest.fixture
def closed(tmp_path: Path) -> FullBase:
    return fill(make_world(tmp_path), tmp_path)


def test_a_new_base_opens_with_its_first_super_administrator_and_one_event(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    made = init(settings, company="  Industrias  Quillahue ", email=ADMIN_EMAIL.upper())
    console = open_base(settings, passwords=cheap_passwords())
    admin = console.sign_in.operator(ADMIN_EMAIL, password())
    assert (console.base.base_id, console.base.company) == (made.base.base_id, COMPANY)
    assert admin.role is Role.SUPER_ADMINISTRATOR
    assert [event.tag for event in console.audit.newest(admin)] == ["sessions:sign_in", "base:init"]
    assert console.audit.newest(admin)[1].facts == {"super_administrator": ADMIN_EMAIL, "key_provider": "file"}
    assert console.audit.verify(admin).broken_at is None
    assert "recovery_code=<secret>" in repr(made)
    console.close()


def test_over_an_existing_base_nothing_is_made_and_nothing_changes(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    init(settings)
    before = content(tmp_path)
    for again in (settings, replace(settings, key_provider=f"file:{tmp_path / 'second.key'}")):
        with pytest.raises(BaseExists):
            init(again)
    assert content(tmp_path) == before


def _occupied_key_file(tmp_path: Path) -> None:
    (tmp_path / "master.key").write_text("somebody's\n")


def _nothing(_: Path) -> None:
    return


@pytest.mark.parametrize(
    ("prepare", "provider", "error"),
    [
        (_occupied_key_file, "file:{}/master.key", KeyFileExists),
        (_nothing, "file:{}/no/such/directory/master.key", KeyFileMissing),
        (_nothing, "credential:console", KeyCannotBeMade),
        (_nothing, "file:", KeyProviderUnknown),
        (_nothing, "vault", KeyProviderUnknown),
        (_nothing, "credential:../x", KeyProviderUnknown),
    ],
)
def test_where_no_key_can_be_kept_no_base_is_made(
    tmp_path: Path, prepare: Callable[[Path], None], provider: str, error: type[ConsoleError]
) -> None:
    prepare(tmp_path)
    before = content(tmp_path)
    settings = replace(make_settings(tmp_path), key_provider=provider.format(tmp_path))
    with pytest.raises(error):
        init(settings)
    assert content(tmp_path) == before


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"company": ""}, "company"),
        ({"email": "nothing"}, "email"),
        ({"name": "x" * 81}, "name"),
        ({"password": SecretText("short")}, "password"),
        ({"password": SecretText("Lucía.Ferreyra")}, "password"),
    ],
)
def test_a_bad_field_is_refused_before_anything_is_made(tmp_path: Path, options: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        init(make_settings(tmp_path), **options)
    assert refused.value.field == field
    assert content(tmp_path) == {}


@pytest.mark.parametrize("place", ["tables", "wrapping", "first event", "key file"])
def test_a_making_that_fails_half_way_leaves_nothing_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StorageFailed

    with monkeypatch.context() as patched:
        if place == "tables":
            patched.setattr("fracttal_console.storage.database.upgrade", fail)
        elif place == "wrapping":
            patched.setattr(founding, "wrap", fail)
        elif place == "key file":
            patched.setattr(KeyFile, "load", fail)
        else:
            patched.setattr(Founding, "initialise", fail)
        with pytest.raises(StorageFailed):
            init(make_settings(tmp_path))
    assert content(tmp_path) == {}
    assert init(make_settings(tmp_path)).base.company == COMPANY


def test_a_directory_that_was_there_before_is_left_when_the_making_fails(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir(mode=0o700)
    (tmp_path / "base" / "settings.toml").write_text("language = 'es'\n")
    with pytest.raises(KeyCannotBeMade):
        init(replace(make_settings(tmp_path), key_provider="credential:x"))
    assert set(content(tmp_path)) == {"base", "base/settings.toml"}


def test_a_directory_that_others_may_enter_is_refused_and_no_key_made(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir(mode=0o755)
    with pytest.raises(UnsafeMode):
        init(make_settings(tmp_path))
    assert set(content(tmp_path)) == {"base"}


def test_a_link_where_the_base_would_stand_is_refused(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir(mode=0o700)
    (tmp_path / "base" / "base.db").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BaseExists):
        init(make_settings(tmp_path))
    assert not (tmp_path / "elsewhere").exists()
    assert not (tmp_path / "master.key").exists()


def test_without_a_base_opening_says_so_and_makes_none(tmp_path: Path) -> None:
    for act in (open_base, lambda settings: recover_base(settings, SecretText("x"))):
        with pytest.raises(BaseMissing):
            act(make_settings(tmp_path))
    assert content(tmp_path) == {}


def _gone(key: Path) -> None:
    key.unlink()


def _another(key: Path) -> None:
    key.unlink()
    KeyFile(key).create("another base")


def _cut(key: Path) -> None:
    key.write_text(key.read_text()[:-5])


def _open_to_all(key: Path) -> None:
    key.chmod(0o644)


def _open_to_group(key: Path) -> None:
    key.chmod(0o640)


def _link(key: Path) -> None:
    key.rename(key.with_name("moved.key"))
    key.symlink_to(key.with_name("moved.key"))


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (_gone, KeyFileMissing),
        (_another, MasterKeyWrong),
        (_cut, KeyFileMalformed),
        (_open_to_all, KeyFileUnsafe),
        (_open_to_group, KeyFileUnsafe),
        (_link, KeyFileUnsafe),
    ],
)
def test_each_thing_wrong_with_a_key_has_its_error_and_no_new_key_is_made(
    tmp_path: Path, spoil: Callable[[Path], None], error: type[ConsoleError]
) -> None:
    settings = make_settings(tmp_path)
    init(settings)
    spoil(tmp_path / "master.key")
    before = content(tmp_path)
    with pytest.raises(error) as refused:
        open_base(settings)
    assert type(refused.value) is error
    assert content(tmp_path) == before


def test_the_key_of_a_copied_base_does_not_open_another_base(tmp_path: Path) -> None:
    one, two = make_settings(tmp_path / "one"), make_settings(tmp_path / "two")
    for settings in (one, two):
        settings.data_dir.parent.mkdir()
        init(settings)
    with pytest.raises(MasterKeyWrong):
        open_base(replace(one, key_provider=two.key_provider))


def test_the_recovery_code_gives_a_base_a_new_key_and_everything_still_works(closed: FullBase) -> None:
    world, key = closed.world, closed.directory / "master.key"
    old = key.read_bytes()
    key.unlink()
    base = recover_base(world.settings, world.new_base.recovery_code, clock=world.clock)
    assert base == world.new_base.base
    assert key.read_bytes() != old
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    again = opened(world)
    assert may_now(again.console, closed.tokens.access_token)
    assert events(again)[0].tag == "base:recover"
    assert again.console.audit.verify(world.admin).broken_at is None
    again.console.close()
    new = key.read_bytes()
    key.write_bytes(old)
    with pytest.raises(MasterKeyWrong):
        open_base(world.settings)
    key.write_bytes(new)
    opened(world).console.close()


def opened(world: World) -> World:
    return replace(world, console=open_base(world.settings, passwords=cheap_passwords(), clock=world.clock))


def test_the_code_is_read_as_people_type_it_and_stays_good_for_a_second_rescue(closed: FullBase) -> None:
    world, key = closed.world, closed.directory / "master.key"
    code = world.new_base.recovery_code.reveal()
    for typed in (code.lower().replace("-", " "), f" {code.replace('0', 'o').replace('1', 'l')} ".replace("-", "")):
        key.unlink()
        recover_base(world.settings, SecretText(typed), clock=world.clock)
        again = opened(world)
        assert may_now(again.console, closed.tokens.access_token)
        again.console.close()
    kept = [row for row in dump(world.settings.database_path)["wrapped_keys"] if row[-1] is None]
    assert sorted(str(row[1]) for row in kept) == ["master", "recovery"]


def test_a_rescue_can_move_the_key_to_another_place(closed: FullBase) -> None:
    moved = replace(closed.world.settings, key_provider=f"file:{closed.directory / 'new.key'}")
    recover_base(moved, closed.world.new_base.recovery_code, clock=closed.world.clock)
    open_base(moved, passwords=cheap_passwords()).close()
    with pytest.raises(MasterKeyWrong):
        open_base(closed.world.settings)


def _mistyped(code: str) -> str:
    return ("2" if code[0] != "2" else "3") + code[1:]


def _of_another_base(_: str) -> str:
    return new_recovery_code().reveal()


def _exchanged(code: str) -> str:
    place = next(n for n in range(len(code) - 1) if code[n] != code[n + 1] and "-" not in code[n : n + 2])
    return code[:place] + code[place + 1] + code[place] + code[place + 2 :]


@pytest.mark.parametrize(
    "wrong", [_mistyped, _exchanged, _of_another_base, lambda _: "", lambda code: code[:-1], lambda code: code + "0"]
)
def test_a_wrong_code_changes_nothing_and_makes_no_key(closed: FullBase, wrong: Callable[[str], str]) -> None:
    (closed.directory / "master.key").unlink()
    before = content(closed.directory)
    with pytest.raises(RecoveryCodeWrong):
        recover_base(closed.world.settings, SecretText(wrong(closed.world.new_base.recovery_code.reveal())))
    assert content(closed.directory) == before


def test_a_rescue_refuses_a_key_file_that_others_may_read_and_never_overwrites_one(closed: FullBase) -> None:
    key = closed.directory / "master.key"
    before = key.read_bytes()
    key.chmod(0o644)
    with pytest.raises(KeyFileUnsafe):
        recover_base(closed.world.settings, closed.world.new_base.recovery_code)
    key.chmod(0o600)
    recover_base(closed.world.settings, closed.world.new_base.recovery_code, clock=closed.world.clock)
    assert key.read_bytes() == before
    opened(closed.world).console.close()


def test_a_credential_of_systemd_opens_the_base_and_a_missing_one_says_so(tmp_path: Path) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "console").write_bytes(os.urandom(32))
    (credentials / "console").chmod(0o400)
    settings = replace(make_settings(tmp_path), key_provider="credential:console")
    environ = {"CREDENTIALS_DIRECTORY": str(credentials)}
    init(settings, environ=environ)
    open_base(settings, environ=environ).close()
    for lacking in ({}, {"CREDENTIALS_DIRECTORY": str(tmp_path)}):
        with pytest.raises(KeyFileMissing):
            open_base(settings, environ=lacking)

"""Settings: flag over environment over file over default, and a bad value names its setting."""

import os
import stat
from pathlib import Path

import pytest

from fracttal_console.domain.errors import SettingInvalid, StorageFailed
from fracttal_console.settings import Settings, default_data_dir, load_settings, save_settings

VALUES = {
    "database_url": ("sqlite:////srv/a.db", "sqlite:////srv/b.db", "sqlite:////srv/c.db"),
    "key_provider": ("file:/a", "file:/b", "credential:c"),
    "issuer": ("https://a.example", "https://b.example", "http://c.example:8750"),
    "language": ("es", "pt-BR", "en"),
    "operator": ("a@b.example", "b@b.example", "c@b.example"),
    "password_file": ("/a", "/b", "-"),
}


def load(
    tmp_path: Path, flag: dict[str, str | None] | None = None, file: str = "", environ: dict[str, str] | None = None
) -> Settings:
    data = tmp_path / "data"
    data.mkdir(exist_ok=True)
    (data / "settings.toml").write_text(file, encoding="utf-8")
    named = {f"FRACTTAL_CONSOLE_{name.upper()}": value for name, value in (environ or {}).items()}
    return load_settings({"HOME": str(tmp_path), "FRACTTAL_CONSOLE_DATA_DIR": str(data), **named}, flag)


def test_without_anything_the_defaults_are_in_force(tmp_path: Path) -> None:
    settings = load_settings({"HOME": str(tmp_path)})
    assert settings == Settings(data_dir=tmp_path / ".local" / "share" / "fracttal-console")
    assert settings.database_path == settings.data_dir / "base.db"
    assert settings.key_provider == "keyring"


def test_the_data_directory_follows_the_desktop_s_rule(tmp_path: Path) -> None:
    assert default_data_dir({"HOME": "/h", "XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "fracttal-console"


@pytest.mark.parametrize("name", VALUES)
def test_a_flag_outranks_the_environment_which_outranks_the_file(tmp_path: Path, name: str) -> None:
    in_file, in_environment, in_flag = VALUES[name]
    text = f'{name} = "{in_file}"\n'
    assert getattr(load(tmp_path, file=text), name) == in_file
    assert getattr(load(tmp_path, file=text, environ={name: in_environment}), name) == in_environment
    assert getattr(load(tmp_path, {name: in_flag}, text, environ={name: in_environment}), name) == in_flag


def test_what_is_empty_counts_as_not_given(tmp_path: Path) -> None:
    assert load(tmp_path, {"language": None}, 'language = "es"\n', environ={"language": ""}).language == "es"
    assert load(tmp_path, file='language = ""\n').language == ""


def test_a_data_directory_by_flag_is_where_the_settings_file_is_read(tmp_path: Path) -> None:
    load(tmp_path, file='language = "es"\n')
    other = tmp_path / "other"
    other.mkdir()
    (other / "settings.toml").write_text('language = "en"\n', encoding="utf-8")
    settings = load(tmp_path, {"data_dir": str(other)}, 'language = "es"\n')
    assert (settings.data_dir, settings.language) == (other, "en")


def test_lists_are_parted_by_commas_and_kept_in_their_stored_form(tmp_path: Path) -> None:
    hosts, proxies = " API.example:443, [::1]:8750 ,", "10.0.0.0/8, ::1"
    settings = load(tmp_path, environ={"hawk_hosts": hosts, "trusted_proxies": proxies, "issuer": "https://a.example/"})
    assert settings.hawk_hosts == (("api.example", 443), ("[::1]", 8750))
    assert settings.trusted_proxies == ("10.0.0.0/8", "::1/128")
    assert settings.issuer == "https://a.example"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("issuer", "a.example"),
        ("issuer", "ftp://a.example"),
        ("issuer", "https://"),
        ("issuer", "https://a.example?x"),
        ("issuer", "https://a.example#x"),
        ("issuer", "https://ana@a.example"),
        ("hawk_hosts", "a.example"),
        ("hawk_hosts", "a.example:"),
        ("hawk_hosts", ":80"),
        ("hawk_hosts", "a.example:0"),
        ("hawk_hosts", "a.example:65536"),
        ("hawk_hosts", "a.example:8_0"),
        ("hawk_hosts", "a.example:+80"),
        ("hawk_hosts", "a.example:x"),
        ("trusted_proxies", "10.0.0.1/8"),
        ("trusted_proxies", "proxy.example"),
        ("data_dir", "~nobody-of-that-name/base"),
    ],
)
def test_a_bad_value_names_the_setting_wherever_it_stands(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingInvalid) as refused:
        load(tmp_path, environ={name: value})
    assert refused.value.params == {"setting": name, "value": value}
    with pytest.raises(SettingInvalid):
        load(tmp_path, {name: value})
    with pytest.raises(SettingInvalid):
        load(tmp_path, file=f'{name} = "{value}"\n')


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("colour = 'red'", "colour"),
        ("language = 7", "language"),
        ("data_dir = '/x'", "data_dir"),
        ("a = ", "settings_file"),
    ],
)
def test_a_settings_file_with_something_unknown_is_refused(tmp_path: Path, text: str, setting: str) -> None:
    with pytest.raises(SettingInvalid) as refused:
        load(tmp_path, file=text + "\n")
    assert refused.value.params["setting"] == setting


def test_a_settings_file_that_cannot_be_read_is_refused_and_a_missing_one_is_none(tmp_path: Path) -> None:
    environ = {"HOME": "/h", "FRACTTAL_CONSOLE_DATA_DIR": str(tmp_path)}
    assert load_settings(environ).language == ""
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingInvalid):
        load_settings(environ)
    (tmp_path / "settings.toml").unlink()
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(SettingInvalid):
        load_settings(environ)


@pytest.mark.parametrize("url", ["postgresql://ana:secret@host/db", "sqlite:///", "sqlite://x", "/srv/base.db"])
def test_a_database_that_is_not_spoken_is_refused_without_telling_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingInvalid) as refused:
        _ = load(tmp_path, environ={"database_url": url}).database_path
    assert refused.value.params["setting"] == "database_url"
    assert "@" not in str(refused.value.params["value"])


def test_a_database_url_names_another_place(tmp_path: Path) -> None:
    assert load(tmp_path, environ={"database_url": "sqlite:////srv/other.db"}).database_path == Path("/srv/other.db")


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("theme", ["system", "light", "dark", "contrast"], ["blue", "Dark"]),
        ("clipboard_seconds", ["10", "30", "90"], ["9", "91", "x", "-10", "1e1", "10.0"]),
        ("lock_minutes", ["1", "10", "120"], ["0", "121", "ten"]),
        ("gateway_port", ["0", "8750", "65535"], ["65536", "-1", "http"]),
    ],
)
def test_the_settings_of_the_window_know_their_bounds(
    tmp_path: Path, name: str, good: list[str], bad: list[str]
) -> None:
    for text in good:
        assert str(getattr(load(tmp_path, {name: text}), name)) == text
    for text in bad:
        with pytest.raises(SettingInvalid) as refused:
            load(tmp_path, {name: text})
        assert refused.value.params["setting"] == name


def test_what_is_saved_is_what_is_loaded_and_the_rest_stays(tmp_path: Path) -> None:
    data = tmp_path / "data"
    before = load(tmp_path, file='issuer = "https://a.example"\ntheme = "light"\n')
    assert before.theme == "light"
    save_settings(data, {"theme": "dark", "language": "es", "key_provider": 'file:/a "b"\\c'})
    after = load_settings({"HOME": str(tmp_path), "FRACTTAL_CONSOLE_DATA_DIR": str(data)})
    assert (after.issuer, after.theme, after.language) == ("https://a.example", "dark", "es")
    assert after.key_provider == 'file:/a "b"\\c'
    assert (data / "settings.toml").stat().st_mode & 0o777 == 0o600
    save_settings(data, {"theme": ""})
    assert load_settings({"HOME": str(tmp_path), "FRACTTAL_CONSOLE_DATA_DIR": str(data)}).theme == "system"
    assert sorted(path.name for path in data.iterdir()) == ["settings.toml"]


@pytest.mark.parametrize("changes", [{"theme": "blue"}, {"nonsense": "x"}, {"clipboard_seconds": "5"}])
def test_what_cannot_be_a_setting_is_not_saved(tmp_path: Path, changes: dict[str, str]) -> None:
    load(tmp_path, file='theme = "light"\n')
    with pytest.raises(SettingInvalid):
        save_settings(tmp_path / "data", changes)
    assert (tmp_path / "data" / "settings.toml").read_text("utf-8") == 'theme = "light"\n'


def test_a_number_may_stand_in_the_file_as_one(tmp_path: Path) -> None:
    assert load(tmp_path, file="lock_minutes = 120\n").lock_minutes == 120
    with pytest.raises(SettingInvalid):
        load(tmp_path, file="lock_minutes = 121\n")


@pytest.mark.parametrize("value", ["+20", " 20", "2_0", "20.0", "٣٠", "9" * 5000])
def test_what_only_looks_like_a_number_is_none(tmp_path: Path, value: str) -> None:
    with pytest.raises(SettingInvalid) as refused:
        load(tmp_path, environ={"lock_minutes": value})
    assert refused.value.params == {"setting": "lock_minutes", "value": value[:80]}


def test_a_yes_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid):
        load(tmp_path, file="lock_minutes = true\n")


def test_what_is_saved_is_in_force_from_the_next_start(tmp_path: Path) -> None:
    data = tmp_path / "made" / "data"
    save_settings(data, {"theme": "dark", "lock_minutes": "5", "language": "es"})
    save_settings(data, {"theme": "light", "lock_minutes": "", "operator": 'ana "la jefa" \\ ñ'})
    settings = load_settings({"HOME": "/h", "FRACTTAL_CONSOLE_DATA_DIR": str(data)})
    assert settings == Settings(data_dir=data, theme="light", language="es", operator='ana "la jefa" \\ ñ')
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in data.iterdir()] == [("settings.toml", 0o600)]


def test_saving_leaves_comments_and_other_settings_as_they_were_written(tmp_path: Path) -> None:
    load(tmp_path, file="# ours\nlanguage = 'es' # spoken here\n theme=\"dark\"\nlock_minutes = 7")
    save_settings(tmp_path / "data", {"theme": "light", "clipboard_seconds": "20", "operator": ""})
    text = (tmp_path / "data" / "settings.toml").read_text()
    assert text == (
        '# ours\nlanguage = \'es\' # spoken here\ntheme = "light"\nlock_minutes = 7\nclipboard_seconds = "20"\n'
    )


def test_a_form_of_toml_that_cannot_be_changed_by_lines_is_written_anew(tmp_path: Path) -> None:
    load(tmp_path, file='"theme" = "dark"\noperator = """\na\ntheme = 1"""\nlock_minutes = 7\n')
    save_settings(tmp_path / "data", {"theme": "light"})
    settings = load_settings({"HOME": "/h", "FRACTTAL_CONSOLE_DATA_DIR": str(tmp_path / "data")})
    assert (settings.theme, settings.operator, settings.lock_minutes) == ("light", "a\ntheme = 1", 7)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "pink"),
        ("theme", "light\n"),
        ("operator", "a\udcffb"),
        ("operator", 'a"\nissuer = "x'),
        ("data_dir", "/srv"),
        ("colour", "red"),
        ("colour", ""),
        ('theme"', "light"),
    ],
)
def test_what_is_no_setting_is_not_saved(tmp_path: Path, name: str, value: str) -> None:
    load(tmp_path, file="language = 'es'\n")
    with pytest.raises(SettingInvalid) as refused:
        save_settings(tmp_path / "data", {"lock_minutes": "5", name: value})
    assert refused.value.params["setting"] == name
    assert [path.read_text() for path in (tmp_path / "data").iterdir()] == ["language = 'es'\n"]


def test_over_a_file_that_is_not_understood_nothing_is_saved(tmp_path: Path) -> None:
    for text in ("a = ", "colour = 'red'\n", "lock_minutes = 500\n"):
        with pytest.raises(SettingInvalid):
            load(tmp_path, file=text)
        with pytest.raises(SettingInvalid):
            save_settings(tmp_path / "data", {"theme": "light"})
        assert (tmp_path / "data" / "settings.toml").read_text() == text


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_fails_leaves_the_old_settings_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "full")

    load(tmp_path, file="language = 'es'\n")
    with monkeypatch.context() as patched:
        patched.setattr(os if step == "fsync" else Path, step, fail)
        with pytest.raises(StorageFailed):
            save_settings(tmp_path / "data", {"theme": "light"})
    assert [path.read_text() for path in (tmp_path / "data").iterdir()] == ["language = 'es'\n"]


def test_where_no_directory_can_be_made_saving_fails(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageFailed):
        save_settings(tmp_path / "file" / "data", {"theme": "light"})

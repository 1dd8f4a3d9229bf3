"""Settings: flag over environment over file over default, and a bad value names its setting."""

from pathlib import Path

import pytest

from fracttal_console.domain.errors import SettingInvalid
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


def test_settings_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid):
        save_settings(tmp_path / "missing", {"theme": "dark"})

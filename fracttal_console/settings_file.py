"""The settings file: names and texts in TOML, read as a whole and replaced as a whole."""

import json
import os
import re
import secrets
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

from fracttal_console.domain.errors import SettingInvalid, StorageFailed

SETTINGS_FILE = "settings.toml"

_NAME = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_CREATE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


def read_settings_file(path: Path) -> dict[str, object]:
    """Return what the file says by name; a file that is not there says nothing.

    Raises:
        SettingInvalid: it cannot be read, or is no TOML.
    """
    return _parsed(_read(path), path)


def change_settings_file(path: Path, changes: Mapping[str, str]) -> None:
    """Set texts by name, at once and wholly; an empty text takes its name away, and all else stays as it stands.

    The file is made where it is missing, and its directory too; both belong to one account alone.

    Raises:
        SettingInvalid: the file that is there cannot be read.
        StorageFailed: the new one cannot be written; the old one stands.
    """
    before = _read(path)
    values = {name: value for name, value in _parsed(before, path).items() if name not in changes}
    values |= {name: text for name, text in changes.items() if text}
    after = _changed_lines(before, changes)
    if not _says(after, values):
        # a text over several lines, or a name in quotation marks: written anew, without what was only a comment
        after = "".join(_line(name, value) for name, value in values.items())
    if after != before:
        _replace(path, after)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except (OSError, ValueError):
        raise SettingInvalid("settings_file", str(path)) from None


def _parsed(text: str, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except ValueError:
        raise SettingInvalid("settings_file", str(path)) from None


def _says(text: str, values: Mapping[str, object]) -> bool:
    try:
        return tomllib.loads(text) == values
    except ValueError:
        return False


def _changed_lines(text: str, changes: Mapping[str, str]) -> str:
    left = {name: value for name, value in changes.items() if value}
    lines = []
    for line in text.splitlines(keepends=True):
        named = _NAME.match(line)
        name = named.group(1) if named else ""
        if name not in changes:
            lines.append(line if line.endswith("\n") else line + "\n")
        elif name in left:
            lines.append(_line(name, left.pop(name)))
    return "".join(lines) + "".join(_line(name, value) for name, value in left.items())


def _line(name: str, value: object) -> str:
    # JSON's texts are TOML's basic strings but for one control character that JSON lets through
    return f"{name} = {json.dumps(value, ensure_ascii=False)}\n".replace("\x7f", "\\u007f")


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        if not path.parent.exists():
            path.parent.mkdir(mode=0o700, parents=True)
        descriptor = os.open(fresh, _CREATE_FLAGS, 0o600)
        try:
            with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123  # a descriptor, not a path
                file.write(text)
                file.flush()
                os.fsync(descriptor)
            fresh.replace(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        _sync_directory(path.parent)
    except OSError as error:
        raise StorageFailed from error


def _sync_directory(directory: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

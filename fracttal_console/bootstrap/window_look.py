"""Where the look of a window is kept: a small file beside the base."""

from pathlib import Path

from fracttal_console.ui.window.remembered import WindowLook, look_as_text, look_from_text

WINDOW_FILE = "window.json"
_LONGEST = 100_000


def read_look(data_dir: Path) -> WindowLook:
    """Return how the window of a base was left; a file that cannot be read says nothing."""
    try:
        with (data_dir / WINDOW_FILE).open(encoding="utf-8") as file:
            return look_from_text(file.read(_LONGEST))
    except (OSError, ValueError):
        return WindowLook()


def keep_look(data_dir: Path, look: WindowLook) -> None:
    """Keep how the window of a base is left; where that cannot be written, the next start begins as the first one."""
    if not data_dir.is_dir():
        return
    fresh = data_dir / f".{WINDOW_FILE}"
    try:
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600, exist_ok=False)
        fresh.write_text(look_as_text(look), encoding="utf-8")
        fresh.replace(data_dir / WINDOW_FILE)
    except OSError:
        return

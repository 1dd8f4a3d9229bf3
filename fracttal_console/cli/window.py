"""The window: opened where there is a display."""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.progress import Stoppable
from fracttal_console.domain.errors import DisplayMissing


def has_display(environ: Mapping[str, str]) -> bool:
    """Tell whether a window can be shown here."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def open_window(ctx: click.Context, invocation: Invocation, *, demo: bool) -> None:
    """Open the console on the base of the settings, or on a throw-away one.

    Raises:
        DisplayMissing: there is none.
    """
    if not has_display(invocation.environ):
        raise DisplayMissing
    from fracttal_console.bootstrap import open_window as opened  # noqa: PLC0415 - no other command needs it
    from fracttal_console.bootstrap import shield_process  # noqa: PLC0415 - as above

    if not demo:
        settings = invocation.settings()
        invocation.make_room(settings)
        ctx.exit(opened(settings, invocation.language, environ=invocation.environ, link=invocation.link))
    from fracttal_console.bootstrap.demo import make_demo  # noqa: PLC0415 - loads storage

    shield_process()
    with _directory() as directory:
        with Stoppable(invocation.texts) as stoppable:
            made = make_demo(directory, progress=stoppable)
        environ = {name: value for name, value in os.environ.items() if not name.startswith("FRACTTAL_CONSOLE_")}
        ctx.exit(opened(made.settings, invocation.language, environ=environ, demo=made, link=invocation.link))


@contextmanager
def _directory() -> Iterator[Path]:
    # mkdtemp gives mode 0700
    with tempfile.TemporaryDirectory(prefix="fracttal-console-demo-") as directory:
        yield Path(directory)

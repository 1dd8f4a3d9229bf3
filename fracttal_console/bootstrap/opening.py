"""Open the window: first what is seen, then what is behind it."""

import gc
import importlib
import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fracttal_console.settings import Settings

if TYPE_CHECKING:
    from fracttal_console.bootstrap.demo import Demo
    from fracttal_console.ui.application import Application

_BEHIND = ("fracttal_console.bootstrap.window", "fracttal_console.ui.application")


def open_window(settings: Settings, language: str, *, environ: Mapping[str, str], demo: "Demo | None" = None) -> int:
    """Show the window and return the exit code when it is closed.

    Args:
        settings: in force.
        language: the person's, one of LANGUAGES.
        environ: the process's environment.
        demo: the demo base that is opened in place of the person's own.

    Raises:
        QtUnusable: this release of Qt must not be used with this Python.
    """
    return begun_application(settings, language, environ=environ, demo=demo).run()


def begun_application(
    settings: Settings, language: str, *, environ: Mapping[str, str], demo: "Demo | None" = None
) -> "Application":
    """Show the window, load what is behind it, and return the application, not running yet."""
    from fracttal_console.ui.shell import Shell  # noqa: PLC0415 - Qt, and nothing of ours that takes long

    if settings.zoom != 100:
        # read by Qt when its application is made; what the desktop itself scales comes on top
        os.environ.setdefault("QT_SCALE_FACTOR", f"{settings.zoom / 100:g}")
    shell = Shell(settings.theme, language)
    if demo is None and settings.database_path.exists():
        shell.greet()
    shell.show()
    # half a second of modules, while the window is there already and goes on being painted
    loading = threading.Thread(target=_load, args=(language,), name="loading")
    gc.disable()
    try:
        loading.start()
        while loading.is_alive():
            shell.breathe()
            loading.join(0.01)
        # what was loaded stays: a whole collection that looks at it stops the window for 100 ms
        gc.freeze()
    finally:
        gc.enable()
    from fracttal_console.bootstrap.window import Program  # noqa: PLC0415 - loaded by now
    from fracttal_console.ui.application import Application  # noqa: PLC0415 - as above

    program = Program(settings, environ=environ) if demo is None else Program.on_demo(demo, environ)
    return Application(program, shell)


def _load(language: str) -> None:
    for module in _BEHIND:
        importlib.import_module(module)
    from fracttal_console.texts.brief import brief_date, number  # noqa: PLC0415 - as above
    from fracttal_console.texts.catalogue import texts_for  # noqa: PLC0415 - as above

    # the ways of a language are read when they are first asked for: nobody's first page should wait for that
    texts = texts_for(language)
    number(0, texts)
    brief_date(datetime.now(UTC), datetime.now(UTC), texts)

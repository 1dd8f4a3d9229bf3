"""Open the window: first what is seen, then what is behind it."""

import gc
import importlib
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fracttal_console.bootstrap.first_window import FirstWindow
from fracttal_console.bootstrap.window_look import read_look
from fracttal_console.domain.links import Link
from fracttal_console.settings import Settings

if TYPE_CHECKING:
    from fracttal_console.bootstrap.demo import Demo
    from fracttal_console.ui.application import Application

_BEHIND = ("fracttal_console.bootstrap.window", "fracttal_console.ui.application")


def open_window(
    settings: Settings,
    language: str,
    *,
    environ: Mapping[str, str],
    demo: "Demo | None" = None,
    link: Link | None = None,
) -> int:
    """Show the window and return the exit code when it is closed.

    Args:
        settings: in force.
        language: the person's, one of LANGUAGES.
        environ: the process's environment.
        demo: the demo base that is opened in place of the person's own.
        link: what is shown as soon as somebody may see it.

    Raises:
        QtUnusable: this release of Qt must not be used with this Python.
    """
    first = FirstWindow((demo.settings if demo else settings).database_path, environ)
    if not first.take_place() and first.hand_over("" if link is None else str(link)):
        return 0
    try:
        application = begun_application(settings, language, environ=environ, demo=demo)
        first.listen(application.hear_another_start)
        if link is not None:
            application.flow.follow(link)
        return application.run()
    finally:
        first.close()


def begun_application(
    settings: Settings, language: str, *, environ: Mapping[str, str], demo: "Demo | None" = None
) -> "Application":
    """Show the window, load what is behind it, and return the application, not running yet."""
    from fracttal_console.ui.look.scale import begin_scaled  # noqa: PLC0415 - loads Qt
    from fracttal_console.ui.shell import Shell  # noqa: PLC0415 - Qt, and nothing of ours that takes long

    begin_scaled(settings.zoom)
    shell = Shell(settings.theme, language)
    if demo is None and settings.database_path.exists():
        shell.greet()
    look = read_look((demo.settings if demo else settings).data_dir)
    shell.show(look)
    # what is behind the window and no more, while the window is there already and goes on being painted
    loading = threading.Thread(target=_load, args=(language, look.page if demo else None), name="loading")
    # from here on the window's own thread looks for garbage, and no other: ui.garbage
    gc.disable()
    loading.start()
    while loading.is_alive():
        shell.breathe()
        loading.join(0.01)
    # what was loaded stays: a whole collection that looks at it stops the window for 100 ms
    gc.freeze()
    from fracttal_console.bootstrap.window import Program  # noqa: PLC0415 - loaded by now
    from fracttal_console.ui.application import Application  # noqa: PLC0415 - as above

    program = Program(settings, environ=environ) if demo is None else Program.on_demo(demo, environ)
    return Application(program, shell)


def _load(language: str, page: str | None) -> None:
    for module in _BEHIND:
        importlib.import_module(module)
    if page is not None:
        from fracttal_console.ui.window.later import load_page  # noqa: PLC0415 - as above

        # nobody types a password meanwhile: the page is next
        load_page(page)
    from fracttal_console.texts.brief import brief_date, number  # noqa: PLC0415 - as above
    from fracttal_console.texts.catalogue import texts_for  # noqa: PLC0415 - as above

    # the ways of a language are read when they are first asked for: nobody's first page should wait for that
    texts = texts_for(language)
    number(0, texts)
    brief_date(datetime.now(UTC), datetime.now(UTC), texts)

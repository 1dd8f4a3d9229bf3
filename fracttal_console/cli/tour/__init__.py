"""`tour`: walk the main job on a throw-away base, over real HTTP."""

import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPException
from pathlib import Path
from types import FrameType

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.spoken import SpokenCommand, option
from fracttal_console.cli.tour.printing import Printer
from fracttal_console.cli.tour.steps import STEPS
from fracttal_console.cli.tour.walk import Step, Walk
from fracttal_console.domain.errors import ConsoleError
from fracttal_console.settings import Settings
from fracttal_console.texts.catalogue import N_

_FAILURES = (ConsoleError, OSError, HTTPException, LookupError, ValueError)
"""What a step may end with where the program does not do what it should; anything else is a fault of the tour."""


@click.command(cls=SpokenCommand, help=N_("Walk the main job on a throw-away base, over real HTTP."))
@option("--screenshots", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), default=None,
        help=N_("Also take a picture of every screen into this folder; no display is needed."))  # fmt: skip
@click.pass_context
def tour(ctx: click.Context, *, screenshots: Path | None) -> None:
    """Walk every step; the exit code is 0 only if each did what it should."""
    from fracttal_console.bootstrap import shield_process  # noqa: PLC0415 - half a second that help need not take

    invocation = ctx.ensure_object(Invocation)
    shield_process()
    with _throw_away_directory() as directory, ExitStack() as stack:
        settings = Settings(
            data_dir=directory / "base", key_provider=f"file:{directory / 'master.key'}", language=invocation.language
        )
        walk = Walk(settings=settings, texts=invocation.texts, stack=stack)
        printer = Printer(invocation.texts, walk.veil)
        held = _walk(walk, printer)
        if screenshots is not None:
            printer.pictures(_pictures(screenshots, directory, invocation.language), screenshots)
    ctx.exit(0 if held else 1)


def _pictures(target: Path, scratch: Path, language: str) -> int:
    from fracttal_console.bootstrap.screenshots import take_screenshots  # noqa: PLC0415 - loads Qt

    return len(take_screenshots(target / language, scratch, language))


def _walk(walk: Walk, printer: Printer) -> bool:
    failed: set[object] = set()
    for number, step in enumerate(STEPS, 1):
        if failed.intersection(step.needs):
            printer.not_reached(number, step.name)
            failed.add(step.run)
        elif not _held(number, step, walk, printer):
            failed.add(step.run)
    printer.outcome(len(STEPS) - len(failed), len(STEPS))
    return not failed


def _held(number: int, step: Step, walk: Walk, printer: Printer) -> bool:
    try:
        report = step.run(walk)
    except _FAILURES as error:
        printer.broken(number, step.name, error)
        return False
    printer.step(number, step.name, report)
    return report.held


@contextmanager
def _throw_away_directory() -> Iterator[Path]:
    """Give a private directory that is removed at the end, also when the process is told to stop."""
    before = {number: signal.signal(number, _stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        # mkdtemp gives mode 0700
        with tempfile.TemporaryDirectory(prefix="fracttal-console-tour-") as directory:
            yield Path(directory)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)

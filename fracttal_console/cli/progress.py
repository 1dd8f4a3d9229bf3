"""Long work in a command: how far it is, on a terminal, and an interrupt that stops it between two chunks."""

import signal
import sys
from types import FrameType, TracebackType
from typing import Self

import click

from fracttal_console.texts.catalogue import Texts


class Stoppable:
    """While it is open, the first Ctrl+C asks the work to stop: what is done stays done and is told."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._stopped = False
        self._told = False
        self._before: signal._HANDLER = signal.SIG_DFL

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)
        if self._told:
            click.echo("", err=True)

    def report(self, done: int, total: int) -> None:
        """Say how far the work is."""
        if sys.stderr.isatty():
            self._told = True
            words = self._texts.gettext("{done} of {total}")
            click.echo(f"\r{words.format(done=done, total=total)}", err=True, nl=False)

    def cancelled(self) -> bool:
        """Tell whether the person asked to stop."""
        return self._stopped

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopped = True

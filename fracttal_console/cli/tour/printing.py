"""Prints the walk, step by step; colours only on a terminal."""

import os
from pathlib import Path

import click

from fracttal_console.cli.tour.browser import shortened
from fracttal_console.cli.tour.walk import Report
from fracttal_console.texts.catalogue import Texts
from fracttal_console.trial.veil import Veil

_INDENT = " " * 6


class Printer:
    """Prints steps in the person's language, with every secret covered."""

    def __init__(self, texts: Texts, veil: Veil) -> None:
        self._texts = texts
        self._veil = veil
        # None: click colours a terminal and nothing else (no-color.org has the last word)
        self._colour = False if os.environ.get("NO_COLOR") else None

    def step(self, number: int, name: str, report: Report) -> None:
        """Print a step that was walked."""
        mark, colour = ("✓", "green") if report.held else ("✗", "red")
        self._heading(number, name, mark, colour)
        self._detail(self._texts.gettext("sent"), report.sent)
        self._detail(self._texts.gettext("answered"), report.answered)
        for check in report.checks:
            if not check.held:
                self._detail(self._texts.gettext("expected"), check.expected, "red")

    def broken(self, number: int, name: str, error: Exception) -> None:
        """Print a step that could not be walked to its end."""
        self._heading(number, name, "✗", "red")
        self._detail(self._texts.gettext("stopped by"), f"{type(error).__name__}: {error}", "red")

    def not_reached(self, number: int, name: str) -> None:
        """Print a step that depends on one that failed."""
        self._heading(number, f"{self._texts.gettext(name)} ({self._texts.gettext('not reached')})", "·", "yellow")

    def outcome(self, held: int, steps: int) -> None:
        """Print how many steps held."""
        line = self._texts.gettext("{held} of {steps} steps did what they should.").format(held=held, steps=steps)
        self._print("\n" + click.style(line, fg="green" if held == steps else "red", bold=True))

    def pictures(self, number: int, place: Path) -> None:
        """Print how many pictures were taken, and where they are."""
        line = self._texts.ngettext("{n} picture is in {place}.", "{n} pictures are in {place}.", number)
        self._print(line.format(n=number, place=place))

    def _heading(self, number: int, name: str, mark: str, colour: str) -> None:
        self._print(f"{number:2}. {click.style(mark, fg=colour)} {click.style(self._texts.gettext(name), bold=True)}")

    def _detail(self, label: str, text: str, colour: str | None = None) -> None:
        # covered first and shortened then: half a secret would not be recognised
        line = shortened(self._veil.over(text))
        self._print(f"{_INDENT}{click.style(label, dim=True)}: {click.style(line, fg=colour)}")

    def _print(self, line: str) -> None:
        click.echo(line, color=self._colour)

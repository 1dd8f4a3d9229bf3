"""The table of all races that were run, at the end of the run."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

PROPERTY = "race"
_MOST_TOLD = 5


@dataclass
class Race:
    """What one race did, and what came of it that must not be."""

    title: str
    rounds: int = 0
    requests: int = 0
    violations: int = 0
    told: list[str] = field(default_factory=list)

    def expect(self, holds: bool, otherwise: str) -> None:  # noqa: FBT001  # reads as an assertion
        """Count a violation where something does not hold; the race goes on, so that all of them are counted."""
        if not holds:
            self.violations += 1
            if len(self.told) < _MOST_TOLD:
                self.told.append(f"round {self.rounds}: {otherwise}")


@contextmanager
def race(record: Callable[[str, object], None], title: str) -> Iterator[Race]:
    """Count what a race does while the block runs, and put it into the table; fail where something did not hold."""
    run = Race(title)
    began = time.monotonic()
    try:
        yield run
    finally:
        record(PROPERTY, [run.title, run.rounds, run.requests, time.monotonic() - began, run.violations])
    if run.violations:
        pytest.fail("\n".join((f"{run.violations} violations", *run.told)))


def write_table(terminal: pytest.TerminalReporter) -> None:
    """Write one line for each race; with several processes, of all of them."""
    reports: list[Any] = [report for kind in terminal.stats.values() for report in kind]
    rows = sorted(
        tuple(value)
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == PROPERTY
    )
    if rows:
        terminal.section("races")
        terminal.write_line(f"{'':62}{'rounds':>8}{'requests':>10}{'seconds':>9}{'violations':>12}")
        for title, rounds, requests, seconds, violations in rows:
            terminal.write_line(f"{title:62}{rounds:8}{requests:10}{seconds:9.1f}{violations:12}")

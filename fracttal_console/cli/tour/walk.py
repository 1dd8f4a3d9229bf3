"""What the steps of the tour share: the base, the gateway, what was handed out so far, and what a step reports."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fracttal_console.cli.tour.browser import Answer, Browser
from fracttal_console.domain.actors import Actor
from fracttal_console.settings import Settings
from fracttal_console.texts.catalogue import Texts
from fracttal_console.trial.veil import Veil

if TYPE_CHECKING:  # at run time the steps import what they need
    from fracttal_console.bootstrap import Console


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that has to hold, and whether it did."""

    expected: str
    held: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What a step sent, what was answered, and what had to hold."""

    sent: str
    answered: str
    checks: tuple[Check, ...]

    @property
    def held(self) -> bool:
        """Tell whether everything held."""
        return all(check.held for check in self.checks)


@dataclass(slots=True, kw_only=True)
class Walk:
    """The state of one walk; a step takes what earlier ones left here. `stack` undoes all of it at the end."""

    settings: Settings
    texts: Texts
    stack: ExitStack
    veil: Veil = field(default_factory=Veil)
    console: "Console" = field(init=False)
    admin: Actor = field(init=False)
    browser: Browser = field(init=False)
    kept: dict[str, str] = field(default_factory=dict)
    page: Answer = field(init=False)

    def keep(self, **values: str) -> None:
        """Keep values for later steps."""
        self.kept |= values

    def keep_secret(self, **values: str) -> None:
        """Keep values for later steps, never to be shown."""
        self.kept |= {name: self.veil.note(value) for name, value in values.items()}

    def user(self, authorization: str) -> Answer:
        """Ask the gateway who the caller is."""
        return self.browser.ask("GET", "/api/user/", headers={"Authorization": authorization})


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table of steps: its heading, what it does, and the steps without which it cannot."""

    name: str
    run: Callable[[Walk], Report]
    needs: tuple[Callable[[Walk], Report], ...] = ()


def status_is(answer: Answer, status: int) -> Check:
    """Check the status of an answer."""
    return Check(f"status {status}", answer.status == status)


def value_is(name: str, value: object, expected: object) -> Check:
    """Check one value of an answer."""
    return Check(f"{name} = {expected}", value == expected)


def inner(document: Mapping[str, Any], *names: str) -> Any:  # noqa: ANN401 - whatever a JSON document holds
    """Return what lies at a path in a document, None where there is nothing."""
    found: Any = document
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found

"""The frame of every try: say each step, stop at the first that fails, give back what was taken."""

import ssl
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.parse import unquote_plus

from fracttal_console.domain.credentials import Credential, address_allowed
from fracttal_console.domain.secrets import SecretText
from fracttal_console.trial.steps import Explain, Facts, Found, Outcome, Step
from fracttal_console.trial.veil import Veil
from fracttal_console.trial.wire import Answered, Asked, Wire

USER = "/api/user/"
_REQUEST_SECONDS = 10
_LONGEST_LINE = 160
_LOOPBACK = "127.0.0.1"

Check = Callable[[Answered], str]
"""Returns the cause for which an answer is not the expected one, "" where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a try is given by the one who shows it.

    `say` is told of each step; `explain` looks at what was refused; `stopped` is asked whether to stop; `open_page`
    shows a person the page on which to consent; `words` are the language tag and the sentence of the page after it.
    Everything is called in the thread in which the try runs.
    """

    say: Callable[[Step], None]
    explain: Explain
    stopped: Callable[[], bool]
    open_page: Callable[[str], None]
    words: tuple[str, str]


class Ended(Exception):
    """The walk goes no further; what there is to say of it was said."""


class Try(ABC):
    """One walk through a real flow, with the secret of the credential; to be used once."""

    def __init__(self, credential: Credential, address: str, secret: SecretText | None, around: Surroundings) -> None:
        """Take what is tried.

        Args:
            credential: what it is tried with.
            address: where the gateway answers.
            secret: in clear; None of a public consumer.
            around: who is told, and who stops it.
        """
        self.credential = credential
        self.address = address.rstrip("/")
        self.around = around
        self.veil = Veil()
        self.secret = self.veil.note("" if secret is None else secret.reveal())
        self.wire = Wire(address, timeout=_REQUEST_SECONDS)
        self._held = True

    def run(self) -> bool:
        """Walk all steps, and tell whether each held; what was taken is given back whatever happens."""
        try:
            self.walk()
        except Ended:
            self._held = False
        finally:
            self.give_back()
            self.secret = ""
        return self._held

    def cut(self) -> None:
        """End the request that is under way, from any thread."""
        self.wire.cut()

    @abstractmethod
    def walk(self) -> None:
        """Take the steps.

        Raises:
            Ended: one of them failed.
        """

    @abstractmethod
    def give_back(self) -> None:
        """Give back what was taken, where anything was; never raises."""

    def ask(
        self, code: str, asked: Asked, check: Check, show: Iterable[str] = (), *, explained: bool = True
    ) -> Answered:
        """Take one step that is a request.

        Args:
            code: which step.
            asked: what is sent.
            check: tells whether the answer is the expected one.
            show: paths into the answer's JSON that are worth a line.
            explained: whether the request doctor knows requests of this kind.

        Raises:
            Ended: there was no answer, or not the expected one.
        """
        if self.around.stopped():
            raise self.failed(Step(code=code, outcome=Outcome.LEFT_OUT, cause="stopped"))
        sent = self._sent_lines(asked)
        try:
            answered = self.wire.send(asked)
        except (OSError, HTTPException) as error:
            stopped = self.around.stopped()
            cause = "stopped" if stopped else _why_unanswered(error)
            outcome = Outcome.LEFT_OUT if stopped else Outcome.FAILED
            facts = {"address": self.address}
            raise self.failed(Step(code=code, outcome=outcome, sent=sent, cause=cause, facts=facts)) from None
        self._note_tokens(answered)
        cause = check(answered)
        step = Step(
            code=code,
            outcome=Outcome.FAILED if cause else Outcome.HELD,
            sent=sent,
            answered=self._answered_lines(answered, show),
            status=answered.status,
            milliseconds=answered.milliseconds,
            cause=cause,
            facts=_facts(answered),
            findings=self._findings(asked) if cause and explained else (),
        )
        if cause:
            raise self.failed(step)
        self.around.say(step)
        return answered

    def failed(self, step: Step) -> Ended:
        """Say a step that failed and return what ends the walk."""
        self._held = False
        self.around.say(step)
        return Ended()

    def lines(self, values: Iterable[tuple[str, object]]) -> tuple[str, ...]:
        """Return names and values, one a line, veiled and cut."""
        return tuple(_cut(self.veil.over(f"{name}: {value}")) for name, value in values)

    def _sent_lines(self, asked: Asked) -> tuple[str, ...]:
        path, _, query = asked.resource.partition("?")
        lines = [f"{asked.method} {self.wire.root}{path}", *(f"{k}: {v}" for k, v in asked.headers.items())]
        lines += [unquote_plus(part) for part in (*query.split("&"), *asked.body.decode().split("&")) if part]
        return tuple(_cut(self.veil.over(line)) for line in lines)

    def _answered_lines(self, answered: Answered, show: Iterable[str]) -> tuple[str, ...]:
        document = answered.json()
        found = [(path.rpartition(".")[2], inner(document, *path.split("."))) for path in show]
        told = [(name, document.get(name)) for name in ("error", "error_description")]
        rows = [(name, _written(value)) for name, value in (*found, *told) if value is not None]
        return (f"{answered.status} {_phrase(answered)}", *self.lines(rows))

    def _note_tokens(self, answered: Answered) -> None:
        for name in ("access_token", "refresh_token"):
            self.veil.note(str(answered.json().get(name, "")))

    def _findings(self, asked: Asked) -> tuple[Found, ...]:
        host = f"[{self.wire.host}]" if ":" in self.wire.host else self.wire.host
        lines = [f"{asked.method} {self.wire.root}{asked.resource} HTTP/1.1", f"Host: {host}:{self.wire.port}",
                 *(f"{name}: {value}" for name, value in asked.headers.items())]  # fmt: skip
        found = tuple(self.around.explain("\r\n".join(lines) + "\r\n\r\n" + asked.body.decode()))
        networks = self.credential.networks
        if not found and self.wire.host == _LOOPBACK and not address_allowed(_LOOPBACK, networks):
            return (("network_not_allowed", {"networks": ", ".join(networks)}),)
        return found


def inner(document: Mapping[str, Any], *names: str) -> Any:  # noqa: ANN401 - whatever a JSON document holds
    """Return what lies at a path in a document, None where there is nothing."""
    found: Any = document
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def expected(status: int) -> Check:
    """Return the check that an answer has a status."""
    return lambda answered: "" if answered.status == status else "other_status"


def _why_unanswered(error: Exception) -> str:
    if isinstance(error, ConnectionRefusedError):
        return "nobody_answers"
    if isinstance(error, TimeoutError):
        return "too_slow"
    if isinstance(error, ssl.SSLError):
        return "not_trusted"
    return "no_answer"


def _facts(answered: Answered) -> Facts:
    return {"status": answered.status, "error": str(answered.json().get("error", ""))}


def _phrase(answered: Answered) -> str:
    try:
        return HTTPStatus(answered.status).phrase
    except ValueError:
        return answered.reason


def _written(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cut(line: str) -> str:
    plain = " ".join(line.split())
    return plain if len(plain) <= _LONGEST_LINE else plain[: _LONGEST_LINE - 1] + "…"

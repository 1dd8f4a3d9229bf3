"""A try under way: it walks in a worker's thread, and the dialog looks at what it has said so far."""

import threading
from collections.abc import Callable, Sequence

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.secrets import SecretText
from fracttal_console.texts.tries import consented_words
from fracttal_console.trial.choosing import try_of
from fracttal_console.trial.steps import Found, Step
from fracttal_console.trial.trying import Surroundings, Try
from fracttal_console.ui.desk import Desk

Begin = Callable[[], Credential]
"""Notes that a credential is tried, and returns it as it is now."""


class TryRun:
    """Carries steps out of the worker's thread, and the wish to stop into it."""

    def __init__(self, desk: Desk, begin: Begin, address: str, secret: SecretText | None) -> None:
        """Take what is tried.

        Args:
            desk: the tools of the window.
            begin: called first, in the worker's thread.
            address: where the gateway answers.
            secret: of the credential; it is let go when the walk has begun.
        """
        self._desk = desk
        self._begin = begin
        self._address = address
        self._secret = secret
        self._stop = threading.Event()
        self._attempt: Try | None = None
        self._said: list[Step] = []

    def walk(self) -> bool:
        """Walk all steps in a worker's thread, and tell whether each held.

        Raises:
            ConsoleError: the try could not begin.
        """
        around = Surroundings(
            say=self._said.append, explain=self._explain, stopped=self._stopped, open_page=lambda _page: None,
            words=consented_words(self._desk.texts),
        )  # fmt: skip
        secret, self._secret = self._secret, None
        self._attempt = try_of(self._begin(), self._address, secret, around)
        return self._attempt.run()

    def news(self, seen: int) -> Sequence[Step]:
        """Return the steps that were said after the first `seen` ones."""
        return self._said[seen:]

    def stop(self) -> None:
        """Ask the walk to end, at once where it waits for an answer; what it took is given back."""
        self._stop.set()
        if self._attempt is not None:
            self._attempt.cut()

    def _stopped(self) -> bool:
        return self._stop.is_set() or self._desk.operations.closing

    def _explain(self, request: str) -> Sequence[Found]:
        found = self._desk.base.request_doctor.explain(self._desk.actor, request)
        return [(one.code, one.facts) for one in found.findings if one.tone == "bad"]

"""Run a try as a skin does, with a person at the browser where one is needed."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.consent import ConsentRequest
from fracttal_console.trial.choosing import try_of
from fracttal_console.trial.steps import Outcome, Step
from fracttal_console.trial.trying import Surroundings, Try
from tests.journeys.live import LiveBase

WORDS = ("en", "You can close this tab.")


@dataclass
class Shown:
    """What was said of a try."""

    steps: list[Step] = field(default_factory=list)
    held: bool = False

    @property
    def codes(self) -> list[str]:
        """The steps by their codes, but for waiting."""
        return [step.code for step in self.steps if step.outcome is not Outcome.WAITING]

    @property
    def last(self) -> Step:
        """The last step."""
        return self.steps[-1]

    def step(self, code: str) -> Step:
        """Return a step by its code, as it ended."""
        return next(step for step in reversed(self.steps) if step.code == code)

    def text(self) -> str:
        """Return every line that was shown."""
        return "\n".join(line for step in self.steps for line in (*step.sent, *step.answered, repr(step.facts)))


def tried(
    live: LiveBase,
    url: str,
    credential: Credential,
    secret: SecretText | None,
    *,
    browser: Callable[[str], None] = lambda _page: None,
    stopped: Callable[[], bool] = lambda: False,
    seen: Callable[[Try, Step], None] = lambda _attempt, _step: None,
) -> Shown:
    """Try a credential.

    Args:
        live: the base.
        url: where its gateway answers.
        credential: what is tried.
        secret: of the credential.
        browser: what a person does with the page that opens.
        stopped: whether to stop.
        seen: called with each step.
    """
    shown = Shown()

    def say(step: Step) -> None:
        shown.steps.append(step)
        seen(attempt, step)

    def explain(request: str) -> list[tuple[str, dict[str, str | int]]]:
        found = live.console.request_doctor.explain(live.admin, request)
        return [(one.code, dict(one.facts)) for one in found.findings if one.tone == "bad"]

    around = Surroundings(say=say, explain=explain, stopped=stopped, open_page=browser, words=WORDS)
    attempt = try_of(credential, url, secret, around)
    shown.held = attempt.run()
    return shown


def consenting(live: LiveBase, **changed: str) -> Callable[[str], None]:
    """Return a browser in which the member allows at once; `changed` replaces parameters of the answer."""

    def browser(page: str) -> None:
        assert httpx.get(page).status_code == 200
        asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
        code = live.console.consent.allow(
            live.member,
            ConsentRequest(
                client_id=asked["client_id"], redirect_uri=asked["redirect_uri"], scope="",
                challenge=asked["code_challenge"],
            ),
        )  # fmt: skip
        issuer = f"{urlsplit(page).scheme}://{urlsplit(page).netloc}"
        came_back(asked["redirect_uri"], {"code": code.reveal(), "state": asked["state"], "iss": issuer, **changed})

    return browser


def came_back(redirect_uri: str, answer: dict[str, str]) -> None:
    """Lead the browser back to the application, from another thread as a browser does."""
    threading.Thread(target=lambda: httpx.get(f"{redirect_uri}?{urlencode(answer)}")).start()

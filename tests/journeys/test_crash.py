"""kill -9 of `serve` under load, again and again: nothing that was acknowledged is lost, nothing comes back."""

import random
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from mohawk import Sender

from fracttal_console.services.api_keys import CreatedApiKey
from fracttal_console.services.oauth_consumers import CreatedConsumer
from tests.browsing import Application, answer, authorize_url, decide, sign_in
from tests.journeys.live import LiveBase, Serve, application, live_base, opened

ROUNDS = 50
CLIENTS = 6
MOST_ACKNOWLEDGED = 60
"""The kill comes after a random number of acknowledged requests of a round, up to this."""


@dataclass
class Grant:
    """What was acknowledged of one authorization: its tokens live and die together."""

    code: str = ""
    access: list[str] = field(default_factory=list)
    refresh: str = ""
    superseded: list[str] = field(default_factory=list)
    given_back: list[str] = field(default_factory=list)
    ended: bool = False
    uncertain: bool = False


@dataclass
class Story:
    """What one client did until the connection broke, and what it must find again."""

    grants: list[Grant] = field(default_factory=list)
    codes_in_flight: list[str] = field(default_factory=list)
    hawk_headers: list[str] = field(default_factory=list)
    events: int = 0
    in_flight: int = 0


class Trigger:
    """Count acknowledgements and say when it is time to kill."""

    def __init__(self, target: int) -> None:
        self._left = target
        self._lock = threading.Lock()
        self.due = threading.Event()
        if target == 0:
            self.due.set()

    def acknowledged(self) -> None:
        """Count one."""
        with self._lock:
            self._left -= 1
            if self._left <= 0:
                self.due.set()


@dataclass
class Client:
    """One of several clients; it goes on until the gateway is gone."""

    url: str
    session: httpx.Cookies
    portal: CreatedConsumer
    job: CreatedConsumer
    key: CreatedApiKey
    trigger: Trigger
    choice: random.Random

    def run(self) -> Story:
        """Do one thing after the other; stop when the connection breaks."""
        story = Story()
        with httpx.Client(base_url=self.url, cookies=self.session, timeout=30) as http:
            portal, job = application(http, self.portal), application(http, self.job)
            try:
                while True:
                    self._step(story, http, portal, job)
            except (httpx.NetworkError, httpx.RemoteProtocolError):
                # whatever was asked last may have happened or not: nobody was told
                return story

    def _step(self, story: Story, http: httpx.Client, portal: Application, job: Application) -> None:
        usable = [grant for grant in story.grants if not grant.ended and not grant.uncertain]
        kinds: list[Callable[[], None]] = [
            lambda: self._issue(story, job),
            lambda: self._exchange(story, http, portal),
            lambda: self._call_by_hawk(story, http),
        ]
        refreshable = [grant for grant in usable if grant.refresh]
        if refreshable:
            kinds.append(lambda: self._refresh(story, portal, self.choice.choice(refreshable)))
            kinds.append(lambda: self._end(story, portal, self.choice.choice(refreshable)))
        alone = [grant for grant in usable if not grant.refresh and grant.access]
        if alone:
            kinds.append(lambda: self._give_back(story, job, self.choice.choice(alone)))
        self.choice.choice(kinds)()

    def _issue(self, story: Story, job: Application) -> None:
        tokens = self._told(story, lambda: job.token(grant_type="client_credentials")).json()
        story.grants.append(Grant(access=[tokens["access_token"]]))

    def _exchange(self, story: Story, http: httpx.Client, portal: Application) -> None:
        path = authorize_url(portal.client_id)
        code = answer(self._told(story, lambda: decide(http, path), 303))["code"]
        story.codes_in_flight.append(code)
        tokens = self._told(story, lambda: portal.exchange(code)).json()
        story.codes_in_flight.remove(code)
        story.grants.append(Grant(code, [tokens["access_token"]], tokens["refresh_token"]))

    def _refresh(self, story: Story, portal: Application, grant: Grant) -> None:
        grant.uncertain = True
        tokens = self._told(story, lambda: portal.refresh(grant.refresh)).json()
        grant.superseded.append(grant.refresh)
        grant.access.append(tokens["access_token"])
        grant.refresh = tokens["refresh_token"]
        grant.uncertain = False

    def _end(self, story: Story, portal: Application, grant: Grant) -> None:
        grant.uncertain = True
        self._told(story, lambda: portal.revoke(grant.refresh))
        grant.ended, grant.uncertain = True, False

    def _give_back(self, story: Story, job: Application, grant: Grant) -> None:
        grant.uncertain = True
        token = grant.access[-1]
        self._told(story, lambda: job.revoke(token))
        grant.given_back.append(grant.access.pop())
        grant.uncertain = False

    def _call_by_hawk(self, story: Story, http: httpx.Client) -> None:
        header = hawk_header(self.key, self.url)
        assert http.get("/api/user/", headers={"Authorization": header}).status_code == 200
        story.hawk_headers.append(header)
        self.trigger.acknowledged()

    def _told(self, story: Story, ask: Callable[[], httpx.Response], status: int = 200) -> httpx.Response:
        story.in_flight = 1
        told = ask()
        assert told.status_code == status, (told.status_code, told.text)
        story.in_flight = 0
        story.events += 1
        self.trigger.acknowledged()
        return told


def seeded(seed: float) -> random.Random:
    """Return choices that are the same at each run; nothing secret depends on them."""
    return random.Random(seed)  # noqa: S311


def hawk_header(key: CreatedApiKey, url: str) -> str:
    """Sign one call."""
    credentials = {"id": key.api_key.key_id, "key": key.secret.reveal(), "algorithm": "sha256"}
    header: str = Sender(credentials, f"{url}/api/user/", "GET", content=b"", content_type="").request_header
    return header


@dataclass
class Rounds:
    """One base that is killed again and again, and all that was ever acknowledged on it."""

    base: LiveBase
    portal: CreatedConsumer
    job: CreatedConsumer
    key: CreatedApiKey
    errors: Path
    session: httpx.Cookies = field(default_factory=httpx.Cookies)
    finished: list[Grant] = field(default_factory=list)
    chain: int = 0
    acknowledged: int = 0
    killed_in_flight: int = 0

    def load_and_kill(self, process: Serve, choice: random.Random) -> list[Story]:
        """Let clients work, kill the gateway in the midst of it, and return what they were told."""
        trigger = Trigger(choice.randrange(MOST_ACKNOWLEDGED))
        clients = [
            Client(process.url, self.session, self.portal, self.job, self.key, trigger, seeded(choice.random()))
            for _ in range(CLIENTS)
        ]
        with ThreadPoolExecutor(CLIENTS) as pool:
            running = [pool.submit(client.run) for client in clients]
            assert trigger.due.wait(60)
            process.kill()
            return [future.result() for future in running]

    def check(self, process: Serve, stories: list[Story]) -> None:
        """See, after a restart, that all is as it was acknowledged."""
        self._check_file(stories)
        with httpx.Client(base_url=process.url, timeout=30) as http:
            portal, job = application(http, self.portal), application(http, self.job)
            for story in stories:
                for grant in story.grants:
                    app = portal if grant.code else job
                    if grant.uncertain:
                        settle(app, grant)
                    check_grant(app, grant)
                for header in story.hawk_headers:
                    # the gateway listens on the same port again, so nothing but the nonce is in the way
                    assert http.get("/api/user/", headers={"Authorization": header}).status_code == 401
            for story in stories:
                for code in story.codes_in_flight:
                    self._redeem_at_most_once(portal, code)
                for grant in story.grants:
                    if grant.code and choose_to_replay(grant):
                        # a second exchange is refused, and kills what the first one gave
                        assert portal.exchange(grant.code).json()["error"] == "invalid_grant"
                        grant.ended = True
                        check_grant(portal, grant)
                self.finished += story.grants
        self.look()

    def look(self) -> None:
        """Remember how many events there are."""
        self.chain = self._events()

    def check_everything_again(self, process: Serve) -> None:
        """See that no later kill changed what an earlier round had acknowledged."""
        with httpx.Client(base_url=process.url, timeout=30) as http:
            portal, job = application(http, self.portal), application(http, self.job)
            for grant in self.finished:
                check_grant(portal if grant.code else job, grant)

    def _check_file(self, stories: list[Story]) -> None:
        connection = sqlite3.connect(f"{self.base.settings.database_path.as_uri()}?mode=ro", uri=True)
        try:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        finally:
            connection.close()
        told, in_flight = sum(story.events for story in stories), sum(story.in_flight for story in stories)
        before, now = self.chain, self._events()
        # exactly one event for each acknowledged change; what nobody was told of may have happened or not
        assert told <= now - before - 1 <= told + in_flight
        self.acknowledged += told
        self.killed_in_flight += in_flight

    def _events(self) -> int:
        with opened(self.base.settings) as (console, admin):
            report = console.audit.verify(admin)
        assert report.broken_at is None
        # the sign-in of the one who looks is the newest of them
        return report.events

    @staticmethod
    def _redeem_at_most_once(portal: Application, code: str) -> None:
        answers = [portal.exchange(code) for _ in range(3)]
        assert [one.status_code for one in answers[1:]] == [400, 400]
        assert all(one.json()["error"] == "invalid_grant" for one in answers[1:])
        if answers[0].status_code == 200:
            # it had not been used before the kill; the replay above ended it
            assert portal.user(answers[0].json()["access_token"]).status_code == 401
        else:
            assert answers[0].json()["error"] == "invalid_grant"


def choose_to_replay(grant: Grant) -> bool:
    """Tell whether the code of a grant is tried a second time: not of all, so that others are seen to live on."""
    return len(grant.access) % 2 == 1


def active(app: Application, token: str) -> bool:
    """Tell whether a token is worth anything."""
    told = app.introspect(token)
    assert told.status_code == 200, told.text
    return bool(told.json()["active"])


def settle(app: Application, grant: Grant) -> None:
    """Find out what became of the request that nobody was told of; from here on that must stay."""
    worth = {active(app, token) for token in grant.access}
    # it may have happened or not, but the whole of it
    assert len(worth) == 1
    grant.ended = worth == {False}
    if not grant.ended and grant.refresh and not active(app, grant.refresh):
        grant.superseded.append(grant.refresh)
        grant.refresh = ""
    grant.uncertain = False


def check_grant(app: Application, grant: Grant) -> None:
    """See that all tokens of a grant are worth what was acknowledged."""
    assert not any(active(app, token) for token in (*grant.given_back, *grant.superseded))
    expected = not grant.ended
    assert [active(app, token) for token in grant.access] == [expected] * len(grant.access)
    if grant.refresh:
        assert active(app, grant.refresh) is expected


@pytest.fixture
def rounds(tmp_path: Path) -> Rounds:
    """Give a base that nobody has open: who opens it after a kill is `serve` alone."""
    with live_base(tmp_path) as made:
        return Rounds(
            base=made,
            portal=made.consumer(),
            job=made.job(),
            key=made.console.api_keys.create(made.admin, name="Bodega central", permission_group="Field work"),
            errors=tmp_path / "serve.err",
        )


def test_nothing_acknowledged_is_lost_when_serve_is_killed_fifty_times_under_load(rounds: Rounds, port: int) -> None:
    process = Serve(rounds.base.settings, rounds.errors, port)
    try:
        with httpx.Client(base_url=process.url) as browser:
            assert sign_in(browser, "/account").status_code == 303
            rounds.session = httpx.Cookies(browser.cookies)
        rounds.look()
        for number in range(ROUNDS):
            # the seed is the number, so that a round that fails can be looked at alone
            stories = rounds.load_and_kill(process, seeded(number))
            process = Serve(rounds.base.settings, rounds.errors, port)
            rounds.check(process, stories)
        rounds.check_everything_again(process)
        assert process.stop() == 0
    finally:
        process.kill()
    assert process.complaints() == ""
    assert rounds.acknowledged > 10 * ROUNDS
    assert rounds.killed_in_flight > ROUNDS

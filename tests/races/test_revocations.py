"""Whatever ends a token, wherever it is ended: whoever asks next, anywhere, is told so (E3)."""

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.listing import ListQuery
from fracttal_console.services.oauth_consumers import CreatedConsumer
from tests.journeys.live import command
from tests.races.conftest import PUBLIC_HOST, Gateways
from tests.races.lines import Answer, Line, basic, get, post
from tests.races.table import Race, race
from tests.support import password, presented

PROGRAMS = 16
"""How many go about it at once: what is asked for one token is asked while others are issued and ended."""

Record = Callable[[str, object], None]


@dataclass
class Program:
    """A consumer's program and the guard that asks about it, each with a line to both gateways of its own."""

    gateways: Gateways
    created: CreatedConsumer
    guard: CreatedConsumer
    authorization: str
    acting: tuple[Line, Line]
    asking: tuple[Line, Line]
    requests: int = 0

    async def issued(self) -> str:
        """Return a new token."""
        answer = await self._sent(
            self.acting[0], post("/oauth/token", {"grant_type": "client_credentials"}, proof(self.created))
        )
        assert answer.status == 200, answer
        token: str = json.loads(answer.body)["access_token"]
        return token

    async def introspected(self, place: int, token: str) -> bool | None:
        """Ask a gateway what a token is worth; None where the answer is neither of two."""
        answer = await self._sent(self.asking[place], post("/oauth/introspect", {"token": token}, proof(self.guard)))
        told = json.loads(answer.body) if answer.status == 200 else {}
        return False if told == {"active": False} else told.get("active")

    async def let_pass(self, place: int, token: str) -> bool | None:
        """Ask a gateway, as a proxy does, whether a request with a token may pass."""
        asked = {
            "X-Forwarded-Method": "GET",
            "X-Forwarded-Uri": "/api/work_orders/",
            "X-Forwarded-Host": PUBLIC_HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "190.98.14.27",
        }
        answer = await self._sent(
            self.asking[place], get("/auth/verify", {"Authorization": f"Bearer {token}", **asked})
        )
        return {200: True, 401: False}.get(answer.status)

    async def seen_by_the_console(self, token: str) -> bool | None:
        """Ask the services of this process."""
        told = self.gateways.console.introspection.introspect(
            presented(self.guard), token=SecretText(token), address="127.0.0.1"
        )
        return told is not None

    async def given_back(self, place: int, token: str) -> None:
        """Revoke a token by a gateway."""
        answer = await self._sent(self.acting[place], post("/oauth/revoke", {"token": token}, proof(self.created)))
        assert answer.status == 200, answer

    async def revoked_by_the_console(self, token: str) -> None:
        """Revoke the authorization that a token stands on, in this process."""
        del token
        self.gateways.console.authorizations.revoke(self.gateways.admin, self.authorization)

    async def disabled_by_the_console(self, token: str) -> None:
        """Disable the consumer, in this process."""
        del token
        self.gateways.console.consumers.disable(self.gateways.admin, self.created.consumer.client_id)

    def restore(self) -> None:
        """Undo the revocation, so that there can be a next token."""
        self.gateways.console.authorizations.undo(self.gateways.admin, self.authorization)

    def enable(self) -> None:
        """Enable the consumer again."""
        self.gateways.console.consumers.enable(self.gateways.admin, self.created.consumer.client_id)

    def close(self) -> None:
        """Close all lines."""
        for line in (*self.acting, *self.asking):
            line.close()

    async def _sent(self, line: Line, request: bytes) -> Answer:
        self.requests += 1
        return await line.ask(request)


Asking = Callable[[Program, str], Awaitable[bool | None]]


@dataclass(frozen=True)
class Ending:
    """A way to end a token, and what has to be taken back before there can be a next one."""

    name: str
    act: Callable[[Program, str], Awaitable[None]]
    take_back: Callable[[Program], None] = lambda _: None


BY_PROTOCOL = (
    Ending("given back to one gateway", lambda program, token: program.given_back(0, token)),
    Ending("given back to the other", lambda program, token: program.given_back(1, token)),
)
BY_CONSOLE = (
    Ending("revoked by the console", Program.revoked_by_the_console, Program.restore),
    Ending("consumer disabled", Program.disabled_by_the_console, Program.enable),
)
ASKED: dict[str, Asking] = {
    "introspection": lambda program, token: program.introspected(0, token),
    "forward-auth": lambda program, token: program.let_pass(0, token),
    "introspection, other gateway": lambda program, token: program.introspected(1, token),
    "forward-auth, other gateway": lambda program, token: program.let_pass(1, token),
    "console": Program.seen_by_the_console,
}


def proof(created: CreatedConsumer) -> dict[str, str]:
    """Return the header by which a consumer proves itself."""
    assert created.secret is not None
    return basic(created.consumer.client_id, created.secret.reveal())


def programs(gateways: Gateways, name: str, count: int) -> list[Program]:
    """Register so many consumers, and one that may ask about their tokens."""
    guard = gateways.live.job(f"Guardia de {name}", may_introspect=True)
    made = []
    for number in range(count):
        created = gateways.live.job(f"{name} {number:02}")
        gateways.console.tokens.client_credentials(presented(created), scope="", address="127.0.0.1")
        query = ListQuery(text=created.consumer.client_id)
        (row,) = gateways.console.authorizations.page(gateways.admin, query, 0, 2).rows
        made.append(Program(gateways, created, guard, str(row.authorization.id), gateways.pair(), gateways.pair()))
    return made


async def go(about: Program, ways: list[tuple[Ending, str]], found: Race) -> None:
    """End one token after the other, each in its way, and ask for it right away."""
    for ending, asking in ways:
        ask = ASKED[asking]
        token = await about.issued()
        # asked before as well: what remembers an answer remembers this one
        found.expect(await ask(about, token) is True, f"a new token was worth nothing ({asking})")
        await ending.act(about, token)
        found.expect(await ask(about, token) is False, f"{ending.name}, and still worth something ({asking})")
        found.rounds += 1
        ending.take_back(about)


@pytest.mark.parametrize(
    ("endings", "trials"),
    [
        pytest.param(BY_PROTOCOL, 480, id="protocol-short"),
        pytest.param(BY_CONSOLE, 160, id="console-short"),
        pytest.param(BY_PROTOCOL, 80_000, id="protocol-full", marks=pytest.mark.soak),
        pytest.param(BY_CONSOLE, 20_000, id="console-full", marks=pytest.mark.soak),
    ],
)
def test_e3_and_a6_07_and_a4_06_every_revocation_is_seen_by_the_very_next_request(
    gateways: Gateways, record_property: Record, endings: tuple[Ending, ...], trials: int
) -> None:
    who = "console" if endings is BY_CONSOLE else "gateways"
    among = programs(gateways, f"Proceso {who} {trials}", PROGRAMS)

    async def run() -> None:
        ways = itertools.cycle(itertools.product(endings, ASKED))
        shares = [list(itertools.islice(ways, trials // PROGRAMS)) for _ in among]
        try:
            await asyncio.gather(*[go(about, share, found) for about, share in zip(among, shares, strict=True)])
        finally:
            found.requests = sum(about.requests for about in among)
            for about in among:
                about.close()

    with race(record_property, f"E3 ended by the {who}, asked in {len(ASKED)} ways") as found:
        asyncio.run(run())
    assert found.rounds == trials


@pytest.mark.parametrize("rounds", [pytest.param(2, id="short"), pytest.param(100, id="full", marks=pytest.mark.soak)])
def test_e3_and_a6_07_what_a_command_revokes_is_dead_for_the_very_next_request(
    gateways: Gateways, record_property: Record, tmp_path: Path, rounds: int
) -> None:
    (about,) = programs(gateways, f"Proceso de mandos {rounds}", 1)
    words = tmp_path / "password"
    words.write_text(password().reveal(), "utf-8")
    words.chmod(0o600)

    async def run() -> None:
        for _ in range(rounds):
            found.rounds += 1
            token = await about.issued()
            before = [await ask(about, token) for ask in ASKED.values()]
            command(gateways.live, words, "authorizations", "revoke", about.authorization)
            after = [await ask(about, token) for ask in ASKED.values()]
            found.expect(before == [True] * len(ASKED), f"a new token was worth nothing: {before}")
            found.expect(after == [False] * len(ASKED), f"revoked by a command, and still worth something: {after}")
            gateways.console.authorizations.undo(gateways.admin, about.authorization)
        found.requests = about.requests
        about.close()

    with race(record_property, f"E3 revoked by a command, asked in {len(ASKED)} ways") as found:
        asyncio.run(run())

"""Wrong passwords at once are looked at no more often than one by one (E17)."""

import asyncio
import itertools
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing

import httpx
import pytest

from fracttal_console.domain.actors import Role
from fracttal_console.domain.people import FIRST_WAIT, FREE_FAILURES
from tests.browsing import hidden
from tests.races.conftest import Gateways
from tests.races.lines import Line, at_once, lines, post
from tests.races.table import Race, race
from tests.support import password

_NUMBERS = itertools.count(1)

Record = Callable[[str, object], None]


def events(gateways: Gateways, tag: str) -> int:
    with closing(sqlite3.connect(gateways.live.settings.database_path)) as connection:
        return int(connection.execute("SELECT count(*) FROM events WHERE tag = ?", (tag,)).fetchone()[0])


def looked_at(gateways: Gateways) -> int:
    """Return how many wrong passwords were looked at: each of them is an event."""
    return events(gateways, "sessions:refuse") + events(gateways, "sessions:lock_out")


def allowed(seconds: float) -> int:
    """Return how many may have been looked at in so many seconds: after each wait, which doubles, one more."""
    count, wait = FREE_FAILURES, FIRST_WAIT.total_seconds()
    while seconds >= wait:
        seconds, count, wait = seconds - wait, count + 1, 2 * wait
    return count


def newcomer(gateways: Gateways) -> str:
    """Give an account that nobody tried to sign in to, and return its address."""
    email = f"carrera{next(_NUMBERS)}@quillahue.example"
    gateways.console.people.create(
        gateways.admin, email=email, name="Alguien", role=Role.MEMBER, password=password(),
        permission_group="Field work",
    )  # fmt: skip
    return email


def attempt(email: str, secret: str, page: httpx.Response) -> bytes:
    cookie = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    return post("/account", {"csrf": hidden(page), "email": email, "password": secret}, {"Cookie": cookie})


async def one_round(gateways: Gateways, over: list[Line], page: httpx.Response, tries: int, found: Race) -> None:
    email = newcomer(gateways)
    before, began = looked_at(gateways), time.monotonic()
    statuses: Counter[int] = Counter()
    wrong = attempt(email, "wrong-password-9999", page)
    while statuses.total() < tries:
        statuses.update(answer.status for answer in await at_once(over, [wrong] * len(over)))
    right = (await over[0].ask(attempt(email, password().reveal(), page))).status
    most = allowed(time.monotonic() - began)
    evaluated = looked_at(gateways) - before
    found.requests += statuses.total() + 1
    found.expect(evaluated <= most, f"{evaluated} were looked at, {most} may be")
    found.expect(statuses == {401: evaluated, 429: statuses.total() - evaluated}, f"answered {dict(statuses)}")
    # not even the right one is looked at then, unless the wait was over meanwhile
    found.expect(right == 429 or most > FREE_FAILURES, f"the right password was answered {right} during the wait")


@pytest.mark.parametrize(
    ("rounds", "at_a_time", "tries"),
    [
        pytest.param(2, 100, 200, id="short"),
        # a gateway has 256 connections at most: half a thousand are under way at any moment, until it is a thousand
        pytest.param(50, 500, 1000, id="full", marks=pytest.mark.soak),
    ],
)
def test_e17_and_cve_2024_4629_wrong_passwords_at_two_gateways_at_once_are_looked_at_five_times(
    gateways: Gateways, record_property: Record, rounds: int, at_a_time: int, tries: int
) -> None:
    with httpx.Client(base_url=gateways.urls[0]) as visitor:
        page = visitor.get("/account")

    async def run() -> None:
        async with lines(at_a_time, *gateways.urls) as over:
            for _ in range(rounds):
                found.rounds += 1
                await one_round(gateways, over, page, tries, found)

    with race(record_property, f"E17 {tries} wrong passwords, {at_a_time} at a time, 2 processes") as found:
        asyncio.run(run())

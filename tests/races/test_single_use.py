"""One code, one refresh token, 64 clients at once over two processes: what is good once is good once (E1, E2)."""

import asyncio
import json
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.browsing import VERIFIER, Application, answer, authorize_url, decide, sign_in
from tests.journeys.live import application
from tests.races.conftest import Gateways
from tests.races.lines import Answer, at_once, basic, lines, post
from tests.races.table import race
from tests.support import REDIRECT_URI

CLIENTS = 64
ROUNDS = [pytest.param(20, id="short"), pytest.param(1000, id="full", marks=pytest.mark.soak)]

Record = Callable[[str, object], None]


@pytest.fixture
def portal(gateways: Gateways, request: pytest.FixtureRequest) -> Iterator[Application]:
    """Give an application and, as its connection, the browser in which the member is signed in."""
    with httpx.Client(base_url=gateways.urls[0], timeout=60) as browser:
        assert sign_in(browser, "/account").status_code == 303
        yield application(browser, gateways.live.consumer(f"Portal {request.node.name}"[:60]))


def consented(portal: Application) -> str:
    """Let the member, who is signed in, consent once more, and return the code."""
    return answer(decide(portal.http, authorize_url(portal.client_id)))["code"]


def token_request(portal: Application, **form: str) -> bytes:
    return post("/oauth/token", form, basic(portal.client_id, portal.secret or ""))


def redemption(portal: Application, code: str) -> bytes:
    form = {"code": code, "redirect_uri": REDIRECT_URI, "code_verifier": VERIFIER}
    return token_request(portal, grant_type="authorization_code", **form)


def refusals(answers: list[Answer]) -> int:
    """Count those that say what a spent code or token says."""
    told = [answer for answer in answers if answer.status == 400]
    return sum(json.loads(answer.body)["error"] == "invalid_grant" for answer in told)


def granted(answers: list[Answer]) -> list[dict[str, str]]:
    return [json.loads(answer.body) for answer in answers if answer.status == 200]


def dead_everywhere(gateways: Gateways, portal: Application, token: str) -> bool:
    """Tell whether both gateways take a token for worth nothing."""
    form, auth = {"token": token}, (portal.client_id, portal.secret or "")
    told = [portal.http.post(f"{url}/oauth/introspect", data=form, auth=auth).json() for url in gateways.urls]
    return told == [{"active": False}] * 2


@pytest.mark.parametrize("rounds", ROUNDS)
def test_e1_and_a2_03_of_64_redemptions_of_one_code_exactly_one_succeeds(
    gateways: Gateways, portal: Application, record_property: Record, rounds: int
) -> None:
    async def run() -> None:
        async with lines(CLIENTS, *gateways.urls) as over:
            for _ in range(rounds):
                found.rounds += 1
                answers = await at_once(over, [redemption(portal, consented(portal))] * CLIENTS)
                found.requests += CLIENTS
                good = granted(answers)
                outcome = len(good), refusals(answers)
                found.expect(outcome == (1, CLIENTS - 1), f"granted and refused: {outcome}")
                # the others were replays, and otherwise valid: what the first one got is taken back
                for token in (tokens[kind] for tokens in good for kind in ("access_token", "refresh_token")):
                    found.expect(dead_everywhere(gateways, portal, token), "a token outlived the replay of its code")

    with race(record_property, f"E1 {CLIENTS} clients, 2 processes, redeem one code") as found:
        asyncio.run(run())


@pytest.mark.parametrize("rounds", ROUNDS)
def test_e2_and_a5_02_and_cve_2026_1035_of_64_refreshes_exactly_one_succeeds_and_the_family_is_dead(
    gateways: Gateways, portal: Application, record_property: Record, rounds: int
) -> None:
    """The end state is one only: all others presented a superseded token, and that ends the whole family."""

    async def run() -> None:
        async with lines(CLIENTS, *gateways.urls) as over:
            for _ in range(rounds):
                found.rounds += 1
                first = json.loads((await over[0].ask(redemption(portal, consented(portal)))).body)
                refresh = token_request(portal, grant_type="refresh_token", refresh_token=first["refresh_token"])
                answers = await at_once(over, [refresh] * CLIENTS)
                found.requests += CLIENTS
                good = granted(answers)
                outcome = len(good), refusals(answers)
                found.expect(outcome == (1, CLIENTS - 1), f"granted and refused: {outcome}")
                for tokens in (first, *good):
                    for kind in ("access_token", "refresh_token"):
                        dead = dead_everywhere(gateways, portal, tokens[kind])
                        found.expect(dead, f"an {kind} outlived the reuse of its family")
                    again = token_request(portal, grant_type="refresh_token", refresh_token=tokens["refresh_token"])
                    answered = [await line.ask(again) for line in over[:2]]
                    found.expect(refusals(answered) == 2, "a dead family was refreshed")

    with race(record_property, f"E2 {CLIENTS} clients, 2 processes, refresh one token") as found:
        asyncio.run(run())

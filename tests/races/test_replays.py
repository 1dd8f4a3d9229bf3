"""A signed request is good once, however many come with one nonce and wherever they come to (E10)."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import pytest
from mohawk import Sender

from fracttal_console.services.api_keys import CreatedApiKey
from tests.races.conftest import PUBLIC_HOST, Gateways
from tests.races.lines import Answer, Line, at_once, get, lines
from tests.races.table import race

LINES = 64
REPLAYS = 10
"""How often each accepted request comes again."""

Record = Callable[[str, object], None]


@pytest.fixture
def key(gateways: Gateways, request: pytest.FixtureRequest) -> CreatedApiKey:
    name = f"Bodega {request.node.name}"[:60]
    return gateways.console.api_keys.create(gateways.admin, name=name, permission_group="Field work")


def signed(key: CreatedApiKey, count: int) -> list[bytes]:
    """Sign so many requests, each with a nonce of its own, for the name under which both gateways are known."""
    credentials = {"id": key.api_key.key_id, "key": key.secret.reveal(), "algorithm": "sha256"}
    url = f"https://{PUBLIC_HOST}/api/user/"
    senders = (Sender(credentials, url, "GET", content="", content_type="") for _ in range(count))
    return [get("/api/user/", {"Authorization": sender.request_header}) for sender in senders]


def spent(answer: Answer) -> bool:
    """Tell whether a request was refused, and not for being late: then the nonce would not have been needed."""
    return answer.status == 401 and b'ts="' not in answer.head


def groups(requests: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    rest = iter(requests)
    while group := list(islice(rest, size)):
        yield group


async def sent(over: list[Line], requests: list[bytes]) -> list[Answer]:
    answers: list[Answer] = []
    for group in groups(requests, len(over)):
        answers += await at_once(over[: len(group)], group)
    return answers


@pytest.mark.parametrize(
    "accepted", [pytest.param(256, id="short"), pytest.param(10_000, id="full", marks=pytest.mark.soak)]
)
def test_e10_and_a9_06_of_ten_replays_of_each_request_none_is_accepted(
    gateways: Gateways, key: CreatedApiKey, record_property: Record, accepted: int
) -> None:
    async def run() -> None:
        async with lines(LINES, *gateways.urls) as over:
            while found.rounds < accepted:
                # few at a time: a replay must come while the time of the request is still good
                requests = signed(key, min(2 * LINES, accepted - found.rounds))
                answers = await sent(over, requests)
                found.expect(all(answer.status == 200 for answer in answers), "a request was not accepted")
                replays = await sent(over, [request for request in requests for _ in range(REPLAYS)])
                for answer in replays:
                    found.expect(answer.status != 200, "a replay was accepted")
                    found.expect(answer.status == 200 or spent(answer), f"refused by {answer.status} {answer.head!r}")
                found.rounds += len(requests)
                found.requests += len(requests) + len(replays)

    with race(record_property, f"E10 Hawk request, {REPLAYS} replays, 2 processes") as found:
        asyncio.run(run())


@pytest.mark.parametrize(
    "pairs", [pytest.param(320, id="short"), pytest.param(10_000, id="full", marks=pytest.mark.soak)]
)
def test_e10_and_a9_07_of_two_requests_with_one_nonce_at_two_gateways_exactly_one_is_accepted(
    gateways: Gateways, key: CreatedApiKey, record_property: Record, pairs: int
) -> None:
    async def run() -> None:
        # the lines lead to the gateways in turn, so that each pair is one for each
        async with lines(LINES, *gateways.urls) as over:
            while found.rounds < pairs:
                requests = signed(key, min(LINES // 2, pairs - found.rounds))
                twice = [request for request in requests for _ in range(2)]
                answers = await at_once(over[: len(twice)], twice)
                for one, other in zip(answers[::2], answers[1::2], strict=True):
                    outcome = one.status, other.status
                    found.expect(outcome in {(200, 401), (401, 200)}, f"a pair was answered {outcome}")
                    found.expect(spent(one) or spent(other), "neither was refused for its nonce")
                found.rounds += len(requests)
                found.requests += len(twice)

    with race(record_property, "E10 Hawk pair with one nonce, one for each process") as found:
        asyncio.run(run())

"""Our Hawk and that of the reference family, over the same random requests; mohawk's are in tests/crypto."""

import random
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fracttal_console.crypto import hawk
from fracttal_console.domain.secrets import SecretText
from tests.crypto.test_hawk import Case
from tests.journeys.clients.faces import Values
from tests.journeys.clients.node_clients import NodeProgram, programs
from tests.races.table import race

AT_ONCE = 4_000
ROUNDS = [pytest.param(4_000, id="short"), pytest.param(100_000, id="full", marks=pytest.mark.soak)]
Record = Callable[[str, object], None]


@pytest.fixture
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NodeProgram]:
    """Run one of the two."""
    with programs(tmp_path) as directory:
        program = NodeProgram(directory / request.param)
        try:
            program.ask("new")
            yield program
        finally:
            program.close()


def described(case: Case) -> Values:
    """Say what is to be signed, with the answer that we sign for it."""
    header = hawk.parse_header(case.signed())
    path, query_mark, query = case.request.resource.partition("?")
    answer = hawk.response_header(
        SecretText(case.key), header, case.request, payload_hash=hawk.payload_hash("text/html", b"answer")
    )
    return {
        # in parts, since Node would escape some signs in an address that it parses
        "uri": {
            "protocol": case.url.partition("//")[0],
            "hostname": case.request.host,
            "port": str(case.request.port),
            "pathname": path,
            "search": query_mark + query,
        },
        "method": case.request.method,
        "credentials": case.credentials,
        "timestamp": case.ts,
        "nonce": case.nonce,
        "payload": b64encode(case.payload).decode(),
        "contentType": case.content_type,
        "ext": case.ext,
        "app": case.app,
        "dlg": case.dlg,
        "answer": answer,
    }


@pytest.mark.parametrize("rounds", ROUNDS)
@pytest.mark.parametrize("library", ["hawk.mjs", "hapi-hawk.mjs"], indirect=True)
def test_e10_a9_01_and_a9_13_random_requests_agree_with_the_reference_family(
    library: NodeProgram, request: pytest.FixtureRequest, record_property: Record, rounds: int
) -> None:
    chance = random.Random(20261124)  # noqa: S311  # the same requests in every run
    now = int(time.time())
    with race(record_property, f"E10 agreement with {request.node.callspec.params['library']}, both ways") as found:
        while found.rounds < rounds:
            cases = [Case(chance, now) for _ in range(min(AT_ONCE, rounds - found.rounds))]
            headers = library.ask("agreement", {"cases": [described(case) for case in cases]})["headers"]
            assert len(headers) == len(cases)
            for case, written in zip(cases, headers, strict=True):
                theirs = hawk.parse_header(written)
                found.expect(theirs == hawk.parse_header(case.signed()), "signed otherwise")
                found.expect(theirs.hash == case.hash, "another hash of the payload")
                found.expect(hawk.verify_mac(SecretText(case.key), theirs, case.request), "theirs was refused")
                found.rounds += 1
                found.requests += 1

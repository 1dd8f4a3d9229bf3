"""Our Hawk and that of the reference family, over the same random requests; mohawk's are in tests/crypto."""

import random
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from fracttal_console.crypto import hawk
from fracttal_console.domain.secrets import SecretText
from tests.crypto.test_hawk import Case
from tests.journeys.clients.faces import Values
from tests.journeys.clients.node_clients import NodeProgram, programs

EACH = 4_000


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


@pytest.mark.parametrize("library", ["hawk.mjs", "hapi-hawk.mjs"], indirect=True)
def test_a9_01_and_a9_13_4000_random_requests_agree_with_the_reference_family(library: NodeProgram) -> None:
    chance = random.Random(20261124)  # noqa: S311  # the same requests in every run
    now = int(time.time())
    cases = [Case(chance, now) for _ in range(EACH)]
    headers = library.ask("agreement", {"cases": [described(case) for case in cases]})["headers"]
    assert len(headers) == EACH
    for case, written in zip(cases, headers, strict=True):
        theirs = hawk.parse_header(written)
        assert theirs == hawk.parse_header(case.signed())
        assert theirs.hash == case.hash
        assert hawk.verify_mac(SecretText(case.key), theirs, case.request)

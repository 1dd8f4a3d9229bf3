"""Where signatures are verified (SECURITY A8.04): in a pool of threads, while nobody waits for the writer."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from fracttal_console.crypto import dpop
from fracttal_console.crypto.jws import SignedJson
from fracttal_console.domain.consumer_switches import Demand, SwitchChange
from fracttal_console.domain.device_grants import GRANT_TYPE
from fracttal_console.gateway import app
from fracttal_console.gateway.exchange import Request
from fracttal_console.storage.unit_of_work import Store
from tests.browsing import CHALLENGE
from tests.gateway.proofs import Holder
from tests.gateway.served import Served
from tests.gateway.test_client_assertions import CREDENTIALS, Signing, signing
from tests.gateway.test_dpop import REQUIRED, Program
from tests.signing import ASSERTION_TYPE
from tests.support import REDIRECT_URI

Where = tuple[str, bool]
IN_POOL: Where = ("gateway", False)
"""A thread of the pool, without the writer's turn."""


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[Where]:
    """Note in which thread each signature is verified, and whether that thread holds the writer."""
    found: list[Where] = []
    holds = threading.local()
    batch = Store.batch

    @contextmanager
    def held(self: Store) -> Iterator[None]:
        with batch(self):
            before, holds.writer = getattr(holds, "writer", False), True
            try:
                yield
            finally:
                holds.writer = before

    def noted(verify: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:  # noqa: ANN401
            name = threading.current_thread().name
            found.append((name.partition("_")[0], getattr(holds, "writer", False)))
            return verify(*args, **options)

        return call

    monkeypatch.setattr(Store, "batch", held)
    verifier = dpop._verifier()
    monkeypatch.setattr(verifier, "decode_complete", noted(verifier.decode_complete))
    monkeypatch.setattr(SignedJson, "verified_by", noted(SignedJson.verified_by))
    return found


def test_a8_04_proofs_at_the_token_endpoint_are_verified_beforehand(served: Served, verified: list[Where]) -> None:
    program = Program(served, served.job(switches=REQUIRED))
    assert program.ask(CREDENTIALS).json()["token_type"] == "DPoP"
    used = program.proof()
    assert program.ask(CREDENTIALS, used).status_code == 200
    # what is wrong in the transaction was found beforehand all the same
    assert program.ask(CREDENTIALS, used).json()["error"] == "invalid_dpop_proof"
    assert program.ask(CREDENTIALS, program.proof()[:-4]).json()["error"] == "invalid_dpop_proof"
    assert verified == [IN_POOL] * 4


def test_a8_04_proofs_of_people_s_tokens_and_of_refreshing_are_verified_beforehand(
    served: Served, verified: list[Where]
) -> None:
    program = Program(served, served.consumer(public=True, switches=REQUIRED))
    tokens = program.tokens()
    assert program.refresh(tokens["refresh_token"]).status_code == 200
    assert verified == [IN_POOL] * 2


def test_a8_04_proofs_with_an_assertion_are_verified_beforehand(served: Served, verified: list[Where]) -> None:
    firm: Signing = signing(served, switches=REQUIRED)
    proof = Holder().proof("POST", f"{served.url}/oauth/token", firm.now)
    form = {**CREDENTIALS, "client_assertion": firm.assertion(), "client_assertion_type": ASSERTION_TYPE}
    answer = served.http.post("/oauth/token", data=form, headers={"DPoP": proof})
    assert answer.json()["token_type"] == "DPoP"
    assert verified == [IN_POOL] * 2


def test_a8_04_proofs_with_pushed_requests_and_devices_are_verified_beforehand(
    served: Served, verified: list[Where]
) -> None:
    client = served.consumer(switches=SwitchChange(par=Demand.ALLOWED, dpop=Demand.REQUIRED))
    form = {
        "response_type": "code", "redirect_uri": REDIRECT_URI, "code_challenge_method": "S256",
        "code_challenge": CHALLENGE,
    }  # fmt: skip
    assert Program(served, client).ask(form, None, "/oauth/par").status_code == 201
    client = served.consumer(public=True, redirect_uris=[], switches=SwitchChange(device=True, dpop=Demand.REQUIRED))
    told = served.post("/oauth/device_authorization", {"client_id": client.client_id}).json()
    served.world.console.device_grants.enter(served.world.member, told["user_code"])
    served.world.console.device_grants.allow(served.world.member, told["user_code"])
    asked = {"grant_type": GRANT_TYPE, "device_code": told["device_code"]}
    assert Program(served, client).ask(asked).json()["token_type"] == "DPoP"
    assert verified == [IN_POOL] * 2


def test_a8_04_proofs_at_resources_are_verified_beforehand(served: Served, verified: list[Where]) -> None:
    program = Program(served, served.job(switches=REQUIRED))
    token = program.ask(CREDENTIALS).json()["access_token"]
    assert program.user(token).status_code == 200
    log = program.proof("GET", "/api/transactions_log/", token=token)
    headers = {"Authorization": f"DPoP {token}"}
    assert served.http.get("/api/transactions_log/", headers={**headers, "DPoP": log}).status_code in {200, 403, 407}
    verify = program.proof("GET", "/auth/verify", token=token)
    assert served.http.get("/auth/verify", headers={**headers, "DPoP": verify}).status_code in {200, 403}
    assert verified == [IN_POOL] * 4


def test_requests_without_a_proof_take_no_turn_in_the_pool(
    served: Served, verified: list[Where], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noted(request: Request) -> Request:
        read.append(request.path)
        return request

    monkeypatch.setattr(app, "with_proof_read", noted)
    client = served.job()
    token = client.token(**CREDENTIALS).json()["access_token"]
    assert client.user(token).status_code == 200
    # one that comes with a plain token is none either
    answer = served.http.get("/api/user/", headers={"Authorization": f"Bearer {token}", "DPoP": "x"})
    assert answer.status_code == 200
    assert (read, verified) == ([], [])

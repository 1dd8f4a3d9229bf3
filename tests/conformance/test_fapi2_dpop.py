"""Modules of the conformance suite about proofs of possession, by their names."""

import pytest

from tests.browsing import Application
from tests.gateway.proofs import Holder
from tests.gateway.served import Served
from tests.gateway.test_dpop import REQUIRED, Program


@pytest.fixture(scope="module")
def client(served: Served) -> Application:
    return served.consumer(switches=REQUIRED)


@pytest.fixture
def program(served: Served, client: Application) -> Program:
    return Program(served, client)


def test_fapi2_dpop_negative_tests(program: Program) -> None:
    token = program.tokens()["access_token"]
    bad = (
        "", "x", program.proof("GET", "/api/user/", token=token, header={"typ": "JWT"}),
        program.proof("GET", "/api/user/", token=token, header={"alg": "none"}),
        program.proof("GET", "/api/user/", token=token, header={"jwk": program.holder.key.as_dict(private=True)}),
        program.proof("POST", "/api/user/", token=token), program.proof("GET", "/api/other/", token=token),
        program.proof("GET", "/api/user/"), program.proof("GET", "/api/user/", token="fca_other"),
        program.proof("GET", "/api/user/", token=token, jti=None),
        program.proof("GET", "/api/user/", token=token, iat=None),
        program.proof("GET", "/api/user/", token=token, at=program.now() - 3600),
        program.proof("GET", "/api/user/", token=token, at=program.now() + 3600),
        Holder().proof("GET", f"{program.served.url}/api/user/", program.now(), token=token),
    )  # fmt: skip
    assert [program.user(token, proof).status_code for proof in bad] == [401] * len(bad)
    reused = program.proof("GET", "/api/user/", token=token)
    assert [program.user(token, reused).status_code for _ in range(2)] == [200, 401]


def test_fapi2_check_dpop_proof_nbf_exp(program: Program) -> None:
    form, now = {"grant_type": "refresh_token", "refresh_token": program.tokens()["refresh_token"]}, program.now()
    for proof in (program.proof(exp=now - 300), program.proof(nbf=now + 300)):
        assert program.ask(form, proof).json()["error"] == "invalid_dpop_proof"
    assert program.ask(form, program.proof(nbf=now - 10, exp=now + 60)).status_code == 200


@pytest.mark.parametrize("place", ["token", "resource"])
def test_fapi2_ensure_dpopproof_with_iat_10seconds_before_succeeds(program: Program, place: str) -> None:
    _off_by(program, -10, place)


@pytest.mark.parametrize("place", ["token", "resource"])
def test_fapi2_ensure_dpopproof_with_iat_10seconds_after_succeeds(program: Program, place: str) -> None:
    _off_by(program, 10, place)


def _off_by(program: Program, seconds: int, place: str) -> None:
    at, tokens = program.now() + seconds, program.tokens()
    if place == "token":
        assert program.refresh(tokens["refresh_token"], program.proof(at=at)).status_code == 200
        return
    token = tokens["access_token"]
    assert program.user(token, program.proof("GET", "/api/user/", token=token, at=at)).status_code == 200


def test_fapi2_ensure_mismatched_dpop_jkt_fails(program: Program) -> None:
    code = program.client.consent(dpop_jkt=Holder().thumbprint)
    refused = program.exchange(code)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


def test_fapi2_ensure_holder_of_key_required(program: Program) -> None:
    code = program.client.consent()
    assert program.exchange(code, "").status_code == 400
    token = program.exchange(code).json()["access_token"]
    assert program.user(token, "", "Bearer").status_code == 401

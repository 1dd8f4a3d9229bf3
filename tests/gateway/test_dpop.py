"""Proofs of possession (DPoP, RFC 9449, SECURITY A8.04), over a real socket."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from fracttal_console.domain.consumer_switches import Demand, SwitchChange
from fracttal_console.domain.device_grants import GRANT_TYPE
from fracttal_console.services.listing import ListQuery
from tests.browsing import CHALLENGE, VERIFIER, Application, answer, authorize_url, decide
from tests.gateway.proofs import Holder
from tests.gateway.served import Served, application, count_rows, serving, together
from tests.services.walks import raw as raw_file
from tests.support import REDIRECT_URI

ALLOWED, REQUIRED = SwitchChange(dpop=Demand.ALLOWED), SwitchChange(dpop=Demand.REQUIRED)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a world that believes one proxy, this machine."""
    with serving(tmp_path_factory.mktemp("dpop"), trusted_proxies=("127.0.0.1",)) as made:
        yield made


class Program:
    """An application with a key."""

    def __init__(self, served: Served, client: Application, holder: Holder | None = None) -> None:
        self.served, self.client, self.holder = served, client, holder or Holder()

    def now(self) -> float:
        return self.served.world.clock.now().timestamp()

    def proof(self, method: str = "POST", path: str = "/oauth/token", **options: Any) -> str:  # noqa: ANN401
        url = options.pop("url", self.served.url + path)
        return self.holder.proof(method, url, options.pop("at", self.now()), **options)

    def ask(self, form: dict[str, str], proof: str | None = None, path: str = "/oauth/token") -> httpx.Response:
        headers = {} if proof == "" else {"DPoP": self.proof(path=path) if proof is None else proof}
        auth = (self.client.client_id, self.client.secret) if self.client.secret else None
        data = form if auth else {**form, "client_id": self.client.client_id}
        return self.served.http.post(path, data=data, headers=headers, auth=auth or httpx.USE_CLIENT_DEFAULT)

    def exchange(self, code: str, proof: str | None = None) -> httpx.Response:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI}
        return self.ask({**form, "code_verifier": VERIFIER}, proof)

    def refresh(self, token: str, proof: str | None = None) -> httpx.Response:
        return self.ask({"grant_type": "refresh_token", "refresh_token": token}, proof)

    def tokens(self) -> dict[str, str]:
        response = self.exchange(self.client.consent())
        assert response.status_code == 200, response.text
        told: dict[str, str] = response.json()
        return told

    def user(self, token: str, proof: str | None = None, scheme: str = "DPoP") -> httpx.Response:
        if proof is None:
            proof = self.proof("GET", "/api/user/", token=token)
        headers = {"Authorization": f"{scheme} {token}", **({"DPoP": proof} if proof else {})}
        return self.served.http.get("/api/user/", headers=headers)


@pytest.fixture(scope="module")
def program(served: Served) -> Program:
    return Program(served, served.consumer(switches=ALLOWED))


@pytest.fixture(scope="module")
def native(served: Served) -> Program:
    return Program(served, served.consumer(public=True, switches=REQUIRED), Holder("Ed25519"))


def test_a8_04_tokens_are_bound_to_the_key_that_was_proved(served: Served, program: Program) -> None:
    tokens = program.tokens()
    assert tokens["token_type"] == "DPoP"
    assert program.user(tokens["access_token"]).status_code == 200
    told = program.client.introspect(tokens["access_token"]).json()
    assert (told["token_type"], told["cnf"]) == ("DPoP", {"jkt": program.holder.thumbprint})
    plain = program.client.exchange(program.client.consent()).json()
    assert plain["token_type"] == "Bearer"
    assert "cnf" not in program.client.introspect(plain["access_token"]).json()
    assert served.url


@pytest.mark.parametrize("scheme", ["Bearer", "bearer"])
def test_a8_04_a_bound_token_as_bearer_is_refused(program: Program, scheme: str) -> None:
    token = program.tokens()["access_token"]
    for proof in ("", None):
        response = program.user(token, proof, scheme)
        assert response.status_code == 401
        assert response.headers["www-authenticate"].startswith('DPoP error="invalid_token", algs="')


def test_a8_04_a_token_without_key_is_no_dpop_token(program: Program) -> None:
    token = program.client.exchange(program.client.consent()).json()["access_token"]
    assert program.user(token).status_code == 401
    assert program.client.user(token).status_code == 200


def test_a8_04_a_proof_counts_once(served: Served, program: Program) -> None:
    token = program.tokens()["access_token"]
    proof = program.proof("GET", "/api/user/", token=token)
    assert program.user(token, proof).status_code == 200
    again = program.user(token, proof)
    assert (again.status_code, again.json()["message"]) == (401, "invalid_dpop_proof")
    # not even at the end of its time, nor by whoever shows it to another part of the service
    served.world.clock.advance(timedelta(seconds=60))
    while served.world.console.housekeeping.step():
        pass
    assert program.user(token, proof).status_code == 401
    code = program.client.consent()
    used = program.proof()
    assert program.exchange(code, used).status_code == 200
    refused = program.exchange(program.client.consent(), used)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_dpop_proof")


def test_a8_04_a_proof_at_many_places_at_once_counts_once(served: Served, program: Program) -> None:
    for _ in range(4):
        token = program.tokens()["access_token"]
        headers = {"Authorization": f"DPoP {token}", "DPoP": program.proof("GET", "/api/user/", token=token)}

        def call(_number: int, headers: dict[str, str] = headers) -> int:
            with httpx.Client(base_url=served.url) as http:
                return http.get("/api/user/", headers=headers).status_code

        assert sorted(together(6, call)) == [200] + [401] * 5


@pytest.mark.parametrize(("options", "status"), [
    ({}, 200),
    ({"shift": 10}, 200), ({"shift": -10}, 200), ({"shift": 59}, 200), ({"shift": -59}, 200),
    ({"shift": 62}, 401), ({"shift": -62}, 401),
    ({"htm": "POST"}, 401), ({"htm": "get"}, 401),
    ({"htu": "https://evil.example/api/user/"}, 401), ({"htu": "/api/user/"}, 401), ({"htu": "x"}, 401),
    ({"htu": "http://[::1"}, 401),
    ({"path": "/api/user"}, 401), ({"path": "/api/user/?x=1#y"}, 200), ({"path": "/API/user/"}, 401),
    ({"ath": "A" * 43}, 401), ({"ath": None}, 401),
    ({"header": {"typ": "JWT"}}, 401),
])  # fmt: skip
def test_a8_04_a_proof_is_about_this_request_this_moment_and_this_token(
    program: Program, options: dict[str, Any], status: int
) -> None:
    token = program.tokens()["access_token"]
    settings = dict(options)
    path, at = settings.pop("path", "/api/user/"), program.now() + settings.pop("shift", 0)
    response = program.user(token, program.proof("GET", path, token=token, at=at, **settings))
    assert response.status_code == status, response.text
    if status == 401:
        assert response.headers["www-authenticate"].startswith('DPoP error="invalid_dpop_proof"')


def test_a8_04_two_proofs_or_none_are_none(served: Served, program: Program) -> None:
    token = program.tokens()["access_token"]
    headers = [("Authorization", f"DPoP {token}")]
    both = [("DPoP", program.proof("GET", "/api/user/", token=token)) for _ in range(2)]
    assert served.http.get("/api/user/", headers=headers + both).status_code == 401
    assert served.http.get("/api/user/", headers=headers).status_code == 401
    code = program.client.consent()
    assert program.exchange(code, f"{program.proof()}, {program.proof()}").json()["error"] == "invalid_dpop_proof"
    assert program.exchange(code).status_code == 200


def test_a8_04_the_key_of_somebody_else_opens_nothing(served: Served, program: Program) -> None:
    token = program.tokens()["access_token"]
    thief = Program(served, program.client, Holder())
    response = thief.user(token)
    assert (response.status_code, response.json()["message"]) == (401, "invalid_token")
    assert program.user(token).status_code == 200


def test_a8_04_what_is_required_is_refused_without(served: Served, native: Program) -> None:
    code = native.client.consent()
    refused = native.exchange(code, "")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_dpop_proof")
    tokens = native.exchange(code).json()
    assert tokens["token_type"] == "DPoP"
    job = Program(served, served.job(switches=REQUIRED))
    form = {"grant_type": "client_credentials"}
    assert job.ask(form, "").json()["error"] == "invalid_dpop_proof"
    own = job.ask(form).json()
    assert (own["token_type"], "refresh_token" in own) == ("DPoP", False)
    assert job.user(own["access_token"]).status_code == 200
    assert job.user(own["access_token"], "", "Bearer").status_code == 401


def test_a8_04_refresh_tokens_of_public_consumers_are_bound_as_well(served: Served, native: Program) -> None:
    tokens = native.tokens()
    thief = Program(served, native.client, Holder())
    stolen = thief.refresh(tokens["refresh_token"])
    assert (stolen.status_code, stolen.json()["error"]) == (400, "invalid_grant")
    assert native.refresh(tokens["refresh_token"], "").json()["error"] == "invalid_dpop_proof"
    newer = native.refresh(tokens["refresh_token"]).json()
    assert newer["token_type"] == "DPoP"
    # whoever comes with the old one ends all of them, whatever they are bound to
    assert native.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert native.user(newer["access_token"]).status_code == 401
    assert native.refresh(newer["refresh_token"]).json()["error"] == "invalid_grant"


def test_a8_04_a_consumer_with_a_secret_may_come_with_a_new_key(served: Served, program: Program) -> None:
    tokens = program.tokens()
    renewed = Program(served, program.client, Holder("PS256"))
    newer = renewed.refresh(tokens["refresh_token"]).json()
    assert renewed.user(newer["access_token"]).status_code == 200
    assert program.user(newer["access_token"]).status_code == 401
    assert program.user(tokens["access_token"]).status_code == 200
    # one family all the same: a token that comes back ends both
    assert program.refresh(tokens["refresh_token"]).status_code == 400
    assert program.user(tokens["access_token"]).status_code == 401
    assert renewed.user(newer["access_token"]).status_code == 401


def test_a8_04_the_refusal_of_a_proof_uses_nothing_up(program: Program) -> None:
    tokens = program.tokens()
    bad = program.proof(htm="GET")
    assert program.refresh(tokens["refresh_token"], bad).json()["error"] == "invalid_dpop_proof"
    code = program.client.consent()
    assert program.exchange(code, bad).json()["error"] == "invalid_dpop_proof"
    assert program.exchange(code).status_code == 200
    assert program.refresh(tokens["refresh_token"]).status_code == 200


def test_a8_04_revoking_ends_bound_tokens(served: Served, native: Program) -> None:
    tokens = native.tokens()
    assert native.client.revoke(tokens["refresh_token"]).status_code == 200
    assert native.user(tokens["access_token"]).status_code == 401
    replayed = native.client.consent()
    first = native.exchange(replayed).json()
    assert native.exchange(replayed).json()["error"] == "invalid_grant"
    assert native.user(first["access_token"]).status_code == 401
    assert served.url


def test_a8_04_a_code_can_be_bound_to_a_key_from_the_start(served: Served, program: Program) -> None:
    code = program.client.consent(dpop_jkt=program.holder.thumbprint)
    thief = Program(served, program.client, Holder())
    assert thief.exchange(code).json()["error"] == "invalid_grant"
    assert program.exchange(code, "").json()["error"] == "invalid_dpop_proof"
    assert program.exchange(code).json()["token_type"] == "DPoP"
    path = authorize_url(program.client.client_id, dpop_jkt="no thumbprint")
    assert answer(served.signed_in(path).get(path))["error"] == "invalid_request"


def test_a8_04_a_pushed_request_binds_the_code_to_the_key_that_pushed(served: Served) -> None:
    client = served.consumer(switches=SwitchChange(par=Demand.REQUIRED, dpop=Demand.REQUIRED))
    program, thief = Program(served, client), Program(served, client, Holder())
    form = {
        "response_type": "code", "redirect_uri": REDIRECT_URI, "code_challenge_method": "S256",
        "code_challenge": CHALLENGE,
    }  # fmt: skip
    differing = program.ask({**form, "dpop_jkt": thief.holder.thumbprint}, None, "/oauth/par")
    assert (differing.status_code, differing.json()["error"]) == (400, "invalid_request")
    uri = program.ask(form, None, "/oauth/par").json()["request_uri"]
    path = "/oauth/authorize?" + urlencode({"client_id": client.client_id, "request_uri": uri})
    code = answer(decide(served.signed_in(path), path))["code"]
    assert thief.exchange(code).json()["error"] == "invalid_grant"
    assert program.exchange(code).json()["token_type"] == "DPoP"


def test_a8_04_devices_can_bind_their_tokens(served: Served) -> None:
    client = served.consumer(public=True, redirect_uris=[], switches=SwitchChange(device=True, dpop=Demand.REQUIRED))
    program, world = Program(served, client), served.world
    told = served.post("/oauth/device_authorization", {"client_id": client.client_id}).json()
    world.console.device_grants.enter(world.member, told["user_code"])
    world.console.device_grants.allow(world.member, told["user_code"])
    form = {"grant_type": GRANT_TYPE, "device_code": told["device_code"]}
    assert program.ask(form, "").json()["error"] == "invalid_dpop_proof"
    tokens = program.ask(form).json()
    assert tokens["token_type"] == "DPoP"
    assert program.refresh(tokens["refresh_token"], "").json()["error"] == "invalid_dpop_proof"


def test_a8_04_it_is_off_until_it_is_switched_on(served: Served) -> None:
    program = Program(served, served.consumer())
    code = program.client.consent(dpop_jkt=program.holder.thumbprint)
    tokens = program.exchange(code, "not even a proof").json()
    assert tokens["token_type"] == "Bearer"
    assert program.client.user(tokens["access_token"]).status_code == 200


def test_a8_04_switching_it_off_sets_no_token_free(served: Served) -> None:
    created = served.created(public=True, switches=REQUIRED)
    program, world = Program(served, application(served.http, created)), served.world
    tokens = program.tokens()
    world.console.consumers.edit(world.admin, program.client.client_id, switches=SwitchChange(dpop=Demand.OFF))
    assert program.user(tokens["access_token"], "", "Bearer").status_code == 401
    assert program.user(tokens["access_token"]).status_code == 200
    assert program.refresh(tokens["refresh_token"], "").status_code == 400
    assert program.refresh(tokens["refresh_token"]).json()["token_type"] == "DPoP"


def test_a8_04_nothing_that_is_taken_out_of_the_file_sets_a_token_free(served: Served, native: Program) -> None:
    tokens = native.tokens()
    path = served.world.settings.database_path
    with raw_file(path) as connection:
        rows = connection.execute("SELECT * FROM consumer_switches").fetchall()
        connection.execute("DELETE FROM consumer_switches")
        try:
            assert native.user(tokens["access_token"], "", "Bearer").status_code == 401
            assert native.refresh(tokens["refresh_token"], "").status_code == 400
        finally:
            connection.executemany("INSERT INTO consumer_switches VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("UPDATE access_tokens SET family = substr(family, 1, 16) WHERE length(family) > 16")
    assert native.user(tokens["access_token"], "", "Bearer").status_code == 500


def test_a8_04_forward_auth_checks_the_proof_against_the_original_request(served: Served, program: Program) -> None:
    token = program.tokens()["access_token"]
    original = {
        "X-Forwarded-Method": "GET", "X-Forwarded-Uri": "/api/items/?page=2", "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "api.quillahue.example",
    }  # fmt: skip

    def verify(**options: Any) -> httpx.Response:  # noqa: ANN401
        url = options.pop("url", "https://api.quillahue.example/api/items/")
        proof = program.proof(options.pop("method", "GET"), url=url, token=token)
        headers = {**original, "Authorization": f"DPoP {token}", "DPoP": proof}
        return served.http.get("/auth/verify", headers=headers)

    assert verify().status_code == 200
    others = (
        {"method": "POST"}, {"url": "https://api.quillahue.example/api/items"}, {"url": f"{served.url}/auth/verify"},
        {"url": "http://api.quillahue.example/api/items/"},
    )  # fmt: skip
    for options in others:
        response = verify(**options)
        assert (response.status_code, response.headers["x-auth-cause"][:5]) == (401, "proof")
        assert response.headers["www-authenticate"].startswith("DPoP ")
    bearer = served.http.get("/auth/verify", headers={**original, "Authorization": f"Bearer {token}"})
    assert (bearer.status_code, bearer.headers["x-auth-cause"]) == (401, "token_bound")


def test_a8_04_used_proofs_are_forgotten_when_they_are_too_old_anyway(served: Served, program: Program) -> None:
    program.tokens()
    assert count_rows(served.world, "proofs_seen") > 0
    served.world.clock.advance(timedelta(seconds=130))
    while served.world.console.housekeeping.step():
        pass
    assert count_rows(served.world, "proofs_seen") == 0


def test_a8_04_refused_requests_leave_no_proof_behind(served: Served, program: Program) -> None:
    before = count_rows(served.world, "proofs_seen")
    for _ in range(3):
        assert program.exchange("fco_unknown").json()["error"] == "invalid_grant"
        assert program.user("fca_unknown").status_code == 401
    assert count_rows(served.world, "proofs_seen") == before


def test_a8_04_the_issuer_with_a_path_is_an_address_as_well(tmp_path_factory: pytest.TempPathFactory) -> None:
    issuer = "https://acceso.quillahue.example/conexiones"
    with serving(tmp_path_factory.mktemp("issuer"), issuer=issuer) as behind:
        program = Program(behind, behind.job(switches=REQUIRED))
        form = {"grant_type": "client_credentials"}
        assert program.ask(form, program.proof(url=f"{issuer}/oauth/token")).status_code == 200
        assert program.ask(form, program.proof(url="https://acceso.quillahue.example/oauth/token")).status_code == 400


def test_a8_02_the_algorithms_of_proofs_are_told_where_somebody_may_use_them(served: Served, program: Program) -> None:
    document = served.http.get("/.well-known/oauth-authorization-server").json()
    for algorithm in document["dpop_signing_alg_values_supported"]:
        if algorithm != "EdDSA":  # the other library warns of the old name
            assert Program(served, program.client, Holder(algorithm)).tokens()["token_type"] == "DPoP"
    for algorithm in ("RS256", "ES384"):
        assert Program(served, program.client, Holder(algorithm)).exchange(program.client.consent()).status_code == 400


def test_a8_04_why_a_proof_is_refused_is_kept_for_whoever_looks(served: Served) -> None:
    created = served.created(switches=ALLOWED)
    program = Program(served, application(served.http, created))
    token = program.tokens()["access_token"]
    used = program.proof("GET", "/api/user/", token=token)
    assert program.user(token, used).status_code == 200
    proofs = [
        used,
        program.proof("POST", "/api/user/", token=token),
        program.proof("GET", "/api/items/?token=fca_secret", token=token),
        program.proof("GET", "/api/user/", token=token, at=program.now() - 90),
        program.proof("GET", "/api/user/", token="fca_other"),
        Holder().proof("GET", f"{served.url}/api/user/", program.now(), token=token),
        program.proof("GET", "/api/user/", token=token, header={"typ": "JWT"}),
        program.proof("GET", "/api/user/", token=token)[:-6] + "AAAAAA",
        "",
    ]
    for proof in proofs:
        assert program.user(token, proof).status_code == 401
    console = served.world.console
    console.refusals.flush()
    rows = [view.refusal for view in console.refused_requests.page(served.world.admin, ListQuery(), 0, 50).rows]
    facts = {row.cause: dict(row.facts) for row in rows if row.credential_name == created.consumer.name}
    assert set(facts) == {
        "proof_replayed", "proof_other_method", "proof_other_target", "proof_stale", "proof_other_token",
        "proof_other_key", "proof_malformed", "proof_signature", "proof_missing",
    }  # fmt: skip
    assert facts["proof_other_method"] == {"signed_method": "POST", "sent_method": "GET"}
    place = {"proof_target": f"{served.url}/api/items/", "sent_target": f"{served.url}/api/user/"}
    assert facts["proof_other_target"] == place
    assert facts["proof_stale"] == {"skew": -90}

"""Consumers that prove themselves by a key of their own (`private_key_jwt`, RFC 7523), over the socket."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import httpx
import pytest

from fracttal_console.domain.consumer_keys import AuthMethod
from fracttal_console.domain.consumer_switches import Demand, SwitchChange
from fracttal_console.gateway.oauth.clients import OPEN_DOOR_REQUESTS
from tests.browsing import CHALLENGE, VERIFIER, Application
from tests.gateway.served import Served, count_rows, full_disk, together
from tests.signing import ASSERTION_TYPE, Signer, claims, encoded, jwks
from tests.support import REDIRECT_URI

TOKEN, REVOKE, INTROSPECT = "/oauth/token", "/oauth/revoke", "/oauth/introspect"
PUSH, DEVICE = "/oauth/par", "/oauth/device_authorization"
CREDENTIALS = {"grant_type": "client_credentials"}


@dataclass(frozen=True)
class Signing:
    """An application that holds a private key."""

    served: Served
    client_id: str
    signer: Signer

    def assertion(self, **changes: object) -> str:
        """Sign an assertion for the issuer."""
        header = changes.pop("header", None)
        signer, audience = changes.pop("signer", self.signer), changes.pop("audience", self.served.url)
        assert isinstance(signer, Signer)
        assert header is None or isinstance(header, dict)
        return signer.assertion(self.client_id, audience, header, self.now, **changes)

    @property
    def now(self) -> int:
        """The hour on the server's clock."""
        return int(self.served.world.clock.now().timestamp())

    def send(self, signed: str | None = None, path: str = TOKEN, /, **form: str) -> httpx.Response:
        """Send a form with an assertion."""
        proof = {"client_assertion": signed or self.assertion(), "client_assertion_type": ASSERTION_TYPE}
        wanted = CREDENTIALS if path == TOKEN and "grant_type" not in form else {}
        return self.served.post(path, {**wanted, **form, **proof})


def signing(served: Served, signer: Signer | None = None, keys: str = "", **options: object) -> Signing:
    """Register a consumer that acts for itself and proves itself by a key."""
    held = signer or Signer()
    number = count_rows(served.world, "oauth_consumers")
    created = served.world.job(f"Firma {number}", public_keys=keys or jwks(held), **options)
    assert created.secret is None
    return Signing(served, created.consumer.client_id, held)


@pytest.fixture
def app(served: Served) -> Signing:
    return signing(served)


def refused(response: httpx.Response) -> str:
    """Return what a refusal says, after checking that it is one of the client's authentication."""
    assert (response.status_code, response.json()["error"]) == (401, "invalid_client"), response.text
    assert "www-authenticate" not in response.headers
    return str(response.json().get("error_description", ""))


SIGNERS = [
    Signer("EC"), Signer("RSA"), Signer("RSA", algorithm="RS256"), Signer("OKP"), Signer("OKP", algorithm="EdDSA"),
    Signer("EC", kid="2026-11"),
]  # fmt: skip


@pytest.mark.parametrize("signer", SIGNERS, ids=lambda signer: f"{signer.alg}{signer.kid}")
def test_a_consumer_gets_introspects_and_gives_back_tokens_by_each_algorithm(served: Served, signer: Signer) -> None:
    app = signing(served, signer)
    token = app.send().json()["access_token"]

    assert app.send(None, INTROSPECT, token=token).json()["client_id"] == app.client_id
    assert app.send(None, REVOKE, token=token).status_code == 200
    assert app.send(None, INTROSPECT, token=token).json() == {"active": False}


@pytest.mark.parametrize("signer", SIGNERS[:4], ids=lambda signer: signer.alg)
def test_a_key_may_be_given_as_pem_and_as_a_single_jwk(served: Served, signer: Signer) -> None:
    for keys in (signer.pem, json.dumps(signer.jwk)):
        assert signing(served, signer, keys).send().status_code == 200


def test_the_form_may_name_the_consumer_too_but_no_other(served: Served, app: Signing) -> None:
    assert app.send(client_id=app.client_id).status_code == 200
    assert "client_id" in refused(app.send(client_id=served.job().client_id))


def test_audiences_are_the_issuer_and_the_token_endpoint_wherever_it_is_sent(served: Served, app: Signing) -> None:
    issuer, endpoint = served.url, served.url + TOKEN
    ours: list[object] = [issuer, endpoint, [issuer], [issuer, endpoint]]
    for path in (TOKEN, REVOKE, INTROSPECT):
        for audience in ours:
            assert app.send(app.assertion(audience=audience), path, token="x").status_code == 200, (path, audience)
    others: list[object] = ["", [], None, 7, issuer + "/", issuer + INTROSPECT, "https://other.example", issuer.upper(),
              [issuer, "https://other.example"], [[issuer]], {"0": issuer}]  # fmt: skip
    for wrong in others:
        assert "audience" in refused(app.send(app.assertion(audience=wrong))), wrong


def test_rfc_9126_a_request_may_be_pushed_under_the_address_to_which_it_is_pushed(served: Served) -> None:
    signer = Signer("EC")
    switches = SwitchChange(par=Demand.ALLOWED, device=True)
    created = served.created(public_keys=jwks(signer), switches=switches)
    web = Signing(served, created.consumer.client_id, signer)
    asked = {
        "response_type": "code", "redirect_uri": REDIRECT_URI, "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }  # fmt: skip
    for audience in (served.url, served.url + TOKEN, served.url + PUSH):
        assert web.send(web.assertion(audience=audience), PUSH, **asked).status_code == 201
    assert "audience" in refused(web.send(web.assertion(audience=served.url + DEVICE), PUSH, **asked))
    spent = web.assertion()
    assert web.send(spent, DEVICE).status_code == 200
    refused(web.send(spent, DEVICE))


def test_who_signs_is_not_counted_among_those_who_prove_nothing(served: Served) -> None:
    signer = Signer("EC")
    created = served.created(public_keys=jwks(signer), switches=SwitchChange(device=True))
    web = Signing(served, created.consumer.client_id, signer)
    assert {web.send(None, DEVICE).status_code for _ in range(OPEN_DOOR_REQUESTS + 1)} == {200}


def test_a_signed_exchange_of_a_code_and_a_refresh(served: Served) -> None:
    signer = Signer("EC", kid="web")
    created = served.created(public_keys=jwks(signer))
    web = Signing(served, created.consumer.client_id, signer)
    code = Application(served.http, web.client_id, None).consent()
    exchange = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI}
    tokens = web.send(**exchange, code_verifier=VERIFIER).json()
    assert web.send(grant_type="refresh_token", refresh_token=tokens["refresh_token"]).status_code == 200


WRONG_TIMES = {
    "expired": ({"exp": -31}, "expired"),
    "too long": ({"exp": 331}, "five minutes"),
    "a year": ({"exp": 365 * 86400}, "five minutes"),
    "made tomorrow": ({"iat": 31}, "future"),
    "good tomorrow": ({"nbf": 31}, "future"),
}


@pytest.mark.parametrize("name", WRONG_TIMES)
def test_an_assertion_is_good_for_five_minutes_at_most(app: Signing, name: str) -> None:
    changes, said = WRONG_TIMES[name]
    moved = {claim: app.now + seconds for claim, seconds in changes.items()}
    assert said in refused(app.send(app.assertion(**moved)))


def test_clocks_may_differ_by_half_a_minute(app: Signing) -> None:
    for moved in ({"exp": -29}, {"exp": 330}, {"iat": 30, "nbf": 30}, {"exp": 60.5}):
        shifted: dict[str, object] = {claim: app.now + seconds for claim, seconds in moved.items()}
        assert app.send(app.assertion(**shifted)).status_code == 200, moved


WRONG_CLAIMS: list[dict[str, object]] = [
    {"iss": None}, {"sub": None}, {"iss": "fcc_other"}, {"sub": "fcc_other"}, {"exp": None}, {"exp": "soon"},
    {"exp": True}, {"exp": 1e400}, {"exp": 10**30}, {"exp": []}, {"jti": None}, {"jti": ""}, {"jti": 7},
    {"jti": "x" * 256}, {"iss": ["a"], "sub": ["a"]}, {"iat": "x"}, {"nbf": None, "iat": {}},
]  # fmt: skip


@pytest.mark.parametrize("changes", WRONG_CLAIMS, ids=str)
def test_every_claim_is_needed_and_of_its_kind(app: Signing, changes: dict[str, object]) -> None:
    refused(app.send(app.assertion(**changes), client_id=app.client_id))


def test_cve_2020_15222_and_cve_2020_5300_an_assertion_is_good_once(served: Served, app: Signing) -> None:
    token = app.assertion()
    assert app.send(token).status_code == 200
    for path in (TOKEN, REVOKE, INTROSPECT):
        assert "used before" in refused(app.send(token, path, token="x"))
    # another assertion with the same id is the same assertion
    first = app.assertion(jti="again")
    assert app.send(first).status_code == 200
    assert "used before" in refused(app.send(app.assertion(jti="again", audience=served.url + TOKEN)))
    # ids are each consumer's own
    other = signing(served)
    assert other.send(other.assertion(jti="again")).status_code == 200


def test_cve_2020_15222_a_request_that_fails_spends_its_assertion_too(app: Signing) -> None:
    token = app.assertion()
    response = app.send(token, grant_type="refresh_token", refresh_token="fcr_unknown")
    assert response.json()["error"] == "invalid_grant"
    assert "used before" in refused(app.send(token))


def _status(app: Signing, token: str, _number: int) -> int:
    return app.send(token).status_code


def test_cve_2020_15222_of_many_requests_with_one_assertion_exactly_one_is_served(served: Served) -> None:
    for _ in range(5):
        app = signing(served)
        token = app.assertion()
        answers = together(16, partial(_status, app, token))
        assert sorted(answers) == [200] + [401] * 15


def test_spent_assertions_are_remembered_for_as_long_as_they_could_be_accepted_and_no_longer(served: Served) -> None:
    world, app = served.world, signing(served)
    token = app.assertion(exp=app.now + 300)
    assert app.send(token).status_code == 200
    before = count_rows(world, "assertion_ids")
    for _ in range(11):
        world.clock.advance(timedelta(seconds=29))
        world.console.housekeeping.step()
        refused(app.send(token))
    world.clock.advance(timedelta(seconds=300))
    world.console.housekeeping.step()
    assert count_rows(world, "assertion_ids") == 0 < before
    assert "expired" in refused(app.send(token))


def with_mac(app: Signing, secret: bytes, algorithm: str) -> str:
    """Return an assertion with a MAC, as whoever takes a public key for a secret would accept it."""
    signed = f"{encoded({'alg': algorithm, 'kid': 'k'})}.{encoded(claims(app.client_id, app.served.url, app.now))}"
    mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{urlsafe_b64encode(mac).decode().rstrip('=')}"


@pytest.mark.parametrize("algorithm", ["HS256", "RS256", "none"])
def test_cve_2024_37568_a_mac_made_with_the_public_key_proves_nothing(served: Served, algorithm: str) -> None:
    signer = Signer("RSA", kid="k")
    app = signing(served, signer)
    for secret in (signer.pem.encode(), signer.pem.strip().encode(), json.dumps(signer.jwk).encode(), b""):
        refused(app.send(with_mac(app, secret, algorithm)))


ALGORITHMS = ["none", "None", "NONE", "", "HS512", "RS384", "ES256", "ES384", "EdDSA", "RS1", None, 7, ["RS256"]]


def test_cve_2024_37568_no_algorithm_but_those_of_the_key_is_accepted(served: Served) -> None:
    signer = Signer("RSA", kid="k")
    app = signing(served, signer)
    content = claims(app.client_id, served.url, app.now)
    for algorithm in ALGORITHMS:
        refused(app.send(signer.signed(content, {"alg": algorithm, "kid": "k"})))
    for header in ({"alg": "none"}, {}):
        refused(app.send(f"{encoded(header)}.{encoded(content)}.", client_id=app.client_id))
    assert app.send(signer.signed(content, {"alg": "PS256", "kid": "k"})).status_code == 200


def test_cve_2024_37568_a_key_that_names_its_algorithm_is_used_with_that_alone(served: Served) -> None:
    app = signing(served, Signer("RSA", algorithm="PS256"))
    content = claims(app.client_id, served.url, app.now)
    assert app.send(Signer("RSA", algorithm="PS256").signed(content, {"alg": "PS256"})).status_code == 200
    refused(app.send(Signer("RSA", algorithm="RS256").signed({**content, "jti": "rs"}, {"alg": "RS256"})))


HEADERS: list[dict[str, object]] = [
    {"crit": ["exp"]}, {"crit": []}, {"crit": ["b64"], "b64": True}, {"crit": ["b64"], "b64": False}, {"b64": False},
    {"crit": ["http://example.com/unknown"], "http://example.com/unknown": True}, {"jku": "http://127.0.0.1:1/jwks"},
    {"x5u": "http://127.0.0.1:1/"}, {"x5c": ["AAAA"]}, {"jwk": Signer().jwk}, {"zip": "DEF"}, {"enc": "A128GCM"},
    {"typ": "at+jwt"}, {"typ": "dpop+jwt"}, {"typ": 7}, {"kid": 7}, {"kid": None},
]  # fmt: skip


@pytest.mark.parametrize("header", HEADERS, ids="-".join)
def test_cve_2025_59420_a_header_that_asks_for_more_is_refused(app: Signing, header: dict[str, object]) -> None:
    refused(app.send(app.assertion(header=header)))


def test_a_key_that_comes_with_the_token_is_not_believed(app: Signing) -> None:
    foreign = Signer("EC", number=9)
    refused(app.send(app.assertion(signer=foreign)))
    refused(app.send(app.assertion(signer=foreign, header={"jwk": foreign.jwk})))
    refused(app.send(app.assertion(signer=foreign, header={"kid": Signer().kid or "x"})))


def test_types_of_client_assertions_are_accepted(app: Signing) -> None:
    for kind in ("JWT", "jwt", "application/jwt", "client-authentication+jwt"):
        assert app.send(app.assertion(header={"typ": kind})).status_code == 200


MALFORMED = [
    "x", "..", "a.b", "a.b.c", "a.b.c.d", "e30.e30.e30", "e30..", ".e30.", "ä.ö.ü", "\x00.\x00.\x00", "W10.W10.W10",
    "bnVsbA.bnVsbA.bnVsbA", f"{encoded({'alg': 'ES256'})}.bm90IGpzb24.AAAA",
    urlsafe_b64encode(b'{"alg":"ES256","alg":"none"}').decode().rstrip("=") + ".e30.AAAA",
    urlsafe_b64encode(b'{"alg":"ES256","x":NaN}').decode().rstrip("=") + ".e30.AAAA",
    urlsafe_b64encode(b"[" * 3000).decode().rstrip("=") + ".e30.AAAA",
    urlsafe_b64encode(b'{"alg":' + b"1" * 5000 + b"}").decode().rstrip("=") + ".e30.AAAA",
]  # fmt: skip


@pytest.mark.parametrize("token", MALFORMED, ids=range(len(MALFORMED)))
def test_what_is_no_token_is_refused_without_an_error_of_ours(app: Signing, token: str) -> None:
    for form in ({}, {"client_id": app.client_id}):
        refused(app.send(token, **form))


def test_cve_2025_61920_a_token_that_is_too_long_is_refused_before_it_is_read(app: Signing) -> None:
    good = app.assertion(extra="x" * 5000)
    assert app.send(good).status_code == 200
    assert "too long" in refused(app.send(app.assertion(extra="x" * 7000)))
    assert app.send("e30." * 20_000).status_code == 413


def test_a_spoilt_signature_is_none(app: Signing) -> None:
    head, body, signature = app.assertion().split(".")
    other = app.assertion().split(".")
    for token in (f"{head}.{other[1]}.{signature}", f"{head}.{body}.{signature[::-1]}", f"{head}.{body}.AAAA"):
        refused(app.send(token))


def test_a3_05_more_than_one_way_of_authentication_is_refused(served: Served, app: Signing) -> None:
    proof = {"client_assertion": app.assertion(), "client_assertion_type": ASSERTION_TYPE}
    for form, auth in (({"client_secret": "x"}, None), ({}, (app.client_id, "x")), ({}, (app.client_id, ""))):
        for path in (TOKEN, REVOKE, INTROSPECT):
            response = served.post(path, {**CREDENTIALS, "token": "x", **proof, **form}, auth)
            assert (response.status_code, response.json()["error"]) == (400, "invalid_request")
    twice = served.http.post(TOKEN, content=("client_assertion=a&client_assertion=b&grant_type=client_credentials"),
                             headers={"content-type": "application/x-www-form-urlencoded"})  # fmt: skip
    assert (twice.status_code, twice.json()["error"]) == (400, "invalid_request")
    # it was not spent meanwhile
    assert app.send(proof["client_assertion"]).status_code == 200


def test_both_parameters_are_needed_and_no_other_kind_of_assertion_is_known(served: Served, app: Signing) -> None:
    assert served.post(TOKEN, {**CREDENTIALS, "client_assertion": app.assertion()}).status_code == 400
    assert served.post(TOKEN, {**CREDENTIALS, "client_assertion_type": ASSERTION_TYPE}).status_code == 400
    saml = ASSERTION_TYPE.replace("jwt-bearer", "saml2-bearer")
    refused(served.post(TOKEN, {**CREDENTIALS, "client_assertion": app.assertion(), "client_assertion_type": saml}))
    in_url = f"{TOKEN}?client_assertion={app.assertion()}&client_assertion_type={ASSERTION_TYPE}"
    assert served.post(in_url, CREDENTIALS).json()["error"] == "invalid_request"


def test_one_way_counts_at_a_time_and_the_switch_counts_at_once(served: Served) -> None:
    world, created, signer = served.world, served.world.job("Cambio"), Signer("EC", number=3)
    ref, secret = created.consumer.client_id, created.secret
    assert secret is not None
    app, keeper = Signing(served, ref, signer), Application(served.http, ref, secret.reveal())
    world.console.consumer_keys.add(world.admin, ref, jwks(signer))
    assert (keeper.token(**CREDENTIALS).status_code, app.send().status_code) == (200, 401)

    world.console.consumers.edit(world.admin, ref, auth_method=AuthMethod.PRIVATE_KEY_JWT)
    assert (keeper.token(**CREDENTIALS).status_code, app.send().status_code) == (401, 200)
    world.console.consumers.edit(world.admin, ref, auth_method=AuthMethod.CLIENT_SECRET)
    assert (keeper.token(**CREDENTIALS).status_code, app.send().status_code) == (200, 401)


def test_keys_are_rotated_without_a_gap_and_a_retired_one_is_dead_for_the_next_request(served: Served) -> None:
    world, old, new = served.world, Signer("EC", number=4, kid="old"), Signer("EC", number=5, kid="new")
    app = signing(served, old)
    refused(app.send(app.assertion(signer=new)))
    world.console.consumer_keys.add(world.admin, app.client_id, jwks(new))
    assert {app.send(app.assertion(signer=one)).status_code for one in (old, new)} == {200}
    unspent = app.assertion(signer=old)
    world.console.consumer_keys.retire(world.admin, app.client_id, "old")
    refused(app.send(unspent))
    assert app.send(app.assertion(signer=new)).status_code == 200


def test_a_key_without_a_name_in_the_token_is_found_and_one_with_another_name_is_not(served: Served) -> None:
    signers = [Signer("EC", number=6, kid="a"), Signer("RSA", kid="b"), Signer("OKP", kid="c")]
    app = signing(served, signers[0], jwks(*signers))
    for signer in signers:
        assert app.send(app.assertion(signer=Signer(signer.kind, signer.number))).status_code == 200
    refused(app.send(app.assertion(header={"kid": "b"})))


def test_a_public_consumer_has_no_key(served: Served) -> None:
    native = served.created(public=True)
    app = Signing(served, native.consumer.client_id, Signer())
    refused(app.send())


def test_unknown_consumers_and_unknown_keys_look_the_same(served: Served, app: Signing) -> None:
    unknown = Signing(served, "fcc_" + "0" * 18, Signer())
    foreign = app.send(app.assertion(signer=Signer("EC", number=9)))
    nobody, secret_only = unknown.send(), Signing(served, served.job().client_id, Signer()).send()
    assert foreign.content == nobody.content == secret_only.content


def test_a3_08_failures_are_limited(app: Signing) -> None:
    wrong = [app.send(app.assertion(signer=Signer("EC", number=9))).status_code for _ in range(25)]
    assert wrong == [401] * 20 + [429] * 5


def test_a3_17_a_consumer_that_ended_or_calls_from_elsewhere_is_refused(served: Served) -> None:
    world, app = served.world, signing(served)
    far = signing(served, networks=["203.0.113.0/24"])
    refused(far.send())
    world.console.consumers.disable(world.admin, app.client_id)
    refused(app.send())
    world.console.consumers.enable(world.admin, app.client_id)
    assert app.send().status_code == 200


def test_a3_19_a_full_disk_lets_nobody_in_and_spends_nothing(served: Served) -> None:
    app = signing(served)
    token = app.assertion()
    with full_disk():
        assert app.send(token).status_code == 503
    assert app.send(token).status_code == 200


def test_uses_of_keys_are_known_and_no_assertion_is_kept_anywhere(served: Served) -> None:
    world, app = served.world, signing(served, Signer("EC", number=7, kid="used"))
    token = app.assertion()
    assert app.send(token).status_code == 200
    refused(app.send(app.assertion(signer=Signer("EC", number=9))))
    world.console.usage.flush()
    world.console.refusals.flush()
    view = world.console.consumers.show(world.admin, app.client_id)
    (use,) = view.key_uses.values()
    assert (use.path, use.at, view.last_use) == ("/oauth/token", world.clock.now(), use)
    content = world.settings.database_path.read_bytes()
    assert token.split(".")[2].encode() not in content

"""The request doctor: what is wrong with a pasted request, said by code, and never a secret in the answer."""

from datetime import timedelta
from pathlib import Path

import pytest
from mohawk import Sender

from fracttal_console.domain.consumer_keys import AuthMethod
from fracttal_console.domain.consumer_switches import Demand, SwitchChange
from fracttal_console.domain.device_grants import GRANT_TYPE
from fracttal_console.domain.proofs import PresentedProof
from fracttal_console.services.api_keys import CreatedApiKey
from fracttal_console.services.doctor_findings import Explanation
from fracttal_console.services.pasted_request import read_pasted
from fracttal_console.services.proof_reading import proof_or_why_not
from tests.gateway.proofs import Holder
from tests.services.walks import AUDIENCE, VERIFIER, code_for, dump, job_tokens, pushed, tokens_for
from tests.signing import ASSERTION_TYPE, Signer, jwks
from tests.support import REDIRECT_URI, World, presented

HOSTS = (("127.0.0.1", 8750), ("api.quillahue.example", 443))
URL = "http://127.0.0.1:8750/api/items/?page=2"


@pytest.fixture
def key(world: World) -> CreatedApiKey:
    """Make an API key that may read."""
    return world.console.api_keys.create(world.admin, name="Bodega central", permission_group="Reading")


def signed(world: World, key: CreatedApiKey, url: str, method: str = "GET", shift: int = 0) -> str:
    credentials = {"id": key.api_key.key_id, "key": key.secret.reveal(), "algorithm": "sha256"}
    moment = int(world.clock.now().timestamp()) + shift
    return str(Sender(credentials, url, method, content="", content_type="", _timestamp=moment).request_header)


def explain(world: World, pasted: str) -> Explanation:
    before = dump(world.settings.database_path)
    found = world.console.request_doctor.explain(world.support, pasted, hosts=HOSTS)
    assert dump(world.settings.database_path) == before
    return found


def codes(found: Explanation, *, tone: str = "bad") -> list[str]:
    return [finding.code for finding in found.findings if finding.tone == tone]


def curl(header: str, url: str = URL, method: str = "GET") -> str:
    return f"curl -s -X {method} '{url}' \\\n  -H 'Authorization: {header}'"


def test_a_right_request_is_found_right_line_by_line(world: World, key: CreatedApiKey) -> None:
    found = explain(world, curl(signed(world, key, URL)))
    assert found.good
    assert codes(found, tone="ok") == ["mac_right", "clock_right", "permission_there"]
    assert all(line.same for line in found.lines)
    assert [line.name for line in found.lines][:5] == ["kind", "ts", "nonce", "method", "resource"]


@pytest.mark.parametrize(("signed_as", "expected", "values"), [
    ((URL.replace("/items/", "/items"), "GET"), ["signed_other_resource"], ("/api/items?page=2", "/api/items/?page=2")),
    ((URL.partition("?")[0], "GET"), ["signed_other_resource"], ("/api/items/", "/api/items/?page=2")),
    ((URL, "POST"), ["signed_other_method"], ("POST", "GET")),
    ((URL.replace(":8750", ""), "GET"), ["signed_other_port"], ("80", "8750")),
])  # fmt: skip
def test_what_was_signed_otherwise_is_named_with_both_values(
    world: World, key: CreatedApiKey, signed_as: tuple[str, str], expected: list[str], values: tuple[str, str]
) -> None:
    found = explain(world, curl(signed(world, key, *signed_as)))
    assert codes(found) == expected
    (finding,) = (one for one in found.findings if one.tone == "bad")
    assert (finding.facts["signed"], finding.facts["expected"]) == values


def test_another_accepted_name_is_as_good(world: World, key: CreatedApiKey) -> None:
    found = explain(world, curl(signed(world, key, "https://api.quillahue.example/api/items/?page=2")))
    assert found.good


def test_a_wrong_secret_leaves_the_expected_lines_and_no_guess(world: World, key: CreatedApiKey) -> None:
    other = world.console.api_keys.create(world.admin, name="Otra", permission_group="Reading")
    header = signed(world, other, URL).replace(other.api_key.key_id, key.api_key.key_id)
    found = explain(world, curl(header))
    assert codes(found) == ["mac_fits_nothing"]
    assert [line.signed for line in found.lines] == [""] * len(found.lines)
    assert found.credential is not None


def test_neither_the_secret_nor_the_right_mac_is_in_an_answer(world: World, key: CreatedApiKey) -> None:
    right = signed(world, key, URL)
    mac = right.partition('mac="')[2].partition('"')[0]
    wrong = right.replace(mac, "A" * 43 + "=")
    found = explain(world, curl(wrong))
    assert codes(found) == ["mac_fits_nothing"]
    assert mac not in repr(found)
    assert key.secret.reveal() not in repr(found)


@pytest.mark.parametrize(("shift", "code", "tone"), [
    (0, "clock_right", "ok"), (60, "clock_right", "ok"), (61, "clock_ahead", "bad"), (-61, "clock_behind", "warn"),
])  # fmt: skip
def test_the_clock_is_compared(world: World, key: CreatedApiKey, shift: int, code: str, tone: str) -> None:
    found = explain(world, curl(signed(world, key, URL, shift=shift)))
    (finding,) = (one for one in found.findings if one.code.startswith("clock"))
    assert (finding.code, finding.tone, finding.facts["skew"]) == (code, tone, shift)


def test_a_missing_permission_is_told_with_what_the_group_has(world: World, key: CreatedApiKey) -> None:
    url = "http://127.0.0.1:8750/api/work_orders/"
    found = explain(world, curl(signed(world, key, url, "DELETE"), url, "DELETE"))
    (finding,) = (one for one in found.findings if one.code == "permission_missing")
    assert dict(finding.facts) == {"needed": "work_orders:delete", "group": "Reading", "has": "work_orders:view"}
    assert (found.repair, found.repair_value) == ("edit_group", "work_orders:delete")


def test_a_header_alone_asks_for_the_rest(world: World, key: CreatedApiKey) -> None:
    found = explain(world, "Authorization: " + signed(world, key, URL))
    assert codes(found, tone="warn") == ["request_missing"]
    assert codes(explain(world, 'Hawk id="fck_nobody", ts="1", nonce="a", mac="b"')) == ["key_unknown"]
    assert codes(explain(world, 'Hawk id="x"')) == ["header_malformed"]


def test_a_disabled_key_can_be_enabled(world: World, key: CreatedApiKey) -> None:
    header = signed(world, key, URL)
    world.console.api_keys.disable(world.admin, key.api_key.key_id)
    found = explain(world, curl(header))
    assert "key_ended" in codes(found)
    assert found.repair == "enable"


def test_a_request_from_a_log_is_read_as_well(world: World, key: CreatedApiKey) -> None:
    header = signed(world, key, URL)
    text = f"> GET /api/items/?page=2 HTTP/1.1\n> Host: 127.0.0.1:8750\n> Authorization: {header}\n>\n"
    assert explain(world, text).good


def test_bearer_tokens_are_told_apart(world: World) -> None:
    app = world.consumer()
    tokens = tokens_for(world, app)
    refresh = tokens.refresh_token
    assert refresh is not None
    good = explain(world, f"curl -H 'Authorization: Bearer {tokens.access_token.reveal()}' {URL}")
    assert codes(good, tone="ok") == ["token_good", "permission_there"]
    needs = f"curl -X DELETE -H 'Authorization: Bearer {tokens.access_token.reveal()}' {URL}"
    assert codes(explain(world, needs)) == ["permission_missing"]
    assert codes(explain(world, f"Bearer {refresh.reveal()}")) == ["refresh_as_token"]
    assert app.secret is not None
    assert codes(explain(world, f"Bearer {app.secret.reveal()}")) == ["secret_as_token"]
    assert codes(explain(world, f"Bearer {tokens.access_token.reveal()[:-1]}")) == ["token_damaged"]
    world.clock.advance(timedelta(minutes=16))
    assert codes(explain(world, f"Bearer {tokens.access_token.reveal()}")) == ["token_expired"]


def test_the_end_of_an_authorization_is_told_with_its_reason(world: World) -> None:
    token = tokens_for(world, world.consumer()).access_token.reveal()
    authorizations = world.console.authorizations
    authorizations.suspend(world.admin, str(authorizations.all(world.admin)[0].authorization.id))
    found = explain(world, f"Bearer {token}")
    assert [(one.code, one.facts.get("why")) for one in found.findings] == [("authorization_ended", "suspended")]
    assert found.repair == "open_authorizations"


def _authorize(client_id: str, **changes: str) -> str:
    asked = {"response_type": "code", "client_id": client_id, "redirect_uri": REDIRECT_URI,
             "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM", "code_challenge_method": "S256",
             **changes}  # fmt: skip
    return "https://api.quillahue.example/oauth/authorize?" + "&".join(
        f"{name}={value}" for name, value in asked.items()
    )


def test_a_redirect_uri_is_compared_sign_by_sign(world: World) -> None:
    client_id = world.consumer().consumer.client_id
    assert explain(world, _authorize(client_id)).good
    found = explain(world, _authorize(client_id, redirect_uri=REDIRECT_URI + "/"))
    (finding,) = (one for one in found.findings if one.tone == "bad")
    assert finding.code == "redirect_differs"
    assert (finding.facts["place"], finding.facts["sent_part"], finding.facts["registered_part"]) == (
        len(REDIRECT_URI) + 1, "/", "",
    )  # fmt: skip
    assert (found.repair, found.repair_value) == ("add_redirect_uri", REDIRECT_URI + "/")


@pytest.mark.parametrize(("changes", "expected"), [
    ({"scope": "work_orders:fly"}, ["scope_unknown"]),
    ({"scope": "meters:view"}, ["permission_missing"]),
    ({"code_challenge": ""}, ["challenge_missing"]),
    ({"code_challenge_method": "plain"}, ["challenge_method"]),
    ({"response_type": "token"}, ["response_type"]),
    ({"client_id": "fcc_nobody"}, ["client_unknown"]),
])  # fmt: skip
def test_an_authorization_request_is_looked_through(world: World, changes: dict[str, str], expected: list[str]) -> None:
    client_id = world.consumer().consumer.client_id
    assert codes(explain(world, _authorize(**{"client_id": client_id, **changes}))) == expected


def test_a_token_request_is_looked_through_without_spending_anything(world: World) -> None:
    job = world.job()
    assert job.secret is not None
    line = f"curl -u {job.consumer.client_id}:{{}} -d grant_type=client_credentials -d scope={{}} http://x/oauth/token"
    assert codes(explain(world, line.format(job.secret.reveal(), "items:view"))) == []
    assert codes(explain(world, line.format("fcs_wrong", "items:view"))) == ["secret_wrong"]
    assert codes(explain(world, line.format(job.secret.reveal(), "meters:add"))) == ["permission_missing"]
    job_tokens(world, job)


def test_an_assertion_is_looked_through_without_being_spent(world: World) -> None:
    app = world.job("Firma", public_keys=jwks(Signer(kid="k"))).consumer.client_id
    now = int(world.clock.now().timestamp())

    def looked(signer: Signer, **changes: object) -> Explanation:
        token = signer.assertion(app, AUDIENCE, None, now, **changes)
        body = f"grant_type=client_credentials&client_assertion_type={ASSERTION_TYPE}&client_assertion={token}"
        form = "Content-Type: application/x-www-form-urlencoded"
        return explain(world, f"POST /oauth/token HTTP/1.1\nHost: 127.0.0.1:8750\n{form}\n\n{body}")

    own = Signer(kid="k")
    good = looked(own)
    assert (good.good, "assertion_right" in codes(good, tone="ok")) == (True, True)
    assert codes(looked(own, exp=now - 600)) == ["assertion_expired"]
    assert codes(looked(own, exp=now + 3600)) == ["assertion_lifetime"]
    assert codes(looked(own, jti=None)) == ["assertion_claims"]
    assert codes(looked(Signer("RSA", kid="k"))) == ["assertion_signature"]
    world.console.consumer_secrets.rotate(world.admin, app)
    world.console.consumers.edit(world.admin, app, auth_method=AuthMethod.CLIENT_SECRET)
    assert codes(looked(own)) == ["method_not_chosen"]


@pytest.mark.parametrize("text", ["", "   ", "hello", "curl", "curl 'unclosed", "://", "{}", "x" * 100_000, "GET"])
def test_whatever_is_pasted_has_an_answer(world: World, text: str) -> None:
    assert explain(world, text).findings


def test_what_was_pasted_shows_in_no_repr(tmp_path: Path) -> None:
    del tmp_path
    assert "fcs_" not in repr(read_pasted("curl -u fcc_a:fcs_secret https://x/oauth/token"))


def test_what_is_switched_on_and_off_is_found(world: World) -> None:
    strict = SwitchChange(par=Demand.REQUIRED, dpop=Demand.REQUIRED)
    created = world.consumer("Estricta", switches=strict)
    client_id = created.consumer.client_id
    url = f"http://127.0.0.1:8750/oauth/authorize?response_type=code&client_id={client_id}&redirect_uri={REDIRECT_URI}"
    assert "par_required" in codes(explain(world, url))
    uri = pushed(world, world.consumer("Previa", switches=SwitchChange(par=Demand.ALLOWED))).request_uri.reveal()
    assert codes(explain(world, f"http://127.0.0.1:8750/oauth/authorize?client_id={client_id}&request_uri={uri}"
                         "&response_type=code")) == ["pushed_request_other_client"]  # fmt: skip
    secret = created.secret.reveal() if created.secret else ""
    form = f"grant_type={GRANT_TYPE}&client_id={client_id}&client_secret={secret}"
    found = codes(explain(world, f"curl -X POST http://127.0.0.1:8750/oauth/token -d '{form}'"))
    assert found == ["proof_missing", "device_off"]


def test_a_good_pushed_request_is_explained_as_what_was_pushed(world: World) -> None:
    created = world.consumer("Previa", switches=SwitchChange(par=Demand.REQUIRED))
    query = f"client_id={created.consumer.client_id}&request_uri={pushed(world, created).request_uri.reveal()}"
    found = explain(world, f"http://127.0.0.1:8750/oauth/authorize?{query}")
    assert codes(found) == []
    assert "redirect_registered" in codes(found, tone="ok")


def test_a_proof_of_possession_is_held_against_its_token(world: World) -> None:
    created, holder = world.job("Ligado", switches=SwitchChange(dpop=Demand.REQUIRED)), Holder()
    now, place = world.clock.now().timestamp(), "http://127.0.0.1:8750/oauth/token"
    token = world.console.tokens.client_credentials(
        presented(created), scope="", address="192.0.2.1",
        proof=PresentedProof(proof_or_why_not(holder.proof("POST", place, now)), "POST", (place,)),
    ).access_token.reveal()  # fmt: skip

    def asked(proof: str, scheme: str = "DPoP") -> list[str]:
        return codes(explain(world, f"curl '{URL}' -H 'Authorization: {scheme} {token}' -H 'DPoP: {proof}'"))

    target = URL.partition("?")[0]
    assert asked(holder.proof("GET", target, now, token=token)) == []
    assert asked(holder.proof("GET", target, now, token=token), "Bearer") == ["token_bound"]
    assert asked(holder.proof("POST", target, now, token=token)) == ["proof_other_method"]
    assert asked(holder.proof("GET", target, now - 90, token=token)) == ["proof_stale"]
    assert asked(Holder().proof("GET", target, now, token=token)) == ["proof_other_key"]
    plain = job_tokens(world, world.job("Suelto")).access_token.reveal()
    assert codes(explain(world, f"curl '{URL}' -H 'Authorization: DPoP {plain}'")) == ["token_not_bound"]


def test_a_proof_of_a_token_request_is_held_against_its_key_and_its_address(world: World) -> None:
    created, holder = world.consumer("Movil", public=True, switches=SwitchChange(dpop=Demand.ALLOWED)), Holder()
    now, place = world.clock.now().timestamp(), "http://127.0.0.1:8750/oauth/token"
    proof = PresentedProof(proof_or_why_not(holder.proof("POST", place, now)), "POST", (place,))
    refresh = world.console.tokens.exchange_code(
        presented(created), code=code_for(world, created), redirect_uri=REDIRECT_URI, verifier=VERIFIER,
        address="192.0.2.1", proof=proof,
    ).refresh_token  # fmt: skip
    assert refresh is not None
    form = f"grant_type=refresh_token&client_id={created.consumer.client_id}&refresh_token={refresh.reveal()}"

    def asked(*proof: str) -> list[str]:
        headers = "".join(f" -H 'DPoP: {one}'" for one in proof)
        return codes(explain(world, f"curl -X POST {place}{headers} -d '{form}'"))

    assert asked(holder.proof("POST", place, now)) == []
    assert asked() == ["proof_missing"]
    assert asked("no proof") == ["proof_malformed"]
    assert asked(holder.proof("GET", place, now)) == ["proof_other_method"]
    assert asked(holder.proof("POST", "http://127.0.0.1:8750/oauth/par", now)) == ["proof_other_target"]
    assert asked(holder.proof("POST", place, now - 90)) == ["proof_stale"]
    assert asked(Holder().proof("POST", place, now)) == ["proof_other_key"]
    # who offers it and is not asked for it is told nothing, as the endpoint takes no notice
    world.console.consumers.edit(world.admin, created.consumer.client_id, switches=SwitchChange(dpop=Demand.OFF))
    form = f"grant_type=authorization_code&client_id={created.consumer.client_id}&code=x"
    assert asked(Holder().proof("POST", place, now - 90)) == []


@pytest.mark.parametrize(
    ("line", "code", "repair"),
    [
        ("curl -u {id}:wrong -d grant_type=client_credentials http://x/oauth/token", "secret_wrong", "rotate"),
        (
            "curl -u {id}:{secret} -d grant_type=urn:ietf:params:oauth:grant-type:device_code http://x/oauth/token",
            "device_off",
            "edit_credential",
        ),
    ],
)
def test_what_the_console_can_mend_has_its_repair(world: World, line: str, code: str, repair: str) -> None:
    job = world.job()
    assert job.secret is not None
    found = explain(world, line.format(id=job.consumer.client_id, secret=job.secret.reveal()))
    assert code in codes(found)
    assert found.repair == repair

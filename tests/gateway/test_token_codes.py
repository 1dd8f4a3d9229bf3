"""Exchanging a code: once, in time, by whom and for what it was made."""

from base64 import b64encode, urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import httpx
import pytest

from fracttal_console.domain.credentials import Profile
from tests.browsing import CHALLENGE, VERIFIER, Application, hidden, sign_in
from tests.gateway.served import Served, browser
from tests.support import MEMBER_EMAIL

OTHER_VERIFIER = "another-verifier-another-verifier-another-verifier"

CLIENTS = {"httpx", "httpcore"}


@pytest.fixture(scope="module")
def web(served: Served) -> Application:
    return served.consumer()


@pytest.fixture(scope="module")
def other(served: Served) -> Application:
    return served.consumer()


def refusal(response: httpx.Response) -> str:
    assert response.status_code == 400, response.text
    assert "access_token" not in response.json()
    return str(response.json()["error"])


def alive(consumer: Application, token: str) -> bool:
    return bool(consumer.introspect(token).json()["active"])


def test_a2_02_a_code_is_good_for_less_than_a_minute(served: Served, web: Application) -> None:
    code = web.consent()
    served.world.clock.advance(timedelta(seconds=59))
    assert web.exchange(code).status_code == 200

    for seconds in (60, 61):
        code = web.consent()
        served.world.clock.advance(timedelta(seconds=seconds))
        assert refusal(web.exchange(code)) == "invalid_grant"


def test_a2_03_a_code_is_good_once(web: Application) -> None:
    code = web.consent()
    assert web.exchange(code).status_code == 200
    assert [refusal(web.exchange(code)) for _ in range(3)] == ["invalid_grant"] * 3


def test_a2_04_second_otherwise_valid_redemption_kills_the_tokens(served: Served, web: Application) -> None:
    code = web.consent()
    tokens = web.exchange(code).json()
    renewed = web.refresh(tokens["refresh_token"]).json()
    before = served.count_events("tokens:code_replay")

    assert refusal(web.exchange(code)) == "invalid_grant"
    for token in (tokens["access_token"], renewed["access_token"], renewed["refresh_token"]):
        assert not alive(web, token)
    assert web.user(renewed["access_token"]).status_code == 401
    assert refusal(web.refresh(renewed["refresh_token"])) == "invalid_grant"
    assert served.count_events("tokens:code_replay") == before + 1


def test_a2_04_a_late_replay_kills_the_tokens_too(served: Served, web: Application) -> None:
    code = web.consent()
    tokens = web.exchange(code).json()
    served.world.clock.advance(timedelta(seconds=90))

    assert refusal(web.exchange(code)) == "invalid_grant"
    assert not alive(web, tokens["access_token"])


@pytest.mark.parametrize(
    "change",
    [
        {"code_verifier": OTHER_VERIFIER},
        {"code_verifier": ""},
        {"code_verifier": "short"},
        {"redirect_uri": "https://evil.example/cb"},
        {"redirect_uri": "https://portal.contratistas.example/oauth/callback/"},
    ],
    ids=str,
)
def test_a2_04_a_replay_with_a_defect_leaves_the_tokens_alive(web: Application, change: dict[str, str]) -> None:
    code = web.consent()
    tokens = web.exchange(code).json()

    for _ in range(5):
        assert refusal(web.exchange(code, **change)) == "invalid_grant"
    assert alive(web, tokens["access_token"])
    assert alive(web, tokens["refresh_token"])


def test_a2_04_a_replay_by_another_client_leaves_the_tokens_alive(web: Application, other: Application) -> None:
    code = web.consent()
    tokens = web.exchange(code).json()

    assert refusal(other.exchange(code)) == "invalid_grant"
    assert alive(web, tokens["access_token"])


def test_a2_05_a_code_carries_its_person_scope_and_consumer(web: Application) -> None:
    tokens = web.exchange(web.consent(scope="work_orders:view")).json()
    told = web.introspect(tokens["access_token"]).json()

    assert tokens["scope"] == told["scope"] == "work_orders:view"
    assert (told["client_id"], told["username"]) == (web.client_id, MEMBER_EMAIL)
    assert web.user(tokens["access_token"]).json()["data"]["permissions"] == ["work_orders:view"]


@pytest.mark.parametrize("way", ["sign-out", "sign-out-everywhere"])
def test_a2_05_signing_out_ends_the_codes_of_that_session(served: Served, web: Application, way: str) -> None:
    with browser(served.url) as here, browser(served.url) as elsewhere:
        for one in (here, elsewhere):
            assert sign_in(one, "/account").status_code == 303
        used, unused, other = web.code_in(here), web.code_in(here), web.code_in(elsewhere)
        tokens = web.exchange(used).json()
        assert here.post(f"/account/{way}", data={"csrf": hidden(here.get("/account"))}).status_code == 200

    assert refusal(web.exchange(unused)) == "invalid_grant"
    assert (web.exchange(other).status_code == 200) == (way == "sign-out")
    assert alive(web, tokens["access_token"])
    # what was used before is known as used still: shown again, it kills what was got for it
    assert refusal(web.exchange(used)) == "invalid_grant"
    assert not alive(web, tokens["access_token"])


def test_a2_08_nothing_of_the_challenge_can_be_read_out_of_the_code(web: Application) -> None:
    codes = [web.consent() for _ in range(4)]
    known = [CHALLENGE, VERIFIER, sha256(CHALLENGE.encode()).hexdigest(), sha256(VERIFIER.encode()).hexdigest()]
    known += [urlsafe_b64encode(bytes.fromhex(digest)).decode() for digest in known[2:]]
    assert len(set(codes)) == len(codes)
    for code in codes:
        spelled = code[4:47]
        for text in (spelled, spelled[::-1], spelled.encode().hex(), b64encode(spelled.encode()).decode()):
            # six signs in common are one chance in a hundred million
            assert not pieces(text) & {piece for other in known for piece in pieces(other)}
    # nor do codes for the same challenge have anything in common but their kind
    for first, second in combinations(codes, 2):
        assert not pieces(first[4:47]) & pieces(second[4:47])


def pieces(text: str) -> set[str]:
    return {text[place : place + 6] for place in range(len(text) - 5)}


def test_a2_06_three_wrong_verifiers_burn_the_code(served: Served, web: Application) -> None:
    code = web.consent()
    before = served.count_events("tokens:code_burn")
    for _ in range(3):
        assert refusal(web.exchange(code, code_verifier=OTHER_VERIFIER)) == "invalid_grant"

    assert refusal(web.exchange(code)) == "invalid_grant"
    assert served.count_events("tokens:code_burn") == before + 1


def test_a2_06_two_wrong_verifiers_do_not_burn_it(web: Application) -> None:
    code = web.consent()
    for _ in range(2):
        assert refusal(web.exchange(code, code_verifier=OTHER_VERIFIER)) == "invalid_grant"
    assert web.exchange(code).status_code == 200


def test_a2_07_and_a4_01_codes_tokens_and_secrets_stand_in_no_file_and_no_log(
    served: Served, web: Application, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    code = web.consent()
    tokens = web.exchange(code).json()
    member = served.signed_in()
    session = member.cookies["fc_session"]
    for token in (tokens["access_token"], tokens["refresh_token"]):
        web.introspect(token)
    web.user(tokens["access_token"])
    served.world.console.usage.flush()
    hawk = served.key()
    canaries = [code, *(tokens[name] for name in ("access_token", "refresh_token")), session, web.secret or ""]
    canaries.append(hawk.secret.reveal())

    # the test's own client writes at this level whatever it sends
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.split(".")[0] not in CLIENTS)
    directory = served.world.settings.data_dir
    files = [file for file in Path(directory).rglob("*") if file.is_file()]
    content = b"".join(file.read_bytes() for file in files) + ours.encode()
    assert web.client_id.encode() in content
    for canary in canaries:
        assert len(canary) >= 43
        assert canary.encode() not in content
        assert canary[4:-6].encode() not in content


@pytest.mark.parametrize("verifier", ["v" * 43, "AZaz09-._~" * 12 + "AZaz09-.", "-._~" * 11], ids=len)
def test_a3_09_a_verifier_of_43_to_128_unreserved_signs_is_good(web: Application, verifier: str) -> None:
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    assert web.exchange(web.consent(code_challenge=challenge), code_verifier=verifier).status_code == 200


CUT = VERIFIER[:-1]
VERIFIERS = ["", VERIFIER[:42], "v" * 42, "v" * 129, f"{CUT}+", f"{CUT} ", f"{VERIFIER}\n", "ñ" * 43]


@pytest.mark.parametrize("verifier", VERIFIERS, ids=range(len(VERIFIERS)))
def test_a3_09_and_cve_2023_48228_an_empty_or_malformed_verifier_is_refused(web: Application, verifier: str) -> None:
    code = web.consent()
    assert refusal(web.exchange(code, code_verifier=verifier)) in {"invalid_grant", "invalid_request"}
    assert web.exchange(code).status_code == 200


def test_a3_09_and_cve_2023_48228_a_missing_verifier_is_refused(web: Application, other: Application) -> None:
    for consumer in (web, other):
        form = {"grant_type": "authorization_code", "code": consumer.consent()}
        assert refusal(consumer.token(**form)) == "invalid_grant"


def test_a3_09_a_public_consumer_without_verifier_is_refused(served: Served) -> None:
    native = served.consumer(public=True)
    code = native.consent()
    assert refusal(native.token(grant_type="authorization_code", code=code)) == "invalid_grant"
    assert native.exchange(code).status_code == 200


def test_cve_2024_22258_and_2024_23647_a_verifier_without_challenge_is_a_downgrade_and_refused(served: Served) -> None:
    legacy = served.consumer(profile=Profile.FRACTTAL)
    code = legacy.consent(code_challenge=None, code_challenge_method=None)

    assert refusal(legacy.exchange(code)) == "invalid_grant"
    assert legacy.token(grant_type="authorization_code", code=code).status_code == 200


def test_cve_2024_22258_once_sent_the_challenge_counts_for_profile_fracttal_too(served: Served) -> None:
    legacy = served.consumer(profile=Profile.FRACTTAL)
    code = legacy.consent()

    assert refusal(legacy.token(grant_type="authorization_code", code=code)) == "invalid_grant"
    assert legacy.exchange(code).status_code == 200


def test_a3_10_another_clients_code_is_refused_and_stays_good(web: Application, other: Application) -> None:
    code = web.consent()
    assert [refusal(other.exchange(code)) for _ in range(5)] == ["invalid_grant"] * 5
    assert web.exchange(code).status_code == 200
    assert refusal(web.exchange(code)) == "invalid_grant"


def test_a3_11_a_redirect_uri_that_is_sent_must_be_the_same(web: Application) -> None:
    code = web.consent()
    for uri in ("https://evil.example", "https://portal.contratistas.example/oauth/Callback"):
        assert refusal(web.exchange(code, redirect_uri=uri)) == "invalid_grant"
    assert web.exchange(code).status_code == 200
    code = web.consent()
    form = {"grant_type": "authorization_code", "code": code, "code_verifier": VERIFIER}
    assert web.token(**form).status_code == 200


@pytest.mark.parametrize("scope", ["work_orders:delete", "api", "items:view work_orders:view personnel:delete"])
def test_a3_12_a_scope_at_the_exchange_widens_nothing(web: Application, scope: str) -> None:
    tokens = web.exchange(web.consent(scope="items:view"), scope=scope).json()
    assert tokens["scope"] == "items:view"
    assert web.introspect(tokens["access_token"]).json()["scope"] == "items:view"


def test_cve_2026_4282_no_value_of_another_kind_is_a_code(served: Served, web: Application) -> None:
    tokens = web.exchange(web.consent()).json()
    member = served.signed_in()
    others = [
        tokens["access_token"],
        tokens["refresh_token"],
        member.cookies["fc_session"],
        member.cookies["fc_visit"],
        hidden(member.get("/account")),
        web.secret or "",
        web.client_id,
        served.key().secret.reveal(),
        "fco_" + "0" * 49,
        "x" * 5000,
        "ñ",
    ]
    for value in others:
        assert refusal(web.exchange(value)) == "invalid_grant"
    assert refusal(web.refresh(tokens["access_token"])) == "invalid_grant"
    assert refusal(web.refresh(web.consent())) == "invalid_grant"
    assert web.user(tokens["refresh_token"]).status_code == 401
    assert web.user(web.consent()).status_code == 401


def test_a4_01_codes_and_tokens_say_what_they_are_and_carry_a_checksum(web: Application) -> None:
    code = web.consent()
    tokens = web.exchange(code).json()
    for token, prefix in ((code, "fco_"), (tokens["access_token"], "fca_"), (tokens["refresh_token"], "fcr_")):
        assert token.startswith(prefix)
        assert len(token) == 4 + 43 + 6
        assert token[4:].isalnum()

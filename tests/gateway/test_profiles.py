"""What each profile is answered with on `/api/*` and `/auth/verify`, and the budget that profile `fracttal` shares."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from fracttal_console.domain.credentials import Profile
from fracttal_console.services.listing import ListQuery
from tests.gateway.served import Served, hawk, serving

LIMIT = 200
USER = "/api/user/"
LOG = "/api/transactions_log/"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Serve a world of its own to each test: the budget is the base's."""
    with serving(tmp_path, trusted_proxies=("127.0.0.0/8",)) as made:
        yield made


def bearer(served: Served, profile: Profile, **options: str) -> dict[str, str]:
    job = served.job(profile=profile, **options)
    return {"Authorization": f"Bearer {job.token(grant_type='client_credentials').json()['access_token']}"}


def signed(served: Served, profile: Profile, path: str = USER, shift: int = 0) -> dict[str, str]:
    sender = hawk(served.world, served.key(profile=profile), served.url + path, shift=shift)
    return {"Authorization": sender.request_header}


def verify(
    served: Served, credential: dict[str, str], path: str = "/api/items/", method: str = "GET"
) -> httpx.Response:
    told = {"X-Forwarded-Method": method, "X-Forwarded-Uri": path, "X-Forwarded-Host": "api.example",
            "X-Forwarded-Proto": "https"}  # fmt: skip
    return served.http.get("/auth/verify", headers={**told, **credential})


def budget(response: httpx.Response, spelling: str = "ratelimit") -> tuple[int, int, int]:
    limit, remaining, reset = (int(response.headers[f"{spelling}-{name}"]) for name in ("limit", "remaining", "reset"))
    return limit, remaining, reset


def limited(response: httpx.Response) -> bool:
    return any("ratelimit" in name or "request-call" in name for name in response.headers)


def test_every_answer_to_profile_fracttal_tells_the_budget_in_both_spellings(served: Served) -> None:
    credential = bearer(served, Profile.FRACTTAL)
    answers = [
        served.http.get(USER, headers=credential),
        served.http.get("/api/nowhere/", headers=credential),
        served.http.post(USER, headers=credential),
        served.http.get(LOG, headers=credential),
        verify(served, credential),
        verify(served, credential, "/api/personnel/"),
        served.http.get(USER, headers=signed(served, Profile.FRACTTAL)),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 405, 401, 200, 403, 200]
    for place, answer in enumerate(answers, 1):
        limit, remaining, reset = budget(answer)
        assert (limit, remaining) == (LIMIT, LIMIT - place)
        assert 1 <= reset <= 60
        assert budget(answer, "Request-Call") == (limit, remaining, reset)


def test_profile_standard_has_no_limit_and_no_headers_of_one(served: Served) -> None:
    credential = bearer(served, Profile.STANDARD)
    answers = [served.http.get(USER, headers=credential) for _ in range(LIMIT + 5)]
    assert {answer.status_code for answer in answers} == {200}
    assert not any(limited(answer) for answer in answers)
    assert not limited(verify(served, credential))


def test_the_base_shares_two_hundred_requests_a_minute_and_406_tells_so(served: Served) -> None:
    one, other = bearer(served, Profile.FRACTTAL), bearer(served, Profile.FRACTTAL)
    free = bearer(served, Profile.STANDARD)
    for number in range(LIMIT):
        credential = one if number % 2 else other
        answer = verify(served, credential) if number % 5 == 0 else served.http.get(USER, headers=credential)
        assert answer.status_code == 200
    for credential in (one, other, signed(served, Profile.FRACTTAL)):
        refused = served.http.get(USER, headers=credential)
        assert refused.status_code == 406
        content = refused.json()
        assert (content["success"], content["data"]) == (False, None)
        assert content["message"] == "Maximum number of request exceeded"
        assert budget(refused)[:2] == (LIMIT, 0)
        assert budget(refused) == budget(refused, "Request-Call")
    assert served.http.get(USER, headers=free).status_code == 200


def test_a4_07_verify_never_answers_406_and_says_what_to_show(served: Served) -> None:
    credential = bearer(served, Profile.FRACTTAL)
    for _ in range(LIMIT):
        served.http.get(USER, headers=credential)
    answer = verify(served, credential)
    assert (answer.status_code, answer.headers["x-auth-status"]) == (403, "406")
    assert answer.headers["x-auth-message"] == "Maximum number of request exceeded"
    assert budget(answer)[:2] == budget(answer, "Request-Call")[:2] == (LIMIT, 0)
    assert "x-auth-subject" not in answer.headers


def test_a_spent_budget_is_noted_under_the_credential(served: Served) -> None:
    credential = bearer(served, Profile.FRACTTAL)
    for _ in range(LIMIT + 3):
        served.http.get(USER, headers=credential)
    console = served.world.console
    console.refusals.flush()
    (row,) = console.refused_requests.page(served.world.admin, ListQuery(), 0, 10).rows
    assert (row.refusal.cause, row.refusal.times) == ("requests_spent", 3)
    assert row.credential is not None


def test_nobody_without_a_good_credential_spends_the_budget(served: Served) -> None:
    replayed = signed(served, Profile.FRACTTAL)
    for credential in ({}, {"Authorization": "Bearer fca_x"}, {"Authorization": "Basic eDp5"}, replayed, replayed):
        served.http.get(USER, headers=credential)
        verify(served, credential)
    assert budget(served.http.get(USER, headers=bearer(served, Profile.FRACTTAL)))[1] == LIMIT - 2


@pytest.mark.parametrize("scheme", ["bearer", "hawk"])
def test_a_missing_permission_is_401_unauthorized_endpoint_in_profile_fracttal_and_403_in_standard(
    served: Served, scheme: str
) -> None:
    def ask(profile: Profile) -> httpx.Response:
        credential = bearer(served, profile) if scheme == "bearer" else signed(served, profile, LOG)
        return served.http.get(LOG, headers=credential)

    fracttal, standard = ask(Profile.FRACTTAL), ask(Profile.STANDARD)
    assert (fracttal.status_code, fracttal.json()["message"]) == (401, "UNAUTHORIZED_ENDPOINT")
    assert (standard.status_code, standard.json()["message"]) == (403, "insufficient_scope")
    assert "www-authenticate" in fracttal.headers
    for answer in (fracttal, standard):
        assert answer.json()["success"] is False
        assert ("server-authorization" in answer.headers) is (scheme == "hawk")
    if scheme == "bearer":
        expected = 'Bearer realm="fracttal-console", error="insufficient_scope", scope="configuration:view"'
        assert standard.headers["www-authenticate"] == fracttal.headers["www-authenticate"] == expected


def test_verify_hands_on_the_message_that_programs_special_case(served: Served) -> None:
    missing = verify(served, bearer(served, Profile.FRACTTAL), "/api/personnel/")
    assert (missing.status_code, missing.headers["x-auth-status"]) == (403, "401")
    assert missing.headers["x-auth-message"] == "UNAUTHORIZED_ENDPOINT"
    # of a token that ended it must not be said, or nobody would renew it
    ended = verify(served, {"Authorization": "Bearer fca_x"})
    assert (ended.status_code, ended.headers["x-auth-message"]) == (401, "invalid_token")


@pytest.mark.parametrize(("profile", "status"), [(Profile.STANDARD, 401), (Profile.FRACTTAL, 407)])
@pytest.mark.parametrize("shift", [-61, 61, 4000])
def test_a9_05_a_clock_that_is_off_is_407_in_profile_fracttal(
    served: Served, profile: Profile, status: int, shift: int
) -> None:
    answer = served.http.get(USER, headers=signed(served, profile, shift=shift))
    assert answer.status_code == status
    assert (answer.json()["success"], answer.json()["message"]) == (False, "stale_timestamp")
    assert 'tsm="' in answer.headers["www-authenticate"]


def test_a9_05_without_a_right_mac_no_clock_is_told_in_profile_fracttal_either(served: Served) -> None:
    header = signed(served, Profile.FRACTTAL, shift=-4000)["Authorization"].replace('mac="', 'mac="A')
    answer = served.http.get(USER, headers={"Authorization": header})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Hawk error="Not accepted"')


@pytest.mark.parametrize("path", ["/api/transactions_log", "/api/transactions_log/", "/api/transactions_log//"])
def test_a_slash_at_the_end_makes_no_difference(served: Served, path: str) -> None:
    assert served.http.get(path, headers=bearer(served, Profile.FRACTTAL)).status_code == 401
    assert served.http.get(path, headers=bearer(served, Profile.STANDARD)).status_code == 403

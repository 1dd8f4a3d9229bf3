"""The revocation endpoint (RFC 7009): whose token it is counts, and nothing else is told."""

from datetime import timedelta

import httpx
import pytest

from fracttal_console.domain.credentials import Profile
from tests.browsing import Application
from tests.gateway.served import Served, tokens_of

CREDENTIALS = {"grant_type": "client_credentials"}


def alive(watcher: Application, token: str) -> bool:
    return bool(watcher.introspect(token).json()["active"])


def assert_accepted(response: httpx.Response) -> None:
    assert response.status_code == 200
    assert response.content == b"{}"
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
@pytest.mark.parametrize("method", ["basic", "post", "none"])
def test_a6_01_and_cve_2016_6582_each_kind_of_client_revokes_by_each_of_its_methods(
    served: Served, watcher: Application, method: str, kind: str
) -> None:
    consumer = served.consumer(public=method == "none")
    token = tokens_of(consumer)[kind]
    if method == "post":
        form = {"token": token, "client_id": consumer.client_id, "client_secret": consumer.secret or ""}
        assert_accepted(served.http.post("/oauth/revoke", data=form))
    else:
        assert_accepted(consumer.revoke(token))
    assert not alive(watcher, token)


def test_cve_2018_1000211_a_public_clients_own_tokens_are_really_revoked(served: Served, watcher: Application) -> None:
    native = served.consumer(public=True)
    tokens = tokens_of(native)

    assert_accepted(native.revoke(tokens["refresh_token"]))
    assert not alive(watcher, tokens["access_token"])
    assert native.user(tokens["access_token"]).status_code == 401
    assert native.refresh(tokens["refresh_token"]).status_code == 400


def test_a6_01_nobody_revokes_without_being_known(served: Served, web: Application, watcher: Application) -> None:
    token = tokens_of(web)["access_token"]
    for form, auth in (
        ({"token": token}, None),
        ({"token": token, "client_id": web.client_id}, None),
        ({"token": token, "client_id": web.client_id, "client_secret": "wrong"}, None),
        ({"token": token}, (web.client_id, "wrong")),
    ):
        response = served.post("/oauth/revoke", form, auth)
        assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
    assert alive(watcher, token)


def test_a6_02_whatever_is_worth_nothing_is_revoked_all_the_same(served: Served, web: Application) -> None:
    revoked = tokens_of(web)["access_token"]
    web.revoke(revoked)
    expired = tokens_of(web)["access_token"]
    served.world.clock.advance(timedelta(minutes=16))
    nothings = [
        "unknown",
        revoked,
        expired,
        "fca_" + "0" * 49,
        web.consent(),
        web.secret or "",
        web.client_id,
        served.key().api_key.key_id,
        "x" * 20_000,
        "ñ\x00\r\n\"'%",
        " ",
    ]
    for token in nothings:
        assert_accepted(web.revoke(token))


def test_a6_02_a_missing_token_is_an_invalid_request(web: Application) -> None:
    response = web.revoke("")
    assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a6_03_another_clients_token_stays_alive_and_the_answer_tells_nothing(
    served: Served, web: Application, watcher: Application, kind: str
) -> None:
    token = tokens_of(web)[kind]
    for other in (served.consumer(), served.consumer(public=True), served.job(), watcher):
        assert other.revoke(token).content == other.revoke("unknown").content
        assert_accepted(other.revoke(token))
    assert alive(watcher, token)


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "id_token", "nonsense", ""])
@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a6_04_no_hint_hides_a_token(web: Application, watcher: Application, kind: str, hint: str) -> None:
    token = tokens_of(web)[kind]
    assert_accepted(web.revoke(token, token_type_hint=hint))
    assert not alive(watcher, token)


def test_a6_05_a_refresh_token_takes_the_access_tokens_of_its_grant_with_it(
    web: Application, watcher: Application
) -> None:
    first = tokens_of(web)
    second = web.refresh(first["refresh_token"]).json()
    unrelated = tokens_of(web)
    web.revoke(second["refresh_token"])

    for token in (first["access_token"], second["access_token"], second["refresh_token"]):
        assert not alive(watcher, token)
    assert alive(watcher, unrelated["access_token"])


def test_a6_05_a_superseded_refresh_token_takes_the_family_too(web: Application, watcher: Application) -> None:
    first = tokens_of(web)
    second = web.refresh(first["refresh_token"]).json()
    assert_accepted(web.revoke(first["refresh_token"]))
    assert not alive(watcher, second["access_token"])
    assert not alive(watcher, second["refresh_token"])


def test_a6_05_an_access_token_goes_alone(web: Application, watcher: Application) -> None:
    tokens = tokens_of(web)
    web.revoke(tokens["access_token"])
    assert not alive(watcher, tokens["access_token"])
    assert web.refresh(tokens["refresh_token"]).status_code == 200


def test_a6_05_in_profile_fracttal_the_kept_refresh_token_takes_all_with_it(
    served: Served, watcher: Application
) -> None:
    legacy = served.job(profile=Profile.FRACTTAL)
    first = legacy.token(**CREDENTIALS).json()
    second = legacy.refresh(first["refresh_token"]).json()
    assert_accepted(legacy.revoke(first["refresh_token"]))
    for token in (first["access_token"], second["access_token"], first["refresh_token"]):
        assert not alive(watcher, token)


def test_a6_07_a_revoked_token_is_dead_on_every_endpoint(web: Application, watcher: Application) -> None:
    tokens = tokens_of(web)
    web.revoke(tokens["refresh_token"])

    assert web.user(tokens["access_token"]).status_code == 401
    assert web.introspect(tokens["access_token"]).json() == {"active": False}
    assert watcher.introspect(tokens["refresh_token"]).json() == {"active": False}
    assert web.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_a6_08_there_is_no_jsonp(web: Application) -> None:
    assert_accepted(web.revoke("x", callback="package.evil", jsonp="evil"))


def test_a6_09_the_answer_is_an_empty_json_object(web: Application) -> None:
    response = web.revoke(tokens_of(web)["access_token"])
    assert_accepted(response)
    assert response.json() == {}


def test_a6_10_an_expired_refresh_token_can_be_revoked(served: Served, web: Application, watcher: Application) -> None:
    tokens = tokens_of(web)
    before = served.count_events("tokens:revoke")
    served.world.clock.advance(timedelta(days=31))

    assert not alive(watcher, tokens["refresh_token"])
    assert_accepted(web.revoke(tokens["refresh_token"]))
    assert served.count_events("tokens:revoke") == before + 1

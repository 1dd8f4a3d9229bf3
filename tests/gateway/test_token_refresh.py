"""Refreshing: a new token each time, an old one that comes back ends them all, and nothing lasts for ever."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import httpx
import pytest

from fracttal_console.domain.credentials import Profile
from tests.browsing import Application
from tests.gateway.served import Served


@pytest.fixture(scope="module")
def web(served: Served) -> Application:
    return served.consumer()


def tokens_of(consumer: Application, **changes: str | None) -> dict[str, str]:
    tokens: dict[str, str] = consumer.exchange(consumer.consent(**changes)).json()
    return tokens


def refused(response: httpx.Response, error: str = "invalid_grant") -> bool:
    return (response.status_code, response.json()["error"]) == (400, error)


def alive(consumer: Application, token: str) -> bool:
    return bool(consumer.introspect(token).json()["active"])


@pytest.mark.parametrize("public", [True, False], ids=["public", "confidential"])
def test_a5_01_each_use_gives_a_new_token_and_reuse_kills_the_family(served: Served, *, public: bool) -> None:
    consumer = served.consumer(public=public)
    first = tokens_of(consumer)
    second = consumer.refresh(first["refresh_token"]).json()
    third = consumer.refresh(second["refresh_token"]).json()
    before = served.count_events("tokens:refresh_reuse")
    assert len({first["refresh_token"], second["refresh_token"], third["refresh_token"]}) == 3
    assert consumer.user(third["access_token"]).status_code == 200

    assert refused(consumer.refresh(first["refresh_token"]))
    for tokens in (first, second, third):
        assert consumer.user(tokens["access_token"]).status_code == 401
        assert refused(consumer.refresh(tokens["refresh_token"]))
    assert served.count_events("tokens:refresh_reuse") == before + 1


def test_a5_01_reuse_does_not_reach_another_family_of_the_same_consumer(web: Application) -> None:
    one, other = tokens_of(web), tokens_of(web)
    web.refresh(one["refresh_token"])
    assert refused(web.refresh(one["refresh_token"]))
    assert alive(web, other["access_token"])
    assert web.refresh(other["refresh_token"]).status_code == 200


def test_a5_01_profile_fracttal_keeps_the_first_token_for_confidential_consumers_only(served: Served) -> None:
    confidential = served.consumer(profile=Profile.FRACTTAL)
    public = served.consumer(profile=Profile.FRACTTAL, public=True)
    kept, rotated = tokens_of(confidential), tokens_of(public)

    for _ in range(3):
        assert confidential.refresh(kept["refresh_token"]).json()["refresh_token"] == kept["refresh_token"]
    assert public.refresh(rotated["refresh_token"]).json()["refresh_token"] != rotated["refresh_token"]
    assert refused(public.refresh(rotated["refresh_token"]))


def test_a5_03_a_scope_narrows_the_access_token_only(web: Application) -> None:
    first = tokens_of(web, scope="items:view work_orders:view")
    second = web.refresh(first["refresh_token"], scope="items:view").json()
    third = web.refresh(second["refresh_token"]).json()

    assert second["scope"] == web.introspect(second["access_token"]).json()["scope"] == "items:view"
    assert third["scope"] == first["scope"] == "items:view work_orders:view"


@pytest.mark.parametrize("scope", ["work_orders:delete", "items:view work_orders:delete", "no:thing"])
def test_a5_03_a_scope_never_widens_and_the_attempt_costs_nothing(web: Application, scope: str) -> None:
    token = tokens_of(web, scope="items:view work_orders:view")["refresh_token"]
    assert refused(web.refresh(token, scope=scope), "invalid_scope")
    assert web.refresh(token).json()["scope"] == "items:view work_orders:view"


def test_a5_04_another_clients_attempt_is_refused_and_kills_nothing(served: Served, web: Application) -> None:
    tokens = tokens_of(web)
    web.refresh(tokens["refresh_token"])
    fresh = tokens_of(web)
    for other in (served.consumer(), served.consumer(public=True), served.job()):
        assert refused(other.refresh(fresh["refresh_token"]))
        assert refused(other.refresh(tokens["refresh_token"]))
    assert alive(web, fresh["access_token"])
    assert web.refresh(fresh["refresh_token"]).status_code == 200


def test_a5_05_an_unused_token_dies_after_thirty_days(served: Served, web: Application) -> None:
    tokens = tokens_of(web)
    served.world.clock.advance(timedelta(days=30) - timedelta(seconds=1))
    tokens = web.refresh(tokens["refresh_token"]).json()
    served.world.clock.advance(timedelta(days=30))
    assert not alive(web, tokens["refresh_token"])
    assert refused(web.refresh(tokens["refresh_token"]))


def test_a5_05_a_family_dies_after_ninety_days_however_often_it_is_used(served: Served, web: Application) -> None:
    tokens = tokens_of(web)
    for _ in range(4):
        served.world.clock.advance(timedelta(days=22))
        tokens = web.refresh(tokens["refresh_token"]).json()
    served.world.clock.advance(timedelta(days=2))
    assert refused(web.refresh(tokens["refresh_token"]))


def test_a5_06_there_is_no_grace_for_a_superseded_token(web: Application) -> None:
    tokens = tokens_of(web)
    new = web.refresh(tokens["refresh_token"]).json()
    assert refused(web.refresh(tokens["refresh_token"]))
    assert not alive(web, new["refresh_token"])


def test_a5_08_a_digest_is_stored_once(served: Served) -> None:
    with closing(sqlite3.connect(served.world.settings.database_path)) as connection:
        for table in ("refresh_tokens", "access_tokens", "authorization_codes"):
            columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
            key = [(name, not_null) for _, name, _, not_null, _, place in columns if place]
            assert key == [("digest", 1)]

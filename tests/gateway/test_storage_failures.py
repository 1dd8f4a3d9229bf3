"""A disk that fails: nothing is claimed that was not committed, and the service goes on when the disk does."""

import httpx
import pytest

from tests.browsing import Application, answer, authorize_url, decide, hidden
from tests.gateway.served import application, browser, count_rows, full_disk
from tests.support import MEMBER_EMAIL, World, password


@pytest.fixture
def portal(world: World, http: httpx.Client) -> Application:
    return application(http, world.consumer())


def rows(world: World) -> list[int]:
    tables = ("access_tokens", "refresh_tokens", "authorization_codes", "authorizations", "events")
    return [count_rows(world, table) for table in tables]


def test_a3_19_a_failed_commit_gives_no_token_and_leaves_nothing_half_written(
    world: World, portal: Application
) -> None:
    code = portal.consent()
    before = rows(world)
    with full_disk():
        refused = portal.exchange(code)

    assert refused.status_code == 503
    told = refused.json()
    assert told.pop("error_description").startswith("Incident ")
    assert told == {"error": "temporarily_unavailable"}
    assert refused.headers["retry-after"] == "1"
    assert refused.headers["cache-control"] == "no-store"
    assert "fca_" not in refused.text
    assert rows(world) == before
    assert portal.exchange(code).status_code == 200


def test_a3_19_a_failed_refresh_leaves_the_old_token_good(portal: Application) -> None:
    refresh_token = portal.exchange(portal.consent()).json()["refresh_token"]
    with full_disk():
        refused = portal.refresh(refresh_token)

    assert (refused.status_code, refused.json()["error"]) == (503, "temporarily_unavailable")
    assert portal.refresh(refresh_token).status_code == 200


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a6_06_and_cve_2020_15223_a_revocation_is_confirmed_only_after_it_was_committed(
    portal: Application, kind: str
) -> None:
    tokens = portal.exchange(portal.consent()).json()
    with full_disk():
        refused = portal.revoke(tokens[kind])
        assert portal.introspect(tokens[kind]).json()["active"] is True

    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "1"
    assert portal.introspect(tokens[kind]).json()["active"] is True
    assert portal.revoke(tokens[kind]).status_code == 200
    assert portal.introspect(tokens[kind]).json() == {"active": False}


def test_a1_06_a_failed_consent_goes_back_as_temporarily_unavailable_and_grants_nothing(
    world: World, url: str, portal: Application
) -> None:
    path = authorize_url(portal.client_id)
    with browser(url) as member:
        page = member.get(path)
        form = {"csrf": hidden(page), "email": MEMBER_EMAIL, "password": password().reveal()}
        assert member.post(path, data=form).status_code == 303
        before = rows(world)
        with full_disk():
            told = answer(decide(member, path))

        assert (told["error"], told["state"], told["iss"]) == ("temporarily_unavailable", "state-0000", url)
        assert rows(world) == before
        assert "code" in answer(decide(member, path))


def test_a_failed_sign_in_is_told_on_a_page_and_works_a_moment_later(url: str) -> None:
    with browser(url) as member:
        form = {"csrf": hidden(member.get("/account")), "email": MEMBER_EMAIL, "password": password().reveal()}
        with full_disk():
            refused = member.post("/account", data=form)

        assert refused.status_code == 503
        assert refused.headers["content-type"] == "text/html; charset=utf-8"
        assert "set-cookie" not in refused.headers
        assert member.post("/account", data=form).status_code == 303


def test_storage_failures_are_no_wrong_secrets_and_lock_nobody_out(world: World, http: httpx.Client) -> None:
    job = application(http, world.job())
    with full_disk():
        answers = {job.token(grant_type="client_credentials").status_code for _ in range(25)}

    assert answers == {503}
    assert job.token(grant_type="client_credentials").status_code == 200

"""Lifetimes of one consumer on the wire: each holds to the second, changed ones for what is issued from then on."""

from datetime import timedelta

import pytest

from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.oauth_consumers import LifetimeChange
from tests.browsing import Application
from tests.gateway.served import Served

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CREDENTIALS = {"grant_type": "client_credentials"}


def lasting(served: Served, **spans: object) -> Application:
    return served.consumer(lifetimes=LifetimeChange(**spans))  # type: ignore[arg-type]


def test_an_access_token_lives_for_as_long_as_its_consumer_says(served: Served) -> None:
    clock = served.world.clock
    web = lasting(served, access_token=7 * MINUTE)
    job = served.job(lifetimes=LifetimeChange(access_token=7 * MINUTE))
    for app, answer in ((web, web.exchange(web.consent())), (job, job.token(**CREDENTIALS))):
        token = answer.json()
        assert token["expires_in"] == 420
        told = app.introspect(token["access_token"]).json()
        assert told["exp"] - told["iat"] == 420
    tokens = web.exchange(web.consent()).json()
    clock.advance(7 * MINUTE - SECOND)
    assert web.user(tokens["access_token"]).status_code == 200
    clock.advance(SECOND)
    assert web.user(tokens["access_token"]).status_code == 401
    assert web.introspect(tokens["access_token"]).json() == {"active": False}
    assert web.refresh(tokens["refresh_token"]).json()["expires_in"] == 420


@pytest.mark.parametrize("profile", Profile)
def test_a5_05_a_refresh_token_dies_of_idleness_when_its_consumer_says(served: Served, profile: Profile) -> None:
    clock = served.world.clock
    web = served.consumer(profile=profile, lifetimes=LifetimeChange(refresh_idle=2 * HOUR, refresh=30 * DAY))
    token = web.exchange(web.consent()).json()["refresh_token"]
    for _ in range(3):
        clock.advance(2 * HOUR - SECOND)
        token = web.refresh(token).json()["refresh_token"]
    clock.advance(2 * HOUR)
    assert web.introspect(token).json() == {"active": False}
    assert web.refresh(token).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("profile", Profile)
def test_a5_05_a_family_dies_when_its_consumer_says_however_often_it_is_used(served: Served, profile: Profile) -> None:
    clock = served.world.clock
    web = served.consumer(profile=profile, lifetimes=LifetimeChange(refresh_idle=HOUR, refresh=3 * HOUR))
    token = web.exchange(web.consent()).json()["refresh_token"]
    for _ in range(5):
        clock.advance(HOUR / 2)
        token = web.refresh(token).json()["refresh_token"]
    told = web.introspect(token).json()
    assert told["exp"] == int((clock.now() + HOUR / 2).timestamp())
    clock.advance(HOUR / 2)
    assert web.introspect(token).json() == {"active": False}
    assert web.refresh(token).json()["error"] == "invalid_grant"


def test_a1_14_after_the_end_of_an_authorization_all_is_inactive_and_a_new_consent_makes_it_anew(
    served: Served,
) -> None:
    clock, world = served.world.clock, served.world
    web = lasting(served, authorization=DAY, access_token=DAY, refresh_idle=2 * DAY, refresh=3 * DAY)
    first = web.exchange(web.consent()).json()
    clock.advance(DAY - HOUR)
    # nothing that is issued outlives the authorization
    late = web.refresh(first["refresh_token"]).json()
    assert late["expires_in"] == 3600
    clock.advance(HOUR - SECOND)
    assert web.user(late["access_token"]).status_code == 200
    clock.advance(SECOND)
    for token in (first["access_token"], late["access_token"], late["refresh_token"]):
        assert web.introspect(token).json() == {"active": False}
    assert web.user(late["access_token"]).status_code == 401
    assert web.refresh(late["refresh_token"]).json()["error"] == "invalid_grant"

    again = web.exchange(web.consent()).json()
    assert web.user(again["access_token"]).status_code == 200
    # what had ended stays ended
    for token in (first["access_token"], late["access_token"], late["refresh_token"]):
        assert web.introspect(token).json() == {"active": False}
    views = [view for view in world.console.authorizations.all(world.admin) if view.consumer.client_id == web.client_id]
    assert [(view.status, view.authorization.expires_at) for view in views] == [("active", clock.now() + DAY)]
    clock.advance(DAY)
    assert web.user(again["access_token"]).status_code == 401


def test_an_authorization_until_it_is_revoked_has_no_end(served: Served) -> None:
    clock = served.world.clock
    web = lasting(served, until_revoked=True, refresh_idle=365 * DAY, refresh=3650 * DAY)
    token = web.exchange(web.consent()).json()["refresh_token"]
    for _ in range(5):
        clock.advance(364 * DAY)
        answer = web.refresh(token).json()
        token = answer["refresh_token"]
        assert web.user(answer["access_token"]).status_code == 200


def test_a_changed_lifetime_counts_for_what_is_issued_from_then_on(served: Served) -> None:
    clock, world = served.world.clock, served.world
    web = lasting(served, access_token=10 * MINUTE)
    before = web.exchange(web.consent()).json()
    world.console.consumers.edit(world.admin, web.client_id, lifetimes=LifetimeChange(access_token=2 * MINUTE))
    after = web.refresh(before["refresh_token"]).json()
    assert after["expires_in"] == 120
    clock.advance(2 * MINUTE)
    statuses = [web.user(one["access_token"]).status_code for one in (before, after)]
    assert statuses == [200, 401]

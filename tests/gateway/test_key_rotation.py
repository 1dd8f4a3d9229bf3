"""Two secrets of one API key at the door: both open for a while, which has an end and is on record (A9.18)."""

from datetime import datetime, timedelta

import httpx
import pytest

from fracttal_console.domain.errors import Invalid, TwoSecretsLive
from fracttal_console.services.api_keys import CreatedApiKey
from tests.gateway.served import Served, hawk
from tests.gateway.test_hawk_requests import USER

DAY = timedelta(days=1)


def call(served: Served, created: CreatedApiKey) -> httpx.Response:
    header = hawk(served.world, created, served.url + USER).request_header
    return served.http.get(USER, headers={"Authorization": header})


def rotated(
    served: Served, created: CreatedApiKey, *, idle_days: int = 7, retire_by: datetime | None = None
) -> CreatedApiKey:
    rotate = served.world.console.api_key_secrets.rotate
    made = rotate(served.world.admin, created.api_key.key_id, idle_days=idle_days, retire_by=retire_by)
    return CreatedApiKey(created.api_key, made.clear)


def test_a9_18_two_keys_overlap_until_the_day_that_was_said_and_no_longer(served: Served) -> None:
    clock, old = served.world.clock, served.key()
    before = served.count_events("api_keys:rotate")
    new = rotated(served, old, idle_days=7, retire_by=clock.now() + 5 * DAY)
    assert served.count_events("api_keys:rotate") == before + 1

    for _ in range(4):
        assert (call(served, old).status_code, call(served, new).status_code) == (200, 200)
        clock.advance(DAY)
    clock.advance(DAY - timedelta(seconds=1))
    assert call(served, old).status_code == 200
    clock.advance(timedelta(seconds=1))
    assert (call(served, old).status_code, call(served, new).status_code) == (401, 200)


def test_a9_18_an_overlap_has_a_longest_span_and_never_three_keys(served: Served) -> None:
    clock, old = served.world.clock, served.key()
    with pytest.raises(Invalid):
        rotated(served, old, retire_by=clock.now() + 366 * DAY)
    new = rotated(served, old)
    with pytest.raises(TwoSecretsLive):
        rotated(served, old)
    # unless it is said otherwise a month, used or not
    for _ in range(10):
        clock.advance(3 * DAY - timedelta(seconds=1))
        assert call(served, old).status_code == 200
    clock.advance(timedelta(seconds=10))
    assert (call(served, old).status_code, call(served, new).status_code) == (401, 200)


def test_a9_18_a_leaked_key_is_dead_from_the_next_request_on(served: Served) -> None:
    old = served.key()
    assert call(served, old).status_code == 200
    new = rotated(served, old, idle_days=0)
    assert (call(served, old).status_code, call(served, new).status_code) == (401, 200)

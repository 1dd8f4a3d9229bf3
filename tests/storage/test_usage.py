"""Last-used facts: gathered, written in one transaction, and never set back by an older one."""

from datetime import timedelta

import pytest

from fracttal_console.bootstrap import open_base
from fracttal_console.domain.endpoints import Endpoints
from fracttal_console.domain.usage import Use, hour_of
from fracttal_console.services.usage import UsageRecorder
from tests.services.walks import ADDRESS, dump, raw
from tests.support import World, cheap_passwords, presented

STATISTICS = ("secret_uses", "secret_hours", "authorization_uses")


def last_uses(world: World) -> list[Use | None]:
    return [view.last_use for view in world.console.consumers.all(world.admin)]


def test_a_use_is_written_with_moment_address_and_path_and_touches_no_other_table(world: World) -> None:
    job = world.job()
    path = world.settings.database_path
    world.console.tokens.client_credentials(presented(job), scope="", address=ADDRESS)
    before = dump(path, without=STATISTICS)
    world.console.usage.flush()
    assert dump(path, without=STATISTICS) == before
    assert last_uses(world) == [Use(world.clock.now(), ADDRESS, "/oauth/token")]


def test_a_fact_never_goes_backwards_whichever_process_writes_last(world: World) -> None:
    world.job()
    other = open_base(world.settings, passwords=cheap_passwords(), clock=world.clock)
    now = world.clock.now()
    (secret,) = world.console.consumers.all(world.admin)[0].secrets
    for console, minutes in ((world.console, 5), (other, 3), (world.console, 4), (other, 6), (world.console, 1)):
        console.usage.secret(secret.id, now + timedelta(minutes=minutes), ADDRESS, f"/{minutes}")
        console.usage.flush()
    other.close()
    assert last_uses(world) == [Use(now + timedelta(minutes=6), ADDRESS, "/6")]


def test_within_one_flush_the_newest_fact_counts(world: World) -> None:
    world.job()
    now = world.clock.now()
    (secret,) = world.console.consumers.all(world.admin)[0].secrets
    for minutes in (5, 9, 2):
        world.console.usage.secret(secret.id, now + timedelta(minutes=minutes), ADDRESS, f"/{minutes}")
    world.console.usage.flush()
    assert last_uses(world) == [Use(now + timedelta(minutes=9), ADDRESS, "/9")]


def test_a_flush_with_nothing_gathered_writes_nothing(world: World) -> None:
    with raw(world.settings.database_path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        UsageRecorder(world.console.use_cases, Endpoints(())).flush()


def test_a_path_of_a_request_is_kept_up_to_a_limit(world: World) -> None:
    world.job()
    (secret,) = world.console.consumers.all(world.admin)[0].secrets
    world.console.usage.secret(secret.id, world.clock.now(), ADDRESS, "/" + "x" * 5000)
    world.console.usage.flush()
    (use,) = last_uses(world)
    assert use is not None
    assert len(use.path) == 200


@pytest.mark.parametrize("count", [499, 500, 501, 1100])
def test_many_things_are_looked_up_at_once(world: World, count: int) -> None:
    with world.console.store.reading() as repositories:
        assert repositories.authorization_uses.among(range(count)) == {}
        assert set(repositories.permission_groups.among(range(count))) == {1, 2}


def test_uses_of_a_secret_are_counted_by_the_hour_whichever_process_counts(world: World) -> None:
    created = world.job()
    other = open_base(world.settings, passwords=cheap_passwords(), clock=world.clock)
    now = world.clock.now()
    (secret,) = world.console.consumers.all(world.admin)[0].secrets
    for console, minutes in ((world.console, 1), (world.console, 2), (other, 59), (other, 60), (world.console, 61)):
        console.usage.secret(secret.id, now + timedelta(minutes=minutes), ADDRESS, "/oauth/token")
        console.usage.flush()
    other.close()
    world.clock.advance(timedelta(hours=2))
    hours = world.console.consumer_secrets.show(world.admin, created.consumer.client_id).hours
    assert hours == {secret.id: {hour_of(now): 3, hour_of(now) + 1: 2}}


def test_counts_of_a_month_ago_are_dropped(world: World) -> None:
    created = world.job()
    (secret,) = world.console.consumers.all(world.admin)[0].secrets
    world.console.usage.secret(secret.id, world.clock.now(), ADDRESS, "/oauth/token")
    world.console.usage.flush()
    for days, counted in ((30, True), (2, False)):
        world.clock.advance(timedelta(days=days))
        world.console.housekeeping.step()
        view = world.console.consumer_secrets.show(world.admin, created.consumer.client_id, days=99)
        assert bool(view.hours) is counted

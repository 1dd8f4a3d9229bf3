"""Impact previews: what would notice if access ended now."""

from datetime import timedelta

import pytest

from fracttal_console.domain.authorization_selection import Selection
from fracttal_console.domain.errors import NotFound, NothingChosen
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.domain.usage import Counted, CountedHour, Requests, day_of, hour_of
from fracttal_console.services.refusal_recorder import RefusedRequest
from tests.services.walks import ADDRESS, dump, tokens_for
from tests.signing import Signer, jwks
from tests.support import MEMBER_EMAIL, World


def granted(world: World, name: str) -> tuple[int, int]:
    """Have the member grant a new consumer, and return the ids of consumer and authorization."""
    app = world.consumer(name)
    tokens_for(world, app)
    return app.consumer.id, world.console.authorizations.all(world.admin)[0].authorization.id


def count(world: World, consumer_id: int, days_ago: int, path: str, requests: Requests) -> None:
    """Count requests that a consumer made for the member."""
    counted = Counted(day_of(world.clock.now()) - days_ago, "consumer", consumer_id, world.member.id or 0, path)
    hour = CountedHour(hour_of(world.clock.now()) - 24 * days_ago, "consumer", consumer_id, world.member.id or 0)
    with world.console.use_cases.keep_books() as work:
        work.usage_days.add({counted: requests})
        work.usage_hours.add({hour: requests.total})


def test_requests_paths_people_and_addresses_are_those_of_the_chosen_ones(world: World) -> None:
    (portal, first), (store, second) = granted(world, "Portal"), granted(world, "Bodega")
    other, _ = granted(world, "Otra")
    count(world, portal, 0, "GET /api/work_orders/", Requests(5, 1))
    count(world, portal, 1, "GET /api/work_orders/", Requests(10))
    count(world, store, 29, "POST /api/items/", Requests(100))
    count(world, store, 30, "POST /api/items/", Requests(999))
    count(world, other, 0, "GET /api/personnel/", Requests(1000))
    used = world.clock.now()
    world.console.usage.authorization(first, used - timedelta(minutes=3), "190.98.14.27", "GET /api/work_orders/")
    world.console.usage.authorization(second, used - timedelta(days=31), "181.43.77.9", "POST /api/items/")
    world.console.usage.flush()
    found = world.console.impact.authorizations(world.support, Selection(ids=(first, second)))
    assert (found.things, found.in_use, found.people, found.consumers) == (2, 1, 1, ("Bodega", "Portal"))
    assert (found.requests_day, found.requests_month) == (6, 116)
    assert found.paths == (("POST /api/items/", 100), ("GET /api/work_orders/", 16))
    assert found.addresses == ("190.98.14.27", "181.43.77.9")
    assert found.last_used_at == used - timedelta(minutes=3)
    assert world.console.impact.consumer(world.support, "Bodega").requests_month == 100
    of_person = world.console.impact.person(world.support, MEMBER_EMAIL)
    assert (of_person.things, of_person.requests_month) == (3, 1116)


def test_what_is_revoked_already_does_not_count(world: World) -> None:
    (_, first), (store, second) = granted(world, "Portal"), granted(world, "Bodega")
    count(world, store, 0, "GET /api/items/", Requests(7))
    world.console.authorizations.revoke(world.admin, str(second))
    found = world.console.impact.authorizations(world.admin, Selection(ids=(first, second)))
    assert (found.things, found.requests_month, found.consumers) == (1, 0, ("Portal",))


def test_a_consumer_that_nobody_granted_touches_nobody(world: World) -> None:
    ref = world.consumer().consumer.client_id
    found = world.console.impact.consumer(world.admin, ref)
    assert (found.things, found.in_use, found.people, found.paths, found.last_used_at) == (0, 0, 0, (), None)
    with pytest.raises(NothingChosen):
        world.console.impact.authorizations(world.admin, Selection(consumer=ref))
    with pytest.raises(NotFound):
        world.console.impact.consumer(world.admin, "Nobody")


def test_of_the_last_24_hours_each_counts(world: World) -> None:
    world.clock.advance(timedelta(hours=13))
    portal, first = granted(world, "Portal")
    hour, member = hour_of(world.clock.now()), world.member.id or 0
    with world.console.use_cases.keep_books() as work:
        work.usage_hours.add({
            CountedHour(hour, "consumer", portal, member): 1,
            CountedHour(hour - 23, "consumer", portal, member): 2,
            CountedHour(hour - 24, "consumer", portal, member): 4,
            CountedHour(hour, "consumer", portal, member + 1): 8,
            CountedHour(hour, "consumer", portal + 1, member): 16,
            CountedHour(hour, "api_key", portal, member): 32,
        })  # fmt: skip
        work.usage_hours.add({CountedHour(hour, "consumer", portal, member): 64})
    selection = Selection(ids=(first,))
    assert world.console.impact.authorizations(world.support, selection).requests_day == 67
    world.console.housekeeping.step()
    # what is older is not kept
    rows = dump(world.settings.database_path)["usage_hours"]
    assert sorted(str(row[-1]) for row in rows) == ["16", "2", "32", "65", "8"]
    world.clock.advance(timedelta(hours=1))
    assert world.console.impact.authorizations(world.support, selection).requests_day == 65


def test_requests_are_counted_by_the_hour_as_they_come(world: World) -> None:
    portal, first = granted(world, "Portal")
    client_id = world.console.consumers.show(world.admin, str(portal)).consumer.client_id
    for _ in range(3):
        world.console.usage.request(("consumer", client_id), world.member.id, "GET", "/api/items/")
    world.console.usage.flush()
    world.console.refusals.note(
        RefusedRequest(kind=RefusalKind.BEARER, cause="token_expired", public_id=client_id, address=ADDRESS,
                       person_id=world.member.id, method="GET", path="/api/items/")
    )  # fmt: skip
    world.console.refusals.flush()
    found = world.console.impact.authorizations(world.support, Selection(ids=(first,)))
    assert (found.requests_day, found.requests_month) == (4, 4)
    world.clock.advance(timedelta(hours=23))
    assert world.console.impact.authorizations(world.support, Selection(ids=(first,))).requests_day == 4
    world.clock.advance(timedelta(hours=1))
    found = world.console.impact.authorizations(world.support, Selection(ids=(first,)))
    assert (found.requests_day, found.requests_month) == (0, 4)


def test_of_an_api_key_its_own_requests_count(world: World) -> None:
    made = world.console.api_keys.create(world.admin, name="Sensor", permission_group="Reading")
    day = day_of(world.clock.now())
    with world.console.use_cases.keep_books() as work:
        work.usage_days.add(
            {
                Counted(day, "api_key", made.api_key.id, 0, "GET /api/items/"): Requests(3, 1),
                Counted(day - 2, "api_key", made.api_key.id, 0, "GET /api/meters/"): Requests(8, 0),
                Counted(day, "consumer", made.api_key.id, 0, "GET /api/items/"): Requests(50, 0),
            }
        )
        hour = hour_of(world.clock.now())
        work.usage_hours.add(
            {
                CountedHour(hour - 3, "api_key", made.api_key.id, 0): 4,
                CountedHour(hour, "consumer", made.api_key.id, 0): 50,
            }
        )
    found = world.console.impact.api_key(world.support, "Sensor")
    assert (found.requests_day, found.requests_month, found.in_use) == (4, 12, 0)
    assert found.paths == (("GET /api/meters/", 8), ("GET /api/items/", 4))
    (secret,) = world.console.api_keys.all(world.admin)[0].secrets
    world.console.usage.secret(secret.id, world.clock.now() - timedelta(days=29), ADDRESS, "GET /api/items/")
    world.console.usage.flush()
    found = world.console.impact.api_key(world.support, made.api_key.key_id)
    assert (found.in_use, found.addresses) == (1, (ADDRESS,))
    world.clock.advance(timedelta(days=1))
    assert world.console.impact.api_key(world.support, "Sensor").in_use == 0


def test_any_number_of_authorizations_is_one_question(world: World) -> None:
    _, first = granted(world, "Portal")
    ids = (first, *range(10_000, 60_000))
    assert world.console.impact.authorizations(world.admin, Selection(ids=ids)).things == 1


def test_a_consumer_that_only_asks_for_tokens_is_in_use(world: World) -> None:
    job = world.job("Cargas")
    assert world.console.impact.consumer(world.support, "Cargas").in_use == 0
    (secret,) = world.console.consumers.show(world.admin, job.consumer.client_id).secrets
    used = world.clock.now() - timedelta(days=29)
    world.console.usage.secret(secret.id, used, ADDRESS, "/oauth/token")
    world.console.usage.flush()
    found = world.console.impact.consumer(world.support, "Cargas")
    assert (found.in_use, found.addresses, found.last_used_at) == (1, (ADDRESS,), used)
    world.clock.advance(timedelta(days=1))
    assert world.console.impact.consumer(world.support, "Cargas").in_use == 0


def test_of_a_secret_its_own_uses_count(world: World) -> None:
    job, now = world.job("Cargas"), world.clock.now()
    secrets, ref = world.console.consumer_secrets, job.consumer.client_id
    secrets.rotate(world.admin, ref)
    old, new = world.console.consumers.show(world.admin, ref).secrets
    for hours in (0, 23, 24, 24 * 29):
        world.console.usage.secret(old.id, now - timedelta(hours=hours), ADDRESS, "/oauth/token")
    world.console.usage.secret(new.id, now - timedelta(minutes=1), "192.0.2.7", "/oauth/token")
    world.console.usage.flush()
    of_old, of_both = secrets.impact(world.support, ref, str(old.id)), secrets.impact(world.support, ref)
    assert (of_old.things, of_old.in_use, of_old.requests_day, of_old.requests_month) == (1, 1, 2, 4)
    assert (of_old.addresses, of_old.last_used_at) == ((ADDRESS,), now)
    assert (of_both.things, of_both.in_use, of_both.requests_day, of_both.requests_month) == (2, 2, 3, 5)
    assert of_both.addresses == (ADDRESS, "192.0.2.7")
    with pytest.raises(NotFound):
        secrets.impact(world.support, ref, "nothing")


def test_of_a_public_key_its_last_use_counts(world: World) -> None:
    job = world.job("Cargas")
    (key,) = world.console.consumer_keys.add(world.admin, job.consumer.client_id, jwks(Signer(kid="first")))
    found = world.console.consumer_keys.impact(world.support, "Cargas", "first")
    assert (found.things, found.in_use, found.last_used_at) == (1, 0, None)
    world.console.usage.consumer_key(key.id, world.clock.now(), ADDRESS, "/oauth/token")
    world.console.usage.flush()
    found = world.console.consumer_keys.impact(world.support, "Cargas", "first")
    assert (found.in_use, found.addresses) == (1, (ADDRESS,))
    with pytest.raises(NotFound):
        world.console.consumer_keys.impact(world.support, "Cargas", "second")

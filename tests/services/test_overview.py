"""The overview: each figure is the number of exactly those rows to which it leads, and what ends soon is named."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fracttal_console.domain.authorizations import Authorization
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.domain.usage import Requests
from fracttal_console.services.attention import Attention
from fracttal_console.services.listing import ListQuery
from fracttal_console.services.overview import Figures
from fracttal_console.services.refusal_recorder import RefusedRequest
from tests.services.requests_made import made_requests
from tests.services.walks import tokens_for
from tests.support import World

DAY = timedelta(days=1)


def attention(world: World, code: str) -> list[Attention]:
    return [one for one in world.console.overview.attention(world.admin) if one.code == code]


def figures(world: World) -> Figures:
    return world.console.overview.figures(world.admin)


def keys(world: World, **facets: str) -> list[str]:
    query = ListQuery(facets={facet: (value,) for facet, value in facets.items()}, sort="name", descending=False)
    return [row.api_key.name for row in world.console.api_keys.page(world.admin, query, 0, 99).rows]


def consumers(world: World, only: str = "", **facets: str) -> list[str]:
    chosen = {facet: (value,) for facet, value in facets.items()}
    query = ListQuery(only=only, facets=chosen, sort="name", descending=False)
    return [row.consumer.name for row in world.console.consumers.page(world.admin, query, 0, 99).rows]


def authorizations(world: World, **facets: str) -> int:
    query = ListQuery(facets={facet: (value,) for facet, value in facets.items()})
    return world.console.authorizations.page(world.admin, query, 0, 1).matching


def granted(world: World, name: str, ends_in: timedelta) -> Authorization:
    """Make an authorization of a person that ends by itself after a time."""
    tokens_for(world, world.consumer(name))
    (view,) = [one for one in world.console.authorizations.all(world.admin) if one.consumer.name == name]
    with world.console.use_cases.keep_books() as work:
        row = work.authorizations.get(view.authorization.id)
        return work.authorizations.save(replace(row, expires_at=world.clock.now() + ends_in))


def test_what_ends_within_14_days_is_counted_by_kind_as_its_lists_find_it(world: World) -> None:
    now, console = world.clock.now(), world.console
    console.api_keys.create(world.admin, name="Soon", permission_group="Field work", expires_at=now + 3 * DAY)
    console.api_keys.create(world.admin, name="Later", permission_group="Field work", expires_at=now + 15 * DAY)
    console.api_keys.create(world.admin, name="Never", permission_group="Field work")
    disabled = console.api_keys.create(
        world.admin, name="Off", permission_group="Field work", expires_at=now + DAY
    ).api_key
    console.api_keys.disable(world.admin, disabled.key_id)
    world.job("Job", expires_at=now + 6 * DAY)
    found = figures(world)
    assert (found.keys_ending, found.consumers_ending, found.authorizations_ending, found.ending) == (1, 1, 0, 2)
    assert found.first_end == now + 3 * DAY
    assert keys(world, expiring="14") == ["Soon"]
    assert keys(world, expiring="30") == ["Later", "Soon"]
    assert keys(world, expiring="1") == []
    assert consumers(world, expiring="14") == ["Job"]
    assert consumers(world, expiring="3") == []


def test_a_credential_whose_last_secret_ends_is_one_of_those(world: World) -> None:
    now, console = world.clock.now(), world.console
    made = console.api_keys.create(world.admin, name="Bodega", permission_group="Field work", expires_at=now + 9 * DAY)
    rotated = console.api_key_secrets.rotate(world.admin, made.api_key.key_id, retire_by=now + 2 * DAY)
    # the new secret stays, so nothing but the key itself ends
    assert keys(world, expiring="7") == []
    with console.use_cases.keep_books() as work:
        (new,) = work.secrets.among([rotated.secret.id])
        work.secrets.save(replace(new, expires_at=now + 5 * DAY))
    assert keys(world, expiring="7") == ["Bodega"]
    assert keys(world, expiring="3") == []
    assert figures(world).keys_ending == 1
    assert figures(world).first_end == now + 5 * DAY
    assert [one.at for one in attention(world, "secret_ends")] == [now + 5 * DAY]


def test_authorizations_that_end_are_named_within_1_7_and_14_days(world: World) -> None:
    for name, days in (("A", 0.5), ("B", 6), ("C", 6.5), ("D", 20)):
        granted(world, name, days * DAY)
    found = [(one.among, one.count, one.name) for one in attention(world, "authorizations_end")]
    # no more end within 14 days than within 7: that is not said twice
    assert found == [(1, 1, "A"), (7, 3, "B")]
    for days, count, _ in found:
        assert authorizations(world, expiring=str(days)) == count
    assert figures(world).authorizations_ending == 3
    granted(world, "E", 13 * DAY)
    assert [one.among for one in attention(world, "authorizations_end")] == [1, 7, 14]


def test_a_weaker_profile_and_legacy_basic_are_counted_as_their_lists_find_them(world: World) -> None:
    console, group = world.console, "Field work"
    console.api_keys.create(world.admin, name="Plain", permission_group=group)
    console.api_keys.create(world.admin, name="Old", permission_group=group, legacy_basic=True)
    console.api_keys.create(world.admin, name="Weak", permission_group=group, profile=Profile.FRACTTAL)
    off = console.api_keys.create(world.admin, name="Off", permission_group=group, legacy_basic=True).api_key
    console.api_keys.disable(world.admin, off.key_id)
    (weak,), (basic,) = attention(world, "weak_profile"), attention(world, "legacy_basic")
    assert list(weak.names) == keys(world, state="active", profile="fracttal") == ["Weak"]
    assert list(basic.names) == keys(world, state="active", basic="accepted") == ["Old"]
    assert keys(world, basic="refused") == ["Plain", "Weak"]


def test_a_public_consumer_is_in_use_as_long_as_what_people_granted_it_is(world: World) -> None:
    public = world.consumer("App", public=True)
    idle = world.consumer("Idle", public=True)
    used = granted(world, "Portal", 300 * DAY)
    assert used.id
    tokens_for(world, public)
    (view,) = [one for one in world.console.authorizations.all(world.admin) if one.consumer.name == "App"]
    world.clock.advance(91 * DAY)
    moment = world.clock.now() - DAY
    world.console.usage.authorization(view.authorization.id, moment, "192.0.2.7", "GET /api/items/")
    world.console.usage.flush()
    found = world.console.consumers.show(world.admin, public.consumer.client_id).last_use
    assert found is not None
    assert (found.at, found.address, found.path) == (moment, "192.0.2.7", "GET /api/items/")
    (dormant,) = attention(world, "credentials_unused")
    assert sorted(dormant.names) == consumers(world, "unused") == ["Idle", "Portal"]
    assert idle.consumer.name in dormant.names


@pytest.mark.parametrize(
    ("refused", "usually", "rises"), [(19, 0, False), (20, 0, True), (41, 21, False), (42, 21, True)]
)
def test_refused_requests_rise_from_twice_the_usual_on(
    world: World, refused: int, usually: int, *, rises: bool
) -> None:
    job = world.job().consumer
    for weeks in (1, 2):
        made_requests(world.console, world.clock.now(), job, "GET /api/items", 5, days_ago=7 * weeks, refused=usually)
    for _ in range(refused):
        world.console.refusals.note(
            RefusedRequest(kind=RefusalKind.BEARER, cause="token_unknown", address="45.71.8.3", method="GET",
                           path="/api/items/")
        )  # fmt: skip
    world.console.refusals.flush()
    found = figures(world)
    assert found.today == Requests(0, refused)
    assert found.rising is rises
    assert found.source == "45.71.8.3"
    named = attention(world, "refused_rising")
    wanted = [("45.71.8.3", refused, refused)] if rises else []
    assert [(one.address, one.count, one.among) for one in named] == wanted
    # what it leads to: the rows of this address and day, which together count as many
    rows = world.console.refused_requests.page(
        world.admin, ListQuery(only="day-0", facets={"address": ("45.71.8.3",)}), 0, 99
    ).rows
    assert sum(row.refusal.times for row in rows) == refused

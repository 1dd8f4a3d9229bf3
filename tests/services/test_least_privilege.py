"""Least privilege: what is allowed and not used, and what would do instead."""

from datetime import timedelta

import pytest

from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.permission_advice import PermissionAdvice
from tests.services.requests_made import made_requests
from tests.services.walks import tokens_for
from tests.support import World

VIEW_ITEMS, VIEW_ORDERS, ADD_ORDERS = "items:view", "work_orders:view", "work_orders:add"


def watched_key(world: World, days: int = 40, group: str = "Field work") -> ApiKey:
    """Make a key, let days pass, and have it read assets and work orders since the first of them."""
    key = world.console.api_keys.create(world.admin, name=f"Key {group}", permission_group=group).api_key
    made_requests(world.console, world.clock.now(), key, "GET /api/items_details", 10)
    world.clock.advance(timedelta(days=days))
    made_requests(world.console, world.clock.now(), key, "GET /api/work_orders", 5, days_ago=1)
    return key


def advice(world: World, key: ApiKey, days: int = 90) -> PermissionAdvice:
    found = world.console.least_privilege.api_key(world.support, key.key_id, days)
    assert found is not None
    return found


def test_what_was_used_is_what_would_do(world: World) -> None:
    found = advice(world, watched_key(world))
    assert (len(found.allowed), set(found.used), found.calls, found.days) == (6, {VIEW_ITEMS, VIEW_ORDERS}, 15, 41)
    assert found.unused == {"third_parties:view", ADD_ORDERS, "work_orders:edit", "work_orders:delete"}
    assert set(found.narrower or ()) == {VIEW_ITEMS, VIEW_ORDERS}
    # the member of the tests is the other one in this group
    assert (found.group.name, found.shared) == ("Field work", 1)


def test_the_narrower_permissions_refuse_no_call_that_was_made(world: World) -> None:
    key = watched_key(world)
    narrower = advice(world, key).narrower
    assert narrower is not None
    what_if = world.console.what_if.api_key(world.admin, key.key_id, permissions=narrower)
    assert (what_if.refused, what_if.calls) == (0, 5)


def test_older_use_counts_only_within_the_days_that_are_looked_at(world: World) -> None:
    key = watched_key(world, days=100)
    assert advice(world, key).used == {VIEW_ORDERS}
    assert advice(world, key, days=150).used == {VIEW_ITEMS, VIEW_ORDERS}
    assert advice(world, key).days == 90
    with pytest.raises(Invalid):
        advice(world, key, days=0)


@pytest.mark.parametrize(("days", "advised"), [(28, 0), (29, 2)])
def test_nothing_is_advised_before_a_month_has_been_watched(world: World, days: int, advised: int) -> None:
    assert len(advice(world, watched_key(world, days=days)).narrower or ()) == advised


def test_a_base_that_began_to_count_late_knows_no_more_than_since_then(world: World) -> None:
    key = world.console.api_keys.create(world.admin, name="Old", permission_group="Field work").api_key
    world.clock.advance(timedelta(days=300))
    made_requests(world.console, world.clock.now(), key, "GET /api/items", 10, days_ago=4)
    found = advice(world, key)
    assert (found.days, found.narrower) == (5, None)


def test_what_is_not_used_at_all_is_not_to_be_narrowed(world: World) -> None:
    used = watched_key(world)
    idle = world.console.api_keys.create(world.admin, name="Idle", permission_group="Reading").api_key
    world.clock.advance(timedelta(days=60))
    assert advice(world, idle).narrower is None
    made_requests(world.console, world.clock.now(), idle, "DELETE /api/work_orders", 1)
    # it used something that it no longer may do: that says nothing of what it needs
    assert advice(world, idle).used == frozenset()
    assert advice(world, used).narrower is not None


def test_permissions_whose_use_no_request_shows_are_kept(world: World) -> None:
    world.console.permission_groups.create(
        world.admin, name="Reports", permissions=[VIEW_ITEMS, "items:report", VIEW_ORDERS, ADD_ORDERS]
    )
    found = advice(world, watched_key(world, group="Reports"))
    assert (set(found.untold), set(found.unused)) == ({"items:report"}, {ADD_ORDERS})
    assert set(found.narrower or ()) == {VIEW_ITEMS, VIEW_ORDERS, "items:report"}


def test_a_group_needs_what_any_of_its_keys_consumers_and_people_need(world: World) -> None:
    app = world.consumer("Portal", permission_group="Reading")
    tokens_for(world, app)
    watched_key(world)
    made_requests(
        world.console, world.clock.now(), app.consumer, "POST /api/work_orders", 3, person=world.member.id or 0
    )
    found = world.console.least_privilege.group(world.support, "Field work")
    # the member is in this group and needed to add; the consumer through which it happened is in the other
    assert found.whole.used == {VIEW_ITEMS, VIEW_ORDERS, ADD_ORDERS}
    assert (found.whole.shared, found.whole.calls) == (2, 18)
    assert [one.name for one in found.members] == ["Key Field work"]
    assert found.members[0].used == {VIEW_ITEMS, VIEW_ORDERS}
    assert world.console.least_privilege.group(world.support, "Reading").whole.used == frozenset()


def test_of_what_opens_nothing_nothing_is_advised(world: World) -> None:
    key = watched_key(world)
    world.console.api_keys.disable(world.admin, key.key_id)
    assert world.console.least_privilege.api_key(world.admin, key.key_id) is None
    assert world.console.least_privilege.group(world.admin, "Field work").members == ()


def test_the_overview_names_who_may_do_more_than_it_does(world: World) -> None:
    key = watched_key(world)
    (found,) = [one for one in world.console.overview.attention(world.admin) if one.code == "over_privileged"]
    assert (found.kind, found.thing, found.count, found.among) == ("api_key", key.id, 4, 6)
    world.console.api_keys.edit(world.admin, key.key_id, permission_group="Reading")
    assert [one for one in world.console.overview.attention(world.admin) if one.code == "over_privileged"] == []

"""What-if: which accepted requests of the last 30 days would be refused under other permissions."""

from datetime import timedelta

import pytest

from fracttal_console.domain.actors import Role
from fracttal_console.domain.errors import Invalid, NotFound
from fracttal_console.domain.permissions import PermissionName
from fracttal_console.domain.what_if import Affected, RefusedCalls, WhatIf
from fracttal_console.services.oauth_consumers import CreatedConsumer
from tests.services.requests_made import made_requests
from tests.services.walks import dump, job_tokens, tags, tokens_for
from tests.support import MEMBER_EMAIL, World, password

READING = ["items:view", "third_parties:view", "work_orders:view"]
ADD, EDIT, DELETE = (PermissionName(f"work_orders:{action}") for action in ("add", "edit", "delete"))


def granted(world: World, name: str = "Portal", **options: object) -> CreatedConsumer:
    """Have the member grant a new consumer."""
    app = world.consumer(name, **options)
    tokens_for(world, app)
    return app


def count(world: World, app: CreatedConsumer, path: str, accepted: int, **where: int) -> None:
    made_requests(
        world.console, world.clock.now(), app.consumer, path, accepted, **{"person": world.member.id or 0, **where}
    )


def by_name(found: WhatIf) -> dict[str, Affected]:
    return {one.name: one for one in found.affected}


def test_a_key_whose_calls_would_be_refused_is_named_with_paths_and_numbers(world: World) -> None:
    key = world.console.api_keys.create(world.admin, name="Bodega central", permission_group="Field work").api_key
    now = world.clock.now()
    made_requests(world.console, now, key, "GET /api/items", 12_407, days_ago=3)
    made_requests(world.console, now, key, "POST /api/work_orders", 2, days_ago=29, refused=50)
    made_requests(world.console, now, key, "DELETE /api/work_orders", 1)
    made_requests(world.console, now, key, "DELETE /api/work_orders", 700, days_ago=30)
    found = world.console.what_if.group(world.support, "Field work", permissions=READING)
    assert (found.refused, found.calls, found.days, found.members) == (3, 12_410, 30, 2)
    assert found.removed == {ADD, EDIT, DELETE}
    assert (found.added, found.untold) == (frozenset(), frozenset())
    assert found.affected == (
        Affected(
            kind="api_key", id=key.id, name="Bodega central", loses=found.removed, calls=12_410,
            refused=(RefusedCalls("POST /api/work_orders", ADD, 2), RefusedCalls("DELETE /api/work_orders", DELETE, 1)),
        ),
    )  # fmt: skip
    assert found.affected[0].refused_calls == 3


def test_the_read_only_flag_counts_like_boxes_that_are_taken_away(world: World) -> None:
    key = world.console.api_keys.create(world.admin, name="Key", permission_group="Field work").api_key
    made_requests(world.console, world.clock.now(), key, "PUT /api/work_orders", 4)
    found = world.console.what_if.group(world.admin, "Field work", read_only=True)
    assert (found.refused, set(found.removed)) == (4, {ADD, EDIT, DELETE})
    assert world.console.what_if.group(world.admin, "Field work", read_only=False).removed == frozenset()


def test_nothing_taken_away_refuses_nothing_and_says_what_is_new(world: World) -> None:
    app = granted(world)
    count(world, app, "GET /api/items", 10)
    found = world.console.what_if.group(world.admin, "Reading", permissions=["items:view", "work_orders:view", ADD])
    assert (found.refused, found.affected, found.authorizations, set(found.added)) == (0, (), 0, {ADD})
    same = world.console.what_if.group(world.admin, "Field work")
    assert (same.refused, same.calls, same.removed, same.added) == (0, 10, frozenset(), frozenset())


def test_of_a_consumer_the_person_s_own_group_counts_as_well(world: World) -> None:
    portal, other = granted(world), granted(world, "Bodega", permission_group="Reading")
    count(world, portal, "POST /api/work_orders", 5)
    count(world, other, "GET /api/work_orders", 7)
    # counted while the group allowed it: since then it would be refused whatever is saved now
    count(world, other, "POST /api/work_orders", 90)
    found = world.console.what_if.group(world.admin, "Field work", permissions=["items:view"])
    assert found.refused == 12
    assert found.calls == 102
    names = by_name(found)
    assert names["Portal"].refused == (RefusedCalls("POST /api/work_orders", ADD, 5),)
    # the other consumer has another group: the member's own is what would refuse its calls
    assert "Bodega" not in names
    person = names["Joaquín Olavarría Sepúlveda"]
    assert (person.kind, person.refused_calls, person.calls) == ("person", 12, 102)
    assert person.refused == (
        RefusedCalls("GET /api/work_orders", PermissionName("work_orders:view"), 7, "Bodega"),
        RefusedCalls("POST /api/work_orders", ADD, 5, "Portal"),
    )
    assert (names["Portal"].authorizations, found.authorizations) == (1, 2)


def test_whoever_s_own_group_forbids_it_already_loses_nothing(world: World) -> None:
    world.console.people.edit(world.admin, MEMBER_EMAIL, permission_group="Reading")
    portal = granted(world)
    count(world, portal, "POST /api/work_orders", 5)
    found = world.console.what_if.group(world.admin, "Field work", permissions=READING)
    assert (found.refused, found.authorizations, found.calls) == (0, 0, 5)
    assert by_name(found)["Portal"].refused == ()


def test_only_what_was_granted_can_be_lost(world: World) -> None:
    app = world.consumer("Portal")
    tokens_for(world, app, "work_orders:view")
    count(world, app, "POST /api/work_orders", 5)
    found = world.console.what_if.group(world.admin, "Field work", permissions=READING)
    assert (found.refused, found.authorizations) == (0, 0)


def test_ended_authorizations_disabled_people_and_ended_credentials_do_not_count(world: World) -> None:
    app = granted(world)
    count(world, app, "POST /api/work_orders", 5)

    def refused() -> int:
        return world.console.what_if.group(world.admin, "Field work", permissions=READING).refused

    assert refused() == 5
    ref = str(world.console.authorizations.all(world.admin)[0].authorization.id)
    world.console.authorizations.suspend(world.admin, ref)
    assert refused() == 5
    world.console.authorizations.revoke(world.admin, ref)
    assert refused() == 0
    tokens_for(world, app)
    assert refused() == 5
    world.console.consumers.disable(world.admin, app.consumer.client_id)
    assert refused() == 0
    world.console.consumers.enable(world.admin, app.consumer.client_id)
    world.console.people.disable(world.admin, MEMBER_EMAIL)
    assert refused() == 0


def test_a_consumer_that_acts_for_itself_needs_no_person(world: World) -> None:
    job = world.job()
    job_tokens(world, job)
    count(world, job, "DELETE /api/work_orders", 8, person=0)
    found = world.console.what_if.group(world.admin, "Field work", permissions=READING)
    assert (found.refused, found.authorizations, [one.name for one in found.affected]) == (8, 1, ["Sincronizador"])


def test_what_no_request_shows_is_said_to_be_unknown(world: World) -> None:
    world.console.permission_groups.create(
        world.admin, name="Reports", permissions=["items:view", "items:report", "work_orders:view"]
    )
    found = world.console.what_if.group(world.admin, "Reports", permissions=["items:view"])
    assert found.untold == {"items:report"}
    assert (found.members, found.calls) == (0, 0)


def test_one_credential_alone_may_be_asked_about(world: World) -> None:
    one = world.console.api_keys.create(world.admin, name="One", permission_group="Field work").api_key
    two = world.console.api_keys.create(world.admin, name="Two", permission_group="Field work").api_key
    app = granted(world)
    for credential in (one, two):
        made_requests(world.console, world.clock.now(), credential, "POST /api/work_orders", 3)
    count(world, app, "PUT /api/work_orders", 6)
    found = world.console.what_if.api_key(world.support, "One", permissions=READING)
    assert (found.refused, found.calls, found.members, [row.name for row in found.affected]) == (3, 3, 1, ["One"])
    found = world.console.what_if.consumer(world.support, "Portal", permissions=READING)
    assert (found.refused, found.calls, [row.name for row in found.affected]) == (6, 6, ["Portal"])
    # the person's own group stays: only the consumer is limited
    assert found.authorizations == 1


def test_it_is_a_look_nothing_changes_and_no_event_is_written(world: World) -> None:
    granted(world)
    before, written = dump(world.settings.database_path), tags(world)
    world.console.what_if.group(world.admin, "Field work", permissions=READING)
    assert dump(world.settings.database_path) == before
    assert tags(world) == written


def test_what_could_not_be_saved_cannot_be_asked(world: World) -> None:
    with pytest.raises(Invalid):
        world.console.what_if.group(world.admin, "Field work", permissions=["nothing:view"])
    with pytest.raises(Invalid):
        world.console.what_if.group(world.admin, "Field work", permissions=[])
    with pytest.raises(NotFound):
        world.console.what_if.group(world.admin, "Nobody", permissions=READING)


def test_people_without_a_refused_call_are_counted_and_not_listed(world: World) -> None:
    for number in range(3):
        world.console.people.create(
            world.admin, email=f"p{number}@quillahue.example", name=f"P{number}", role=Role.MEMBER, password=password(),
            permission_group="Field work",
        )  # fmt: skip
    found = world.console.what_if.group(world.admin, "Field work", permissions=READING)
    assert (found.members, found.affected) == (4, ())


def test_the_answer_agrees_with_what_the_gateway_then_refuses(world: World) -> None:
    """What is told beforehand is what happens: the same request passes before and fails after."""
    app = world.consumer("Portal")
    token = tokens_for(world, app).access_token
    allowed = world.console.bearer.check(token.reveal(), address="192.0.2.1", path="/").permissions
    found = world.console.what_if.group(world.admin, "Field work", permissions=READING)
    world.clock.advance(timedelta(minutes=1))
    world.console.permission_groups.edit(world.admin, "Field work", permissions=READING)
    after = world.console.bearer.check(token.reveal(), address="192.0.2.1", path="/").permissions
    assert allowed - after == found.removed

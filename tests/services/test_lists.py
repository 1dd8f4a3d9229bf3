"""Lists as screens ask for them: pages, search, subsets, order; and what happens to several at once."""

from datetime import timedelta

import pytest

from fracttal_console.domain.audit import Event
from fracttal_console.domain.authorizations import AuthorizationStatus
from fracttal_console.domain.errors import Invalid, OAuthError, SessionEnded, SignInFailed, WrongState
from fracttal_console.services.listing import ListQuery
from tests.services.walks import events, may_now, tokens_for
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL, SUPPORT_EMAIL, World, password

ALL = ListQuery()


def job(world: World, name: str) -> int:
    """Make a consumer that acts for itself, with its authorization, and return the authorization's id."""
    ref = world.job(name).consumer.client_id
    world.console.consumers.disable(world.admin, ref)
    world.console.consumers.enable(world.admin, ref)
    return world.console.authorizations.all(world.admin)[0].authorization.id


def names(world: World, query: ListQuery, start: int = 0, most: int = 100) -> list[str]:
    page = world.console.authorizations.page(world.admin, query, start, most)
    return [view.consumer.name for view in page.rows]


@pytest.fixture
def five(world: World) -> list[int]:
    """Make five authorizations a day apart, and return their ids."""
    made = []
    for name in ("Ágata", "bodega", "Zorro", "Ñandú", "Árbol"):
        made.append(job(world, name))
        world.clock.advance(timedelta(days=1))
    return made


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (ALL, ["Árbol", "Ñandú", "Zorro", "bodega", "Ágata"]),
        (ListQuery(descending=False), ["Ágata", "bodega", "Zorro", "Ñandú", "Árbol"]),
        (ListQuery(sort="consumer", descending=False), ["Ágata", "Árbol", "bodega", "Ñandú", "Zorro"]),
        (ListQuery(sort="consumer"), ["Zorro", "Ñandú", "bodega", "Árbol", "Ágata"]),
        (ListQuery(sort="granted", descending=False), ["Ágata", "bodega", "Zorro", "Ñandú", "Árbol"]),
        (ListQuery(text="NANDU"), ["Ñandú"]),
        (ListQuery(text="arbol"), ["Árbol"]),
        (ListQuery(text="work_orders:delete zorro"), ["Zorro"]),
        (ListQuery(text="zorro bodega"), []),
        (ListQuery(text="100%"), []),
    ],
)
def test_authorizations_come_in_the_order_and_by_the_words_asked_for(
    world: World, query: ListQuery, wanted: list[str]
) -> None:
    assert names(world, query) == wanted
    ids = world.console.authorizations.ids(world.admin, query)
    page = world.console.authorizations.page(world.admin, query, 0, 100)
    assert ids == [view.authorization.id for view in page.rows]
    assert (page.matching, page.total) == (len(wanted), 5)


def test_pages_lie_beside_each_other_in_every_order(world: World, five: list[int]) -> None:
    for number, authorization in enumerate(five[:3]):
        moment = world.clock.now() + timedelta(minutes=number)
        world.console.usage.authorization(authorization, moment, "192.0.2.1", "GET /api/items/")
    world.console.usage.flush()
    for sort in ("", "consumer", "person", "status", "granted", "last_used"):
        for descending in (True, False):
            query = ListQuery(sort=sort, descending=descending)
            whole = world.console.authorizations.ids(world.admin, query)
            parts = [
                view.authorization.id
                for start in range(0, 6, 2)
                for view in world.console.authorizations.page(world.admin, query, start, 2).rows
            ]
            assert parts == whole, (sort, descending)
            assert sorted(whole) == sorted(five)
    used = world.console.authorizations.ids(world.admin, ListQuery(sort="last_used"))
    assert used == [five[2], five[1], five[0], five[4], five[3]]


def test_only_the_newest_of_each_consumer_and_person_is_listed(world: World) -> None:
    app = world.consumer()
    tokens_for(world, app)
    first = world.console.authorizations.all(world.admin)[0].authorization
    world.console.authorizations.revoke(world.admin, str(first.id))
    assert names(world, ALL) == ["Portal de Contratistas"]
    tokens_for(world, app)
    page = world.console.authorizations.page(world.admin, ALL, 0, 9)
    assert [view.status for view in page.rows] == ["active"]
    assert page.matching == 1
    assert len(world.console.authorizations.all(world.admin, history=True)) == 2


def test_a_person_is_found_by_name_and_by_address(world: World) -> None:
    tokens_for(world, world.consumer())
    for text in ("olavarria sepulveda", "joaquin.olavarria@quillahue"):
        assert names(world, ListQuery(text=text)) == ["Portal de Contratistas"]
    assert names(world, ListQuery(text="renata")) == []


def test_subsets_follow_the_clock(world: World) -> None:
    tokens_for(world, world.consumer())
    job(world, "Tarea")
    figures = world.console.authorizations.figures(world.admin)
    assert (figures.total, figures.active, figures.unused) == (2, 2, 0)
    world.clock.advance(timedelta(days=91))
    figures = world.console.authorizations.figures(world.admin)
    assert (figures.active, figures.unused) == (2, 2)
    world.clock.advance(timedelta(days=80))
    assert names(world, ListQuery(only="ending")) == ["Portal de Contratistas"]
    world.clock.advance(timedelta(days=20))
    figures = world.console.authorizations.figures(world.admin)
    assert (figures.total, figures.active) == (2, 1)
    assert names(world, ListQuery(only="active")) == ["Tarea"]
    statuses = {v.consumer.name: v.status for v in world.console.authorizations.page(world.admin, ALL, 0, 9).rows}
    assert statuses == {"Portal de Contratistas": "expired", "Tarea": "active"}


@pytest.mark.parametrize("query", [ListQuery(sort="colour"), ListQuery(only="blue")])
def test_an_order_or_subset_that_does_not_exist_is_named(world: World, query: ListQuery) -> None:
    for service in (world.console.authorizations, world.console.api_keys, world.console.consumers):
        with pytest.raises(Invalid) as refused:
            service.page(world.admin, query, 0, 9)
        assert refused.value.rule == "unknown_choice"
        assert refused.value.field in {"sort", "only"}
    with pytest.raises(Invalid):
        world.console.audit.page(world.admin, ListQuery(only="blue"), 0, 9)


def test_suspending_stops_the_tokens_and_resuming_lets_them_open_again(world: World) -> None:
    tokens = tokens_for(world, world.consumer())
    ref = str(world.console.authorizations.all(world.admin)[0].authorization.id)
    held = may_now(world.console, tokens.access_token)
    suspended = world.console.authorizations.suspend(world.admin, ref, reason="On leave")
    assert suspended.status is AuthorizationStatus.SUSPENDED
    with pytest.raises(OAuthError):
        may_now(world.console, tokens.access_token)
    with pytest.raises(WrongState):
        world.console.authorizations.suspend(world.admin, ref)
    world.console.authorizations.resume(world.admin, ref)
    assert may_now(world.console, tokens.access_token) == held
    with pytest.raises(WrongState):
        world.console.authorizations.resume(world.admin, ref)
    tags = [(event.tag, event.reason) for event in events(world, 3)]
    assert ("authorizations:suspend", "On leave") in tags
    assert tags[0] == ("authorizations:resume", "")


@pytest.mark.parametrize("sort", ["", "name", "group", "status", "created", "last_used"])
def test_api_keys_come_page_by_page_in_every_order(world: World, sort: str) -> None:
    for name in ("Ágata", "bodega", "Zorro"):
        world.console.api_keys.create(world.admin, name=name, permission_group="Field work")
    query = ListQuery(sort=sort, descending=False)
    whole = [view.api_key.name for view in world.console.api_keys.page(world.admin, query, 0, 9).rows]
    parts = [world.console.api_keys.page(world.admin, query, place, 1).rows[0].api_key.name for place in range(3)]
    assert parts == whole
    assert sorted(whole) == ["Zorro", "bodega", "Ágata"]
    if sort == "name":
        assert whole == ["Ágata", "bodega", "Zorro"]


def test_keys_and_consumers_that_nobody_uses_are_a_subset_of_the_active_ones(world: World) -> None:
    world.console.api_keys.create(world.admin, name="Old", permission_group="Field work")
    world.console.api_keys.create(world.admin, name="Off", permission_group="Field work")
    world.console.api_keys.disable(world.admin, "Off")
    app = world.consumer()
    world.clock.advance(timedelta(days=91))
    unused = ListQuery(only="unused")
    assert [v.api_key.name for v in world.console.api_keys.page(world.admin, unused, 0, 9).rows] == ["Old"]
    assert world.console.consumers.page(world.admin, unused, 0, 9).matching == 1
    tokens_for(world, app)
    world.console.usage.flush()
    assert world.console.consumers.page(world.admin, unused, 0, 9).matching == 0
    assert world.console.consumers.page(world.admin, ALL, 0, 9).rows[0].authorizations == 1


def test_a_deleted_consumer_is_listed_no_more_and_a_revoked_key_is(world: World) -> None:
    ref = world.consumer().consumer.client_id
    world.console.consumers.delete(world.admin, ref)
    world.console.api_keys.create(world.admin, name="Key", permission_group="Field work")
    world.console.api_keys.revoke(world.admin, "Key")
    assert world.console.consumers.page(world.admin, ALL, 0, 9).total == 0
    assert world.console.api_keys.page(world.admin, ALL, 0, 9).total == 1


def test_events_come_page_by_page_and_by_words_or_kinds(world: World) -> None:
    for number in range(5):
        world.console.permission_groups.create(world.admin, name=f"Grupo Ñ{number}", permissions=["items:view"])
    everything = events(world)

    def page(query: ListQuery, start: int = 0, most: int = 3) -> list[Event]:
        return list(world.console.audit.page(world.admin, query, start, most).rows)

    assert page(ALL) == everything[:3]
    assert page(ALL, 3) == everything[3:6]
    assert page(ListQuery(descending=False)) == everything[::-1][:3]
    assert page(ALL, len(everything)) == []
    assert [e.target.name for e in page(ListQuery(text="grupo n3"))] == ["Grupo Ñ3"]
    by_kind = ListQuery(text="words of a screen", tags=("permission_groups:create",))
    found = world.console.audit.page(world.admin, by_kind, 0, 100)
    assert {event.tag for event in found.rows} == {"permission_groups:create"}
    assert (found.matching, found.total) == (7, len(everything))
    sessions = world.console.audit.page(world.admin, ListQuery(only="sessions"), 0, 100)
    assert {event.tag for event in sessions.rows} == {"sessions:sign_in"}


def test_a_person_who_was_disabled_or_demoted_meanwhile_goes_on_with_nothing(world: World) -> None:
    world.console.people.edit(world.admin, SUPPORT_EMAIL, role=world.admin.role)
    with pytest.raises(SessionEnded):
        world.console.api_keys.all(world.support)
    world.console.people.disable(world.console.sign_in.operator(SUPPORT_EMAIL, password()), ADMIN_EMAIL)
    for call in (
        lambda: world.console.permission_groups.create(world.admin, name="Late", permissions=["items:view"]),
        lambda: world.console.audit.newest(world.admin),
    ):
        with pytest.raises(SessionEnded):
            call()


def test_unlocking_asks_for_the_same_person_and_counts_failures(world: World) -> None:
    world.console.sign_in.lock(world.admin, "idle")
    with pytest.raises(SignInFailed):
        world.console.sign_in.unlock(world.admin, world.new_base.recovery_code)
    again = world.console.sign_in.unlock(world.admin, password())
    assert again == world.admin
    assert [(event.tag, event.facts.get("reason")) for event in events(world, 3)] == [
        ("sessions:unlock", None), ("sessions:refuse", None), ("sessions:lock", "idle"),
    ]  # fmt: skip
    world.console.people.edit(world.admin, MEMBER_EMAIL, name="Joaquín O.")
    assert world.console.sign_in.unlock(world.member, password()).name == "Joaquín O."

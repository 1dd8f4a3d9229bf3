"""Facets of the lists that are whole in memory, and of refused requests."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from fracttal_console.domain.actors import Role
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.services.listing import ListQuery
from fracttal_console.services.refusal_recorder import RefusedRequest
from tests.services.second_factors import with_codes
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL, SUPPORT_EMAIL, World, password

Values = Mapping[str, tuple[str, ...]]


@pytest.fixture
def staffed(world: World) -> World:
    """Let support have codes, somebody be invited and somebody be disabled, and the administrator sign in today."""
    console = world.console
    with_codes(world, world.support)
    world.clock.advance(timedelta(days=40))
    console.invitations.invite(world.admin, email="ana@quillahue.example", name="Ana", role=Role.SUPPORT)
    console.people.create(
        world.admin, email="bo@quillahue.example", name="Bo", role=Role.MEMBER, password=password()
    )  # fmt: skip
    console.people.disable(world.admin, "bo@quillahue.example")
    console.sign_in.operator(ADMIN_EMAIL, password())
    return world


def people(world: World, facets: Values, text: str = "") -> list[str]:
    page = world.console.people.page(world.admin, ListQuery(text=text, facets=facets, descending=False), 0, 99)
    assert page.matching == len(page.rows)
    assert page.total == 5
    return [view.person.email.partition("@")[0] for view in page.rows]


ADMIN, MEMBER, SUPPORT = (email.partition("@")[0] for email in (ADMIN_EMAIL, MEMBER_EMAIL, SUPPORT_EMAIL))


@pytest.mark.parametrize(
    ("facets", "wanted"),
    [
        ({}, [ADMIN, MEMBER, SUPPORT, "ana", "bo"]),
        ({"role": ("support",)}, [SUPPORT, "ana"]),
        ({"role": ("support", "super_admin")}, [ADMIN, SUPPORT, "ana"]),
        ({"state": ("invited",)}, ["ana"]),
        ({"state": ("active",)}, [ADMIN, MEMBER, SUPPORT]),
        ({"state": ("disabled", "invited")}, ["ana", "bo"]),
        ({"codes": ("set_up",)}, [SUPPORT]),
        ({"codes": ("missing",), "role": ("support",)}, ["ana"]),
        ({"group": ("Field work",)}, [MEMBER]),
        ({"group": ("none",), "role": ("member",)}, ["bo"]),
        ({"last_sign_in": ("7d",)}, [ADMIN]),
        ({"last_sign_in": ("unused:30",)}, [MEMBER, SUPPORT]),
        ({"last_sign_in": ("never",), "state": ("invited",)}, ["ana"]),
    ],
)
def test_people_are_narrowed_by_values(staffed: World, facets: Values, wanted: list[str]) -> None:
    assert people(staffed, facets) == wanted


def test_values_go_with_words_and_with_an_order(staffed: World) -> None:
    assert people(staffed, {"role": ("support",)}, text="ana") == ["ana"]
    query = ListQuery(facets={"last_sign_in": ("7d", "never")}, sort="last_sign_in")
    rows = staffed.console.people.page(staffed.admin, query, 0, 9).rows
    assert rows[0].person.email == ADMIN_EMAIL


def test_a_link_leads_to_one_person_alone(staffed: World) -> None:
    known = staffed.console.people.page(staffed.admin, ListQuery(text="Ana"), 0, 9).rows[0].person
    page = staffed.console.people.page(staffed.admin, ListQuery(id=known.id), 0, 9)
    assert [view.person for view in page.rows] == [known]


@pytest.fixture
def grouped(world: World) -> World:
    """Make groups that are read only, that a consumer has, and that nobody has."""
    console = world.console
    console.permission_groups.create(
        world.admin, name="Viewing", permissions=["items:view", "items:edit"], read_only=True
    )  # fmt: skip
    world.consumer(permission_group="Reading")
    return world


@pytest.mark.parametrize(
    ("facets", "wanted"),
    [
        ({"access": ("read_only",)}, ["Viewing"]),
        ({"access": ("as_ticked",)}, ["Field work", "Reading"]),
        ({"used_by": ("consumers",)}, ["Reading"]),
        ({"used_by": ("people", "consumers")}, ["Field work", "Reading"]),
        ({"used_by": ("nobody",)}, ["Viewing"]),
        ({"permission": ("work_orders:delete",)}, ["Field work"]),
        ({"permission": ("items:*",)}, ["Field work", "Reading", "Viewing"]),
        # what its read-only flag takes away is not allowed
        ({"permission": ("items:edit",)}, []),
        ({"permission": ("*:add",)}, ["Field work"]),
        ({"permission": ("work_orders:*",), "used_by": ("consumers",)}, ["Reading"]),
    ],
)
def test_permission_groups_are_narrowed_by_values(grouped: World, facets: Values, wanted: list[str]) -> None:
    query = ListQuery(facets=facets, sort="name", descending=False)
    page = grouped.console.permission_groups.page(grouped.admin, query, 0, 99)
    assert [view.group.name for view in page.rows] == wanted
    assert page.matching == len(wanted)


@pytest.fixture
def refused(world: World) -> World:
    """Have three kinds of requests refused: of a consumer, of the same two days later, of somebody unknown."""
    portal = world.consumer().consumer.client_id

    def note(cause: str, public_id: str, address: str, kind: RefusalKind = RefusalKind.TOKEN) -> None:
        world.console.refusals.note(
            RefusedRequest(kind=kind, cause=cause, public_id=public_id, address=address, method="POST", path="/x")
        )
        world.console.refusals.flush()

    note("secret_wrong", portal, "192.0.2.7")
    note("client_unknown", "fcc_nobody", "192.0.2.8")
    world.clock.advance(timedelta(days=2))
    note("scope_refused", portal, "192.0.2.9", RefusalKind.AUTHORIZATION)
    return world


@pytest.mark.parametrize(
    ("facets", "wanted"),
    [
        ({"cause": ("secret_wrong",)}, ["secret_wrong"]),
        ({"cause": ("secret_wrong", "scope_refused")}, ["secret_wrong", "scope_refused"]),
        ({"kind": ("authorization",)}, ["scope_refused"]),
        ({"address": ("192.0.2.8",)}, ["client_unknown"]),
        ({"credential": ("consumer:1",)}, ["secret_wrong", "scope_refused"]),
        ({"credential": ("Portal de Contratistas",)}, ["secret_wrong", "scope_refused"]),
        ({"credential": ("fcc_nobody",)}, ["client_unknown"]),
        ({"date": ("1d",)}, ["scope_refused"]),
        ({"date": ("2000-01-01/2000-02-01",)}, []),
        ({"credential": ("consumer:1",), "date": ("1d",)}, ["scope_refused"]),
    ],
)
def test_refused_requests_are_narrowed_by_values(refused: World, facets: Values, wanted: list[str]) -> None:
    page = refused.console.refused_requests.page(refused.admin, ListQuery(facets=facets, descending=False), 0, 99)
    assert [view.refusal.cause for view in page.rows] == wanted
    assert (page.matching, page.total) == (len(wanted), 3)


def test_values_of_refused_requests_are_those_that_there_are(refused: World) -> None:
    requests, admin = refused.console.refused_requests, refused.admin
    assert {value.text for value in requests.facet_values(admin, "cause")} == {
        "secret_wrong", "client_unknown", "scope_refused",
    }  # fmt: skip
    portal, *_ = requests.facet_values(admin, "credential", "PORTAL")
    assert (portal.text, portal.name, portal.hint) == ("consumer:1", "Portal de Contratistas", "consumer")
    assert [value.text for value in requests.facet_values(admin, "credential", "nobody")] == ["fcc_nobody"]
    assert [value.text for value in requests.facet_values(admin, "address", "2.8")] == ["192.0.2.8"]
    assert len(requests.facet_values(admin, "address", most=2)) == 2
    with pytest.raises(Invalid):
        requests.facet_values(admin, "kind")


@pytest.mark.parametrize("facets", [{"colour": ("blue",)}, {"state": ()}, {"state": ("blue",)}, {"role": ("king",)},
                                    {"codes": ("maybe",)}, {"last_sign_in": ("yesterday",)}])  # fmt: skip
def test_people_have_no_other_values(world: World, facets: Values) -> None:
    with pytest.raises(Invalid):
        world.console.people.page(world.admin, ListQuery(facets=facets), 0, 9)


@pytest.mark.parametrize("facets", [{"state": ("active",)}, {"access": ("full",)}, {"permission": ("*:*",)},
                                    {"used_by": ()}])  # fmt: skip
def test_permission_groups_have_no_other_values(world: World, facets: Values) -> None:
    with pytest.raises(Invalid):
        world.console.permission_groups.page(world.admin, ListQuery(facets=facets), 0, 9)


@pytest.mark.parametrize("facets", [{"state": ("active",)}, {"kind": ("door",)}, {"date": ("tomorrow",)}])
def test_refused_requests_have_no_other_values(world: World, facets: Values) -> None:
    with pytest.raises(Invalid):
        world.console.refused_requests.page(world.admin, ListQuery(facets=facets), 0, 9)

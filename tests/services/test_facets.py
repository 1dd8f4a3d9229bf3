"""Facets: what narrows a list by values, alone, together and with the words that are looked for."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from fracttal_console.domain.authorizations import AuthorizationStatus
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.errors import Invalid, NotFound
from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.services.facets import MOST_VALUES
from fracttal_console.services.listing import ListQuery
from tests.services.walks import tokens_for
from tests.support import MEMBER_EMAIL, World

PERSON = "Portal de Contratistas"


@pytest.fixture
def listed(world: World) -> World:
    """Make four authorizations, ten days apart: one of a person, three of consumers for themselves."""
    tokens_for(world, world.consumer())
    world.clock.advance(timedelta(days=10))
    for name in ("Báscula", "Cargas", "Diario"):
        profile = Profile.FRACTTAL if name == "Cargas" else Profile.STANDARD
        ref = world.console.consumers.create(
            world.admin, name=name, permission_group="Field work", grant=GrantType.CLIENT_CREDENTIALS, profile=profile
        ).consumer.client_id
        world.console.consumers.disable(world.admin, ref)
        world.console.consumers.enable(world.admin, ref)
        world.clock.advance(timedelta(days=10))
    ids = {view.consumer.name: view.authorization.id for view in world.console.authorizations.all(world.admin)}
    world.console.authorizations.suspend(world.admin, str(ids["Báscula"]))
    world.console.authorizations.revoke(world.admin, str(ids["Diario"]))
    world.console.usage.authorization(ids["Cargas"], world.clock.now() - timedelta(days=5), "192.0.2.7", "GET /api/")
    world.console.usage.flush()
    return world


def names(world: World, facets: Mapping[str, tuple[str, ...]], text: str = "", sort: str = "consumer") -> list[str]:
    query = ListQuery(text=text, facets=facets, sort=sort, descending=False)
    page = world.console.authorizations.page(world.admin, query, 0, 100)
    assert page.matching == len(page.rows)
    assert page.total == 4
    assert world.console.authorizations.ids(world.admin, query) == [view.authorization.id for view in page.rows]
    return [view.consumer.name for view in page.rows]


@pytest.mark.parametrize(
    ("facets", "wanted"),
    [
        ({}, ["Báscula", "Cargas", "Diario", PERSON]),
        ({"consumer": ("Cargas",)}, ["Cargas"]),
        ({"consumer": ("Cargas", "Diario")}, ["Cargas", "Diario"]),
        ({"person": (MEMBER_EMAIL,)}, [PERSON]),
        ({"person": ("itself",)}, ["Báscula", "Cargas", "Diario"]),
        ({"person": ("itself", MEMBER_EMAIL)}, ["Báscula", "Cargas", "Diario", PERSON]),
        ({"state": ("active",)}, ["Cargas", PERSON]),
        ({"state": ("suspended", "revoked")}, ["Báscula", "Diario"]),
        ({"profile": ("fracttal",)}, ["Cargas"]),
        ({"granted": ("25d",)}, ["Cargas", "Diario"]),
        ({"granted": ("../2000-01-01",)}, []),
        ({"last_used": ("7d",)}, ["Cargas"]),
        ({"last_used": ("3d",)}, []),
        ({"last_used": ("never", "7d")}, ["Báscula", "Cargas", "Diario", PERSON]),
        ({"last_used": ("unused:25",)}, ["Báscula", PERSON]),
        ({"expiring": ("14",)}, []),
        ({"expiring": ("365",)}, [PERSON]),
        ({"permission": ("work_orders:delete",)}, ["Báscula", "Cargas", "Diario", PERSON]),
        ({"permission": ("work_orders:*",)}, ["Báscula", "Cargas", "Diario", PERSON]),
        ({"permission": ("personnel:*", "nothing:view")}, []),
        ({"consumer": ("Cargas", "Diario"), "state": ("active",)}, ["Cargas"]),
        ({"state": ("active",), "profile": ("standard",), "last_used": ("never",)}, [PERSON]),
    ],
)
def test_authorizations_are_narrowed_by_values(
    listed: World, facets: Mapping[str, tuple[str, ...]], wanted: list[str]
) -> None:
    assert names(listed, facets) == wanted


@pytest.mark.parametrize("sort", ["", "consumer", "person", "permissions", "status", "granted", "last_used", "expires"])
@pytest.mark.parametrize("facet", [{"state": ("active", "revoked")}, {"last_used": ("never",)}, {"last_used": ("7d",)}])
def test_every_order_goes_with_every_facet(listed: World, sort: str, facet: Mapping[str, tuple[str, ...]]) -> None:
    for descending in (True, False):
        query = ListQuery(sort=sort, facets=facet, descending=descending)
        whole = listed.console.authorizations.ids(listed.admin, query)
        parts = [
            view.authorization.id
            for start in range(4)
            for view in listed.console.authorizations.page(listed.admin, query, start, 1).rows
        ]
        assert parts == whole
        assert sorted(whole) == sorted(listed.console.authorizations.ids(listed.admin, ListQuery(facets=facet)))


def test_facets_go_with_the_words_that_are_looked_for(listed: World) -> None:
    assert names(listed, {"person": ("itself",)}, text="car") == ["Cargas"]
    assert names(listed, {"person": ("itself",)}, text="portal") == []


def test_a_state_follows_the_clock(listed: World) -> None:
    view = next(v for v in listed.console.authorizations.all(listed.admin) if v.person is not None)
    assert view.authorization.expires_at is not None
    listed.clock.advance(view.authorization.expires_at - listed.clock.now())
    assert names(listed, {"state": ("expired",)}) == [PERSON]
    assert names(listed, {"state": ("active",)}) == ["Cargas"]
    assert view.authorization.status is AuthorizationStatus.ACTIVE


@pytest.mark.parametrize(
    "facets",
    [
        {"colour": ("blue",)},
        {"state": ()},
        {"state": ("blue",)},
        {"profile": ("strict",)},
        {"granted": ("yesterday",)},
        {"granted": ("../..",)},
        {"granted": ("2026-13-01/..",)},
        {"last_used": ("unused:many",)},
        {"last_used": ("unused:0",)},
        {"expiring": ("-1",)},
        {"permission": ("work_orders",)},
        {"permission": ("*:*",)},
        {"permission": ("work_orders:paint",)},
        {"consumer": tuple(str(number) for number in range(MOST_VALUES + 1))},
    ],
)
def test_what_no_list_knows_is_refused(world: World, facets: Mapping[str, tuple[str, ...]]) -> None:
    with pytest.raises(Invalid):
        world.console.authorizations.page(world.admin, ListQuery(facets=facets), 0, 9)


def test_a_consumer_or_person_that_is_not_there_is_named(world: World) -> None:
    for facet in ("consumer", "person"):
        with pytest.raises(NotFound):
            world.console.authorizations.page(world.admin, ListQuery(facets={facet: ("999",)}), 0, 9)


def test_values_to_choose_from_are_found_by_what_people_call_them(listed: World) -> None:
    authorizations = listed.console.authorizations
    found = authorizations.facet_values(listed.admin, "consumer", "BASCULA")
    assert [value.name for value in found] == ["Báscula"]
    assert names(listed, {"consumer": (found[0].text,)}) == ["Báscula"]
    people = authorizations.facet_values(listed.admin, "person", MEMBER_EMAIL.partition("@")[0])
    assert [value.hint for value in people] == [MEMBER_EMAIL]
    assert len(authorizations.facet_values(listed.admin, "consumer", most=2)) == 2
    with pytest.raises(Invalid):
        authorizations.facet_values(listed.admin, "state")


def test_consumers_and_keys_are_narrowed_by_values(listed: World) -> None:
    def consumers(facets: Mapping[str, tuple[str, ...]]) -> list[str]:
        query = ListQuery(facets=facets, sort="name", descending=False)
        return [v.consumer.name for v in listed.console.consumers.page(listed.admin, query, 0, 9).rows]

    assert consumers({"profile": ("fracttal",)}) == ["Cargas"]
    assert consumers({"grant": ("authorization_code",)}) == [PERSON]
    assert consumers({"group": ("Field work",), "grant": ("client_credentials",)}) == ["Báscula", "Cargas", "Diario"]
    assert consumers({"group": ("999",)}) == []
    assert consumers({"state": ("disabled",)}) == []
    listed.console.consumers.disable(listed.admin, "Cargas")
    assert consumers({"state": ("disabled", "revoked")}) == ["Cargas"]

    keys = listed.console.api_keys
    ends = listed.clock.now() + timedelta(days=2)
    keys.create(listed.admin, name="Ends", permission_group="Field work", expires_at=ends)
    keys.create(listed.admin, name="Stays", permission_group="Field work")
    listed.clock.advance(timedelta(days=3))
    for state, wanted in (("expired", ["Ends"]), ("active", ["Stays"]), ("revoked", [])):
        page = keys.page(listed.admin, ListQuery(facets={"state": (state,)}), 0, 9)
        assert [view.api_key.name for view in page.rows] == wanted, state
    with pytest.raises(Invalid):
        keys.page(listed.admin, ListQuery(facets={"grant": ("client_credentials",)}), 0, 9)

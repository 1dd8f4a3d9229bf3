"""Permissions: stored form, read-only, scopes, and which request needs which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fracttal_console.bootstrap import permission_catalogue
from fracttal_console.domain.authorizations import permissions_now
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.permissions import (
    METHOD_ACTIONS,
    PermissionName,
    PermissionSet,
    asked_permissions,
    limit_to_reading,
    parse_permissions,
    store_permissions,
)

CATALOGUE = permission_catalogue()
SETS = st.frozensets(st.sampled_from(sorted(CATALOGUE.all)))


def names(*texts: str) -> PermissionSet:
    return frozenset(PermissionName(text) for text in texts)


@given(SETS)
def test_a_set_of_permissions_is_read_back_as_it_was_stored(permissions: PermissionSet) -> None:
    stored = store_permissions(permissions)
    assert parse_permissions(stored) == permissions
    assert stored.split() == sorted(permissions)


@given(SETS)
def test_reading_keeps_view_and_report_and_nothing_else(permissions: PermissionSet) -> None:
    left = limit_to_reading(permissions)
    assert left == {name for name in permissions if name.endswith((":view", ":report"))}


@given(SETS, SETS, st.none() | SETS)
def test_what_a_request_may_do_is_never_more_than_any_of_the_three_allows(
    granted: PermissionSet, consumer: PermissionSet, person: PermissionSet | None
) -> None:
    now = permissions_now(granted, consumer, person)
    assert now == {n for n in granted if n in consumer and (person is None or n in person)}


@pytest.mark.parametrize("scope", ["", " ", "api", "items:view api", "api nonsense"])
def test_no_scope_or_api_asks_for_all_that_the_group_allows(scope: str) -> None:
    assert asked_permissions(scope, CATALOGUE) is None


def test_a_scope_asks_for_the_permissions_it_names_each_once() -> None:
    asked = asked_permissions("items:view  work_orders:add items:view", CATALOGUE)
    assert asked == names("items:view", "work_orders:add")


@pytest.mark.parametrize(
    "scope", ["items", "items:fly", "items:view\twork_orders:view", "ITEMS:VIEW", "*", "api:view", "x" * 9000]
)
def test_an_unknown_scope_is_refused(scope: str) -> None:
    with pytest.raises(Invalid) as refused:
        asked_permissions(scope, CATALOGUE)
    assert (refused.value.field, refused.value.rule) == ("scope", "unknown_permission")
    assert len(str(refused.value.params["permission"])) <= 100


def test_a_group_needs_at_least_one_permission_and_only_known_ones() -> None:
    assert CATALOGUE.check(["items:view"]) == names("items:view")
    with pytest.raises(Invalid, match="empty"):
        CATALOGUE.check([])
    with pytest.raises(Invalid, match="unknown_permission"):
        CATALOGUE.check(["items:view", "items:"])


@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("GET", "/api/items", "items:view"),
        ("HEAD", "/api/items/", "items:view"),
        ("POST", "/api/items/", "items:add"),
        ("PUT", "/api/items/7/", "items:edit"),
        ("PATCH", "/api/items/7", "items:edit"),
        ("DELETE", "/api/items/7/parts/9", "items:delete"),
        ("GET", "/api/items_details/7", "items:view"),
        ("GET", "/api/itemsx", None),
        ("GET", "/api/item", None),
        ("GET", "/API/items", None),
        ("GET", "/apiitems", None),
        ("GET", "/", None),
        ("GET", "", None),
        ("OPTIONS", "/api/items", None),
        ("TRACE", "/api/items", None),
        ("get", "/api/items", None),
    ],
)
def test_path_and_method_tell_the_permission_and_what_is_not_mapped_has_none(
    method: str, path: str, needed: str | None
) -> None:
    assert CATALOGUE.required(method, path) == needed


@pytest.mark.parametrize("prefix", sorted({p for r in CATALOGUE.resources.values() for p in r.prefixes}))
def test_every_prefix_of_the_catalogue_leads_to_its_own_resource(prefix: str) -> None:
    owners = [r for r in CATALOGUE.resources.values() if prefix in r.prefixes]
    assert len(owners) == 1
    for method, action in METHOD_ACTIONS.items():
        wanted = f"{owners[0].id}:{action}" if action in owners[0].actions else None
        for path in (prefix, prefix + "/", prefix + "/1"):
            assert CATALOGUE.required(method, path) == wanted


def test_permissions_are_listed_in_the_order_of_the_catalogue_and_unknown_ones_last() -> None:
    shuffled = [*sorted(CATALOGUE.all, reverse=True), PermissionName("gone:view")]
    assert CATALOGUE.in_order(shuffled) == [*CATALOGUE.order, "gone:view"]


def test_an_unknown_permission_that_was_once_stored_is_read_and_gives_no_access_to_a_path() -> None:
    assert parse_permissions("gone:view items:view") == names("gone:view", "items:view")
    assert "gone:view" not in {CATALOGUE.required("GET", "/api/gone"), CATALOGUE.required("GET", "/gone")}

"""Every resource path that programs call, by every method: what each needs, and what narrows it at `/auth/verify`."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.permissions import METHOD_ACTIONS, PermissionCatalogue
from tests.gateway.served import Served, hawk, serving
from tests.support import MEMBER_EMAIL

AUTHORITY = "app.quillahue.example"
RESOURCES = {
    "items": "items", "items_details": "items", "items_availability": "items",
    "inventories": "inventories", "inventories_details": "inventories", "inventories_adjustment": "inventories",
    "warehouses": "warehouses",
    "work_orders": "work_orders", "work_orders_movements": "work_orders", "work_orders_subtasks": "work_orders",
    "tasks_todo": "work_orders",
    "work_requests": "work_requests", "work_requests_status": "work_requests",
    "meters": "meters", "meters_list": "meters", "meters_advanced": "meters", "meter_reading": "meters",
    "meters_reading": "meters",
    "personnel": "personnel", "transactions_log": "configuration",
}  # fmt: skip
"""Paths of the real service that its public clients call, and the resource that each belongs to."""

METHODS = (*METHOD_ACTIONS, "OPTIONS", "TRACE", "CONNECT")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("matrix"), trusted_proxies=("127.0.0.0/8",)) as made:
        yield made


@pytest.fixture(scope="module")
def catalogue(served: Served) -> PermissionCatalogue:
    return served.world.console.catalogue


def group(served: Served, *permissions: str, read_only: bool = False) -> str:
    world = served.world
    name = f"{' '.join(permissions)}{' read' if read_only else ''}"[:60]
    if all(known.name != name for known in world.console.permission_groups.all(world.admin)):
        world.console.permission_groups.create(
            world.admin, name=name, permissions=list(permissions), read_only=read_only
        )
    return name


def bearer(served: Served, name: str, scope: str = "") -> str:
    form = {"grant_type": "client_credentials", **({"scope": scope} if scope else {})}
    return f"Bearer {served.job(permission_group=name).token(**form).json()['access_token']}"


def ask(served: Served, method: str, path: str, credential: str) -> httpx.Response:
    told = {"X-Forwarded-Method": method, "X-Forwarded-Uri": path, "X-Forwarded-Host": AUTHORITY,
            "X-Forwarded-Proto": "https", "Authorization": credential}  # fmt: skip
    return served.http.get("/auth/verify", headers=told)


@pytest.fixture(scope="module")
def holding(served: Served) -> Callable[[str, list[str]], str]:
    """Give the token of a group of its own for each name, made when it is first asked for."""
    known: dict[str, str] = {}

    def token(name: str, permissions: list[str]) -> str:
        if name not in known:
            world = served.world
            world.console.permission_groups.create(world.admin, name=name, permissions=permissions)
            known[name] = bearer(served, name)
        return known[name]

    return token


@pytest.mark.parametrize("path", RESOURCES)
def test_each_path_needs_exactly_its_own_permission(
    served: Served, catalogue: PermissionCatalogue, holding: Callable[[str, list[str]], str], path: str
) -> None:
    every = sorted(str(name) for name in catalogue.all)
    for method in METHODS:
        for written in (f"/api/{path}", f"/api/{path}/", f"/api/{path}/77/details?x=/api/items"):
            action = METHOD_ACTIONS.get(method)
            needed = f"{RESOURCES[path]}:{action}"
            if needed not in catalogue.all:
                assert ask(served, method, written, holding("everything", every)).status_code == 403, (method, written)
                continue
            without = holding(f"all but {needed}", [name for name in every if name != needed])
            assert ask(served, method, written, holding(f"only {needed}", [needed])).status_code == 200, (
                method,
                written,
            )
            assert ask(served, method, written, without).status_code == 403, method


def test_who_am_i_needs_no_permission_and_is_no_resource(served: Served, catalogue: PermissionCatalogue) -> None:
    credential = bearer(served, group(served, "meters:view"))
    assert served.http.get("/api/user/", headers={"Authorization": credential}).status_code == 200
    assert catalogue.required("GET", "/api/user") is None


def test_a_scope_narrows_what_the_group_allows(served: Served) -> None:
    name = group(served, "items:view", "items:add", "meters:view")
    credential = bearer(served, name, "items:view")
    assert ask(served, "GET", "/api/items/", credential).status_code == 200
    assert ask(served, "POST", "/api/items/", credential).status_code == 403
    assert ask(served, "GET", "/api/meters/", credential).status_code == 403
    assert ask(served, "GET", "/api/meters/", bearer(served, name, "api")).status_code == 200


def test_the_read_only_flag_takes_all_that_changes_away_at_once(served: Served) -> None:
    world, name = served.world, group(served, "warehouses:view", "warehouses:add", "warehouses:delete")
    credential, key = bearer(served, name), served.key(permission_group=name, profile=Profile.FRACTTAL)

    def statuses() -> list[int]:
        signed = [
            hawk(world, key, f"https://{AUTHORITY}/api/warehouses/", method).request_header
            for method in ("GET", "POST", "DELETE")
        ]
        return [
            ask(served, method, "/api/warehouses/", one).status_code
            for method, header in zip(("GET", "POST", "DELETE"), signed, strict=True)
            for one in (credential, header)
        ]

    assert statuses() == [200] * 6
    world.console.permission_groups.edit(world.admin, name, read_only=True)
    assert statuses() == [200, 200, 403, 403, 403, 403]
    world.console.permission_groups.edit(world.admin, name, read_only=False)
    assert statuses() == [200] * 6


def test_the_group_counts_as_it_is_now(served: Served) -> None:
    world, name = served.world, group(served, "teams:view", "teams:edit")
    credential = bearer(served, name)
    assert ask(served, "PATCH", "/api/teams/1", credential).status_code == 200
    world.console.permission_groups.edit(world.admin, name, permissions=["teams:view"])
    assert ask(served, "PATCH", "/api/teams/1", credential).status_code == 403


def test_the_persons_own_group_narrows_too_and_counts_now(served: Served) -> None:
    world = served.world
    web = served.consumer()
    credential = f"Bearer {web.exchange(web.consent()).json()['access_token']}"
    assert ask(served, "DELETE", "/api/work_orders/1", credential).status_code == 200
    try:
        world.console.people.edit(world.admin, MEMBER_EMAIL, permission_group="Reading")
        assert ask(served, "DELETE", "/api/work_orders/1", credential).status_code == 403
        assert ask(served, "GET", "/api/work_orders/1", credential).status_code == 200
        assert ask(served, "GET", "/api/third_parties/", credential).status_code == 403
    finally:
        world.console.people.edit(world.admin, MEMBER_EMAIL, permission_group="Field work")
    assert ask(served, "DELETE", "/api/work_orders/1", credential).status_code == 200

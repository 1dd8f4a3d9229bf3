"""The catalogue that ships covers what client programs call, in three languages."""

import pytest

from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.permission_catalogue import load_permission_catalogue
from fracttal_console.resources import resource
from fracttal_console.texts.catalogue import LANGUAGES


@pytest.fixture(scope="module")
def catalogue() -> PermissionCatalogue:
    return load_permission_catalogue(resource("permissions.toml"))


PATHS = {
    "items": "items",
    "items_details": "items",
    "items_availability": "items",
    "inventories": "inventories",
    "inventories_details": "inventories",
    "inventories_adjustment": "inventories",
    "warehouses": "warehouses",
    "work_orders": "work_orders",
    "work_orders_movements": "work_orders",
    "work_orders_subtasks": "work_orders",
    "tasks_todo": "work_orders",
    "work_requests": "work_requests",
    "work_requests_status": "work_requests",
    "meters": "meters",
    "meters_list": "meters",
    "meters_advanced": "meters",
    "meter_reading": "meters",
    "meters_reading": "meters",
    "personnel": "personnel",
    "transactions_log": "configuration",
}


@pytest.mark.parametrize(("path", "resource_id"), PATHS.items())
@pytest.mark.parametrize("ending", ["", "/", "/17"])
def test_every_path_that_clients_call_needs_a_permission(
    catalogue: PermissionCatalogue, path: str, resource_id: str, ending: str
) -> None:
    assert catalogue.required("GET", f"/api/{path}{ending}") == f"{resource_id}:view"


@pytest.mark.parametrize(
    ("method", "action"), [("POST", "add"), ("PUT", "edit"), ("PATCH", "edit"), ("DELETE", "delete"), ("HEAD", "view")]
)
def test_the_method_decides_about_the_action(catalogue: PermissionCatalogue, method: str, action: str) -> None:
    assert catalogue.required(method, "/api/work_orders/1") == f"work_orders:{action}"


@pytest.mark.parametrize("path", ["/api/user", "/api/itemsx", "/api/unknown", "/"])
def test_a_path_without_permission_is_not_mapped(catalogue: PermissionCatalogue, path: str) -> None:
    assert catalogue.required("GET", path) is None


def test_no_path_belongs_to_two_resources(catalogue: PermissionCatalogue) -> None:
    prefixes = [prefix for row in catalogue.resources.values() for prefix in row.prefixes]
    assert len(prefixes) == len(set(prefixes))


def test_module_numbers_and_ids_are_unique_and_configuration_is_10(catalogue: PermissionCatalogue) -> None:
    numbers = {module.id: module.number for module in catalogue.modules}

    assert len(set(numbers.values())) == len(catalogue.modules) == 12
    assert numbers["configuration"] == 10
    # those that its reference of the transaction log names
    assert (numbers["virtual_disk"], numbers["work_requests"], numbers["material_requests"]) == (9, 11, 13)
    assert len(catalogue.resources) == sum(len(module.resources) for module in catalogue.modules)


def test_every_module_and_resource_has_its_words_in_three_languages(catalogue: PermissionCatalogue) -> None:
    for module in catalogue.modules:
        assert set(module.names) == set(LANGUAGES)
        for row in module.resources:
            assert row.module == module.id
            assert set(row.names) == set(row.hints) == set(LANGUAGES)
            assert all(name == name.lower() for name in row.names.values()), row.id
            # A hint is a sentence or a list in every language alike: the pages join them by that.
            assert len({hint[0].isupper() for hint in row.hints.values()}) == 1, row.id

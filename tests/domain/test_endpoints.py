"""Endpoints: the name under which a request is counted tells the permission that it needed."""

import pytest

from fracttal_console.bootstrap import permission_catalogue
from fracttal_console.domain.endpoints import OWN_ENDPOINTS, Endpoints, permissions_by_endpoint
from fracttal_console.domain.usage import OTHER_PATHS

CATALOGUE = permission_catalogue()
NEEDED = permissions_by_endpoint(CATALOGUE)
ENDPOINTS = Endpoints.of(CATALOGUE)
PREFIXES = [prefix for resource in CATALOGUE.resources.values() for prefix in resource.prefixes]


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("tail", ["", "/", "/42", "/42/parts/"])
def test_what_a_request_is_counted_under_tells_the_permission_it_needed(method: str, tail: str) -> None:
    for prefix in PREFIXES:
        path = prefix + tail
        assert NEEDED.get(ENDPOINTS.name(method, path)) == CATALOGUE.required(method, path), path


@pytest.mark.parametrize("path", ["/api/nothing", "/api/itemsets/", "/"])
def test_what_is_counted_as_other_needs_no_permission_that_is_known(path: str) -> None:
    assert ENDPOINTS.name("GET", path) == OTHER_PATHS
    assert OTHER_PATHS not in NEEDED


def test_the_authority_s_own_endpoints_need_none() -> None:
    assert not [name for name in NEEDED if name.split(" ")[1] in OWN_ENDPOINTS]


def test_only_reports_are_used_without_a_request_that_shows_it() -> None:
    assert {name.partition(":")[2] for name in CATALOGUE.all - set(NEEDED.values())} == {"report"}

"""Modules of the conformance suite about pushed requests, by their names."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from fracttal_console.domain.consumer_switches import Demand, SwitchChange
from tests.browsing import Application, answer, authorize_url, decide
from tests.conformance.suite import good_tokens, stays_on_an_error_page
from tests.gateway.served import Served
from tests.gateway.test_pushed_requests import form, push, pushed_path


@pytest.fixture(scope="module")
def client(served: Served) -> Application:
    return served.consumer(switches=SwitchChange(par=Demand.REQUIRED))


@pytest.fixture(scope="module")
def client2(served: Served) -> Application:
    return served.consumer(switches=SwitchChange(par=Demand.REQUIRED))


def test_fapi2_par_attempt_invalid_http_method(served: Served) -> None:
    assert served.http.put("/oauth/par", data=form()).status_code == 405


def test_fapi2_par_attempt_reuse_request_uri(served: Served, client: Application) -> None:
    path = pushed_path(client)
    member = served.signed_in(path)
    good_tokens(client.exchange(answer(decide(member, path))["code"]))
    stays_on_an_error_page(member.get(path))


def test_fapi2_par_attempt_to_use_expired_request_uri(served: Served, client: Application) -> None:
    response = push(client)
    served.world.clock.advance(timedelta(seconds=response.json()["expires_in"] + 1))
    stays_on_an_error_page(served.signed_in().get(pushed_path(client, response)))


def test_fapi2_par_attempt_to_use_request_uri_for_different_client(
    served: Served, client: Application, client2: Application
) -> None:
    uri = push(client).json()["request_uri"]
    path = "/oauth/authorize?" + urlencode({"client_id": client2.client_id, "request_uri": uri})
    stays_on_an_error_page(served.signed_in().get(path))


def test_fapi2_par_authorization_request_containing_request_uri_form_param(client: Application) -> None:
    uri = push(client).json()["request_uri"]
    for value in (uri, "urn:ietf:params:oauth:request_uri:nothing"):
        response = push(client, request_uri=value)
        assert (response.status_code, response.json()["error"]) == (400, "invalid_request")


def test_fapi2_par_without_duplicate_parameters(served: Served, client: Application) -> None:
    path = pushed_path(client)
    good_tokens(client.exchange(answer(decide(served.signed_in(path), path))["code"]))


def test_fapi2_par_ensure_reused_request_uri_prior_to_auth_completion_succeeds(
    served: Served, client: Application
) -> None:
    path = pushed_path(client)
    assert served.visitor().get(path).status_code == 200
    good_tokens(client.exchange(answer(decide(served.signed_in(path), path))["code"]))


def test_fapi2_par_ensure_unsigned_authorization_request_without_using_par_fails(
    served: Served, client: Application
) -> None:
    told = answer(served.signed_in().get(authorize_url(client.client_id)))
    assert told["error"] == "invalid_request"
    assert "code" not in told

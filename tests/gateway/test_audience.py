"""Resource indicators (RFC 8707): a token is wanted for what is served here, or refused."""

import pytest

from tests.browsing import Application, answer, authorize_url, decide
from tests.gateway.served import Served

ELSEWHERE = [
    "https://api.elsewhere.example",
    "http://127.0.0.1",
    "/",
    "api",
    "urn:fracttal:api",
    "https://api.elsewhere.example/#fragment",
]


def own(served: Served) -> list[str]:
    return [served.url, f"{served.url}/"]


@pytest.fixture(scope="module")
def job(served: Served) -> Application:
    return served.job()


def mutants(served: Served) -> list[str]:
    return [
        *ELSEWHERE,
        f"{served.url}/other",
        f"{served.url}?x=1",
        f"{served.url}#x",
        served.url.replace("http", "HTTP"),
    ]


def test_a4_03_a_token_for_what_is_served_here_names_it_as_its_audience(
    served: Served, web: Application, job: Application
) -> None:
    for resource in own(served):
        tokens = web.exchange(web.consent(resource=resource), resource=resource).json()
        renewed = web.refresh(tokens["refresh_token"], resource=resource).json()
        itself = job.token(grant_type="client_credentials", resource=resource).json()
        for client, token in ((web, tokens), (web, renewed), (job, itself)):
            assert client.introspect(token["access_token"]).json()["aud"] == served.url


def test_a4_03_another_resource_is_an_invalid_target_at_the_authorization_page(
    served: Served, web: Application
) -> None:
    member = served.signed_in()
    for resource in mutants(served):
        path = authorize_url(web.client_id, resource=resource)
        told = answer(member.get(path))
        assert (told["error"], told["state"], told["iss"]) == ("invalid_target", "state-0000", served.url)
    # nor is there a way past it with the form of a good request
    with_good = authorize_url(web.client_id, resource=served.url)
    assert "code" in answer(decide(member, with_good))


def test_a4_03_another_resource_is_an_invalid_target_at_the_token_endpoint_and_costs_nothing(
    served: Served, web: Application, job: Application
) -> None:
    code = web.consent()
    refresh_token = web.exchange(web.consent()).json()["refresh_token"]
    for resource in mutants(served):
        for refused in (
            web.exchange(code, resource=resource),
            web.refresh(refresh_token, resource=resource),
            job.token(grant_type="client_credentials", resource=resource),
        ):
            assert (refused.status_code, refused.json()["error"]) == (400, "invalid_target")
    assert web.exchange(code).status_code == 200
    assert web.refresh(refresh_token).status_code == 200


def test_a4_03_without_a_resource_the_audience_is_the_same(served: Served, job: Application) -> None:
    for form in ({}, {"resource": ""}):
        token = job.token(grant_type="client_credentials", **form).json()["access_token"]
        assert job.introspect(token).json()["aud"] == served.url

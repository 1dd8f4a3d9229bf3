"""The OpenAPI document: valid, complete, and true to what the gateway answers to good and to hostile requests."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from fracttal_console.bootstrap.gateway import _gateway_parts
from fracttal_console.domain.consumer_switches import Demand, SwitchChange
from fracttal_console.domain.device_grants import GRANT_TYPE
from fracttal_console.gateway.oauth.token import GRANTS
from fracttal_console.gateway.routes import Routes, Speech
from fracttal_console.resources import resource
from fracttal_console.services.pkce import challenge_of
from tests.gateway.served import Served, hawk, tokens_of
from tests.services.walks import VERIFIER
from tests.support import REDIRECT_URI, World

DOCUMENT: dict[str, Any] = json.loads(resource("openapi.json").read_text("utf-8"))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
OPERATIONS: list[Any] = [found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
ROUNDS = [
    pytest.param(operation, mode, id=f"{operation.label}-{mode.value}")
    for operation in OPERATIONS
    for mode in GenerationMode
    # where nothing can be sent, nothing can be sent wrongly
    if mode is GenerationMode.POSITIVE or operation.body or operation.headers
]
_TOKENS = {"token", "refresh_token"}


@pytest.fixture(scope="module")
def known(served: Served) -> dict[str, list[str]]:
    """Give tokens and header values that count, that did once, and that never will."""
    job, tokens = served.job(may_introspect=True), tokens_of(served.consumer())
    basic = b64encode(f"{job.client_id}:{job.secret}".encode()).decode()
    used = hawk(served.world, served.key(), f"{served.url}/api/user").request_header
    return {
        "tokens": [tokens["access_token"], tokens["refresh_token"]],
        "headers": [
            f"Basic {basic}", f"Bearer {tokens['access_token']}", str(used),
            "Basic Og==", "Basic %", "Bearer", "Hawk id=", "Digest x", "",
        ],
    }  # fmt: skip


def test_it_is_a_valid_document_and_is_served_as_it_lies_among_the_resources(served: Served) -> None:
    validate(DOCUMENT)
    for path in ("/openapi.json", "/openapi.json/"):
        answer = served.http.get(path)
        assert answer.headers["content-type"] == "application/json"
        assert answer.json() == DOCUMENT


def test_it_describes_every_json_endpoint_and_no_other(world: World) -> None:
    routes = Routes(_gateway_parts(world.settings, world.console, "http://127.0.0.1:1", None))
    spoken = {path for path, route in routes._table.items() if route.speech is not Speech.PAGE}
    # what is answered by prefix stands in no table
    assert {"/api/user", "/api/transactions_log", "/auth/verify"} | spoken == set(DOCUMENT["paths"])


def test_it_names_the_grants_that_there_are() -> None:
    form = DOCUMENT["paths"]["/oauth/token"]["post"]["requestBody"]["content"]
    assert set(form["application/x-www-form-urlencoded"]["schema"]["properties"]["grant_type"]["enum"]) == {
        *GRANTS,
        GRANT_TYPE,
    }


def test_good_requests_are_answered_as_it_says(served: Served) -> None:
    job, portal, key = served.job(may_introspect=True), served.consumer(), served.key()
    tokens = tokens_of(portal)
    refreshed = portal.refresh(tokens["refresh_token"])
    token = refreshed.json()["access_token"]
    url = f"{served.url}/api/user"
    bearer = {"Authorization": f"Bearer {token}"}
    world, log = served.world, "/api/transactions_log/"
    world.console.permission_groups.create(world.admin, name="Log readers", permissions=["configuration:view"])
    reader = served.job(permission_group="Log readers").token(grant_type="client_credentials").json()["access_token"]
    kiosk = served.consumer(switches=SwitchChange(device=True, par=Demand.ALLOWED))
    shown = {"client_id": kiosk.client_id, "client_secret": kiosk.secret}
    challenge = {"code_challenge": challenge_of(VERIFIER), "code_challenge_method": "S256"}
    asked = {**shown, **challenge, "response_type": "code", "redirect_uri": REDIRECT_URI}
    started = served.http.post("/oauth/device_authorization", data=shown)
    waiting = kiosk.token(grant_type=GRANT_TYPE, device_code=started.json()["device_code"])
    answers = {
        ("post", "/oauth/token"): [
            refreshed, job.token(grant_type="client_credentials"), portal.refresh("x"), waiting,
        ],
        ("post", "/oauth/introspect"): [job.introspect(token), job.introspect("x")],
        ("get", "/api/user"): [
            served.http.get(url, headers=bearer), served.http.get(url),
            served.http.get(url, headers={"Authorization": str(hawk(served.world, key, url).request_header)}),
        ],
        ("get", "/api/transactions_log"): [
            served.http.get(f"{log}?limit=3", headers={"Authorization": f"Bearer {reader}"}),
            served.http.get(f"{log}?limit=x", headers={"Authorization": f"Bearer {reader}"}),
            served.http.get(log, headers=bearer), served.http.get(log),
        ],
        ("post", "/oauth/revoke"): [portal.revoke("x")],
        ("post", "/oauth/par"): [
            served.http.post("/oauth/par", data=asked), served.http.post("/oauth/par", data={**asked, "scope": "x"}),
            served.http.post("/oauth/par", data={**asked, "client_secret": "x"}),
        ],
        ("post", "/oauth/device_authorization"): [
            started, served.http.post("/oauth/device_authorization", data={**shown, "scope": "x"}),
            served.http.post("/oauth/device_authorization"),
        ],
        ("get", "/auth/verify"): [served.http.get("/auth/verify"), served.http.get("/auth/verify", headers=bearer)],
        ("get", "/healthz"): [served.http.get("/healthz")],
        ("get", "/openapi.json"): [served.http.get("/openapi.json")],
        ("get", "/.well-known/oauth-authorization-server"): [
            served.http.get("/.well-known/oauth-authorization-server"),
        ],
    }  # fmt: skip
    assert len(answers) == len(OPERATIONS)
    for (method, path), found in answers.items():
        for answer in found:
            SCHEMA[path][method].validate_response(answer)
            assert str(answer.status_code) in DOCUMENT["paths"][path][method]["responses"]


@pytest.mark.parametrize(("operation", "mode"), ROUNDS)
def test_whatever_is_sent_is_answered_as_it_says_and_never_by_5xx(
    fuzz: Callable[..., None],
    operation: Any,  # noqa: ANN401
    mode: GenerationMode,
) -> None:
    fuzz(operation, mode, max_examples=10, derandomize=True)


@pytest.mark.soak
@pytest.mark.parametrize(("operation", "mode"), ROUNDS)
def test_soak_whatever_is_sent_is_answered_as_it_says_and_never_by_5xx(
    fuzz: Callable[..., None],
    operation: Any,  # noqa: ANN401
    mode: GenerationMode,
) -> None:
    fuzz(operation, mode, max_examples=1500)


@pytest.fixture
def fuzz(served: Served, known: dict[str, list[str]]) -> Iterator[Callable[..., None]]:
    """Send what fits the document, or just does not, under credentials that count and others that do not."""
    session = requests.Session()

    def run(operation: Any, mode: GenerationMode, **options: Any) -> None:  # noqa: ANN401
        cases = operation.as_strategy(generation_mode=mode)

        @settings(
            deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), **options
        )
        @given(data=st.data())
        def ask(data: st.DataObject) -> None:
            case = data.draw(cases)
            for name in _TOKENS & set(case.body if isinstance(case.body, dict) else ()):
                case.body[name] = data.draw(st.sampled_from([case.body[name], *known["tokens"]]))
            header = data.draw(st.sampled_from(known["headers"]))
            headers = {"Authorization": header} if header else {}
            answer = case.call(base_url=served.url, session=session, headers=headers)
            case.validate_response(answer, checks=CHECKS)

        ask()

    yield run
    session.close()

"""The server's metadata (RFC 8414): true in every value, and the same whoever asks under whatever name."""

from pathlib import Path
from typing import Any

import pytest

from tests.browsing import answer, authorize_url, decide
from tests.gateway.served import Served, serving
from tests.signing import ASSERTION_TYPE, Signer, jwks

PATH = "/.well-known/oauth-authorization-server"


@pytest.fixture(scope="module")
def document(served: Served) -> dict[str, Any]:
    found: dict[str, Any] = served.http.get(PATH).json()
    return found


def test_a8_01_the_document_is_json_at_the_well_known_place(served: Served) -> None:
    for path in (PATH, f"{PATH}/", f"{PATH}?x=1"):
        response = served.http.get(path)
        assert response.status_code == 200
        assert response.headers["content-type"] == "application/json"
    assert served.http.head(PATH).status_code == 200
    assert served.http.post(PATH).status_code == 405


def test_a8_01_the_issuer_is_the_configured_one_whatever_a_request_claims(tmp_path: Path) -> None:
    issuer = "https://acceso.quillahue.example/conexiones"
    with serving(tmp_path, issuer=issuer) as served:
        for path in (PATH, f"{PATH}/conexiones"):
            for headers in ({}, {"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Proto": "http"}):
                content = served.http.get(path, headers=headers).json()
                assert content["issuer"] == issuer
                for name in ("authorization", "token", "revocation", "introspection"):
                    assert content[f"{name}_endpoint"].startswith(f"{issuer}/oauth/")
        web = served.consumer()
        with served.visitor() as visitor:
            assert visitor.get(authorize_url(web.client_id)).status_code == 200


def test_a8_01_the_issuer_has_neither_query_nor_fragment(served: Served, document: dict[str, Any]) -> None:
    assert document["issuer"] == served.url
    assert not {"?", "#"} & set(document["issuer"])


def test_a8_02_no_array_is_empty_and_nothing_is_advertised_that_is_not_offered(document: dict[str, Any]) -> None:
    assert all(value for value in document.values() if isinstance(value, list))
    assert not {
        "registration_endpoint",
        "jwks_uri",
        "pushed_authorization_request_endpoint",
        "device_authorization_endpoint",
        "request_uri_parameter_supported",
    } & set(document)
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["response_types_supported"] == ["code"]
    assert document["authorization_response_iss_parameter_supported"] is True


def test_a8_02_each_endpoint_answers_at_its_address(served: Served, document: dict[str, Any]) -> None:
    for name in ("token", "revocation", "introspection"):
        response = served.http.post(document[f"{name}_endpoint"], data={"token": "x"})
        assert response.status_code == 401
    assert served.http.get(document["authorization_endpoint"]).status_code == 400


def test_a8_02_each_grant_response_type_mode_and_challenge_method_works(
    served: Served, document: dict[str, Any]
) -> None:
    web, job, member = served.consumer(), served.job(), served.signed_in()
    for response_type in document["response_types_supported"]:
        for mode in document["response_modes_supported"]:
            for method in document["code_challenge_methods_supported"]:
                path = authorize_url(
                    web.client_id, response_type=response_type, response_mode=mode, code_challenge_method=method
                )
                told = answer(decide(member, path))
                assert told["iss"] == document["issuer"]
                assert web.exchange(told["code"]).status_code == 200
    tokens = web.exchange(web.consent())
    attempts = {
        "authorization_code": tokens,
        "refresh_token": web.refresh(tokens.json()["refresh_token"]),
        "client_credentials": job.token(grant_type="client_credentials"),
    }
    assert set(attempts) == set(document["grant_types_supported"])
    assert {response.status_code for response in attempts.values()} == {200}


@pytest.mark.parametrize("endpoint", ["token", "revocation", "introspection"])
def test_a8_02_each_signing_algorithm_works_where_it_is_advertised(
    served: Served, document: dict[str, Any], endpoint: str
) -> None:
    kinds = {"ES256": "EC", "PS256": "RSA", "RS256": "RSA", "EdDSA": "OKP", "Ed25519": "OKP"}
    advertised = document[f"{endpoint}_endpoint_auth_signing_alg_values_supported"]
    assert set(advertised) == set(kinds)
    for algorithm in advertised:
        signer = Signer(kinds[algorithm], algorithm=algorithm)
        client_id = served.created(public_keys=jwks(signer)).consumer.client_id
        now = int(served.world.clock.now().timestamp())
        assertion = signer.assertion(client_id, document["issuer"], None, now)
        form = {"grant_type": "refresh_token", "refresh_token": "x", "token": "x", "client_assertion": assertion}
        answer = served.post(document[f"{endpoint}_endpoint"], {**form, "client_assertion_type": ASSERTION_TYPE})
        assert answer.status_code != 401, algorithm


@pytest.mark.parametrize("endpoint", ["token", "revocation", "introspection"])
def test_a8_02_each_authentication_method_works_where_it_is_advertised_and_fails_where_not(
    served: Served, document: dict[str, Any], endpoint: str
) -> None:
    web, native = served.consumer(), served.consumer(public=True)
    signer = Signer()
    signing = served.created(public_keys=jwks(signer)).consumer.client_id
    url = document[f"{endpoint}_endpoint"]
    advertised = document[f"{endpoint}_endpoint_auth_methods_supported"]

    def attempt(method: str) -> int:
        client_id = {"none": native.client_id, "private_key_jwt": signing}.get(method, web.client_id)
        form = {"grant_type": "refresh_token", "refresh_token": "x", "token": "x"}
        auth = (web.client_id, web.secret or "") if method == "client_secret_basic" else None
        if auth is None:
            form["client_id"] = client_id
        if method == "client_secret_post":
            form["client_secret"] = web.secret or ""
        if method in {"client_secret_jwt", "private_key_jwt"}:
            header = {"alg": "HS256"} if method == "client_secret_jwt" else {}
            now = int(served.world.clock.now().timestamp())
            form["client_assertion"] = signer.assertion(client_id, document["issuer"], header, now)
            form["client_assertion_type"] = ASSERTION_TYPE
        return served.post(url, form, auth).status_code

    for method in ("client_secret_basic", "client_secret_post", "none", "client_secret_jwt", "private_key_jwt"):
        assert (attempt(method) != 401) == (method in advertised), method


def test_a8_02_each_scope_can_be_asked_for_and_no_other(served: Served, document: dict[str, Any]) -> None:
    world, scopes = served.world, document["scopes_supported"]
    world.console.permission_groups.create(world.admin, name="Todo", permissions=scopes)
    job = served.job(permission_group="Todo")
    for scope in scopes:
        assert job.token(grant_type="client_credentials", scope=scope).json()["scope"] == scope
    for scope in ("openid", "offline_access", "items:viewx", "ITEMS:VIEW", "items", ":"):
        assert job.token(grant_type="client_credentials", scope=scope).json()["error"] == "invalid_scope"


def test_a8_02_each_language_is_spoken(served: Served, document: dict[str, Any]) -> None:
    for tag in document["ui_locales_supported"]:
        assert f'<html lang="{tag}">' in served.http.get(f"/account?ui_locales={tag}").text

"""Modules of the conformance suite's plan `fapi2-security-profile-final` (variant `plain_oauth`), by their names.

What the plan asks of pushed requests, of proof of possession and of https is left out: docs/conformance.md says why.
"""

from datetime import timedelta

from tests.browsing import VERIFIER, Application, authorize_url, decide
from tests.conformance.suite import (
    LEAST_BITS,
    arrival,
    estimated_bits,
    good_tokens,
    refused_arrival,
    stays_on_an_error_page,
    token_error,
)
from tests.gateway.served import Served

ACCEPTED_CODE_ERRORS = {"invalid_grant", "invalid_request"}


def test_fapi2_discovery_end_point_verification(served: Served) -> None:
    response = served.http.get("/.well-known/oauth-authorization-server")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    document = response.json()
    assert document["issuer"] == served.url
    assert "code" in document["response_types_supported"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["authorization_response_iss_parameter_supported"] is True
    assert {"authorization_code", "client_credentials", "refresh_token"} <= set(document["grant_types_supported"])
    for name in ("authorization", "token", "revocation", "introspection"):
        assert document[f"{name}_endpoint"].startswith(f"{served.url}/")


def test_fapi2_happy_flow(served: Served, client: Application) -> None:
    told = arrival(served, client)
    assert set(told) == {"code", "state", "iss"}
    assert (told["state"], told["iss"]) == ("state-0000", served.url)
    assert estimated_bits(told["code"]) >= LEAST_BITS
    tokens = good_tokens(client.exchange(told["code"]))
    answered = client.user(tokens["access_token"])
    assert (answered.status_code, answered.headers["content-type"]) == (200, "application/json")


def test_fapi2_user_rejects_authentication(served: Served, client: Application) -> None:
    path = authorize_url(client.client_id)
    response = decide(served.signed_in(path), path, "deny")
    assert response.status_code == 303
    told = dict(pair.split("=", 1) for pair in response.headers["location"].partition("?")[2].split("&"))
    assert (told["error"], told["state"]) == ("access_denied", "state-0000")
    assert "iss" in told
    assert "code" not in told


def test_fapi2_ensure_other_scope_order_succeeds(served: Served, client: Application) -> None:
    for scope in ("items:view work_orders:view", "work_orders:view items:view"):
        tokens = good_tokens(client.exchange(arrival(served, client, scope=scope)["code"]))
        assert set(tokens["scope"].split()) == set(scope.split())


def test_fapi2_access_token_type_header_case_sensitivity(served: Served, client: Application) -> None:
    tokens = good_tokens(client.exchange(arrival(served, client)["code"]))
    for scheme in ("Bearer", "bearer", "BEARER", "bEaReR"):
        headers = {"Authorization": f"{scheme} {tokens['access_token']}"}
        assert served.http.get("/api/user/", headers=headers).status_code == 200


def test_fapi2_ensure_authorization_request_without_state_success(served: Served, client: Application) -> None:
    told = arrival(served, client, state=None)
    assert set(told) == {"code", "iss"}
    good_tokens(client.exchange(told["code"]))


def test_fapi2_ensure_authorization_request_with_long_state(served: Served, client: Application) -> None:
    # the suite sends 128 signs; we promise 1024, whatever is printable among them
    for state in ("a" * 128, "".join(chr(33 + place % 94) for place in range(1024))):
        told = arrival(served, client, state=state)
        assert told["state"] == state
        good_tokens(client.exchange(told["code"]))


def test_fapi2_ensure_redirect_uri_in_authorization_request(served: Served, client: Application) -> None:
    stays_on_an_error_page(served.http.get(authorize_url(client.client_id, redirect_uri=None)))


def test_fapi2_ensure_registered_redirect_uri(served: Served, client: Application) -> None:
    other = "https://portal.contratistas.example/oauth/callback/unregistered"
    stays_on_an_error_page(served.http.get(authorize_url(client.client_id, redirect_uri=other)))
    stays_on_an_error_page(served.signed_in().get(authorize_url(client.client_id, redirect_uri=other)))


def test_fapi2_ensure_response_type_token_fails(served: Served, client: Application) -> None:
    told = refused_arrival(served, client, response_type="token")
    assert (told["error"], told["state"]) == ("unsupported_response_type", "state-0000")
    assert "access_token" not in told


def test_fapi2_ensure_response_type_code_idtoken_fails(served: Served, client: Application) -> None:
    told = refused_arrival(served, client, response_type="code id_token")
    assert (told["error"], told["state"]) == ("unsupported_response_type", "state-0000")
    assert "id_token" not in told


def test_fapi2_ensure_authorization_code_is_bound_to_client(
    served: Served, client: Application, client2: Application
) -> None:
    code = arrival(served, client)["code"]
    assert token_error(client2.exchange(code)) == "invalid_grant"
    good_tokens(client.exchange(code))


def test_fapi2_attempt_reuse_authorization_code_after_one_second(served: Served, client: Application) -> None:
    code = arrival(served, client)["code"]
    tokens = good_tokens(client.exchange(code))
    served.world.clock.advance(timedelta(seconds=1))
    assert token_error(client.exchange(code)) == "invalid_grant"
    # the suite warns where the token lives on
    assert client.user(tokens["access_token"]).status_code == 401


def test_fapi2_ensure_token_endpoint_fails_with_expired_auth_code(served: Served, client: Application) -> None:
    code = arrival(served, client)["code"]
    served.world.clock.advance(timedelta(seconds=60))
    assert token_error(client.exchange(code)) == "invalid_grant"


def test_fapi2_ensure_pkce_code_verifier_required(served: Served, client: Application) -> None:
    code = arrival(served, client)["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": "x"}
    assert token_error(client.token(**form)) in ACCEPTED_CODE_ERRORS
    assert token_error(client.exchange(code, code_verifier="")) in ACCEPTED_CODE_ERRORS


def test_fapi2_incorrect_pkce_code_verifier_rejected(served: Served, client: Application) -> None:
    code = arrival(served, client)["code"]
    wrong = VERIFIER[:-1] + ("1" if VERIFIER.endswith("0") else "0")
    assert token_error(client.exchange(code, code_verifier=wrong)) == "invalid_grant"


def test_fapi2_par_ensure_pkce_required(served: Served, client: Application) -> None:
    told = refused_arrival(served, client, code_challenge=None, code_challenge_method=None)
    assert told["error"] == "invalid_request"


def test_fapi2_par_plain_pkce_rejected(served: Served, client: Application) -> None:
    for changes in (
        {"code_challenge": VERIFIER, "code_challenge_method": "plain"},
        {"code_challenge": VERIFIER, "code_challenge_method": None},
        {"code_challenge_method": "plain"},
    ):
        assert refused_arrival(served, client, **changes)["error"] == "invalid_request"


def test_fapi2_ensure_client_id_in_token_endpoint(served: Served, client: Application) -> None:
    code = arrival(served, client)["code"]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": "https://portal.contratistas.example/oauth/callback",
        "code_verifier": VERIFIER,
    }
    secret = client.secret or ""
    # no client_id at all, and a secret that belongs to nobody
    assert token_error(served.http.post("/oauth/token", data=form)) == "invalid_client"
    assert token_error(served.http.post("/oauth/token", data={**form, "client_secret": secret})) == "invalid_client"
    good_tokens(served.http.post("/oauth/token", data={**form, "client_id": client.client_id, "client_secret": secret}))


def test_fapi2_refresh_token(served: Served, client: Application, client2: Application) -> None:
    tokens = good_tokens(client.exchange(arrival(served, client)["code"]))
    assert token_error(client2.refresh(tokens["refresh_token"])) == "invalid_grant"
    renewed = good_tokens(client.refresh(tokens["refresh_token"]))
    assert renewed["access_token"] != tokens["access_token"]
    assert client.user(renewed["access_token"]).status_code == 200

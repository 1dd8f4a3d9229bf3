"""The main job with clients that nobody here wrote, unpatched, on a real socket."""

import time
from datetime import UTC, datetime

import httpx
import pytest
from authlib.integrations.base_client import OAuthError as AuthlibError
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata, get_well_known_url
from mohawk import Sender
from mohawk.exc import MacMismatch
from mohawk.util import calculate_ts_mac, parse_authorization_header
from oauthlib.oauth2 import BackendApplicationClient  # type: ignore[import-untyped]
from oauthlib.oauth2.rfc6749.errors import (  # type: ignore[import-untyped]
    InvalidClientError,
    InvalidGrantError,
)
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

from fracttal_console.services.api_keys import CreatedApiKey
from tests.browsing import VERIFIER, return_uri
from tests.journeys.live import LiveBase
from tests.support import MEMBER_EMAIL, REDIRECT_URI

HELD = ["items:view", "third_parties:view", "work_orders:view", "work_orders:add", "work_orders:edit",
        "work_orders:delete"]  # fmt: skip


@pytest.fixture(autouse=True)
def _loopback_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clients talk plain HTTP: documented switches of theirs, meant for tests like these."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")


def revoke_everything(live: LiveBase) -> None:
    """Revoke what is there as the super administrator does in the console."""
    for view in live.console.authorizations.all(live.admin):
        live.console.authorizations.revoke(live.admin, str(view.authorization.id))


# --- requests-oauthlib ----------------------------------------------------------------------------------


@pytest.mark.parametrize("public", [False, True], ids=["confidential", "public"])
def test_requests_oauthlib_walks_from_consent_to_revocation(live: LiveBase, url: str, public: bool) -> None:  # noqa: FBT001
    created = live.consumer(public=public)
    client_id, secret = created.consumer.client_id, created.secret.reveal() if created.secret else None
    session = OAuth2Session(client_id, redirect_uri=REDIRECT_URI, pkce="S256")
    authorization_url, state = session.authorization_url(f"{url}/oauth/authorize")
    came_back = return_uri(url, authorization_url)
    assert came_back.startswith(f"{REDIRECT_URI}?")
    assert f"state={state}" in came_back
    how = {"include_client_id": True} if public else {"client_secret": secret}
    token = session.fetch_token(f"{url}/oauth/token", authorization_response=came_back, **how)
    assert sorted(token["scope"]) == sorted(HELD)
    answered = session.get(f"{url}/api/user/").json()["data"]
    assert (answered["person"]["email"], answered["permissions"]) == (MEMBER_EMAIL, HELD)

    credentials = {"client_id": client_id} if secret is None else {"auth": HTTPBasicAuth(client_id, secret)}
    renewed = session.refresh_token(f"{url}/oauth/token", **credentials)
    assert renewed["access_token"] != token["access_token"]
    assert renewed["refresh_token"] != token["refresh_token"]
    assert session.get(f"{url}/api/user/").status_code == 200

    revoke_everything(live)
    refused = session.get(f"{url}/api/user/")
    assert (refused.status_code, refused.json()["message"]) == (401, "invalid_token")
    assert 'error="invalid_token"' in refused.headers["WWW-Authenticate"]
    with pytest.raises(InvalidGrantError):
        session.refresh_token(f"{url}/oauth/token", **credentials)


def test_requests_oauthlib_gets_exactly_the_scope_it_asks_for(live: LiveBase, url: str) -> None:
    created = live.consumer()
    assert created.secret is not None
    scope = ["work_orders:view", "items:view"]
    session = OAuth2Session(created.consumer.client_id, redirect_uri=REDIRECT_URI, scope=scope, pkce="S256")
    authorization_url, _ = session.authorization_url(f"{url}/oauth/authorize")
    # oauthlib raises where the scope granted is another one than that asked for
    session.fetch_token(
        f"{url}/oauth/token",
        authorization_response=return_uri(url, authorization_url),
        client_secret=created.secret.reveal(),
    )
    assert session.get(f"{url}/api/user/").json()["data"]["permissions"] == ["items:view", "work_orders:view"]


def test_requests_oauthlib_refreshes_by_itself_when_the_token_has_ended(live: LiveBase, url: str) -> None:
    created = live.consumer(public=True)
    kept: list[dict[str, object]] = []
    session = OAuth2Session(
        created.consumer.client_id,
        redirect_uri=REDIRECT_URI,
        pkce="S256",
        auto_refresh_url=f"{url}/oauth/token",
        auto_refresh_kwargs={"client_id": created.consumer.client_id},
        token_updater=kept.append,
    )
    authorization_url, _ = session.authorization_url(f"{url}/oauth/authorize")
    first = session.fetch_token(
        f"{url}/oauth/token", authorization_response=return_uri(url, authorization_url), include_client_id=True
    )
    session.token = {**first, "expires_in": -1, "expires_at": time.time() - 1}
    assert session.get(f"{url}/api/user/").status_code == 200
    assert [token["access_token"] != first["access_token"] for token in kept] == [True]


def test_requests_oauthlib_with_the_wrong_verifier_gets_nothing(live: LiveBase, url: str) -> None:
    created = live.consumer()
    assert created.secret is not None
    session = OAuth2Session(created.consumer.client_id, redirect_uri=REDIRECT_URI, pkce="S256")
    authorization_url, _ = session.authorization_url(f"{url}/oauth/authorize")
    came_back = return_uri(url, authorization_url)
    other = OAuth2Session(created.consumer.client_id, redirect_uri=REDIRECT_URI)
    with pytest.raises(InvalidGrantError):
        other.fetch_token(
            f"{url}/oauth/token",
            authorization_response=came_back,
            client_secret=created.secret.reveal(),
            code_verifier=VERIFIER,
        )


@pytest.mark.parametrize("in_body", [False, True], ids=["basic", "post"])
def test_requests_oauthlib_acts_for_itself_with_client_credentials(live: LiveBase, url: str, in_body: bool) -> None:  # noqa: FBT001
    created = live.job()
    assert created.secret is not None
    client_id, secret = created.consumer.client_id, created.secret.reveal()
    session = OAuth2Session(client=BackendApplicationClient(client_id))
    how = {"client_id": client_id, "client_secret": secret, "include_client_id": in_body}
    token = session.fetch_token(f"{url}/oauth/token", **how)
    assert "refresh_token" not in token
    answered = session.get(f"{url}/api/user/").json()["data"]
    assert (answered["person"], answered["permissions"]) == (None, HELD)
    revoke_everything(live)
    assert session.get(f"{url}/api/user/").status_code == 401
    live.console.consumers.disable(live.admin, client_id)
    with pytest.raises(InvalidClientError):
        session.fetch_token(f"{url}/oauth/token", **how)


# --- Authlib --------------------------------------------------------------------------------------------


def authlib_metadata(url: str) -> AuthorizationServerMetadata:
    """Find the metadata where Authlib says that it is."""
    found = httpx.get(get_well_known_url(url, external=True))
    assert found.headers["content-type"] == "application/json"
    return AuthorizationServerMetadata(found.json())


def test_authlib_finds_nothing_wrong_with_the_metadata(url: str) -> None:
    metadata = authlib_metadata(url)
    metadata.validate()
    assert metadata["issuer"] == url


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post", "none"])
def test_authlib_walks_from_consent_to_revocation(live: LiveBase, url: str, method: str) -> None:
    metadata = authlib_metadata(url)
    created = live.consumer(public=method == "none")
    with AuthlibSession(
        created.consumer.client_id,
        created.secret.reveal() if created.secret else None,
        redirect_uri=REDIRECT_URI,
        scope="items:view work_orders:view",
        token_endpoint_auth_method=method,
        revocation_endpoint_auth_method=method,
        code_challenge_method="S256",
        token_endpoint=metadata["token_endpoint"],
    ) as session:
        authorization_url, state = session.create_authorization_url(
            metadata["authorization_endpoint"], code_verifier=VERIFIER
        )
        token = session.fetch_token(
            authorization_response=return_uri(url, authorization_url), state=state, code_verifier=VERIFIER
        )
        assert token["scope"] == "items:view work_orders:view"
        answered = session.get(f"{url}/api/user/").json()["data"]
        assert (answered["person"]["email"], answered["permissions"]) == (MEMBER_EMAIL, token["scope"].split())
        renewed = session.refresh_token()
        assert renewed["refresh_token"] != token["refresh_token"]
        assert session.get(f"{url}/api/user/").status_code == 200
        if method != "none":
            told = session.introspect_token(metadata["introspection_endpoint"], token=renewed["access_token"]).json()
            assert (told["active"], told["username"], told["iss"]) == (True, MEMBER_EMAIL, url)

        revoke_everything(live)
        assert session.get(f"{url}/api/user/").status_code == 401
        with pytest.raises(AuthlibError, match="invalid_grant"):
            session.refresh_token()
        if method != "none":
            told = session.introspect_token(metadata["introspection_endpoint"], token=renewed["access_token"]).json()
            assert told == {"active": False}


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", None])
def test_authlib_gives_a_refresh_token_back_and_its_family_is_dead(live: LiveBase, url: str, hint: str | None) -> None:
    metadata = authlib_metadata(url)
    created = live.consumer()
    assert created.secret is not None
    with AuthlibSession(
        created.consumer.client_id,
        created.secret.reveal(),
        redirect_uri=REDIRECT_URI,
        code_challenge_method="S256",
        token_endpoint=metadata["token_endpoint"],
    ) as session:
        authorization_url, state = session.create_authorization_url(
            metadata["authorization_endpoint"], code_verifier=VERIFIER
        )
        token = session.fetch_token(
            authorization_response=return_uri(url, authorization_url), state=state, code_verifier=VERIFIER
        )
        gone = session.revoke_token(metadata["revocation_endpoint"], token=token["refresh_token"], token_type_hint=hint)
        assert gone.status_code == 200
        assert session.get(f"{url}/api/user/").status_code == 401
        with pytest.raises(AuthlibError, match="invalid_grant"):
            session.refresh_token()


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlib_acts_for_itself_with_client_credentials(live: LiveBase, url: str, method: str) -> None:
    metadata = authlib_metadata(url)
    created = live.job()
    assert created.secret is not None
    with AuthlibSession(
        created.consumer.client_id,
        created.secret.reveal(),
        token_endpoint_auth_method=method,
        revocation_endpoint_auth_method=method,
        token_endpoint=metadata["token_endpoint"],
        scope="work_orders:view",
    ) as session:
        token = session.fetch_token(grant_type="client_credentials")
        answered = session.get(f"{url}/api/user/").json()["data"]
        assert (answered["credential"]["public_id"], answered["permissions"]) == (
            created.consumer.client_id,
            ["work_orders:view"],
        )
        told = session.introspect_token(metadata["introspection_endpoint"], token=token["access_token"]).json()
        assert (told["active"], told["sub"], told["scope"]) == (True, created.consumer.client_id, "work_orders:view")
        assert session.revoke_token(metadata["revocation_endpoint"], token=token["access_token"]).status_code == 200
        assert session.get(f"{url}/api/user/").status_code == 401


# --- mohawk ---------------------------------------------------------------------------------------------


@pytest.fixture
def key(live: LiveBase) -> CreatedApiKey:
    """Give a key of the member's group."""
    return live.console.api_keys.create(live.admin, name="Bodega central", permission_group="Field work")


def hawk(key: CreatedApiKey, url: str, method: str = "GET", **more: object) -> Sender:
    """Sign a request as mohawk does."""
    credentials = {"id": key.api_key.key_id, "key": key.secret.reveal(), "algorithm": "sha256"}
    return Sender(credentials, url, method, **{"content": b"", "content_type": "", **more})


def call(sender: Sender, method: str = "GET", content: bytes = b"", content_type: str = "") -> httpx.Response:
    """Send what a sender signed, or something else in its place."""
    headers = {"Authorization": sender.request_header, **({"Content-Type": content_type} if content_type else {})}
    return httpx.request(method, sender.req_resource.url, content=content, headers=headers)


def accept(sender: Sender, response: httpx.Response) -> None:
    """Let mohawk check that the answer is the gateway's and unchanged."""
    sender.accept_response(
        response.headers["Server-Authorization"],
        content=response.content,
        content_type=response.headers["Content-Type"],
    )


def test_mohawk_calls_the_api_and_knows_the_answer_to_be_genuine(url: str, key: CreatedApiKey) -> None:
    sender = hawk(key, f"{url}/api/user/?with=a%20query&of=several", ext="some-app-data")
    response = call(sender)
    assert response.status_code == 200
    assert response.json()["data"]["credential"]["public_id"] == key.api_key.key_id
    accept(sender, response)
    other = hawk(key, f"{url}/api/user/")
    with pytest.raises(MacMismatch):
        accept(other, response)


def test_mohawk_may_not_use_one_request_twice(url: str, key: CreatedApiKey) -> None:
    sender = hawk(key, f"{url}/api/user/")
    assert [call(sender).status_code for _ in range(3)] == [200, 401, 401]


def test_mohawk_is_answered_405_only_after_its_payload_was_checked(url: str, key: CreatedApiKey) -> None:
    payload, kind = b'{"name": "Bomba 4"}', "application/json"
    sender = hawk(key, f"{url}/api/user/", "POST", content=payload, content_type=kind)
    response = call(sender, "POST", payload, kind)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    accept(sender, response)

    for content, content_type in ((b'{"name": "Bomba 5"}', kind), (payload, "text/plain"), (b"", "")):
        changed = hawk(key, f"{url}/api/user/", "POST", content=payload, content_type=kind)
        refused = call(changed, "POST", content, content_type)
        assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, 'Hawk error="Not accepted"')


def test_mohawk_must_sign_the_payload(url: str, key: CreatedApiKey) -> None:
    unsigned = hawk(key, f"{url}/api/user/", "POST", always_hash_content=False)
    assert call(unsigned, "POST", b"{}", "application/json").status_code == 401


@pytest.mark.parametrize("offset", [-3600, 3600], ids=["slow", "fast"])
def test_mohawk_with_a_wrong_clock_is_told_the_time_and_can_trust_it(url: str, key: CreatedApiKey, offset: int) -> None:
    wrong = str(int(time.time()) + offset)
    refused = call(hawk(key, f"{url}/api/user/", _timestamp=wrong))
    assert refused.status_code == 401
    told = parse_authorization_header(refused.headers["WWW-Authenticate"])
    credentials = {"id": key.api_key.key_id, "key": key.secret.reveal(), "algorithm": "sha256"}
    assert told["tsm"] == calculate_ts_mac(told["ts"], credentials).decode()
    assert told["error"] == "Stale timestamp"
    assert abs(datetime.fromtimestamp(int(told["ts"]), UTC).timestamp() - time.time()) < 5
    # a client that sets its clock by it is let in
    assert call(hawk(key, f"{url}/api/user/", _timestamp=told["ts"])).status_code == 200


def test_mohawk_with_a_revoked_key_is_refused_at_the_next_call(live: LiveBase, url: str, key: CreatedApiKey) -> None:
    assert call(hawk(key, f"{url}/api/user/")).status_code == 200
    live.console.api_keys.disable(live.admin, key.api_key.key_id)
    assert call(hawk(key, f"{url}/api/user/")).status_code == 401
    live.console.api_keys.enable(live.admin, key.api_key.key_id)
    assert call(hawk(key, f"{url}/api/user/")).status_code == 200
    live.console.api_keys.revoke(live.admin, key.api_key.key_id)
    assert call(hawk(key, f"{url}/api/user/")).status_code == 401


def test_mohawk_with_another_secret_is_refused_like_an_unknown_key(url: str, key: CreatedApiKey) -> None:
    other = {"id": key.api_key.key_id, "key": "fch_" + "0" * 49, "algorithm": "sha256"}
    unknown = {**other, "id": "fck_00000000000000000000"}
    answers = [call(Sender(who, f"{url}/api/user/", "GET", content=b"", content_type="")) for who in (other, unknown)]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].content == answers[1].content
    assert answers[0].headers["WWW-Authenticate"] == answers[1].headers["WWW-Authenticate"]

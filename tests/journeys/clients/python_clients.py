"""OAuth clients from PyPI."""

import asyncio
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from authlib.integrations.base_client import OAuthError as AuthlibError
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oauth2.rfc8414 import AuthorizationServerMetadata, get_well_known_url
from httpx_oauth.oauth2 import BaseOAuth2, OAuth2RequestError
from joserfc.jwk import ECKey
from oauthlib.oauth2 import BackendApplicationClient  # type: ignore[import-untyped]
from oauthlib.oauth2.rfc6749.errors import OAuth2Error as OauthlibError  # type: ignore[import-untyped]
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

from tests.browsing import CHALLENGE, VERIFIER
from tests.journeys.clients.faces import Refused, Registration, Values


class RequestsOauthlib:
    """requests-oauthlib."""

    def __init__(self, registration: Registration) -> None:
        """Make a session.

        Args:
            registration: what it knows.
        """
        self._registration = registration
        self._url = registration.url
        self._session = OAuth2Session(
            registration.client_id,
            redirect_uri=registration.redirect_uri,
            scope=registration.scope.split(),
            pkce="S256",
        )

    def discover(self) -> Values:
        raise NotImplementedError

    def authorize(self) -> str:
        url, _ = self._session.authorization_url(f"{self._url}/oauth/authorize")
        return str(url)

    def exchange(self, came_back: str) -> Values:
        proof = self._proof()
        return self._asked(
            lambda: self._session.fetch_token(f"{self._url}/oauth/token", authorization_response=came_back, **proof)
        )

    def client_credentials(self) -> Values:
        client_id, secret = self._registration.client_id, self._registration.secret
        self._session = OAuth2Session(client=BackendApplicationClient(client_id, scope=self._registration.scope))
        how = {"client_id": client_id, "client_secret": secret, "include_client_id": self._in_body}
        return self._asked(lambda: self._session.fetch_token(f"{self._url}/oauth/token", **how))

    def refresh(self) -> Values:
        registration = self._registration
        if registration.method == "client_secret_basic":
            how: Values = {"auth": HTTPBasicAuth(registration.client_id, registration.secret or "")}
        else:
            how = {"client_id": registration.client_id, "client_secret": registration.secret}
        return self._asked(lambda: self._session.refresh_token(f"{self._url}/oauth/token", **how))

    def introspect(self) -> Values:
        raise NotImplementedError

    def revoke(self) -> None:
        client = self._session._client
        url, headers, body = client.prepare_token_revocation_request(
            f"{self._url}/oauth/revoke", self._session.token["access_token"], "access_token"
        )
        auth = HTTPBasicAuth(self._registration.client_id, self._registration.secret or "")
        answer = self._session.request("POST", url, data=body, headers=headers, auth=auth, withhold_token=True)
        assert (answer.status_code, answer.json()) == (200, {})

    def call(self) -> tuple[int, Values]:
        answer = self._session.get(f"{self._url}/api/user/")
        return answer.status_code, answer.json()

    @property
    def _in_body(self) -> bool:
        return self._registration.method != "client_secret_basic"

    def _proof(self) -> Values:
        if self._registration.secret is None:
            return {"include_client_id": True}
        return {"client_secret": self._registration.secret, "include_client_id": self._in_body}

    def _asked(self, ask: Any) -> Values:  # noqa: ANN401  # oauthlib has no types
        try:
            return dict(ask())
        except OauthlibError as error:
            raise Refused(error.error, str(error)) from error


class Authlib:
    """Authlib."""

    def __init__(self, registration: Registration) -> None:
        """Read the metadata and make a session.

        Args:
            registration: what it knows.
        """
        self._url = registration.url
        found = httpx.get(get_well_known_url(registration.url, external=True))
        self._metadata = AuthorizationServerMetadata(found.json())
        self._metadata.validate()
        self._signs = registration.method == "private_key_jwt"
        self._session = AuthlibSession(
            registration.client_id,
            ECKey.import_key(json.loads(registration.secret or "")) if self._signs else registration.secret,
            redirect_uri=registration.redirect_uri,
            scope=registration.scope,
            token_endpoint_auth_method=registration.method,
            revocation_endpoint_auth_method=registration.method,
            code_challenge_method="S256",
            token_endpoint=self._metadata["token_endpoint"],
        )
        self._state = ""

    def discover(self) -> Values:
        return dict(self._metadata)

    def authorize(self) -> str:
        url, self._state = self._session.create_authorization_url(
            self._metadata["authorization_endpoint"], code_verifier=VERIFIER
        )
        return str(url)

    def exchange(self, came_back: str) -> Values:
        self._sign()
        return self._asked(
            lambda: self._session.fetch_token(
                authorization_response=came_back, state=self._state, code_verifier=VERIFIER
            )
        )

    def client_credentials(self) -> Values:
        self._sign()
        return self._asked(lambda: self._session.fetch_token(grant_type="client_credentials"))

    def refresh(self) -> Values:
        self._sign()
        return self._asked(self._session.refresh_token)

    def introspect(self) -> Values:
        self._sign()
        answer = self._session.introspect_token(
            self._metadata["introspection_endpoint"], token=self._session.token["access_token"]
        )
        return dict(answer.json())

    def revoke(self) -> None:
        self._sign()
        answer = self._session.revoke_token(
            self._metadata["revocation_endpoint"], token=self._session.token["access_token"]
        )
        assert answer.status_code == 200

    def call(self) -> tuple[int, Values]:
        answer = self._session.get(f"{self._url}/api/user/")
        return answer.status_code, answer.json()

    def _sign(self) -> None:
        if self._signs:
            # its assertions live an hour unless told otherwise, and the `jti` belongs to the claims it is given
            soon = {"exp": int(time.time()) + 60}
            signs = PrivateKeyJWT(self._metadata["token_endpoint"], claims=soon, alg="ES256")
            self._session.register_client_auth_method(signs)

    def _asked(self, ask: Any) -> Values:  # noqa: ANN401  # Authlib has no types
        try:
            return dict(ask())
        except AuthlibError as error:
            raise Refused(error.error, str(error)) from error


class HttpxOauth:
    """httpx-oauth, which is asynchronous and knows the two grants with a person behind them."""

    def __init__(self, registration: Registration) -> None:
        """Make a client.

        Args:
            registration: what it knows.
        """
        self._registration = registration
        self._client: BaseOAuth2[Values] = BaseOAuth2(
            registration.client_id,
            registration.secret or "",
            f"{registration.url}/oauth/authorize",
            f"{registration.url}/oauth/token",
            f"{registration.url}/oauth/token",
            f"{registration.url}/oauth/revoke",
            base_scopes=registration.scope.split(),
            token_endpoint_auth_method=registration.method,  # type: ignore[arg-type]
            revocation_endpoint_auth_method=registration.method,  # type: ignore[arg-type]
        )
        self._tokens: Values = {}

    def discover(self) -> Values:
        raise NotImplementedError

    def authorize(self) -> str:
        return asyncio.run(
            self._client.get_authorization_url(
                self._registration.redirect_uri,
                state="state-of-httpx-oauth",
                code_challenge=CHALLENGE,
                code_challenge_method="S256",
            )
        )

    def exchange(self, came_back: str) -> Values:
        answer = {name: values[0] for name, values in parse_qs(urlsplit(came_back).query).items()}
        assert answer["state"] == "state-of-httpx-oauth"
        if "error" in answer:
            # reading the answer is the application's work with this client
            raise Refused(answer["error"])
        return self._asked(self._client.get_access_token(answer["code"], self._registration.redirect_uri, VERIFIER))

    def client_credentials(self) -> Values:
        raise NotImplementedError

    def refresh(self) -> Values:
        return self._asked(self._client.refresh_token(self._tokens["refresh_token"]))

    def introspect(self) -> Values:
        raise NotImplementedError

    def revoke(self) -> None:
        asyncio.run(self._client.revoke_token(self._tokens["access_token"], "access_token"))

    def call(self) -> tuple[int, Values]:
        headers = {"Authorization": f"Bearer {self._tokens['access_token']}"}
        answer = httpx.get(f"{self._registration.url}/api/user/", headers=headers)
        return answer.status_code, answer.json()

    def _asked(self, ask: Any) -> Values:  # noqa: ANN401  # a coroutine of theirs
        try:
            self._tokens = dict(asyncio.run(ask))
        except OAuth2RequestError as error:
            if error.response is None:
                raise
            raise Refused(error.response.json()["error"], str(error)) from error
        return self._tokens

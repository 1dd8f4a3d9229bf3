"""Each client that nobody here wrote with each flow that it supports: the table of docs/conformance.md."""

import itertools
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from fracttal_console.bootstrap import gateway_in_thread
from fracttal_console.domain.consumer_switches import Demand, SwitchChange
from fracttal_console.services.oauth_consumers import CreatedConsumer
from tests.browsing import return_uri, sign_in
from tests.gateway.test_devices import decide as press
from tests.gateway.test_devices import enter
from tests.journeys.clients.faces import HawkClient, OAuthClient, Refused, Registration, Values
from tests.journeys.clients.node_clients import NodeHawkClient, NodeOAuthClient, NodeProgram, programs
from tests.journeys.clients.pairs import HAWK_PAIRS, OAUTH_PAIRS
from tests.journeys.clients.python_clients import Authlib, HttpxOauth, RequestsOauthlib
from tests.journeys.clients.python_hawk_clients import Mohawk, RequestsHawk
from tests.journeys.live import LiveBase, live_base
from tests.signing import Signer, jwks
from tests.support import MEMBER_EMAIL, REDIRECT_URI

ASKED = "items:view work_orders:view"
PAYLOAD = '{"description": "Cambiar rodamiento — bomba 4"}'

_PYTHON: dict[str, Callable[[Registration], OAuthClient]] = {
    "requests-oauthlib": RequestsOauthlib,
    "Authlib": Authlib,
    "httpx-oauth": HttpxOauth,
}
_PYTHON_HAWK: dict[str, Callable[[str, str], HawkClient]] = {"mohawk": Mohawk, "requests-hawk": RequestsHawk}
_NODE = {
    "openid-client": "openid-client.mjs",
    "oauth4webapi": "oauth4webapi.mjs",
    "simple-oauth2": "simple-oauth2.mjs",
    "@badgateway/oauth2-client": "badgateway-oauth2-client.mjs",
    "hawk": "hawk.mjs",
    "@hapi/hawk": "hapi-hawk.mjs",
}
_NUMBERS = itertools.count(1)


@dataclass
class Bench:
    """A served base and the programs of npm that were started so far."""

    live: LiveBase
    url: str
    directory: Path
    running: ExitStack
    started: dict[str, NodeProgram] = field(default_factory=dict)

    def program(self, client: str) -> NodeProgram:
        """Return the running program of a client."""
        if client not in self.started:
            if not self.started:
                self.running.enter_context(programs(self.directory))
            program = self.started[client] = NodeProgram(self.directory / _NODE[client])
            self.running.callback(program.close)
        return self.started[client]

    def client(self, name: str, created: CreatedConsumer, method: str, *, secret: str | None = None) -> OAuthClient:
        """Put a client into the hands of a consumer's application."""
        own = None if created.secret is None else created.secret.reveal()
        registration = Registration(self.url, created.consumer.client_id, secret or own, method, REDIRECT_URI, ASKED)
        if name in _PYTHON:
            return _PYTHON[name](registration)
        return NodeOAuthClient(self.program(name), registration)

    def person(self, name: str, method: str = "client_secret_basic") -> OAuthClient:
        """Put a client into the hands of an application that acts for people."""
        public = method == "none"
        return self.client(name, self.live.consumer(f"Portal {next(_NUMBERS)}", public=public), method)

    def job(self, name: str, method: str, **more: str) -> OAuthClient:
        """Put a client into the hands of a program that acts for itself."""
        return self.client(name, self.live.job(f"Proceso {next(_NUMBERS)}"), method, **more)

    def signing(
        self, name: str, register: Callable[..., CreatedConsumer], registered: Signer | None = None
    ) -> OAuthClient:
        """Put a client into the hands of an application that signs, whose key is registered unless another one is."""
        signer = Signer()
        created = register(f"Firma {next(_NUMBERS)}", public_keys=jwks(registered or signer))
        return self.client(name, created, "private_key_jwt", secret=json.dumps(signer.private_jwk))

    def signed_in(self, name: str, method: str = "client_secret_basic") -> tuple[OAuthClient, Values]:
        """Let the member consent to an application and return its client and tokens."""
        client = self.person(name, method)
        return client, client.exchange(return_uri(self.url, client.authorize()))

    def key(self, name: str, *, secret: str | None = None) -> HawkClient:
        """Put a Hawk client into the hands of a program with an API key of its own."""
        created = self.live.console.api_keys.create(
            self.live.admin, name=f"Bodega {next(_NUMBERS)}", permission_group="Field work"
        )
        pair = created.api_key.key_id, secret or created.secret.reveal()
        if name in _PYTHON_HAWK:
            return _PYTHON_HAWK[name](*pair)
        return NodeHawkClient(self.program(name), *pair)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Serve one base to all clients; each pair has a consumer or a key of its own."""
    with ExitStack() as running:
        live = running.enter_context(live_base(tmp_path_factory.mktemp("matrix")))
        url = running.enter_context(gateway_in_thread(live.settings, live.console))
        yield Bench(live, url, tmp_path_factory.mktemp("programs"), running)


@pytest.fixture(autouse=True)
def _loopback_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clients talk plain HTTP: documented switches of theirs, meant for tests like these."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")


# --- the flows of OAuth ---------------------------------------------------------------------------------


def acts_for_the_member(client: OAuthClient) -> None:
    status, body = client.call()
    assert status == 200
    assert (body["data"]["person"]["email"], body["data"]["permissions"]) == (MEMBER_EMAIL, ASKED.split())


def discovery(bench: Bench, name: str) -> None:
    found = bench.person(name).discover()
    assert found["authorization_endpoint"] == f"{bench.url}/oauth/authorize"
    assert found["token_endpoint"] == f"{bench.url}/oauth/token"
    assert found["revocation_endpoint"] == f"{bench.url}/oauth/revoke"
    assert found["introspection_endpoint"] == f"{bench.url}/oauth/introspect"


def walk(bench: Bench, name: str, method: str) -> None:
    client, tokens = bench.signed_in(name, method)
    assert tokens["access_token"] != tokens["refresh_token"]
    acts_for_the_member(client)


def job(bench: Bench, name: str, method: str) -> None:
    client = bench.job(name, method)
    assert not client.client_credentials().get("refresh_token")
    status, body = client.call()
    assert (status, body["data"]["person"], body["data"]["permissions"]) == (200, None, ASKED.split())


def refresh(bench: Bench, name: str) -> None:
    client, tokens = bench.signed_in(name)
    renewed = client.refresh()
    assert renewed["access_token"] != tokens["access_token"]
    assert renewed["refresh_token"] != tokens["refresh_token"]
    acts_for_the_member(client)


def introspect(bench: Bench, name: str) -> None:
    client, _ = bench.signed_in(name)
    told = client.introspect()
    assert (told["active"], told["username"], told["scope"]) == (True, MEMBER_EMAIL, ASKED)
    client.revoke()
    assert client.introspect() == {"active": False}


def revoke(bench: Bench, name: str) -> None:
    client, _ = bench.signed_in(name)
    client.revoke()
    status, body = client.call()
    assert (status, body["message"]) == (401, "invalid_token")


def denied(bench: Bench, name: str) -> None:
    client = bench.person(name)
    came_back = return_uri(bench.url, client.authorize(), decision="deny")
    with pytest.raises(Refused, match="access_denied"):
        client.exchange(came_back)


def wrong_secret(bench: Bench, name: str) -> None:
    if (name, "job_basic") in OAUTH_PAIRS:
        client = bench.job(name, "client_secret_basic", secret="not-the-secret-0000")
        with pytest.raises(Refused, match="invalid_client"):
            client.client_credentials()
        return
    created = bench.live.consumer(f"Portal {next(_NUMBERS)}")
    client = bench.client(name, created, "client_secret_basic", secret="not-the-secret-0000")
    with pytest.raises(Refused, match="invalid_client"):
        client.exchange(return_uri(bench.url, client.authorize()))


def ended_grant(bench: Bench, name: str) -> None:
    client, _ = bench.signed_in(name)
    newest = max(view.authorization.id for view in bench.live.console.authorizations.all(bench.live.admin))
    bench.live.console.authorizations.revoke(bench.live.admin, str(newest))
    with pytest.raises(Refused, match="invalid_grant"):
        client.refresh()
    assert client.call()[0] == 401


def code_signed(bench: Bench, name: str) -> None:
    client = bench.signing(name, bench.live.consumer)
    tokens = client.exchange(return_uri(bench.url, client.authorize()))
    assert client.refresh()["refresh_token"] != tokens["refresh_token"]
    acts_for_the_member(client)
    assert client.introspect()["active"] is True
    client.revoke()
    assert client.introspect() == {"active": False}


def job_signed(bench: Bench, name: str) -> None:
    client = bench.signing(name, bench.live.job)
    for _ in range(2):
        assert client.client_credentials()["scope"] == ASKED
    assert client.call()[0] == 200


def unknown_key(bench: Bench, name: str) -> None:
    client = bench.signing(name, bench.live.job, registered=Signer(number=2))
    with pytest.raises(Refused, match="invalid_client"):
        client.client_credentials()


def switched_on(bench: Bench, name: str, **switches: Any) -> NodeOAuthClient:  # noqa: ANN401
    number = next(_NUMBERS)
    created = bench.live.consumer(f"Portal {number}", switches=SwitchChange(**switches))
    client = bench.client(name, created, "client_secret_basic")
    assert isinstance(client, NodeOAuthClient)
    return client


def pushed(bench: Bench, name: str) -> None:
    client = switched_on(bench, name, par=Demand.REQUIRED)
    url = str(client.do("push")["url"])
    assert "redirect_uri" not in url
    client.exchange(return_uri(bench.url, url))
    acts_for_the_member(client)


def device(bench: Bench, name: str) -> None:
    client = switched_on(bench, name, device=True)
    told = client.do("start_device")
    with httpx.Client(base_url=bench.url) as browser:
        sign_in(browser, "/device")
        page = enter(browser, told["user_code"])
        assert press(browser, page, told["user_code"]).status_code == 200
    client.do("fetch_device")
    acts_for_the_member(client)
    client.refresh()
    acts_for_the_member(client)


def bound(bench: Bench, name: str) -> None:
    client = switched_on(bench, name, dpop=Demand.REQUIRED, par=Demand.REQUIRED)
    client.do("hold_key")
    tokens = client.exchange(return_uri(bench.url, str(client.do("push")["url"])))
    assert tokens["token_type"].lower() == "dpop"
    acts_for_the_member(client)
    assert client.refresh()["token_type"].lower() == "dpop"
    acts_for_the_member(client)
    client.revoke()
    assert client.call()[0] == 401


def bound_job(bench: Bench, name: str) -> None:
    created = bench.live.job(f"Proceso {next(_NUMBERS)}", switches=SwitchChange(dpop=Demand.REQUIRED))
    client = bench.client(name, created, "client_secret_basic")
    assert isinstance(client, NodeOAuthClient)
    with pytest.raises(Refused, match="invalid_dpop_proof"):
        client.client_credentials()
    client.do("hold_key")
    assert client.client_credentials()["token_type"].lower() == "dpop"
    assert client.call()[0] == 200


OAUTH: dict[str, Callable[[Bench, str], None]] = {
    "discovery": discovery,
    "code_basic": lambda bench, name: walk(bench, name, "client_secret_basic"),
    "code_post": lambda bench, name: walk(bench, name, "client_secret_post"),
    "code_public": lambda bench, name: walk(bench, name, "none"),
    "job_basic": lambda bench, name: job(bench, name, "client_secret_basic"),
    "job_post": lambda bench, name: job(bench, name, "client_secret_post"),
    "code_signed": code_signed,
    "job_signed": job_signed,
    "unknown_key": unknown_key,
    "refresh": refresh,
    "introspect": introspect,
    "revoke": revoke,
    "denied": denied,
    "wrong_secret": wrong_secret,
    "ended_grant": ended_grant,
    "pushed": pushed,
    "device": device,
    "bound": bound,
    "bound_job": bound_job,
}


@pytest.mark.parametrize(("client", "flow"), OAUTH_PAIRS)
def test_an_oauth_client_does_what_it_is_made_for(bench: Bench, client: str, flow: str) -> None:
    OAUTH[flow](bench, client)


# --- the flows of Hawk ----------------------------------------------------------------------------------


def get(bench: Bench, name: str) -> None:
    answer = bench.key(name).send(f"{bench.url}/api/user/?with=a%20query&of=several", ext="some-app-data")
    assert (answer.status, answer.body["data"]["credential"]["kind"]) == (200, "api_key")


def post(bench: Bench, name: str) -> None:
    # there is nothing to post here: 405 is said after the credential and the payload were found good
    assert bench.key(name).send(f"{bench.url}/api/user/", payload=PAYLOAD).status == 405


def changed_payload(bench: Bench, name: str) -> None:
    answer = bench.key(name).send(f"{bench.url}/api/user/", payload=PAYLOAD, changed='{"description": "another"}')
    assert (answer.status, answer.body["message"], answer.genuine) == (401, "hawk_refused", False)


def genuine(bench: Bench, name: str) -> None:
    client = bench.key(name)
    assert client.send(f"{bench.url}/api/user/").genuine
    assert client.send(f"{bench.url}/api/user/", payload=PAYLOAD).genuine


def stale(bench: Bench, name: str) -> None:
    client = bench.key(name)
    for offset in (-3600, 3600):
        answer = client.send(f"{bench.url}/api/user/", offset=offset)
        assert (answer.status, answer.body["message"]) == (401, "stale_timestamp")
        assert answer.time is not None
        # with its clock set by what it was told it is let in
        repaired = client.send(f"{bench.url}/api/user/", offset=answer.time - int(time.time()))
        assert repaired.status == 200


def replay(bench: Bench, name: str) -> None:
    client, url = bench.key(name), f"{bench.url}/api/user/"
    assert client.send(url).status == 200
    assert client.again(url).status == 401


def wrong_key(bench: Bench, name: str) -> None:
    answer = bench.key(name, secret="fch_" + "0" * 49).send(f"{bench.url}/api/user/")
    assert (answer.status, answer.time) == (401, None)


HAWK: dict[str, Callable[[Bench, str], None]] = {
    "get": get,
    "post": post,
    "changed_payload": changed_payload,
    "genuine": genuine,
    "stale": stale,
    "replay": replay,
    "wrong_key": wrong_key,
}


@pytest.mark.parametrize(("client", "flow"), HAWK_PAIRS)
def test_a9_05_a9_06_a9_10_and_a9_13_a_hawk_client_does_what_it_is_made_for(
    bench: Bench, client: str, flow: str
) -> None:
    HAWK[flow](bench, client)


def test_there_are_as_many_pairs_as_were_promised() -> None:
    assert len(OAUTH_PAIRS) + len(HAWK_PAIRS) >= 60
    assert {flow for _, flow in OAUTH_PAIRS} == set(OAUTH)
    assert {flow for _, flow in HAWK_PAIRS} == set(HAWK)

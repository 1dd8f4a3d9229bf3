"""Programs written the way the public clients of the real service are: only their base URL differs here.

They sign for the vendor's own host whatever socket they reach, hash no payload, use nonces of five characters, know
no PKCE, send `scope=api`, keep the first refresh token, and look at statuses and messages as the vendor answers them.
"""

import base64
import hashlib
import hmac
import json
import random
import string
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from fracttal_console.domain.credentials import Profile
from fracttal_console.services.consent import ConsentRequest
from tests.gateway.served import Served, serving
from tests.support import REDIRECT_URI

VENDOR = ("app.fracttal.com", 443)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, hawk_hosts=(VENDOR,)) as made:
        yield made


def send(method: str, url: str, headers: dict[str, str], body: bytes | None = None) -> tuple[int, dict[str, Any]]:
    request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310  # a gateway of the test's own
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310  # as above
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


@dataclass
class VendorHawkClient:
    """Signs as the vendor's sample does, by hand."""

    base: str
    key_id: str
    key: str
    shift: float
    seed: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311  # a nonce is no secret

    def header(self, method: str, path: str) -> str:
        ts = int(self.shift)
        nonce = "".join(self.seed.choices(string.ascii_letters + string.digits, k=5))
        text = f"hawk.1.header\n{ts}\n{nonce}\n{method}\n{path}\n{VENDOR[0]}\n{VENDOR[1]}\n\n\n"
        mac = base64.b64encode(hmac.new(self.key.encode(), text.encode(), hashlib.sha256).digest()).decode()
        return f'Hawk id="{self.key_id}", ts="{ts}", nonce="{nonce}", mac="{mac}"'

    def call(self, method: str, path: str, body: object = None) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": self.header(method, path), "Content-Type": "application/json"}
        return send(method, self.base + path, headers, None if body is None else json.dumps(body).encode())


class VendorOAuthClient:
    """Gets and renews tokens by Basic; gives up, and does not renew, on UNAUTHORIZED_ENDPOINT."""

    def __init__(self, base: str, key: str, secret: str) -> None:
        self.base = base
        self.renewed = 0
        self._basic = "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()
        self._tokens: dict[str, Any] = {}

    def sign_in(self, **form: str) -> dict[str, Any]:
        headers = {"Authorization": self._basic, "Content-Type": "application/x-www-form-urlencoded"}
        status, self._tokens = send("POST", f"{self.base}/oauth/token", headers, urllib.parse.urlencode(form).encode())
        assert status == 200, self._tokens
        return self._tokens

    def call(self, path: str) -> tuple[int, dict[str, Any]]:
        status, content = self._ask(path)
        if status != 401 or content["message"] == "UNAUTHORIZED_ENDPOINT":
            return status, content
        self.renewed += 1
        kept = self._tokens["refresh_token"]
        renewed = self.sign_in(grant_type="refresh_token", refresh_token=kept)
        self._tokens = {**renewed, "refresh_token": kept}
        return self._ask(path)

    def _ask(self, path: str) -> tuple[int, dict[str, Any]]:
        return send("GET", self.base + path, {"Authorization": f"Bearer {self._tokens['access_token']}"})


def oauth(served: Served, created: Any) -> VendorOAuthClient:  # noqa: ANN401
    assert created.secret is not None
    return VendorOAuthClient(served.url, created.consumer.client_id, created.secret.reveal())


def job(served: Served, **options: Any) -> VendorOAuthClient:  # noqa: ANN401
    return oauth(served, served.world.job(profile=Profile.FRACTTAL, **options))


def test_client_credentials_with_scope_api_and_the_first_refresh_token_kept(served: Served) -> None:
    client = job(served)
    tokens = client.sign_in(grant_type="client_credentials", scope="api")
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 7200)
    assert "work_orders:delete" in tokens["scope"].split()
    for turn in range(1, 4):
        assert client.call("/api/user/")[0] == 200
        served.world.clock.advance(timedelta(seconds=7201))
        status, content = client.call("/api/user")
        assert (status, content["message"], client.renewed) == (200, "200", turn)


def test_a_missing_permission_starts_no_loop_of_renewals(served: Served) -> None:
    client = job(served)
    client.sign_in(grant_type="client_credentials", scope="api")
    assert client.call("/api/transactions_log/") == (
        401, {"success": False, "message": "UNAUTHORIZED_ENDPOINT", "data": None, "total": 0}
    )  # fmt: skip
    assert client.renewed == 0


def test_client_id_and_secret_in_the_form_do_as_well(served: Served) -> None:
    created = served.world.job(profile=Profile.FRACTTAL)
    assert created.secret is not None
    form = {"grant_type": "client_credentials", "client_id": created.consumer.client_id,
            "client_secret": created.secret.reveal(), "scope": "api"}  # fmt: skip
    answer = httpx.post(f"{served.url}/oauth/token", data=form)
    assert {"access_token", "refresh_token", "token_type", "expires_in"} <= set(answer.json())


def test_authorization_code_without_pkce(served: Served) -> None:
    created = served.world.consumer(profile=Profile.FRACTTAL)
    asked = {"response_type": "code", "client_id": created.consumer.client_id, "redirect_uri": REDIRECT_URI,
             "state": "xyz"}  # fmt: skip
    # nothing is wrong with the request: a person is asked to sign in
    assert httpx.get(f"{served.url}/oauth/authorize", params=asked).status_code in {200, 303}
    request = ConsentRequest(client_id=created.consumer.client_id, redirect_uri=REDIRECT_URI, scope="api", challenge="")
    code = served.world.console.consent.allow(served.world.member, request).reveal()
    client = oauth(served, created)
    tokens = client.sign_in(grant_type="authorization_code", code=code, redirect_uri=REDIRECT_URI)
    assert tokens["expires_in"] == 7200
    served.world.clock.advance(timedelta(seconds=7201))
    status, content = client.call("/api/user/")
    assert (status, client.renewed) == (200, 1)
    assert content["data"]["person"]["name"] == "Joaquín Olavarría Sepúlveda"


def signer(served: Served, shift: int = 0, **options: Any) -> VendorHawkClient:  # noqa: ANN401
    key = served.key(profile=Profile.FRACTTAL, **options)
    now = served.world.clock.now().timestamp()
    return VendorHawkClient(served.url, key.api_key.key_id, key.secret.reveal(), now + shift)


def test_hawk_for_the_vendors_host_without_hash_and_with_short_nonces(served: Served) -> None:
    client = signer(served)
    assert client.call("GET", "/api/user/")[0] == 200
    assert client.call("GET", "/api/user?x=1")[0] == 200
    # a body that nobody signed is let in, and only then is the method not the path's
    assert client.call("POST", "/api/user/", {"code": "A-1"})[0] == 405
    assert client.call("PUT", "/api/items/", {"code": "A-1"})[0] == 404


def test_a_clock_that_is_off_is_a_407(served: Served) -> None:
    status, content = signer(served, 61).call("GET", "/api/user/")
    assert (status, content["success"]) == (407, False)


def test_the_same_client_is_refused_where_its_profile_is_standard(served: Served) -> None:
    key = served.key()
    now = served.world.clock.now().timestamp()
    client = VendorHawkClient(served.url, key.api_key.key_id, key.secret.reveal(), now)
    assert client.call("GET", "/api/user/")[0] == 200
    assert client.call("POST", "/api/user/", {})[0] == 401


def test_the_log_in_pages_of_two_hundred_is_cut_to_a_hundred(served: Served) -> None:
    world = served.world
    world.console.permission_groups.create(world.admin, name="Log", permissions=["configuration:view"])
    for number in range(110):
        world.console.permission_groups.edit(world.admin, "Log", read_only=number % 2 == 0)
    status, content = signer(served, permission_group="Log").call("GET", "/api/transactions_log/?start=0&limit=200")
    assert (status, len(content["data"])) == (200, 100)
    assert content["total"] > 110

"""Legacy Basic: key and secret of an API key sent as they are; off by default, each use an event."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from fracttal_console.domain.credentials import Profile
from fracttal_console.gateway.limits import FAILURES_ALLOWED
from fracttal_console.services.api_keys import CreatedApiKey
from fracttal_console.services.listing import ListQuery
from tests.gateway.served import Served, hawk, serving, together
from tests.services.walks import events

USER = "/api/user/"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Serve a world of its own to each test: wrong secrets are counted by address."""
    with serving(tmp_path, trusted_proxies=("127.0.0.0/8",)) as made:
        yield made


def basic(key_id: str, secret: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'{key_id}:{secret}'.encode()).decode()}"}


def own(key: CreatedApiKey) -> dict[str, str]:
    return basic(key.api_key.key_id, key.secret.reveal())


def verify(served: Served, credential: dict[str, str], path: str = "/api/items/") -> httpx.Response:
    told = {"X-Forwarded-Method": "GET", "X-Forwarded-Uri": path, "X-Forwarded-Host": "api.example",
            "X-Forwarded-Proto": "https"}  # fmt: skip
    return served.http.get("/auth/verify", headers={**told, **credential})


def test_it_is_off_by_default_and_looks_like_a_wrong_secret(served: Served) -> None:
    key = served.key()
    off = served.http.get(USER, headers=own(key))
    wrong = served.http.get(USER, headers=basic(key.api_key.key_id, "fch_wrong"))
    unknown = served.http.get(USER, headers=basic("fck_nobody", key.secret.reveal()))
    assert {answer.status_code for answer in (off, wrong, unknown)} == {401}
    assert off.content == wrong.content == unknown.content
    assert off.json()["message"] == "basic_refused"
    assert off.headers["www-authenticate"] == wrong.headers["www-authenticate"]
    assert verify(served, own(key)).status_code == 401
    assert served.count_events("api_keys:use_basic") == 0


@pytest.mark.parametrize("profile", list(Profile))
def test_switched_on_it_lets_in_and_each_use_is_an_event(served: Served, profile: Profile) -> None:
    key = served.key(legacy_basic=True, profile=profile)
    told = served.http.get(f"{USER}?secret=1", headers=own(key)).json()["data"]
    assert (told["credential"]["kind"], told["credential"]["public_id"]) == ("api_key", key.api_key.key_id)
    passed = verify(served, own(key))
    assert (passed.status_code, passed.headers["x-auth-consumer"]) == (200, key.api_key.key_id)
    assert verify(served, own(key), "/api/personnel/").status_code == 403

    used = [event for event in events(served.world) if event.tag == "api_keys:use_basic"]
    assert [event.facts["request"] for event in used] == ["GET /api/personnel/", "GET /api/items/", "GET /api/user/"]
    assert {(event.target.id, event.actor.address) for event in used} == {(key.api_key.id, "127.0.0.1")}
    assert served.world.console.audit.verify(served.world.admin).broken_at is None


def test_it_is_switched_on_and_off_by_editing_and_holds_for_the_next_request(served: Served) -> None:
    key, keys, admin = served.key(), served.world.console.api_keys, served.world.admin
    for wanted, status in ((True, 200), (False, 401), (True, 200)):
        keys.edit(admin, key.api_key.key_id, legacy_basic=wanted)
        assert keys.show(admin, key.api_key.key_id).options.legacy_basic is wanted
        assert served.http.get(USER, headers=own(key)).status_code == status
    (change,) = next(event for event in events(served.world) if event.tag == "api_keys:edit").changes
    assert (change.field, change.before, change.after) == ("legacy_basic", False, True)
    keys.edit(admin, key.api_key.key_id, owner="Ana")
    assert keys.show(admin, key.api_key.key_id).options.legacy_basic


def test_hawk_goes_on_beside_it_and_answers_to_basic_are_not_signed(served: Served) -> None:
    key = served.key(legacy_basic=True)
    header = hawk(served.world, key, served.url + USER).request_header
    assert "server-authorization" in served.http.get(USER, headers={"Authorization": header}).headers
    assert "server-authorization" not in served.http.get(USER, headers=own(key)).headers


def test_what_ends_a_key_ends_it_by_basic_too(served: Served) -> None:
    keys, admin = served.world.console.api_keys, served.world.admin
    disabled, far = served.key(legacy_basic=True), served.key(legacy_basic=True, networks=["192.0.2.0/24"])
    rotated = served.key(legacy_basic=True)
    keys.disable(admin, disabled.api_key.key_id)
    rotation = served.world.console.api_key_secrets
    rotation.rotate(admin, rotated.api_key.key_id)
    assert served.http.get(USER, headers=own(rotated)).status_code == 200
    old = rotation.show(admin, rotated.api_key.key_id).secrets[0]
    rotation.retire(admin, rotated.api_key.key_id, str(old.id))
    for key in (disabled, far, rotated):
        assert served.http.get(USER, headers=own(key)).json()["message"] == "basic_refused"


@pytest.mark.parametrize("value", ["", "x", "====", "eDp5", "Og==", "/w==", "w7E6w7E=", "eHk=", "e" * 8000])
def test_a_malformed_header_is_a_401(served: Served, value: str) -> None:
    answer = served.http.get(USER, headers={"Authorization": f"Basic {value}".strip()})
    assert (answer.status_code, answer.json()["success"]) == (401, False)
    assert answer.headers.get_list("www-authenticate")


def test_a3_08_of_many_wrong_secrets_at_once_only_the_first_are_looked_at(served: Served) -> None:
    key = served.key(legacy_basic=True)

    def attempt(number: int) -> int:
        with httpx.Client(base_url=served.url, timeout=30) as http:
            return http.get(USER, headers=basic(key.api_key.key_id, f"fch_{number}")).status_code

    statuses = together(60, attempt)
    assert statuses.count(401) <= FAILURES_ALLOWED
    assert statuses.count(401) + statuses.count(429) == 60
    # nothing is looked at for a while, a good secret neither
    answer = served.http.get(USER, headers=own(key))
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert (verify(served, own(key)).status_code, verify(served, own(key)).headers["x-auth-status"]) == (401, "429")


def test_good_secrets_cost_nothing(served: Served) -> None:
    key = served.key(legacy_basic=True)
    assert {served.http.get(USER, headers=own(key)).status_code for _ in range(FAILURES_ALLOWED + 5)} == {200}


def test_why_it_was_refused_stands_in_the_books_and_the_secret_nowhere(served: Served) -> None:
    key, console = served.key(), served.world.console
    served.http.get(USER, headers=own(key))
    served.http.get(USER, headers=basic("fck_nobodynobodynobody00", "x"))
    console.refusals.flush()
    found = console.refused_requests.page(served.world.admin, ListQuery(), 0, 10).rows
    assert {(row.refusal.kind, row.refusal.cause) for row in found} == {
        ("basic", "basic_off"),
        ("basic", "key_unknown"),
    }
    content = b"".join(file.read_bytes() for file in served.world.settings.data_dir.rglob("*") if file.is_file())
    assert key.secret.reveal().encode() not in content
    assert own(key)["Authorization"].removeprefix("Basic ").encode() not in content

"""Whoever ends something in the console ends it for the next request: consumers, people, groups, keys, networks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from fracttal_console.domain.actors import Role
from fracttal_console.domain.authorization_selection import Selection
from fracttal_console.domain.authorizations import UNDO_GRACE
from fracttal_console.domain.errors import RevocationFinal
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.api_keys import CreatedApiKey
from tests.browsing import Application, answer, authorize_url, decide
from tests.gateway.served import Served, hawk, tokens_of
from tests.support import password

CREDENTIALS = {"grant_type": "client_credentials"}
End = Callable[[Served, str], object]


CONSUMER_ENDS: dict[str, End] = {
    "disabled": lambda s, ref: s.world.console.consumers.disable(s.world.admin, ref),
    "deleted": lambda s, ref: s.world.console.consumers.delete(s.world.admin, ref),
    "moved to another network": lambda s, ref: s.world.console.consumers.edit(
        s.world.admin, ref, networks=["203.0.113.0/24"]
    ),
}


@pytest.mark.parametrize("end", ["disabled", "deleted"])
def test_a3_17_a_consumer_that_was_ended_gets_nothing_on_any_grant(served: Served, end: str) -> None:
    web, job = served.consumer(), served.job()
    tokens = web.exchange(web.consent()).json()
    own = job.token(**CREDENTIALS).json()["access_token"]
    code = web.consent()
    for one in (web, job):
        CONSUMER_ENDS[end](served, one.client_id)

    assert [web.user(tokens["access_token"]).status_code, job.user(own).status_code] == [401, 401]
    for response in (
        web.exchange(code),
        web.refresh(tokens["refresh_token"]),
        job.token(**CREDENTIALS),
        web.introspect(tokens["access_token"]),
        web.revoke(tokens["access_token"]),
    ):
        assert (response.status_code, response.json()["error"]) == (401, "invalid_client")


def test_a3_17_a_public_consumer_that_was_ended_gets_nothing(served: Served) -> None:
    native = served.consumer(public=True)
    tokens, code = native.exchange(native.consent()).json(), native.consent()
    CONSUMER_ENDS["disabled"](served, native.client_id)
    for response in (native.exchange(code), native.refresh(tokens["refresh_token"])):
        assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
    assert native.user(tokens["access_token"]).status_code == 401


def authorization_of(served: Served, application: Application) -> str:
    views = served.world.console.authorizations.all(served.world.admin)
    return str(next(view.authorization.id for view in views if view.consumer.client_id == application.client_id))


def test_after_a_revocation_the_next_request_is_refused_and_answered_again_only_until_it_is_final(
    served: Served,
) -> None:
    web, authorizations, admin = served.consumer(), served.world.console.authorizations, served.world.admin
    tokens = web.exchange(web.consent()).json()
    access, refresh, ref = tokens["access_token"], tokens["refresh_token"], authorization_of(served, web)
    assert web.user(access).status_code == 200
    authorizations.revoke(admin, ref)
    assert web.user(access).status_code == 401
    assert web.introspect(access).json() == {"active": False}
    assert web.refresh(refresh).json()["error"] == "invalid_grant"
    served.world.clock.advance(UNDO_GRACE / 2)
    authorizations.undo(admin, ref)
    assert web.user(access).status_code == 200
    assert web.refresh(refresh).status_code == 200
    authorizations.revoke(admin, ref)
    served.world.clock.advance(UNDO_GRACE)
    with pytest.raises(RevocationFinal):
        authorizations.undo(served.world.admin, ref)
    while served.world.console.housekeeping.step():
        pass
    assert web.user(access).status_code == 401
    assert web.refresh(refresh).json()["error"] == "invalid_grant"


def test_what_the_application_gave_back_does_not_come_back_with_an_undo(served: Served) -> None:
    web, authorizations, admin = served.consumer(), served.world.console.authorizations, served.world.admin
    tokens = web.exchange(web.consent()).json()
    ref = authorization_of(served, web)
    assert web.revoke(tokens["refresh_token"]).status_code == 200
    authorizations.revoke(admin, ref)
    authorizations.undo(admin, ref)
    assert web.user(tokens["access_token"]).status_code == 401


def test_a_disabled_consumer_works_again_when_enabled_with_the_tokens_it_had(served: Served) -> None:
    job = served.job()
    token = job.token(**CREDENTIALS).json()["access_token"]
    served.world.console.consumers.disable(served.world.admin, job.client_id)
    assert job.user(token).status_code == 401
    served.world.console.consumers.enable(served.world.admin, job.client_id)
    assert job.user(token).status_code == 200


def test_an_expired_consumer_gets_nothing_and_its_tokens_end(served: Served) -> None:
    clock = served.world.clock
    job = served.job(expires_at=clock.now() + timedelta(minutes=5))
    token = job.token(**CREDENTIALS).json()["access_token"]
    clock.advance(timedelta(minutes=5) - timedelta(seconds=1))
    assert job.user(token).status_code == 200
    clock.advance(timedelta(seconds=1))
    assert job.user(token).status_code == 401
    assert job.token(**CREDENTIALS).status_code == 401


def test_a_consumers_other_network_counts_from_its_next_token_request(served: Served) -> None:
    job = served.job()
    assert job.token(**CREDENTIALS).status_code == 200
    CONSUMER_ENDS["moved to another network"](served, job.client_id)
    assert job.token(**CREDENTIALS).status_code == 401


def person(served: Served, name: str) -> str:
    email = f"{name}@quillahue.example"
    served.world.console.people.create(
        served.world.admin, email=email, name=name, role=Role.MEMBER, password=password(), permission_group="Field work"
    )
    return email


def consent_of(served: Served, consumer: Application, email: str) -> str:
    path = authorize_url(consumer.client_id)
    return answer(decide(served.signed_in(path, email), path))["code"]


PERSON_ENDS: dict[str, End] = {
    "disabled": lambda s, email: s.world.console.people.disable(s.world.admin, email),
    "password": lambda s, email: s.world.console.people.edit(
        s.world.admin, email, password=SecretText("another-password-2222")
    ),
}


@pytest.mark.parametrize("end", PERSON_ENDS)
def test_a3_17_and_a5_07_what_was_granted_by_a_person_ends_with_the_account_or_password(
    served: Served, end: str
) -> None:
    web, email = served.consumer(), person(served, f"persona-{end}")
    tokens = web.exchange(consent_of(served, web, email)).json()
    code = consent_of(served, web, email)
    PERSON_ENDS[end](served, email)

    assert web.user(tokens["access_token"]).status_code == 401
    assert web.introspect(tokens["refresh_token"]).json() == {"active": False}
    for response in (web.refresh(tokens["refresh_token"]), web.exchange(code)):
        assert (response.status_code, response.json()["error"]) == (400, "invalid_grant")


def test_a5_07_an_account_that_is_enabled_again_gives_no_dead_token_back(served: Served) -> None:
    web, email = served.consumer(), person(served, "vuelve")
    tokens = web.exchange(consent_of(served, web, email)).json()
    served.world.console.people.disable(served.world.admin, email)
    served.world.console.people.enable(served.world.admin, email)
    assert web.user(tokens["access_token"]).status_code == 401
    assert web.refresh(tokens["refresh_token"]).status_code == 400


def test_a5_07_a_revoked_authorization_ends_its_tokens_and_a_new_consent_makes_new_ones(served: Served) -> None:
    web, email = served.consumer(), person(served, "revoca")
    world = served.world
    tokens = web.exchange(consent_of(served, web, email)).json()
    code = consent_of(served, web, email)
    row = next(v for v in world.console.authorizations.all(world.admin) if v.person and v.person.email == email)
    world.console.authorizations.revoke(world.admin, str(row.authorization.id))

    assert web.user(tokens["access_token"]).status_code == 401
    assert web.refresh(tokens["refresh_token"]).status_code == web.exchange(code).status_code == 400
    again = web.exchange(consent_of(served, web, email)).json()
    assert web.user(again["access_token"]).status_code == 200
    assert web.user(tokens["access_token"]).status_code == 401


def test_a5_07_after_a_leak_neither_the_secret_nor_what_was_got_with_it_opens_anything(served: Served) -> None:
    world, consumer = served.world, served.consumer()
    tokens = [tokens_of(consumer) for _ in range(2)]
    renewed = consumer.refresh(tokens[0]["refresh_token"]).json()
    selection = Selection(consumer=consumer.client_id)
    made = world.console.consumer_secrets.rotate(world.admin, consumer.client_id, idle_days=0)
    world.console.authorization_acts.revoke(world.admin, selection, reason="secret leaked")

    assert consumer.refresh(renewed["refresh_token"]).status_code == 401
    for held in (*tokens, renewed):
        assert consumer.user(held["access_token"]).status_code == 401
    rotated = replace(consumer, secret=made.clear.reveal())
    for held in (*tokens, renewed):
        assert rotated.refresh(held["refresh_token"]).json()["error"] == "invalid_grant"
        assert rotated.introspect(held["access_token"]).json() == {"active": False}


def test_a5_07_one_rotation_for_a_compromised_secret_ends_all_that_was_got_with_it(served: Served) -> None:
    world, consumer, bystander = served.world, served.consumer(), served.consumer()
    tokens = [tokens_of(consumer) for _ in range(2)]
    renewed = consumer.refresh(tokens[0]["refresh_token"]).json()
    code, theirs = consumer.consent(), tokens_of(bystander)
    before = served.count_events("consumers:rotate")
    made = world.console.consumer_secrets.rotate(world.admin, consumer.client_id, compromised=True)
    assert served.count_events("consumers:rotate") == before + 1

    rotated = replace(consumer, secret=made.clear.reveal())
    assert consumer.introspect(renewed["access_token"]).status_code == 401
    for held in (*tokens, renewed):
        assert consumer.user(held["access_token"]).status_code == 401
        for token in (held["access_token"], held["refresh_token"]):
            assert rotated.introspect(token).json() == {"active": False}
        assert rotated.refresh(held["refresh_token"]).json()["error"] == "invalid_grant"
    assert rotated.exchange(code).json()["error"] == "invalid_grant"
    assert bystander.user(theirs["access_token"]).status_code == 200
    assert rotated.user(tokens_of(rotated)["access_token"]).status_code == 200


def test_an_operators_revocation_of_a_program_is_not_undone_by_asking_again(served: Served) -> None:
    world, job = served.world, served.job()
    token = job.token(**CREDENTIALS).json()["access_token"]
    row = next(v for v in world.console.authorizations.all(world.admin) if v.consumer.client_id == job.client_id)
    world.console.authorizations.revoke(world.admin, str(row.authorization.id))

    assert job.user(token).status_code == 401
    refused = job.token(**CREDENTIALS)
    assert (refused.status_code, refused.json()["error"]) == (400, "unauthorized_client")


def permissions(response: httpx.Response) -> list[str]:
    assert response.status_code == 200
    return list(response.json()["data"]["permissions"])


def test_a_groups_new_permissions_count_for_the_next_request_of_tokens_and_keys(served: Served) -> None:
    world = served.world
    groups = world.console.permission_groups
    groups.create(world.admin, name="Turno", permissions=["items:view", "work_orders:view", "work_orders:edit"])
    job, key = served.job(permission_group="Turno"), served.key(permission_group="Turno")
    token = job.token(**CREDENTIALS).json()["access_token"]

    def seen() -> list[list[str]]:
        return [permissions(job.user(token)), permissions(by_key(served, key))]

    assert seen() == [["items:view", "work_orders:view", "work_orders:edit"]] * 2
    groups.edit(world.admin, "Turno", read_only=True)
    assert seen() == [["items:view", "work_orders:view"]] * 2
    groups.edit(world.admin, "Turno", permissions=["items:view", "personnel:view"], read_only=False)
    # what was not granted does not come to a token by its group; a key is what its group is
    assert seen() == [["items:view"], ["items:view", "personnel:view"]]


def by_key(served: Served, key: CreatedApiKey) -> httpx.Response:
    header = hawk(served.world, key, f"{served.url}/api/user/").request_header
    return served.http.get("/api/user/", headers={"Authorization": header})


def expire(served: Served, ref: str) -> None:
    clock = served.world.clock
    served.world.console.api_keys.edit(served.world.admin, ref, expires_at=clock.now() + timedelta(seconds=5))
    clock.advance(timedelta(seconds=5))


KEY_ENDS: dict[str, End] = {
    "disabled": lambda s, ref: s.world.console.api_keys.disable(s.world.admin, ref),
    "revoked": lambda s, ref: s.world.console.api_keys.revoke(s.world.admin, ref),
    "moved to another network": lambda s, ref: s.world.console.api_keys.edit(
        s.world.admin, ref, networks=["203.0.113.0/24", "2001:db8::/32"]
    ),
    "expired": expire,
}


@pytest.mark.parametrize("end", KEY_ENDS)
def test_a_key_that_was_ended_opens_nothing_from_the_next_request_on(served: Served, end: str) -> None:
    key = served.key()
    assert by_key(served, key).status_code == 200
    KEY_ENDS[end](served, key.api_key.key_id)
    refused = by_key(served, key)

    assert (refused.status_code, refused.json()["message"]) == (401, "hawk_refused")
    assert refused.headers["www-authenticate"] == 'Hawk error="Not accepted"'
    assert "server-authorization" not in refused.headers


def test_a_disabled_key_works_again_when_enabled(served: Served) -> None:
    key = served.key()
    served.world.console.api_keys.disable(served.world.admin, key.api_key.key_id)
    served.world.console.api_keys.enable(served.world.admin, key.api_key.key_id)
    assert by_key(served, key).status_code == 200

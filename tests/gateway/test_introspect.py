"""The introspection endpoint (RFC 7662): what a token is worth now, for those whose business it is."""

from datetime import timedelta

import pytest

from fracttal_console.domain.actors import Role
from tests.browsing import Application, answer, authorize_url, decide
from tests.gateway.served import Served, together, tokens_of
from tests.support import MEMBER_EMAIL, password

INACTIVE = b'{"active":false}'
CREDENTIALS = {"grant_type": "client_credentials"}


def test_a7_01_nobody_gets_an_answer_without_proof(served: Served, web: Application) -> None:
    token = tokens_of(web)["access_token"]
    native = served.consumer(public=True)
    for form, auth in (
        ({}, None),
        ({"client_id": web.client_id}, None),
        ({"client_id": native.client_id}, None),
        ({"client_id": web.client_id, "client_secret": "wrong"}, None),
        ({}, (web.client_id, "wrong")),
        ({}, (native.client_id, "")),
        ({}, ("nobody", "x")),
    ):
        response = served.post("/oauth/introspect", {"token": token, **form}, auth)
        assert (response.status_code, response.json()["error"]) == (401, "invalid_client")
        assert "active" not in response.json()


def test_a7_01_a_bearer_token_is_no_proof(served: Served, web: Application) -> None:
    token = tokens_of(web)["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert served.http.post("/oauth/introspect", data={"token": token}, headers=headers).status_code == 401


def test_a7_02_whatever_is_worth_nothing_looks_the_same(served: Served, web: Application) -> None:
    world, other = served.world, served.consumer()
    revoked, superseded = tokens_of(web), tokens_of(web)
    web.revoke(revoked["refresh_token"])
    web.refresh(superseded["refresh_token"])
    expired = tokens_of(web)["access_token"]
    world.clock.advance(timedelta(minutes=15))
    consented = tokens_of(other)
    key = served.key()
    nothings = {
        "unknown": "unknown",
        "well-formed": "fca_" + "0" * 49,
        "revoked access token": revoked["access_token"],
        "revoked refresh token": revoked["refresh_token"],
        "superseded refresh token": superseded["refresh_token"],
        "expired": expired,
        "another's access token": consented["access_token"],
        "another's refresh token": consented["refresh_token"],
        "a code": web.consent(),
        "a Hawk id": key.api_key.key_id,
        "a Hawk secret": key.secret.reveal(),
        "a client secret": web.secret or "",
        "not ASCII": "ñ\x00",
        "long": "x" * 30_000,
    }
    for name, token in nothings.items():
        response = web.introspect(token)
        assert (response.status_code, response.content) == (200, INACTIVE), name


def test_a7_02_what_is_ended_behind_a_token_makes_it_inactive(served: Served, watcher: Application) -> None:
    world, console = served.world, served.world.console
    disabled, deleted, revoked = (served.consumer() for _ in range(3))
    tokens = {one.client_id: tokens_of(one) for one in (disabled, deleted, revoked)}
    console.consumers.disable(world.admin, disabled.client_id)
    console.consumers.delete(world.admin, deleted.client_id)
    rows = console.authorizations.all(world.admin)
    row = next(row for row in rows if row.consumer.client_id == revoked.client_id)
    console.authorizations.revoke(world.admin, str(row.authorization.id))

    for one in tokens.values():
        assert watcher.introspect(one["access_token"]).content == INACTIVE
        assert watcher.introspect(one["refresh_token"]).content == INACTIVE
    console.consumers.enable(world.admin, disabled.client_id)
    assert watcher.introspect(tokens[disabled.client_id]["access_token"]).json()["active"] is True


def test_a7_03_an_active_token_is_described_and_no_secret_told(served: Served, web: Application) -> None:
    tokens = tokens_of(web)
    response = web.introspect(tokens["access_token"])
    told, now = response.json(), int(served.world.clock.now().timestamp())

    assert set(told) == {
        "active", "scope", "client_id", "username", "token_type", "exp", "iat", "sub", "aud", "iss", "jti",
    }  # fmt: skip
    assert told["active"] is True
    assert (told["client_id"], told["username"], told["token_type"]) == (web.client_id, MEMBER_EMAIL, "Bearer")
    assert (told["iat"], told["exp"]) == (now, now + 900)
    assert told["iss"] == served.url
    assert told["scope"] == tokens["scope"]
    for secret in (*tokens.values(), web.secret):
        if isinstance(secret, str) and secret.startswith("fc"):
            assert secret not in response.text
            assert secret[4:-6] not in response.text


def test_a7_03_each_token_has_an_id_of_its_own_that_stays(web: Application) -> None:
    one, other = tokens_of(web), tokens_of(web)
    kinds = ("access_token", "refresh_token")
    ids = [web.introspect(tokens[kind]).json()["jti"] for tokens in (one, other) for kind in kinds]
    assert len(set(ids)) == len(ids) == 4
    assert web.introspect(one["access_token"]).json()["jti"] == ids[0]


def test_a7_04_a_client_sees_its_own_tokens_and_a_resource_server_all(
    served: Served, web: Application, watcher: Application
) -> None:
    token = tokens_of(web)["access_token"]
    for other in (served.consumer(), served.job()):
        assert other.introspect(token).content == INACTIVE
    assert web.introspect(token).json() == watcher.introspect(token).json()


def test_a7_04_the_mark_of_a_resource_server_can_be_taken_away(served: Served, web: Application) -> None:
    world, marked = served.world, served.job(may_introspect=True)
    token = tokens_of(web)["access_token"]
    assert marked.introspect(token).json()["active"] is True
    world.console.consumers.edit(world.admin, marked.client_id, may_introspect=False)
    assert marked.introspect(token).content == INACTIVE


def test_a7_05_at_its_end_a_token_is_inactive(served: Served, web: Application) -> None:
    tokens = tokens_of(web)
    served.world.clock.advance(timedelta(seconds=899))
    assert web.introspect(tokens["access_token"]).json()["active"] is True
    served.world.clock.advance(timedelta(seconds=1))
    assert web.introspect(tokens["access_token"]).content == INACTIVE
    assert web.introspect(tokens["refresh_token"]).json()["active"] is True


def test_a7_05_a_refresh_token_does_not_look_like_a_bearer_token(web: Application) -> None:
    assert "token_type" not in web.introspect(tokens_of(web)["refresh_token"]).json()


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "nonsense"])
def test_a_hint_hides_nothing(served: Served, web: Application, hint: str) -> None:
    for token in (tokens_of(web)["access_token"], tokens_of(web)["refresh_token"]):
        form = {"token": token, "token_type_hint": hint}
        response = served.http.post("/oauth/introspect", data=form, auth=(web.client_id, web.secret or ""))
        assert response.json()["active"] is True


def test_a7_06_no_answer_is_stored_and_wrong_secrets_are_limited(served: Served, web: Application) -> None:
    token = tokens_of(web)["access_token"]
    for response in (web.introspect(token), web.introspect("x"), web.introspect("")):
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["content-type"] == "application/json"

    victim = served.consumer()
    wrong = Application(served.http, victim.client_id, "wrong")
    statuses = together(40, lambda _: wrong.introspect(token).status_code)
    assert sorted(statuses) == [401] * 20 + [429] * 20


def test_what_is_told_follows_the_groups_and_the_person_now(served: Served, watcher: Application) -> None:
    world, console = served.world, served.world.console
    console.permission_groups.create(world.admin, name="Cambiante", permissions=["items:view", "work_orders:add"])
    job = served.job(permission_group="Cambiante")
    token = job.token(**CREDENTIALS).json()["access_token"]
    assert watcher.introspect(token).json()["scope"] == "items:view work_orders:add"
    console.permission_groups.edit(world.admin, "Cambiante", read_only=True)
    assert watcher.introspect(token).json()["scope"] == "items:view"
    console.permission_groups.edit(world.admin, "Cambiante", permissions=["third_parties:view"], read_only=False)
    assert watcher.introspect(token).json().get("scope", "") == ""


def test_a_person_with_less_makes_the_token_less(served: Served) -> None:
    world, web = served.world, served.consumer()
    email = "menos@quillahue.example"
    world.console.people.create(
        world.admin, email=email, name="Menos", role=Role.MEMBER, password=password(), permission_group="Field work"
    )
    path_code = consent_of(served, web, email)
    token = web.exchange(path_code).json()["access_token"]
    world.console.people.edit(world.admin, email, permission_group="Reading")
    assert web.introspect(token).json()["scope"] == "items:view work_orders:view"


def consent_of(served: Served, consumer: Application, email: str) -> str:
    path = authorize_url(consumer.client_id)
    return answer(decide(served.signed_in(path, email), path))["code"]

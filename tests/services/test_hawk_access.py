"""Hawk access: what is let in, and what every refusal leaves behind (A9)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fracttal_console.crypto.hawk import HawkHeader, HawkRequest, verify_mac
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.errors import HawkRefused
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services import hawk_access
from fracttal_console.services.api_keys import CreatedApiKey
from fracttal_console.services.hawk_access import HawkCall
from tests.services.walks import dump, hawk_call
from tests.support import World


@pytest.fixture
def key(world: World) -> CreatedApiKey:
    return world.console.api_keys.create(
        world.admin, name="Sensor", permission_group="Field work", networks=["192.0.2.0/24"]
    )


def refusal(world: World, call: HawkCall, hosts: tuple[tuple[str, int], ...] = ()) -> HawkRefused:
    before = dump(world.settings.database_path, without=())
    with pytest.raises(HawkRefused) as refused:
        world.console.hawk.check(call, hosts=hosts)
    assert dump(world.settings.database_path, without=()) == before
    return refused.value


def test_a_nonce_is_good_once_for_its_key(world: World, key: CreatedApiKey) -> None:
    call = hawk_call(world, key, nonce="once")
    world.console.hawk.check(call)
    assert refusal(world, call).cause == "nonce_used"
    other = world.console.api_keys.create(world.admin, name="Other", permission_group="Reading")
    world.console.hawk.check(hawk_call(world, other, nonce="once"))


def test_a_stale_request_is_told_the_time_and_leaves_no_nonce(world: World, key: CreatedApiKey) -> None:
    for skew in (-61, 61, -100_000):
        refused = refusal(world, hawk_call(world, key, skew=skew))
        assert (refused.cause, refused.status, refused.ts) == (
            "stale_timestamp",
            401,
            int(world.clock.now().timestamp()),
        )
        assert refused.tsm
    for skew in (-60, 60):
        world.console.hawk.check(hawk_call(world, key, skew=skew))


def test_a_replay_is_refused_as_long_as_its_time_could_be_accepted_housekeeping_or_not(
    world: World, key: CreatedApiKey
) -> None:
    call = hawk_call(world, key, skew=60)
    world.console.hawk.check(call)
    for _ in range(13):
        world.clock.advance(timedelta(seconds=10))
        world.console.housekeeping.step()
        with pytest.raises(HawkRefused):
            world.console.hawk.check(call)


def test_whatever_the_mac_covers_cannot_be_changed(world: World, key: CreatedApiKey) -> None:
    call = hawk_call(world, key)
    for changed in (
        replace(call, resource="/api/user/?x=2"),
        replace(call, host="evil.example"),
        replace(call, port=8751),
        replace(call, authorization=call.authorization.replace('mac="', 'mac="A')),
    ):
        refused = refusal(world, changed)
        assert (refused.cause, refused.ts) == ("mac_wrong", None)


@pytest.mark.parametrize(("signed", "sent"), [("POST", "GET"), ("GET", "HEAD"), ("PUT", "PATCH"), ("DELETE", "POST")])
def test_a_request_signed_for_another_method_is_told_so(
    world: World, key: CreatedApiKey, signed: str, sent: str
) -> None:
    refused = refusal(world, replace(hawk_call(world, key, method=signed), method=sent))
    assert (refused.cause, refused.status, refused.ts) == ("method_differs", 401, None)
    assert (refused.facts["signed_method"], refused.facts["sent_method"]) == (signed, sent)


def test_a_disabled_key_is_not_told_what_it_signed(world: World, key: CreatedApiKey) -> None:
    call = replace(hawk_call(world, key, method="POST"), method="GET")
    world.console.api_keys.disable(world.admin, key.api_key.key_id)
    assert refusal(world, call).cause == "mac_wrong"


def test_a_mac_for_another_host_counts_only_where_that_host_is_declared(world: World, key: CreatedApiKey) -> None:
    call = hawk_call(world, key, host="api.quillahue.example")
    assert refusal(world, call).cause == "mac_wrong"
    assert world.console.hawk.check(call, hosts=[("api.quillahue.example", 8750)]).principal.name == "Sensor"


def test_an_unknown_key_and_a_wrong_secret_look_the_same(world: World, key: CreatedApiKey) -> None:
    unknown = replace(key, api_key=replace(key.api_key, key_id="fck_unknown"))
    wrong = replace(key, secret=SecretText("fch_wrong"))
    answers = [refusal(world, hawk_call(world, created)) for created in (unknown, wrong)]
    assert answers[0].params == answers[1].params == {"cause": "mac_wrong"}


def test_an_unknown_key_costs_as_many_macs_as_a_wrong_secret(
    world: World, key: CreatedApiKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(secret: SecretText, header: HawkHeader, request: HawkRequest) -> bool:
        asked.append(header.id)
        return verify_mac(secret, header, request)

    monkeypatch.setattr(hawk_access, "verify_mac", counted)
    unknown = replace(key, api_key=replace(key.api_key, key_id="fck_unknown"))
    wrong = replace(key, secret=SecretText("fch_wrong"))
    for created in (unknown, wrong):
        refusal(world, hawk_call(world, created), hosts=(("api.example", 443),))
    # two hosts, and for each the method that was sent and four others
    assert asked == ["fck_unknown"] * 10 + [key.api_key.key_id] * 10


def test_a_retired_secret_opens_nothing_though_its_key_is_active(world: World, key: CreatedApiKey) -> None:
    world.console.hawk.check(hawk_call(world, key))
    with world.console.use_cases.keep_books() as work:
        (secret,) = work.secrets.of_api_key(key.api_key.id)
        work.secrets.retire(secret, work.now)
    assert refusal(world, hawk_call(world, key, nonce="after")).cause == "mac_wrong"


def test_a_key_comes_only_from_its_networks(world: World, key: CreatedApiKey) -> None:
    assert refusal(world, hawk_call(world, key, address="203.0.113.1")).cause == "network_not_allowed"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_in_profile_standard_a_body_must_be_signed_and_right(world: World, key: CreatedApiKey, method: str) -> None:
    world.console.hawk.check(hawk_call(world, key, method=method, body=b"x"))
    assert refusal(world, hawk_call(world, key, method=method, body=b"x", hashed=False)).cause == "payload_hash_missing"
    changed = replace(hawk_call(world, key, method=method, body=b"x"), body=b"y")
    assert refusal(world, changed).cause == "payload_hash_wrong"
    world.console.api_keys.edit(world.admin, "Sensor", profile=Profile.FRACTTAL)
    world.console.hawk.check(hawk_call(world, key, method=method, body=b"x", hashed=False))


@pytest.mark.parametrize("header", ["", "Hawk", "Bearer x", 'Hawk id="a"', "Hawk " + "x" * 10_000])
def test_a_malformed_header_is_a_bad_request(world: World, key: CreatedApiKey, header: str) -> None:
    assert refusal(world, replace(hawk_call(world, key), authorization=header)).status in {400, 401}


def test_an_answer_is_signed_for_the_request_it_answers(world: World, key: CreatedApiKey) -> None:
    access = world.console.hawk.check(hawk_call(world, key))
    signed = access.server_authorization("application/json", b"{}")
    assert signed.startswith("Hawk mac=")
    assert signed != access.server_authorization("application/json", b"{ }")
    assert key.secret.reveal() not in repr(access)

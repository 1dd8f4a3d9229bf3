"""Public keys of consumers as verbs: names, limits, what is on record, and which way of authentication counts."""

from collections.abc import Callable

import pytest

from fracttal_console.domain.audit import Change
from fracttal_console.domain.consumer_keys import MOST_LIVE_KEYS, AuthMethod
from fracttal_console.domain.errors import Invalid, NotFound, OAuthError, OnlyKey, WrongState
from tests.services.walks import code_for, events, exchange, may_now, refreshed, tokens_for
from tests.signing import Signer, jwks
from tests.support import World


def test_keys_are_named_by_themselves_by_us_or_by_their_thumbprint(world: World) -> None:
    keys, ref = world.console.consumer_keys, world.job().consumer.client_id
    own, given, none = (
        keys.add(world.admin, ref, jwks(Signer(kid="own"))),
        keys.add(world.admin, ref, Signer("RSA").pem, kid=" given "),
        keys.add(world.admin, ref, Signer("OKP").pem),
    )
    assert [key.kid for (key,) in (own, given, none)] == ["own", "given", none[0].thumbprint]
    for key in ("own", given[0].thumbprint, str(none[0].id)):
        assert keys.retire(world.admin, ref, key).retired_at == world.clock.now()
    with pytest.raises(NotFound):
        keys.retire(world.admin, ref, "own")


@pytest.mark.parametrize(
    ("text", "kid", "rule"),
    [
        (jwks(Signer(kid="other")), "", "key_known"),
        (jwks(Signer(number=1, kid="first")), "", "key_duplicate"),
        (jwks(Signer(number=1)), "first", "key_duplicate"),
        (jwks(Signer(number=1), Signer(number=2)), "one", "key_name"),
        (jwks(Signer(number=1), Signer(number=1)), "", "key_known"),
        (jwks(Signer(number=1)), "x" * 201, "key_name"),
        (jwks(*(Signer(number=one) for one in range(1, MOST_LIVE_KEYS + 1))), "", "key_too_many"),
    ],
)
def test_names_and_numbers_have_their_rules(world: World, text: str, kid: str, rule: str) -> None:
    keys, ref = world.console.consumer_keys, world.job().consumer.client_id
    keys.add(world.admin, ref, jwks(Signer(kid="first")))
    with pytest.raises(Invalid) as refused:
        keys.add(world.admin, ref, text, kid=kid)
    assert refused.value.rule == rule
    assert len(world.console.consumers.show(world.admin, ref).keys) == 1


def test_a_retired_key_leaves_its_name_free_and_can_come_back(world: World) -> None:
    keys, ref = world.console.consumer_keys, world.job().consumer.client_id
    for _ in range(2):
        keys.add(world.admin, ref, jwks(Signer(kid="first")))
        keys.retire(world.admin, ref, "first")
    assert [key.live for key in world.console.consumers.show(world.admin, ref).keys] == [False, False]


def test_a_way_of_authentication_needs_what_it_proves_by(world: World) -> None:
    console, admin = world.console, world.admin
    ref, signing = world.job().consumer.client_id, world.job("Firma", public_keys=jwks(Signer())).consumer.client_id
    public = world.consumer(public=True).consumer.client_id
    for who, method, rule in (
        (ref, AuthMethod.PRIVATE_KEY_JWT, "method_without_key"),
        (signing, AuthMethod.CLIENT_SECRET, "method_without_secret"),
        (public, AuthMethod.PRIVATE_KEY_JWT, "method_for_public"),
    ):
        with pytest.raises(Invalid) as refused:
            console.consumers.edit(admin, who, auth_method=method)
        assert (refused.value.field, refused.value.rule) == ("auth_method", rule)
    with pytest.raises(Invalid) as refused:
        console.consumer_keys.add(admin, public, jwks(Signer()))
    assert refused.value.rule == "key_for_public"
    with pytest.raises(Invalid):
        world.consumer("Nativa", public=True, public_keys=jwks(Signer()))
    # a rotation makes the first secret of a consumer that was registered with keys
    console.consumer_secrets.rotate(admin, signing)
    console.consumers.edit(admin, signing, auth_method=AuthMethod.CLIENT_SECRET)


def test_the_last_key_stays_while_it_is_what_counts(world: World) -> None:
    signing = world.job("Firma", public_keys=jwks(Signer(kid="only"))).consumer.client_id
    with pytest.raises(OnlyKey):
        world.console.consumer_keys.retire(world.admin, signing, "only")
    world.console.consumer_keys.add(world.admin, signing, jwks(Signer("RSA", kid="next")))
    world.console.consumer_keys.retire(world.admin, signing, "only")


def test_what_was_done_with_keys_is_on_record_before_and_after(world: World) -> None:
    keys, ref = world.console.consumer_keys, world.job().consumer.client_id
    keys.add(world.admin, ref, jwks(Signer(kid="a")))
    keys.add(world.admin, ref, jwks(Signer("RSA", kid="b")))
    world.console.consumers.edit(world.admin, ref, auth_method=AuthMethod.PRIVATE_KEY_JWT)
    keys.retire(world.admin, ref, "a")
    retired, edited, second, first = events(world)[:4]
    assert [one.tag for one in (retired, edited, second, first)] == [
        "consumers:retire_key", "consumers:edit", "consumers:add_key", "consumers:add_key",
    ]  # fmt: skip
    assert first.changes == (Change("keys", "", "a"),)
    assert second.changes == (Change("keys", "a", "a, b"),)
    assert edited.changes == (Change("auth_method", "client_secret", "private_key_jwt"),)
    assert retired.changes == (Change("keys", "a, b", "b"),)
    assert set(retired.facts) == {"kid", "thumbprint"}


def test_a5_07_a_compromised_key_takes_with_it_what_was_got_by_it(world: World) -> None:
    keys, app = world.console.consumer_keys, world.consumer()
    tokens, code, theirs = tokens_for(world, app), code_for(world, app), tokens_for(world, world.consumer("Otra"))
    keys.add(world.admin, app.consumer.client_id, jwks(Signer(kid="a"), Signer("RSA", kid="b")))
    keys.retire(world.admin, app.consumer.client_id, "a")
    assert may_now(world.console, tokens.access_token)
    keys.retire(world.admin, app.consumer.client_id, "b", compromised=True)
    newest = events(world)[0]
    assert (newest.facts["compromised"], newest.facts["authorizations"]) == (True, 1)
    assert may_now(world.console, theirs.access_token)
    attempts: list[Callable[[], object]] = [
        lambda: may_now(world.console, tokens.access_token),
        lambda: exchange(world, app, code),
        lambda: refreshed(world, app, tokens.refresh_token),
    ]
    causes = []
    for act in attempts:
        with pytest.raises(OAuthError) as refused:
            act()
        causes.append(refused.value.error)
    assert causes == ["invalid_token", "invalid_grant", "invalid_grant"]


def test_a_deleted_consumer_keeps_its_keys_for_when_it_is_restored(world: World) -> None:
    console, admin = world.console, world.admin
    signing = world.job("Firma", public_keys=jwks(Signer(kid="k"))).consumer.client_id
    console.consumers.delete(admin, signing)
    for verb in (lambda: console.consumer_keys.add(admin, signing, jwks(Signer("RSA"))),
                 lambda: console.consumer_keys.retire(admin, signing, "k")):  # fmt: skip
        with pytest.raises(WrongState):
            verb()
    console.consumers.restore(admin, signing)
    assert console.consumers.show(admin, signing).method is AuthMethod.PRIVATE_KEY_JWT

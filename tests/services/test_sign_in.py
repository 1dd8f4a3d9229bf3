"""Signing in: slowed after five failures, and telling nobody whether an account exists (A10.02)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from fracttal_console.crypto.passwords import Passwords
from fracttal_console.domain.actors import ActorKind, Role
from fracttal_console.domain.errors import SessionEnded, SignInFailed, SignInThrottled
from fracttal_console.domain.secrets import SecretText
from fracttal_console.domain.sessions import ABSOLUTE_LIMIT, IDLE_LIMIT
from tests.services.walks import ADDRESS, dump, events, tags
from tests.support import MEMBER_EMAIL, SUPPORT_EMAIL, World, password

WRONG = SecretText("a-wrong-password-9999")


def fail(world: World, email: str = MEMBER_EMAIL) -> int:
    """Fail once and return how long the refusal asks to wait, 0 where the attempt was looked at."""
    try:
        world.console.sign_in.operator(email, WRONG, address=ADDRESS)
    except SignInThrottled as throttled:
        return throttled.seconds
    except SignInFailed:
        return 0
    raise AssertionError("let in")


def test_a_good_sign_in_gives_an_actor_with_role_and_address_and_one_event(world: World) -> None:
    actor = world.console.sign_in.operator(f"  {MEMBER_EMAIL.upper()} ", password(), address=ADDRESS)
    assert (actor.kind, actor.role, actor.address) == (ActorKind.PERSON, Role.MEMBER, ADDRESS)
    event = events(world)[0]
    assert (event.tag, event.actor.address, event.facts) == ("sessions:sign_in", ADDRESS, {"via": "console"})


@pytest.mark.parametrize("email", [MEMBER_EMAIL, SUPPORT_EMAIL, "nobody@quillahue.example", "no mail at all", ""])
def test_a_refusal_costs_the_same_one_derivation_and_says_the_same_whoever_is_asked_for(
    world: World, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    derivations: list[bool] = []
    real = Passwords.verify

    def verify(passwords: Passwords, given: SecretText, stored: str | None) -> bool:
        derivations.append(stored is not None)
        return real(passwords, given, stored)

    monkeypatch.setattr(Passwords, "verify", verify)
    world.console.people.disable(world.admin, SUPPORT_EMAIL)
    with pytest.raises(SignInFailed) as refused:
        world.console.sign_in.operator(email, WRONG, address=ADDRESS)
    assert refused.value.params == {}
    assert len(derivations) == 1
    event = events(world)[0]
    assert (event.tag, event.facts, event.target.id) == ("sessions:refuse", {"failures": 1}, None)


def test_a_disabled_account_with_the_right_password_is_refused_like_a_wrong_one(world: World) -> None:
    world.console.people.disable(world.admin, SUPPORT_EMAIL)
    with pytest.raises(SignInFailed):
        world.console.sign_in.operator(SUPPORT_EMAIL, password())
    assert tags(world, 1) == ["sessions:refuse"]


@pytest.mark.parametrize("email", [MEMBER_EMAIL, "nobody@quillahue.example"])
def test_after_five_failures_each_next_one_waits_twice_as_long_known_or_not(world: World, email: str) -> None:
    assert [fail(world, email) for _ in range(5)] == [0] * 5
    assert tags(world, 1) == ["sessions:lock_out"]
    for wait in (30, 60, 120, 240, 480, 900, 900):
        before = dump(world.settings.database_path, without=())
        assert fail(world, email) == wait
        world.clock.advance(timedelta(seconds=wait - 1))
        assert fail(world, email) == 1
        assert dump(world.settings.database_path, without=()) == before
        world.clock.advance(timedelta(seconds=1))
        assert fail(world, email) == 0
        assert tags(world, 1) == ["sessions:lock_out"]


def test_while_slowed_the_right_password_is_not_looked_at_either(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        fail(world)
    monkeypatch.setattr(Passwords, "verify", lambda *_: pytest.fail("looked at"))
    with pytest.raises(SignInThrottled):
        world.console.sign_in.operator(MEMBER_EMAIL, password())
    with pytest.raises(SignInThrottled):
        world.console.sign_in.browser(MEMBER_EMAIL.upper(), password(), address="198.51.100.1")


def test_one_account_that_is_slowed_does_not_slow_another(world: World) -> None:
    for _ in range(5):
        fail(world)
    assert world.console.sign_in.operator(SUPPORT_EMAIL, password()).role is Role.SUPPORT


def test_success_clears_the_count(world: World) -> None:
    for _ in range(4):
        fail(world)
    world.console.sign_in.operator(MEMBER_EMAIL, password())
    assert [fail(world) for _ in range(5)] == [0] * 5
    world.clock.advance(timedelta(seconds=30))
    world.console.sign_in.operator(MEMBER_EMAIL, password())
    assert dump(world.settings.database_path)["sign_in_attempts"] == []


def _disable(world: World) -> None:
    world.console.people.disable(world.admin, MEMBER_EMAIL)


def _change_password(world: World) -> None:
    world.console.people.edit(world.admin, MEMBER_EMAIL, password=SecretText("another-long-passphrase-77"))


@pytest.mark.parametrize("meanwhile", [_disable, _change_password])
def test_what_changes_while_the_password_is_checked_counts(
    world: World, monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[World], None]
) -> None:
    verify = Passwords.verify

    def slow(self: Passwords, given: SecretText, stored: str | None) -> bool:
        good = verify(self, given, stored)
        meanwhile(world)
        return good

    with monkeypatch.context() as patched:
        patched.setattr(Passwords, "verify", slow)
        with pytest.raises(SignInFailed):
            world.console.sign_in.browser(MEMBER_EMAIL, password(), address=ADDRESS)
    assert dump(world.settings.database_path)["browser_sessions"] == []
    assert events(world)[0].tag == ("people:disable" if meanwhile is _disable else "people:edit")


def test_a_clock_set_back_does_not_lift_a_lock(world: World) -> None:
    for _ in range(5):
        fail(world)
    world.clock.advance(timedelta(days=-30))
    assert fail(world) > 0


def test_no_email_that_was_tried_stands_in_the_table_of_attempts(world: World) -> None:
    fail(world, "somebody@quillahue.example")
    assert "somebody" not in repr(dump(world.settings.database_path)["sign_in_attempts"])


def test_a_browser_session_lives_while_used_and_at_most_twelve_hours(world: World) -> None:
    sign_in = world.console.sign_in
    cookie = sign_in.browser(MEMBER_EMAIL, password(), address=ADDRESS).reveal()
    assert events(world)[0].facts == {"via": "browser"}
    step = IDLE_LIMIT - timedelta(seconds=1)
    started = world.clock.now()
    while world.clock.now() + step < started + ABSOLUTE_LIMIT:
        world.clock.advance(step)
        assert sign_in.session(cookie).email == MEMBER_EMAIL
    world.clock.advance(started + ABSOLUTE_LIMIT - world.clock.now())
    with pytest.raises(SessionEnded):
        sign_in.session(cookie)


def test_an_idle_session_ends_and_a_click_within_a_minute_is_not_written(world: World) -> None:
    sign_in = world.console.sign_in
    cookie = sign_in.browser(MEMBER_EMAIL, password(), address=ADDRESS).reveal()
    before = dump(world.settings.database_path)
    world.clock.advance(timedelta(seconds=59))
    sign_in.session(cookie)
    assert dump(world.settings.database_path) == before
    world.clock.advance(IDLE_LIMIT)
    with pytest.raises(SessionEnded):
        sign_in.session(cookie)


@pytest.mark.parametrize("cookie", ["", "fcb_unknown", "é", "x" * 100_000])
def test_an_unknown_cookie_is_no_session(world: World, cookie: str) -> None:
    with pytest.raises(SessionEnded):
        world.console.sign_in.session(cookie)


def test_signing_out_ends_this_session_and_no_other(world: World) -> None:
    sign_in = world.console.sign_in
    first, second = (sign_in.browser(MEMBER_EMAIL, password(), address=ADDRESS).reveal() for _ in range(2))
    sign_in.sign_out(world.member, first)
    assert tags(world, 1) == ["sessions:sign_out"]
    with pytest.raises(SessionEnded):
        sign_in.session(first)
    assert sign_in.session(second).email == MEMBER_EMAIL


def test_attempts_that_no_longer_count_are_not_kept(world: World) -> None:
    for place in range(3):
        fail(world, f"nobody{place}@quillahue.example")
        world.clock.advance(timedelta(hours=11))
    world.console.housekeeping.step()
    # the first is 33 hours old, of which 24 count
    assert len(dump(world.settings.database_path)["sign_in_attempts"]) == 2

"""People: e-mail addresses, accounts, and how sign-in slows down."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fracttal_console.domain.actors import ActorKind, Role
from fracttal_console.domain.errors import Invalid, WrongState
from fracttal_console.domain.people import (
    EMAIL_MAX,
    FORGET_FAILURES_AFTER,
    Person,
    PersonStatus,
    SignInAttempts,
    check_email,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def person() -> Person:
    return Person(
        id=7,
        email="lucia@quillahue.example",
        name="Lucía",
        role=Role.SUPPORT,
        permission_group_id=None,
        password_hash="$argon2id$hidden",
        status=PersonStatus.ACTIVE,
        created_at=NOW,
        password_changed_at=NOW,
    )


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Lucia.Ferreyra@Quillahue.EXAMPLE ", "lucia.ferreyra@quillahue.example"),
        ("a+b@localhost", "a+b@localhost"),
        ("o'neil@x-y.example", "o'neil@x-y.example"),
    ],
)
def test_an_email_is_stored_in_lower_case(typed: str, stored: str) -> None:
    assert check_email(typed) == stored


@pytest.mark.parametrize(
    "value",
    [
        "lucia", "@quillahue.example", "lucia@", "a@b@c", "a b@c.example", "a@b c", "a@-b.example", "a@b-.example",
        "a@b..example", "a..b@c.example", "a@.b", "a@b.", '"a"@b.example', "a@b\n.example", "a\x00@b.example",
        "ä@b.example", "a@ü.example", "a@[127.0.0.1]", "x" * 65 + "@b.example", "<a@b.example>",
        "a@b.example,c@d.example",
    ],
)  # fmt: skip
def test_a_malformed_email_is_refused(value: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_email(value)
    assert (refused.value.field, refused.value.rule) == ("email", "email_malformed")


@pytest.mark.parametrize(("value", "rule"), [("", "empty"), ("  ", "empty"), ("a@" + "b" * EMAIL_MAX, "too_long")])
def test_an_empty_or_over_long_email_is_refused(value: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_email(value)
    assert refused.value.rule == rule


@given(st.text(max_size=300))
def test_an_email_is_accepted_in_a_form_that_stays_or_is_refused_as_invalid(value: str) -> None:
    try:
        stored = check_email(value)
    except Invalid:
        return
    assert check_email(stored) == stored
    assert stored.isascii()


def test_five_failures_are_free_then_the_wait_doubles_up_to_a_quarter_of_an_hour() -> None:
    attempts, waits = SignInAttempts(0, NOW, None), []
    now = NOW
    for _ in range(12):
        attempts = attempts.reserve(now)
        wait = attempts.wait_left(now)
        waits.append(int(wait.total_seconds()))
        now += wait
        assert attempts.wait_left(now) == timedelta(0)
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_the_count_of_failures_is_forgotten_after_a_day_without_any() -> None:
    late = NOW + FORGET_FAILURES_AFTER
    assert SignInAttempts(40, NOW, None).reserve(late).failures == 41
    assert SignInAttempts(40, NOW, None).reserve(late + timedelta(milliseconds=1)).failures == 1


def test_a_clock_set_back_does_not_shorten_a_wait() -> None:
    locked = SignInAttempts(5, NOW, NOW + timedelta(seconds=30))
    assert locked.wait_left(NOW - timedelta(hours=1)) > timedelta(seconds=30)


def test_a_huge_count_of_failures_still_waits_no_longer_than_the_longest() -> None:
    assert SignInAttempts(10**9, NOW, None).reserve(NOW).wait_left(NOW) == timedelta(minutes=15)


def test_an_account_is_disabled_and_enabled_once() -> None:
    disabled = person().disabled(NOW)
    assert (disabled.status, disabled.disabled_at) == (PersonStatus.DISABLED, NOW)
    assert disabled.enabled() == person()
    with pytest.raises(WrongState):
        disabled.disabled(NOW)
    with pytest.raises(WrongState):
        person().enabled()


def test_a_person_acts_with_role_and_address_and_its_repr_tells_no_hash() -> None:
    actor = person().as_actor("192.0.2.7")
    assert (actor.kind, actor.id, actor.role, actor.address) == (ActorKind.PERSON, 7, Role.SUPPORT, "192.0.2.7")
    assert "argon2" not in repr(person())

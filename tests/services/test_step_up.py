"""Step-up: what makes secrets or changes people asks for a fresh proof of the password (A10.03)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fracttal_console.domain.actors import PROOF_LASTS, STEP_UP, Actor, ActorKind, Operation, Role
from fracttal_console.domain.errors import SignInFailed, SignInThrottled, StepUpNeeded
from fracttal_console.domain.secrets import SecretText
from tests.services.calls import OPERATOR_VERBS
from tests.services.walks import dump, events
from tests.support import World, password

ASKING = [name for name, verb in OPERATOR_VERBS.items() if verb.operation in STEP_UP]
WRONG = SecretText("a-wrong-password-9999")


def test_a10_03_every_operation_that_asks_has_a_verb() -> None:
    assert {OPERATOR_VERBS[name].operation for name in ASKING} == STEP_UP


@pytest.mark.parametrize("name", ASKING)
def test_a10_03_an_old_proof_is_refused_without_a_trace_and_a_new_one_is_taken(world: World, name: str) -> None:
    call = OPERATOR_VERBS[name].prepare(world, world.admin)
    old = replace(world.admin, proved_at=world.clock.now() - PROOF_LASTS - timedelta(milliseconds=1))
    before, known = dump(world.settings.database_path), events(world)
    with pytest.raises(StepUpNeeded):
        call(old)
    assert (dump(world.settings.database_path), events(world)) == (before, known)
    call(world.admin)


@pytest.mark.parametrize(
    ("age", "must"),
    [
        (timedelta(0), False),
        (PROOF_LASTS, False),
        (PROOF_LASTS + timedelta(milliseconds=1), True),
        (timedelta(milliseconds=-1), True),
    ],
)
def test_a_proof_lasts_five_minutes_and_one_from_the_future_is_none(age: timedelta, *, must: bool) -> None:
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    actor = Actor(ActorKind.PERSON, 1, "Ana", Role.SUPER_ADMINISTRATOR, "", now - age)
    assert actor.must_prove(Operation.API_KEYS_CREATE, now) is must
    assert not actor.must_prove(Operation.API_KEYS_REVOKE, now)


def test_a_session_that_goes_on_has_proved_nothing_and_programs_prove_by_their_secrets() -> None:
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert Actor(ActorKind.PERSON, 1, "Ana", Role.SUPER_ADMINISTRATOR).must_prove(Operation.PEOPLE_EDIT, now)
    assert not Actor(ActorKind.SYSTEM).must_prove(Operation.PEOPLE_EDIT, now)


def test_a_wrong_proof_is_one_event_counts_like_a_failed_sign_in_and_ends_in_the_same_wait(world: World) -> None:
    for failures in range(1, 6):
        with pytest.raises(SignInFailed):
            world.console.sign_in.prove(world.admin, WRONG)
        event = events(world)[0]
        assert (event.tag, event.facts["failures"]) == (
            "sessions:refuse" if failures < 5 else "sessions:lock_out",
            failures,
        )
    with pytest.raises(SignInThrottled):
        world.console.sign_in.prove(world.admin, password())


def test_a_good_proof_is_no_event_and_clears_the_count(world: World) -> None:
    with pytest.raises(SignInFailed):
        world.console.sign_in.prove(world.admin, WRONG)
    known, old = events(world), world.admin
    world.clock.advance(PROOF_LASTS * 2)
    fresh = world.console.sign_in.prove(old, password())
    assert (fresh, fresh.proved_at) == (old, world.clock.now())
    assert events(world) == known
    assert dump(world.settings.database_path)["sign_in_attempts"] == []


def test_secrets_exports_roles_and_what_comes_back_ask_for_a_proof() -> None:
    secrets = {
        Operation.API_KEYS_CREATE, Operation.API_KEYS_ROTATE, Operation.CONSUMERS_CREATE, Operation.CONSUMERS_ROTATE,
        Operation.CONSUMERS_ADD_KEY, Operation.PEOPLE_INVITE, Operation.TOTP_ENROL,
    }  # fmt: skip
    back = {Operation.API_KEYS_RESTORE, Operation.CONSUMERS_RESTORE, Operation.AUTHORIZATIONS_UNDO}
    assert secrets | back | {Operation.AUDIT_EXPORT, Operation.PEOPLE_EDIT} <= STEP_UP


def test_what_only_looks_or_takes_away_asks_for_no_proof() -> None:
    assert not STEP_UP & {
        Operation.AUTHORIZATIONS_REVOKE, Operation.API_KEYS_REVOKE, Operation.PEOPLE_DISABLE, Operation.AUDIT_VIEW,
        Operation.LOCK, Operation.SIGN_OUT,
    }  # fmt: skip

"""Rotation: two live secrets at most, the old one retires by itself, and a retired one opens nothing at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fracttal_console.domain.actors import ActorKind
from fracttal_console.domain.errors import (
    ConsoleError,
    HawkRefused,
    Invalid,
    NotFound,
    OAuthError,
    OnlySecret,
    RestoreNameTaken,
    RestoreTooLate,
    SecretAmbiguous,
    TwoSecretsLive,
    WithoutSecret,
    WrongState,
)
from fracttal_console.domain.rotations import SecretState, secret_state
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.api_keys import CreatedApiKey
from fracttal_console.services.oauth_consumers import CreatedConsumer
from tests.services.test_credentials import refused
from tests.services.walks import events, hawk_call, job_tokens, may_now, tags, tokens_for
from tests.support import World

DAY = timedelta(days=1)


class Job:
    """A consumer that acts for itself, and how its secrets are tried and rotated."""

    noun = "consumers"
    refusal = "secret_wrong"
    cause = ""

    def __init__(self, world: World) -> None:
        self.world = world
        self.created = world.job()
        self.ref = self.created.consumer.client_id
        self.first: SecretText = self.created.secret or SecretText("")
        self.service: Any = world.console.consumer_secrets
        self.nouns: Any = world.console.consumers

    def opens(self, secret: SecretText) -> bool:
        try:
            job_tokens(self.world, CreatedConsumer(self.created.consumer, secret))
        except OAuthError as error:
            self.cause = error.cause
            return False
        self.world.console.usage.flush()
        return True


class Sensor:
    """An API key, and how its secrets are tried and rotated."""

    noun = "api_keys"
    refusal = "mac_wrong"
    cause = ""

    def __init__(self, world: World) -> None:
        self.world = world
        self.created = world.console.api_keys.create(world.admin, name="Sensor", permission_group="Reading")
        self.ref = self.created.api_key.key_id
        self.first = self.created.secret
        self.service: Any = world.console.api_key_secrets
        self.nouns: Any = world.console.api_keys

    def opens(self, secret: SecretText) -> bool:
        try:
            self.world.console.hawk.check(hawk_call(self.world, CreatedApiKey(self.created.api_key, secret)))
        except HawkRefused as error:
            self.cause = error.cause
            return False
        self.world.console.usage.flush()
        return True


@pytest.fixture(params=[Job, Sensor])
def subject(world: World, request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - two kinds with the same verbs
    return request.param(world)


def states(subject: Any) -> list[str]:  # noqa: ANN401 - as above
    shown = subject.service.show(subject.world.admin, subject.ref)
    return [str(secret_state(secret, shown.rotations, subject.world.clock.now())) for secret in shown.secrets]


def rotate(subject: Any, **options: object) -> Any:  # noqa: ANN401 - as above
    return subject.service.rotate(subject.world.admin, subject.ref, **options)


def test_both_secrets_open_during_a_rotation_and_each_has_its_own_last_use(subject: Any) -> None:  # noqa: ANN401 - as above
    rotated = rotate(subject)
    assert states(subject) == ["retiring", "new"]
    assert (subject.opens(subject.first), subject.opens(rotated.clear)) == (True, True)
    shown = subject.service.show(subject.world.admin, subject.ref)
    assert set(shown.uses) == {secret.id for secret in shown.secrets}
    assert [sum(shown.hours[secret.id].values()) for secret in shown.secrets] == [1, 1]
    assert rotated.retiring.expires_at == subject.world.clock.now() + 30 * DAY
    assert rotated.clear.reveal() not in repr(rotated)


def test_the_event_names_the_secrets_by_their_hints(subject: Any) -> None:  # noqa: ANN401 - as above
    rotated = rotate(subject, idle_days=3, retire_by=subject.world.clock.now() + 10 * DAY)
    event = events(subject.world)[0]
    assert event.tag == f"{subject.noun}:rotate"
    assert event.facts == {
        "hint": rotated.secret.hint, "old_hint": rotated.retiring.hint, "idle_days": 3,
        "retire_by": (subject.world.clock.now() + 10 * DAY).isoformat(),
    }  # fmt: skip
    assert rotated.clear.reveal().endswith(rotated.secret.hint[-4:])
    assert rotated.clear.reveal() not in str(event)


def test_an_unused_old_secret_retires_by_itself_after_its_idle_days(subject: Any) -> None:  # noqa: ANN401 - as above
    rotated = rotate(subject)
    subject.world.clock.advance(7 * DAY - timedelta(seconds=1))
    assert subject.world.console.housekeeping.step() == 0
    subject.world.clock.advance(timedelta(seconds=1))
    subject.world.console.housekeeping.step()
    assert states(subject) == ["retired", "active"]
    event = events(subject.world)[0]
    assert (event.tag, event.actor.kind, event.facts) == (
        f"{subject.noun}:retire_secret", ActorKind.SYSTEM, {"hint": rotated.retiring.hint, "cause": "idle"},
    )  # fmt: skip
    assert event.target.name == rotated.credential.name
    assert (subject.opens(subject.first), subject.opens(rotated.clear)) == (False, True)
    assert subject.cause == subject.refusal
    subject.world.console.housekeeping.step()
    assert tags(subject.world).count(f"{subject.noun}:retire_secret") == 1


def test_use_puts_the_retirement_off_but_never_beyond_the_last_day(subject: Any) -> None:  # noqa: ANN401 - as above
    rotate(subject)
    for _ in range(4):
        subject.world.clock.advance(6 * DAY)
        assert subject.opens(subject.first)
        subject.world.console.housekeeping.step()
        assert states(subject) == ["retiring", "new"]
    subject.world.clock.advance(6 * DAY)
    assert not subject.opens(subject.first), "at the last moment it is dead, whether housekeeping ran or not"
    assert states(subject) == ["expired", "new"]
    subject.world.console.housekeeping.step()
    assert (states(subject), events(subject.world)[0].facts["cause"]) == (["retired", "active"], "overdue")


def test_a_third_live_secret_is_refused_but_not_an_emergency(subject: Any) -> None:  # noqa: ANN401 - as above
    second = rotate(subject)
    error = refused(subject.world, lambda: rotate(subject), TwoSecretsLive)
    assert error.params == {"ref": second.credential.name}
    third = rotate(subject, idle_days=0)
    assert (states(subject), third.retiring) == (["retired", "retired", "active"], None)
    assert [subject.opens(secret) for secret in (subject.first, second.clear, third.clear)] == [False, False, True]
    assert "idle_days" not in events(subject.world)[0].facts


def test_a_secret_is_retired_by_hand_by_id_or_the_end_of_its_hint(subject: Any) -> None:  # noqa: ANN401 - as above
    rotated = rotate(subject)
    old = subject.service.retire(subject.world.admin, subject.ref, rotated.retiring.hint[-4:])
    assert (old.id, states(subject)) == (rotated.retiring.id, ["retired", "active"])
    assert events(subject.world)[0].facts == {"hint": old.hint, "cause": "by_hand"}
    assert (subject.opens(subject.first), subject.opens(rotated.clear)) == (False, True)
    again = rotate(subject)
    assert subject.service.retire(subject.world.admin, subject.ref, str(again.retiring.id)).id == rotated.secret.id


def test_where_the_new_secret_is_retired_the_old_one_stays(subject: Any) -> None:  # noqa: ANN401 - as above
    rotated = rotate(subject)
    subject.service.retire(subject.world.admin, subject.ref, str(rotated.secret.id))
    assert states(subject) == ["active", "retired"]
    subject.world.clock.advance(99 * DAY)
    subject.world.console.housekeeping.step()
    assert (subject.opens(subject.first), subject.opens(rotated.clear)) == (True, False)


def test_the_only_secret_is_not_retired_and_what_is_not_there_is_not_found(subject: Any) -> None:  # noqa: ANN401 - as above
    shown = subject.service.show(subject.world.admin, subject.ref)

    def retire(which: str) -> Callable[[], object]:
        return lambda: subject.service.retire(subject.world.admin, subject.ref, which)

    refused(subject.world, retire(str(shown.secrets[0].id)), OnlySecret)
    for which in ("", "999", "…", shown.secrets[0].hint[-3:]):
        refused(subject.world, retire(which), NotFound)
    refused(subject.world, lambda: subject.service.extend(subject.world.admin, subject.ref), NotFound)
    refused(subject.world, lambda: subject.service.rotate(subject.world.admin, "nobody"), NotFound)


def test_two_secrets_with_the_same_hint_are_named_by_id(world: World) -> None:
    subject = Job(world)
    rotated = rotate(subject)
    with world.console.use_cases.keep_books() as work:
        work.secrets.save(replace(rotated.secret, hint=rotated.retiring.hint))
    refused(
        world, lambda: subject.service.retire(world.admin, subject.ref, rotated.retiring.hint[-4:]), SecretAmbiguous
    )


def test_a_rotation_is_extended(subject: Any) -> None:  # noqa: ANN401 - as above
    rotate(subject)
    subject.world.clock.advance(6 * DAY)
    ends = subject.world.clock.now() + 60 * DAY
    extended = subject.service.extend(subject.world.admin, subject.ref, idle_days=20, retire_by=ends)
    assert (extended.expires_at, events(subject.world)[0].tag) == (ends, f"{subject.noun}:extend_rotation")
    subject.world.clock.advance(20 * DAY - timedelta(seconds=1))
    subject.world.console.housekeeping.step()
    assert states(subject) == ["retiring", "new"]
    subject.service.extend(subject.world.admin, subject.ref)
    assert events(subject.world)[0].facts["idle_days"] == 20
    subject.world.clock.advance(20 * DAY)
    subject.world.console.housekeeping.step()
    assert states(subject) == ["retired", "active"]


@pytest.mark.parametrize(
    ("options", "field", "rule"),
    [
        ({"idle_days": -1}, "idle_days", "number_range"),
        ({"idle_days": 366}, "idle_days", "number_range"),
        ({"days": -1}, "retire_by", "date_past"),
        ({"days": 0}, "retire_by", "date_past"),
        ({"days": 366}, "retire_by", "date_far"),
    ],
)
def test_spans_that_cannot_be_are_refused(world: World, options: dict[str, int], field: str, rule: str) -> None:
    subject = Job(world)
    if "days" in options:
        given: dict[str, object] = {"retire_by": world.clock.now() + options["days"] * DAY}
    else:
        given = dict(options)
    error = refused(world, lambda: rotate(subject, **given), Invalid)
    assert isinstance(error, Invalid)
    assert (error.field, error.rule) == (field, rule)


def test_what_cannot_be_rotated(world: World) -> None:
    public = world.consumer("Public", public=True)
    refused(world, lambda: world.console.consumer_secrets.rotate(world.admin, "Public"), WithoutSecret)
    world.console.consumers.delete(world.admin, "Public")
    ref = public.consumer.client_id
    refused(world, lambda: world.console.consumer_secrets.rotate(world.admin, ref), WrongState)


def test_a_compromised_secret_is_dead_at_once_whatever_else_was_said(subject: Any) -> None:  # noqa: ANN401 - as above
    second = rotate(subject)
    assert subject.opens(second.clear)
    third = rotate(subject, compromised=True, idle_days=9)
    assert (states(subject), third.retiring) == (["retired", "retired", "active"], None)
    assert [subject.opens(secret) for secret in (subject.first, second.clear, third.clear)] == [False, False, True]
    event = next(event for event in events(subject.world) if event.tag == f"{subject.noun}:rotate")
    said = {"authorizations": 1} if subject.noun == "consumers" else {}
    assert event.facts == {
        "hint": third.secret.hint, "old_hint": f"{second.retiring.hint}, {second.secret.hint}", "compromised": True,
        **said,
    }  # fmt: skip


def test_a5_07_a_compromised_secret_takes_its_tokens_with_it_and_leaves_the_authorizations(world: World) -> None:
    app, other, job = world.consumer(), world.consumer("Other"), world.job()
    console, ref = world.console, app.consumer.client_id
    tokens, kept, own = tokens_for(world, app), tokens_for(world, other), job_tokens(world, job)
    console.consumer_secrets.rotate(world.admin, ref, compromised=True)
    console.consumer_secrets.rotate(world.admin, job.consumer.client_id, compromised=True)
    for token in (tokens.access_token, own.access_token):
        with pytest.raises(OAuthError):
            may_now(console, token)
    assert "items:view" in may_now(console, kept.access_token)
    views = console.authorizations.all(world.admin)
    assert {view.status for view in views} == {"active"}


def test_a5_07_no_undo_brings_a_token_back_that_was_got_with_a_compromised_secret(world: World) -> None:
    app, console = world.consumer(), world.console
    tokens = tokens_for(world, app)
    (view,) = console.authorizations.all(world.admin)
    console.authorizations.revoke(world.admin, str(view.authorization.id))
    console.consumer_secrets.rotate(world.admin, app.consumer.client_id, compromised=True)
    console.authorizations.undo(world.admin, str(view.authorization.id))
    with pytest.raises(OAuthError):
        may_now(console, tokens.access_token)


def test_tokens_outlive_the_secret_that_they_were_got_with(world: World) -> None:
    app = world.consumer()
    tokens = tokens_for(world, app)
    world.console.consumer_secrets.rotate(world.admin, app.consumer.client_id, idle_days=0)
    assert "items:view" in may_now(world.console, tokens.access_token)


def test_what_ended_comes_back_disabled_within_thirty_days_with_its_secret(subject: Any) -> None:  # noqa: ANN401 - as above
    end = subject.nouns.delete if subject.noun == "consumers" else subject.nouns.revoke
    rotated = rotate(subject, idle_days=0)
    subject.world.clock.advance(DAY)
    end(subject.world.admin, subject.ref)
    refused(subject.world, lambda: subject.nouns.enable(subject.world.admin, subject.ref), WrongState)
    subject.world.clock.advance(30 * DAY - timedelta(seconds=1))
    restored = subject.nouns.restore(subject.world.admin, subject.ref)
    assert (str(restored.status), restored.ended_at) == ("disabled", None)
    assert events(subject.world)[0].tag == f"{subject.noun}:restore"
    subject.nouns.enable(subject.world.admin, subject.ref)
    assert (subject.opens(subject.first), subject.opens(rotated.clear)) == (False, True)


def test_what_cannot_be_restored(subject: Any) -> None:  # noqa: ANN401 - as above
    end = subject.nouns.delete if subject.noun == "consumers" else subject.nouns.revoke

    def restore() -> object:
        return subject.nouns.restore(subject.world.admin, subject.ref)

    refused(subject.world, restore, WrongState)
    ended = end(subject.world.admin, subject.ref)
    twin = (
        subject.world.job(ended.name)
        if subject.noun == "consumers"
        else subject.nouns.create(subject.world.admin, name=ended.name, permission_group="Reading")
    )
    error: ConsoleError = refused(subject.world, restore, RestoreNameTaken)
    assert error.params == {"ref": ended.name}
    twin_ref = twin.consumer.client_id if subject.noun == "consumers" else twin.api_key.key_id
    end(subject.world.admin, twin_ref)
    subject.world.clock.advance(30 * DAY)
    refused(subject.world, restore, RestoreTooLate)


def test_a_secret_is_new_only_beside_one_that_retires(world: World) -> None:
    subject = Job(world)
    assert states(subject) == [SecretState.ACTIVE]

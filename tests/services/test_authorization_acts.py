"""Ending access and taking that back: the undo, acts on several, and what they are chosen by."""

from datetime import timedelta

import pytest

from fracttal_console.domain.authorization_selection import Selection
from fracttal_console.domain.authorizations import UNDO_GRACE, AuthorizationStatus
from fracttal_console.domain.errors import (
    ConsoleError,
    GrantedAnew,
    Invalid,
    NotAllowed,
    NotFound,
    NothingChosen,
    OAuthError,
    RevocationFinal,
    WrongState,
)
from fracttal_console.services.authorization_acts import CHUNK
from tests.services.walks import ADDRESS, dump, events, may_now, refreshed, tokens_for
from tests.support import MEMBER_EMAIL, World

TICK = timedelta(milliseconds=1)


class Watching:
    """Notes what it is told, and asks to stop once enough is done."""

    def __init__(self, stop_after: int = 1_000_000) -> None:
        self.told: list[tuple[int, int]] = []
        self._stop_after = stop_after

    def report(self, done: int, total: int) -> None:
        self.told.append((done, total))

    def cancelled(self) -> bool:
        return self.told[-1][0] >= self._stop_after


def newest(world: World) -> str:
    return str(world.console.authorizations.all(world.admin)[0].authorization.id)


def job(world: World, name: str, **options: object) -> int:
    """Make a consumer that acts for itself, with its authorization, and return the authorization's id."""
    ref = world.job(name, **options).consumer.client_id
    world.console.consumers.disable(world.admin, ref)
    world.console.consumers.enable(world.admin, ref)
    return int(newest(world))


def status(world: World, authorization_id: int) -> str:
    views = world.console.authorizations.all(world.admin, history=True)
    return next(view.status for view in views if view.authorization.id == authorization_id)


@pytest.fixture
def five(world: World) -> list[int]:
    """Make five authorizations of consumers that act for themselves."""
    return [job(world, name) for name in ("Ágata", "bodega", "Zorro", "Ñandú", "Árbol")]


def test_after_an_undo_the_same_tokens_open_again_what_they_opened(world: World) -> None:
    app = world.consumer()
    tokens = tokens_for(world, app)
    held, ref = may_now(world.console, tokens.access_token), newest(world)
    world.console.authorizations.revoke(world.admin, ref)
    with pytest.raises(OAuthError):
        may_now(world.console, tokens.access_token)
    with pytest.raises(OAuthError):
        refreshed(world, app, tokens.refresh_token)
    world.clock.advance(UNDO_GRACE - TICK)
    while world.console.housekeeping.step():
        pass
    restored = world.console.authorizations.undo(world.admin, ref, reason="Wrong row")
    assert (restored.status, restored.ended_at, restored.ended_by, restored.final_at) == ("active", None, "", None)
    assert may_now(world.console, tokens.access_token) == held
    assert refreshed(world, app, tokens.refresh_token).refresh_token is not None
    event = events(world)[1]
    assert (event.tag, event.reason, event.target.name) == ("authorizations:undo", "Wrong row", app.consumer.name)


def test_after_the_grace_nothing_brings_them_back(world: World) -> None:
    tokens, ref = tokens_for(world, world.consumer()), newest(world)
    world.console.authorizations.revoke(world.admin, ref)
    world.clock.advance(UNDO_GRACE)
    with pytest.raises(RevocationFinal):
        world.console.authorizations.undo(world.admin, ref)
    while world.console.housekeeping.step():
        pass
    rows = dump(world.settings.database_path)
    assert rows["access_tokens"] == rows["refresh_tokens"] == rows["revocations"] == []
    with pytest.raises(RevocationFinal):
        world.console.authorizations.undo(world.admin, ref)
    with pytest.raises(OAuthError):
        may_now(world.console, tokens.access_token)


def test_what_was_suspended_before_is_suspended_again(world: World) -> None:
    tokens, ref = tokens_for(world, world.consumer()), newest(world)
    world.console.authorizations.suspend(world.admin, ref)
    world.console.authorizations.revoke(world.admin, ref)
    assert world.console.authorizations.undo(world.admin, ref).status is AuthorizationStatus.SUSPENDED
    with pytest.raises(OAuthError):
        may_now(world.console, tokens.access_token)
    world.console.authorizations.revoke(world.admin, ref)
    world.console.authorizations.undo(world.admin, ref)
    world.console.authorizations.resume(world.admin, ref)
    assert may_now(world.console, tokens.access_token)


def test_what_the_person_ended_stays_ended(world: World) -> None:
    tokens_for(world, world.consumer())
    ref = newest(world)
    world.console.authorizations.revoke_own(world.member, int(ref))
    with pytest.raises(RevocationFinal):
        world.console.authorizations.undo(world.admin, ref)


def test_what_was_granted_anew_is_not_doubled(world: World) -> None:
    app = world.consumer()
    tokens_for(world, app)
    ref = newest(world)
    world.console.authorizations.revoke(world.admin, ref)
    tokens_for(world, app)
    with pytest.raises(GrantedAnew):
        world.console.authorizations.undo(world.admin, ref)
    world.console.authorizations.revoke(world.admin, newest(world))
    assert world.console.authorizations.undo(world.admin, ref).status is AuthorizationStatus.ACTIVE


def test_a_deleted_consumer_gets_nothing_back(world: World) -> None:
    app = world.consumer()
    tokens_for(world, app)
    ref = newest(world)
    world.console.authorizations.revoke(world.admin, ref)
    world.console.consumers.delete(world.admin, app.consumer.client_id)
    with pytest.raises(WrongState):
        world.console.authorizations.undo(world.admin, ref)


def test_what_is_not_revoked_cannot_be_undone(world: World, five: list[int]) -> None:
    with pytest.raises(WrongState) as refused:
        world.console.authorizations.undo(world.admin, str(five[0]))
    assert refused.value.params["status"] == "active"
    with pytest.raises(NotFound):
        world.console.authorizations.undo(world.admin, "999999")


def test_several_are_revoked_each_with_its_event_and_one_for_the_whole(world: World, five: list[int]) -> None:
    world.console.authorizations.revoke(world.admin, str(five[0]))
    before = len(events(world))
    outcome = world.console.authorization_acts.revoke(
        world.admin, Selection(ids=(*five, 999_999, five[1])), reason="Leaver"
    )
    assert (outcome.done, outcome.passed_over, outcome.stopped) == (tuple(five[1:]), 2, False)
    new = events(world)[: len(events(world)) - before]
    assert [(event.tag, event.reason) for event in new[1:]] == [("authorizations:revoke", "Leaver")] * 4
    assert (new[0].tag, new[0].reason) == ("authorizations:revoke_several", "Leaver")
    assert new[0].facts == {"number": 4, "passed_over": 2}
    assert world.console.audit.verify(world.admin).broken_at is None


def test_several_are_suspended_resumed_revoked_and_restored(world: World, five: list[int]) -> None:
    acts, chosen = world.console.authorization_acts, Selection(ids=tuple(five[:3]))
    assert acts.suspend(world.admin, chosen).done == tuple(five[:3])
    assert acts.resume(world.admin, Selection(ids=tuple(five))).done == tuple(five[:3])
    assert acts.revoke(world.admin, chosen).done == tuple(five[:3])
    assert acts.undo(world.admin, Selection(ids=tuple(five))).done == tuple(five[:3])
    assert {status(world, one) for one in five} == {"active"}
    whole = [event.tag for event in events(world) if event.tag.endswith("_several")]
    assert whole == [f"authorizations:{verb}_several" for verb in ("undo", "revoke", "resume", "suspend")]


def test_more_than_a_chunk_is_revoked_to_the_last(world: World) -> None:
    ids = tuple(job(world, f"Tarea {number}") for number in range(CHUNK + 3))
    progress = Watching()
    outcome = world.console.authorization_acts.revoke(world.admin, Selection(ids=ids), progress=progress)
    assert outcome.done == ids
    assert progress.told == [(0, CHUNK + 3), (CHUNK, CHUNK + 3)]
    assert world.console.authorizations.figures(world.admin).active == 0


def test_what_is_done_when_it_is_stopped_stays_done_and_is_told(world: World) -> None:
    ids = tuple(job(world, f"Tarea {number}") for number in range(CHUNK + 3))
    progress = Watching(stop_after=CHUNK)
    outcome = world.console.authorization_acts.revoke(world.admin, Selection(ids=ids), progress=progress)
    assert (len(outcome.done), outcome.passed_over, outcome.stopped) == (CHUNK, 0, True)
    assert world.console.authorizations.figures(world.admin).active == 3
    assert events(world)[0].facts == {"number": CHUNK, "stopped": True}


def test_they_are_chosen_by_what_they_have_in_common(world: World) -> None:
    portal = world.consumer()
    tokens_for(world, portal)
    portals = int(newest(world))
    narrow = job(world, "Lectura", permission_group="Reading")
    world.clock.advance(timedelta(days=40))
    world.console.usage.authorization(portals, world.clock.now(), ADDRESS, "GET /api/items/")
    world.console.usage.flush()
    fresh = job(world, "Nueva")
    acts = world.console.authorization_acts
    for chosen, wanted in (
        (Selection(person=MEMBER_EMAIL), (portals,)),
        (Selection(consumer=portal.consumer.client_id), (portals,)),
        (Selection(consumer="Lectura"), (narrow,)),
        (Selection(permission="work_orders:delete"), (portals, fresh)),
        (Selection(permission="items:view"), (portals, narrow, fresh)),
        (Selection(unused_days=30), (narrow,)),
        (Selection(unused_days=30, permission="items:view"), (narrow,)),
    ):
        outcome = acts.suspend(world.admin, chosen)
        assert outcome.done == wanted, chosen
        assert acts.resume(world.admin, chosen).done == wanted, chosen
    assert acts.revoke(world.admin, Selection(permission="items:view", unused_days=30)).done == (narrow,)
    facts = events(world)[0].facts
    assert facts == {"number": 1, "permission": "items:view", "unused_days": 30}
    assert (status(world, portals), status(world, narrow), status(world, fresh)) == ("active", "revoked", "active")


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"ids": ()}, {"person": ""}, {"consumer": "  "}, {"permission": ""}, {"person": "", "unused_days": 30},
        {"consumer": "", "person": MEMBER_EMAIL},
    ],
)  # fmt: skip
def test_nothing_chosen_never_means_everything(fields: dict[str, object]) -> None:
    with pytest.raises(NothingChosen):
        Selection(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("days", [0, -1, 100_000])
def test_days_without_use_are_a_sensible_number(days: int) -> None:
    with pytest.raises(Invalid) as refused:
        Selection(unused_days=days)
    assert refused.value.field == "unused_days"


def test_what_matches_nothing_or_does_not_exist_changes_nothing(world: World, five: list[int]) -> None:
    before = dump(world.settings.database_path)
    acts = world.console.authorization_acts
    cases: list[tuple[Selection, type[ConsoleError]]] = [
        (Selection(person=MEMBER_EMAIL), NothingChosen),
        (Selection(unused_days=30), NothingChosen),
        (Selection(permission="work_orders:reporting"), Invalid),
        (Selection(permission="work_orders"), Invalid),
        (Selection(person="nobody@quillahue.example"), NotFound),
        (Selection(consumer="Nobody"), NotFound),
    ]
    for chosen, wanted in cases:
        with pytest.raises(wanted):
            acts.revoke(world.admin, chosen)
    with pytest.raises(NothingChosen):
        acts.undo(world.admin, Selection(consumer="Zorro"))
    with pytest.raises(Invalid):
        acts.revoke(world.admin, Selection(ids=tuple(five)), reason="x" * 501)
    assert acts.revoke(world.admin, Selection(ids=(999_999,))).done == ()
    assert dump(world.settings.database_path) == before


def test_support_ends_nothing_by_a_selection(world: World, five: list[int]) -> None:
    with pytest.raises(NotAllowed):
        world.console.authorization_acts.revoke(world.support, Selection(ids=tuple(five)))
    assert world.console.authorizations.figures(world.admin).active == len(five)

"""Authorizations, browser sessions and what the token endpoint asks of a verifier."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fracttal_console.domain.authorizations import UNDO_GRACE, Authorization, AuthorizationStatus, Revocation
from fracttal_console.domain.errors import RevocationFinal, WrongState
from fracttal_console.domain.permissions import PermissionName
from fracttal_console.domain.sessions import ABSOLUTE_LIMIT, IDLE_LIMIT, BrowserSession
from fracttal_console.domain.tokens import challenge_well_formed, verifier_well_formed

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TICK = timedelta(milliseconds=1)


def authorization() -> Authorization:
    return Authorization(
        id=3,
        consumer_id=1,
        person_id=2,
        permissions=frozenset({PermissionName("items:view")}),
        status=AuthorizationStatus.ACTIVE,
        granted_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )


@pytest.mark.parametrize("before", [AuthorizationStatus.ACTIVE, AuthorizationStatus.SUSPENDED])
def test_a_revocation_is_undone_to_what_there_was_before_until_it_is_final(before: AuthorizationStatus) -> None:
    there_was = replace(authorization(), status=before)
    ended = there_was.revoked(NOW, "Ana", UNDO_GRACE)
    kept = Revocation(ended.id, before, NOW + UNDO_GRACE)
    assert ended.undoable(NOW + UNDO_GRACE - TICK)
    assert ended.restored(kept, NOW + UNDO_GRACE - TICK) == there_was
    assert not ended.undoable(NOW + UNDO_GRACE)
    for refused in (
        lambda: ended.restored(kept, NOW + UNDO_GRACE),
        lambda: ended.restored(None, NOW),
        lambda: there_was.revoked(NOW, "Ana").restored(kept, NOW),
    ):
        with pytest.raises(RevocationFinal):
            refused()  # type: ignore[no-untyped-call]
    with pytest.raises(WrongState):
        there_was.restored(kept, NOW)


def test_an_authorization_counts_only_while_active_and_before_its_end() -> None:
    granted = authorization()
    assert granted.usable(NOW)
    assert granted.usable(NOW + timedelta(days=1) - TICK)
    assert not granted.usable(NOW + timedelta(days=1))
    assert replace(granted, expires_at=None).usable(NOW + timedelta(days=9000))
    for status in (AuthorizationStatus.SUSPENDED, AuthorizationStatus.REVOKED):
        assert not replace(granted, status=status).usable(NOW)


def test_consenting_again_sets_what_was_now_agreed_and_lifts_no_suspension() -> None:
    later, wider = NOW + timedelta(hours=1), frozenset({PermissionName("work_orders:add")})
    again = replace(authorization(), status=AuthorizationStatus.SUSPENDED).granted_again(wider, later, None)
    assert (again.permissions, again.granted_at, again.expires_at) == (wider, later, None)
    assert again.status is AuthorizationStatus.SUSPENDED
    assert authorization().granted_again(wider, later, timedelta(days=2)).expires_at == later + timedelta(days=2)


def test_revoking_tells_who_when_and_until_when_it_could_be_undone() -> None:
    revoked = authorization().revoked(NOW, "Lucía", timedelta(minutes=5))
    assert (revoked.status, revoked.ended_at, revoked.ended_by) == (AuthorizationStatus.REVOKED, NOW, "Lucía")
    assert revoked.final_at == NOW + timedelta(minutes=5)
    assert authorization().revoked(NOW, "app").final_at == NOW
    with pytest.raises(WrongState):
        revoked.revoked(NOW, "Lucía")


def test_a_session_ends_when_idle_when_old_and_when_the_clock_went_back_before_it() -> None:
    session = BrowserSession(digest=b"", person_id=1, created_at=NOW, seen_at=NOW, expires_at=NOW + ABSOLUTE_LIMIT)
    assert session.live(NOW)
    assert session.live(NOW + IDLE_LIMIT - TICK)
    assert not session.live(NOW + IDLE_LIMIT)
    assert not session.live(NOW - TICK)
    busy = replace(session, seen_at=NOW + ABSOLUTE_LIMIT - TICK)
    assert busy.live(NOW + ABSOLUTE_LIMIT - TICK)
    assert not busy.live(NOW + ABSOLUTE_LIMIT)


@pytest.mark.parametrize(("length", "good"), [(42, False), (43, True), (128, True), (129, False)])
def test_a_verifier_has_43_to_128_characters(length: int, *, good: bool) -> None:
    assert verifier_well_formed("a" * length) is good


@pytest.mark.parametrize("sign", ["+", "/", "=", " ", "\n", "é", "%"])
def test_a_verifier_and_a_challenge_have_unreserved_characters_only(sign: str) -> None:
    assert not verifier_well_formed("a" * 43 + sign)
    assert not challenge_well_formed("a" * 42 + sign)


def test_a_challenge_is_as_long_as_a_digest_in_base64url() -> None:
    assert challenge_well_formed("aB3-_" * 8 + "abc")
    assert not challenge_well_formed("a" * 42)
    assert not challenge_well_formed("a" * 44)
    assert not challenge_well_formed("")

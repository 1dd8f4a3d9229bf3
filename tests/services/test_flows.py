"""Consent, tokens and authorizations: each step, each refusal, and what a replay costs (A5)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.errors import Invalid, NotFound, OAuthError, SessionEnded, WrongState
from fracttal_console.domain.retention import Retention
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.consent import ConsentRequest
from fracttal_console.services.housekeeping import Housekeeping
from tests.services.calls import a_refusal
from tests.services.test_credentials import refused
from tests.services.walks import (
    ADDRESS,
    VERIFIER,
    code_for,
    dump,
    events,
    exchange,
    hawk_call,
    job_tokens,
    may_now,
    refreshed,
    request_for,
    tags,
    tokens_for,
)
from tests.support import MEMBER_EMAIL, REDIRECT_URI, World, password, presented

FIELD_WORK = {
    "items:view",
    "third_parties:view",
    "work_orders:view",
    "work_orders:add",
    "work_orders:edit",
    "work_orders:delete",
}


def test_the_event_of_an_issue_says_what_was_given(world: World) -> None:
    app, job = world.consumer(), world.job()
    tokens = tokens_for(world, app, "items:view")
    given = {"scope": "items:view", "seconds": 900, "refresh_token": True}
    assert (events(world)[0].tag, events(world)[0].facts) == ("tokens:issue", given)
    refreshed(world, app, tokens.refresh_token)
    assert (events(world)[0].tag, events(world)[0].facts) == ("tokens:issue", given)
    job_tokens(world, job, "items:view")
    assert events(world)[0].facts == {**given, "refresh_token": False}


def oauth(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(OAuthError) as error:
        act()
    return error.value.error, error.value.cause


def test_a_person_sees_what_would_be_granted_and_until_when(world: World) -> None:
    app = world.consumer()
    offer = world.console.consent.offer(world.member, request_for(app))
    assert set(offer.permissions) == FIELD_WORK
    assert offer.until == world.clock.now() + timedelta(days=180)
    narrow = world.console.consent.offer(world.member, request_for(app, "items:view personnel:view"))
    assert set(narrow.permissions) == {"items:view"}


@pytest.mark.parametrize(
    ("scope", "error"),
    [("items:fly", ("invalid_scope", "scope_unknown")), ("personnel:view", ("invalid_scope", "scope_nothing"))],
)
def test_a_scope_that_is_unknown_or_leaves_nothing_is_refused(world: World, scope: str, error: tuple[str, str]) -> None:
    app = world.consumer()
    assert oauth(lambda: world.console.consent.offer(world.member, request_for(app, scope))) == error
    assert oauth(lambda: code_for(world, app, scope)) == error


def test_only_a_usable_consumer_of_the_right_grant_may_ask_for_consent(world: World) -> None:
    app, job, consent = world.consumer(), world.job(), world.console.consent
    assert consent.consumer(app.consumer.client_id) == app.consumer
    assert consent.consumer(job.consumer.client_id) is None
    assert consent.consumer("fcc_unknown") is None
    world.console.consumers.disable(world.admin, app.consumer.client_id)
    assert consent.consumer(app.consumer.client_id) is None
    unknown = ConsentRequest(client_id="fcc_unknown", redirect_uri=REDIRECT_URI, scope="", challenge="")
    for act in (
        lambda: consent.allow(world.member, request_for(app)),
        lambda: consent.offer(world.member, unknown),
        lambda: consent.decline(world.member, app.consumer.client_id),
    ):
        assert oauth(act) == ("unauthorized_client", "client_disabled")


def test_a2_05_nothing_is_granted_in_a_session_that_has_ended(world: World) -> None:
    app, console = world.consumer(), world.console
    cookie = console.sign_in.browser(MEMBER_EMAIL, password(), address=ADDRESS).reveal()
    console.sign_in.sign_out(world.member, cookie)
    with pytest.raises(SessionEnded):
        console.consent.allow(world.member, request_for(app), cookie=cookie)
    assert console.authorizations.own(world.member) == []


def test_declining_is_an_event_and_takes_nothing_away(world: World) -> None:
    app = world.consumer()
    tokens = tokens_for(world, app)
    world.console.consent.decline(world.member, app.consumer.client_id)
    assert events(world)[0].tag == "authorizations:decline"
    assert may_now(world.console, tokens.access_token)


def test_consenting_again_sets_the_one_live_authorization_to_what_was_now_agreed(world: World) -> None:
    app = world.consumer()
    wide = tokens_for(world, app)
    tokens_for(world, app, "items:view")
    assert may_now(world.console, wide.access_token) == {"items:view"}
    (view,) = world.console.authorizations.all(world.admin, history=True)
    assert set(view.authorization.permissions) == {"items:view"}


def test_a_code_gives_tokens_once_and_a_replay_kills_them(world: World) -> None:
    app = world.consumer()
    code = code_for(world, app, "items:view work_orders:view")
    tokens = exchange(world, app, code)
    assert (tokens.scope, tokens.expires_in) == ("items:view work_orders:view", 900)
    assert may_now(world.console, tokens.access_token) == {"items:view", "work_orders:view"}
    # with a wrong verifier a replay is nobody's proof: nothing dies
    assert oauth(lambda: exchange(world, app, code, "x" * 43)) == ("invalid_grant", "verifier_wrong")
    assert may_now(world.console, tokens.access_token)
    assert oauth(lambda: exchange(world, app, code)) == ("invalid_grant", "code_used")
    assert tags(world, 1) == ["tokens:code_replay"]
    assert oauth(lambda: may_now(world.console, tokens.access_token))[0] == "invalid_token"
    assert oauth(lambda: refreshed(world, app, tokens.refresh_token)) == ("invalid_grant", "refresh_unknown")
    assert tokens_for(world, app).expires_in > 0


def test_a_used_code_stays_used_when_the_clock_goes_back(world: World) -> None:
    app = world.consumer()
    code = code_for(world, app)
    exchange(world, app, code)
    world.clock.advance(timedelta(hours=-2))
    assert oauth(lambda: exchange(world, app, code))[0] == "invalid_grant"


def test_a_code_lives_a_minute(world: World) -> None:
    app = world.consumer()
    code, late = code_for(world, app), code_for(world, app)
    world.clock.advance(timedelta(seconds=60) - timedelta(milliseconds=1))
    exchange(world, app, code)
    world.clock.advance(timedelta(milliseconds=1))
    assert oauth(lambda: exchange(world, app, late)) == ("invalid_grant", "code_expired")


@pytest.mark.parametrize(
    ("verifier", "cause"), [(None, "verifier_missing"), ("short", "verifier_malformed"), ("x" * 43, "verifier_wrong")]
)
def test_without_the_right_verifier_a_code_gives_nothing_and_stays_good(
    world: World, verifier: str | None, cause: str
) -> None:
    app = world.consumer(public=True)
    code = code_for(world, app)
    assert oauth(lambda: exchange(world, app, code, verifier)) == ("invalid_grant", cause)
    assert exchange(world, app, code).expires_in > 0


def test_the_third_wrong_verifier_burns_the_code_and_the_refusals_are_kept(world: World) -> None:
    app = world.consumer()
    code = code_for(world, app)
    for _ in range(3):
        assert oauth(lambda: exchange(world, app, code, "x" * 43)) == ("invalid_grant", "verifier_wrong")
    assert tags(world, 1) == ["tokens:code_burn"]
    assert oauth(lambda: exchange(world, app, code)) == ("invalid_grant", "code_unknown")


def test_a_code_is_good_only_for_its_consumer_and_redirect_uri(world: World) -> None:
    app, other = world.consumer(), world.consumer("Other")
    code = code_for(world, app)
    assert oauth(lambda: exchange(world, other, code)) == ("invalid_grant", "code_other_client")

    def elsewhere() -> object:
        return world.console.tokens.exchange_code(
            presented(app), code=code, redirect_uri="https://a.example/", verifier=VERIFIER, address=ADDRESS
        )

    assert oauth(elsewhere) == ("invalid_grant", "code_redirect_differs")
    assert exchange(world, app, code).expires_in > 0


def test_without_a_challenge_a_verifier_is_the_mark_of_a_downgrade(world: World) -> None:
    app = world.consumer(profile=Profile.FRACTTAL)
    bare = ConsentRequest(client_id=app.consumer.client_id, redirect_uri=REDIRECT_URI, scope="", challenge="")
    code = world.console.consent.allow(world.member, bare)
    assert oauth(lambda: exchange(world, app, code)) == ("invalid_grant", "verifier_unexpected")
    assert exchange(world, app, code, None).expires_in > 0


def test_a_refresh_token_rotates_and_its_reuse_kills_the_family_for_good(world: World) -> None:
    app = world.consumer()
    first = tokens_for(world, app, "items:view work_orders:add")
    second = refreshed(world, app, first.refresh_token, "items:view")
    third = refreshed(world, app, second.refresh_token)
    # narrowing is not sticky
    assert (second.scope, third.scope) == ("items:view", "items:view work_orders:add")
    unrelated = tokens_for(world, app)
    assert oauth(lambda: refreshed(world, app, first.refresh_token)) == ("invalid_grant", "refresh_reused")
    assert tags(world, 1) == ["tokens:refresh_reuse"]
    for tokens in (first, second, third):
        assert oauth(lambda tokens=tokens: may_now(world.console, tokens.access_token))[0] == "invalid_token"  # type: ignore[misc]
        assert oauth(lambda tokens=tokens: refreshed(world, app, tokens.refresh_token))[0] == "invalid_grant"  # type: ignore[misc]
    assert may_now(world.console, unrelated.access_token)


def test_another_consumer_with_a_stolen_refresh_token_gets_nothing_and_kills_nothing(world: World) -> None:
    app, thief = world.consumer(), world.consumer("Thief")
    tokens = tokens_for(world, app)
    newer = refreshed(world, app, tokens.refresh_token)
    for token in (tokens.refresh_token, newer.refresh_token):
        assert oauth(lambda token=token: refreshed(world, thief, token)) == ("invalid_grant", "refresh_unknown")  # type: ignore[misc]
    assert refreshed(world, app, newer.refresh_token).expires_in > 0


@pytest.mark.parametrize(
    ("scope", "error"),
    [
        ("items:view work_orders:delete", ("invalid_scope", "scope_wider")),
        ("items:fly", ("invalid_scope", "scope_unknown")),
    ],
)
def test_a_refresh_never_widens_and_a_refused_one_leaves_the_token_good(
    world: World, scope: str, error: tuple[str, str]
) -> None:
    app = world.consumer()
    tokens = tokens_for(world, app, "items:view")
    assert oauth(lambda: refreshed(world, app, tokens.refresh_token, scope)) == error
    assert refreshed(world, app, tokens.refresh_token).scope == "items:view"


def test_a_refresh_token_dies_of_idleness_and_its_family_of_age(world: World) -> None:
    app = world.consumer()
    tokens, idle = tokens_for(world, app), tokens_for(world, app)
    for _ in range(3):
        world.clock.advance(timedelta(days=29))
        tokens = refreshed(world, app, tokens.refresh_token)
    assert oauth(lambda: refreshed(world, app, idle.refresh_token)) == ("invalid_grant", "refresh_expired")
    world.clock.advance(timedelta(days=3))
    assert oauth(lambda: refreshed(world, app, tokens.refresh_token)) == ("invalid_grant", "refresh_expired")


def test_in_profile_fracttal_a_confidential_consumer_keeps_its_first_refresh_token(world: World) -> None:
    app, public = world.consumer(profile=Profile.FRACTTAL), world.consumer("P", profile=Profile.FRACTTAL, public=True)
    tokens = tokens_for(world, app)
    again = refreshed(world, app, tokens.refresh_token)
    assert again.refresh_token is not None
    assert tokens.refresh_token is not None
    assert again.refresh_token.reveal() == tokens.refresh_token.reveal()
    assert refreshed(world, app, tokens.refresh_token).expires_in > 0
    rotated = tokens_for(world, public)
    refreshed(world, public, rotated.refresh_token)
    assert oauth(lambda: refreshed(world, public, rotated.refresh_token))[1] == "refresh_reused"


def test_a_job_gets_tokens_for_itself_and_a_refresh_token_only_in_profile_fracttal(world: World) -> None:
    job, old = world.job(), world.job("Old", profile=Profile.FRACTTAL)
    assert set(job_tokens(world, job).scope.split()) == FIELD_WORK
    assert job_tokens(world, job, "items:view personnel:view").scope == "items:view"
    assert job_tokens(world, job).refresh_token is None
    assert refreshed(world, old, job_tokens(world, old).refresh_token).expires_in > 0
    assert oauth(lambda: job_tokens(world, job, "personnel:view")) == ("invalid_scope", "scope_nothing")
    assert oauth(lambda: job_tokens(world, world.consumer())) == ("unauthorized_client", "grant_not_allowed")
    assert len(world.console.authorizations.all(world.admin)) == 2


def test_a_consumer_proves_itself_with_its_secret_and_a_public_one_with_none(world: World) -> None:
    job, public = presented(world.job()), presented(world.consumer(public=True))
    wrong = SecretText("fcs_wrong")
    for client, cause in (
        (replace(job, secret=wrong), "secret_wrong"),
        (replace(job, secret=None), "secret_missing"),
        (replace(job, client_id="fcc_unknown"), "client_unknown"),
        (replace(public, secret=wrong), "public_with_secret"),
    ):
        before = dump(world.settings.database_path, without=())
        assert oauth(
            lambda client=client: world.console.tokens.client_credentials(client, scope="", address=ADDRESS)  # type: ignore[misc]
        ) == ("invalid_client", cause)
        assert dump(world.settings.database_path, without=()) == before


def test_an_authorization_revoked_by_an_operator_is_refused_at_once_everywhere(world: World) -> None:
    app = world.consumer()
    tokens, code = tokens_for(world, app), code_for(world, app)
    (view,) = world.console.authorizations.all(world.admin)
    revoked = world.console.authorizations.revoke(world.admin, str(view.authorization.id), reason="left")
    assert (revoked.ended_by, revoked.final_at) == ("Lucía Ferreyra", world.clock.now() + timedelta(minutes=5))
    assert events(world)[0].reason == "left"
    assert events(world)[0].facts == {"consumer": app.consumer.client_id, "person": MEMBER_EMAIL}
    assert oauth(lambda: may_now(world.console, tokens.access_token))[0] == "invalid_token"
    assert oauth(lambda: refreshed(world, app, tokens.refresh_token)) == ("invalid_grant", "authorization_ended")
    assert oauth(lambda: exchange(world, app, code)) == ("invalid_grant", "authorization_ended")
    refused(world, lambda: world.console.authorizations.revoke(world.admin, str(revoked.id)), WrongState)
    world.clock.advance(timedelta(hours=-1))
    assert oauth(lambda: may_now(world.console, tokens.access_token))[0] == "invalid_token"
    world.clock.advance(timedelta(hours=1))
    # consenting anew makes a new one and brings no old token back
    fresh = tokens_for(world, app)
    assert may_now(world.console, fresh.access_token)
    assert oauth(lambda: may_now(world.console, tokens.access_token))[0] == "invalid_token"
    assert [v.status for v in world.console.authorizations.all(world.admin, history=True)] == ["active", "revoked"]
    assert [v.status for v in world.console.authorizations.all(world.admin)] == ["active"]


@pytest.mark.parametrize("ref", ["", "  "])
def test_nothing_chosen_never_means_everything(world: World, ref: str) -> None:
    refused(world, lambda: world.console.authorizations.revoke(world.admin, ref), Invalid)


@pytest.mark.parametrize("ref", ["0", "99", "-1", "1.5", "x", "\u0661", "9" * 5000])
def test_an_authorization_that_is_not_there_is_not_found(world: World, ref: str) -> None:
    refused(world, lambda: world.console.authorizations.revoke(world.admin, ref), NotFound)


def test_a_job_that_was_revoked_stays_refused_until_an_operator_enables_it_again(world: World) -> None:
    job = world.job()
    tokens = job_tokens(world, job)
    (view,) = world.console.authorizations.all(world.admin)
    world.console.authorizations.revoke(world.admin, str(view.authorization.id))
    ended = ("unauthorized_client", "authorization_ended")
    for _ in range(2):
        assert oauth(lambda: job_tokens(world, job)) == ended
        world.clock.advance(timedelta(days=1))
        world.console.housekeeping.step()
    world.console.consumers.disable(world.admin, job.consumer.client_id)
    assert oauth(lambda: job_tokens(world, job)) == ("invalid_client", "client_disabled")
    world.console.consumers.enable(world.admin, job.consumer.client_id)
    assert may_now(world.console, job_tokens(world, job).access_token) == FIELD_WORK
    assert oauth(lambda: may_now(world.console, tokens.access_token))[0] == "invalid_token"


def test_a_member_sees_and_revokes_only_own_authorizations_and_for_good(world: World) -> None:
    app = world.consumer()
    world.console.people.edit(world.admin, "1", permission_group="Reading")
    mine, hers = tokens_for(world, app), tokens_for(world, app, person=world.admin)
    own, others = world.console.authorizations.own(world.member), world.console.authorizations.own(world.admin)
    assert [view.person.email for view in own if view.person] == [MEMBER_EMAIL]
    refused(world, lambda: world.console.authorizations.revoke_own(world.member, others[0].authorization.id), NotFound)
    revoked = world.console.authorizations.revoke_own(world.member, own[0].authorization.id)
    assert revoked.final_at == revoked.ended_at
    assert world.console.authorizations.own(world.member) == []
    refused(world, lambda: world.console.authorizations.revoke_own(world.member, revoked.id), WrongState)
    assert oauth(lambda: may_now(world.console, mine.access_token))[0] == "invalid_token"
    assert oauth(lambda: refreshed(world, app, mine.refresh_token)) == ("invalid_grant", "refresh_unknown")
    assert may_now(world.console, hers.access_token) == {"items:view", "work_orders:view"}


def test_an_authorization_past_its_end_is_shown_as_expired_and_opens_nothing(world: World) -> None:
    app = world.consumer()
    tokens = tokens_for(world, app)
    world.clock.advance(timedelta(days=180))
    assert [view.status for view in world.console.authorizations.all(world.admin)] == ["expired"]
    assert oauth(lambda: refreshed(world, app, tokens.refresh_token))[0] == "invalid_grant"


def test_giving_back_a_refresh_token_ends_the_family_and_an_access_token_only_itself(world: World) -> None:
    app, other = world.consumer(), world.consumer("Other")
    tokens = tokens_for(world, app)
    assert tokens.refresh_token is not None

    def give_back(consumer: object, token: SecretText) -> None:
        world.console.tokens.revoke(presented(consumer), token=token, address=ADDRESS)  # type: ignore[arg-type]

    before = dump(world.settings.database_path, without=())
    give_back(other, tokens.access_token)
    give_back(other, tokens.refresh_token)
    give_back(app, SecretText("fca_unknown"))
    assert dump(world.settings.database_path, without=()) == before
    newer = refreshed(world, app, tokens.refresh_token)
    give_back(app, newer.access_token)
    assert events(world)[0].facts == {"kind": "access_token"}
    assert oauth(lambda: may_now(world.console, newer.access_token))[0] == "invalid_token"
    assert may_now(world.console, tokens.access_token)
    assert newer.refresh_token is not None
    give_back(app, newer.refresh_token)
    assert events(world)[0].facts == {"kind": "refresh_token"}
    assert oauth(lambda: may_now(world.console, tokens.access_token))[0] == "invalid_token"
    assert oauth(lambda: refreshed(world, app, newer.refresh_token)) == ("invalid_grant", "refresh_unknown")


GROUPS = {
    "all": (["items:view", "items:report", "items:add", "work_orders:view", "work_orders:edit"], False),
    "all, read only": (["items:view", "items:report", "items:add", "work_orders:view", "work_orders:edit"], True),
    "items": (["items:view", "items:add"], False),
    "other": (["personnel:view"], False),
}


@pytest.mark.parametrize(
    ("granted", "consumer", "person", "left"),
    [
        ("all", "all", "all", "items:view items:report items:add work_orders:view work_orders:edit"),
        ("all", "items", "all", "items:view items:add"),
        ("all", "all", "items", "items:view items:add"),
        ("items", "all", "all", "items:view items:add"),
        ("all", "all, read only", "all", "items:view items:report work_orders:view"),
        ("all", "all", "all, read only", "items:view items:report work_orders:view"),
        ("all", "all, read only", "items", "items:view"),
        ("items", "all, read only", "all, read only", "items:view"),
        ("all", "items", "other", ""),
        ("all", "other", "all", ""),
        ("all", "all", None, ""),
    ],
)
def test_a_request_may_what_was_granted_and_both_groups_allow_now(
    world: World, granted: str, consumer: str, person: str | None, left: str
) -> None:
    console = world.console
    for name, (permissions, read_only) in GROUPS.items():
        console.permission_groups.create(world.admin, name=name, permissions=permissions, read_only=read_only)
    app = world.consumer(permission_group="all")
    console.people.edit(world.admin, MEMBER_EMAIL, permission_group="all")
    tokens = tokens_for(world, app, " ".join(GROUPS[granted][0]))
    console.consumers.edit(world.admin, app.consumer.client_id, permission_group=consumer)
    console.people.edit(world.admin, MEMBER_EMAIL, permission_group=person or "")
    assert may_now(console, tokens.access_token) == set(left.split())
    told = console.introspection.introspect(presented(app), token=tokens.access_token, address=ADDRESS)
    assert told is not None
    assert set(told.scope.split()) == set(left.split())
    if person is not None:
        # what the group loses is lost for the next request, and what it wins was not granted
        console.permission_groups.edit(world.admin, person, permissions=sorted(console.catalogue.all))
        console.permission_groups.edit(world.admin, consumer, permissions=sorted(console.catalogue.all))
        assert may_now(console, tokens.access_token) <= set(GROUPS[granted][0])
        console.permission_groups.edit(world.admin, person, permissions=["personnel:view"])
        assert may_now(console, tokens.access_token) == set()


def test_what_a_job_may_do_follows_its_group(world: World) -> None:
    job = world.job(permission_group="Reading")
    tokens = job_tokens(world, job)
    world.console.permission_groups.edit(world.admin, "Reading", permissions=["items:view", "items:add"])
    assert may_now(world.console, tokens.access_token) == {"items:view"}
    assert may_now(world.console, job_tokens(world, job).access_token) == {"items:view", "items:add"}
    world.console.permission_groups.edit(world.admin, "Reading", read_only=True)
    assert may_now(world.console, job_tokens(world, job).access_token) == {"items:view"}


def test_a_consumer_sees_its_own_tokens_a_resource_server_all_and_others_none(world: World) -> None:
    app, other = world.consumer(), world.consumer("Other")
    server, public = world.job("Server", may_introspect=True), world.consumer("Public", public=True)
    tokens, job = tokens_for(world, app), job_tokens(world, world.job())
    assert tokens.refresh_token is not None

    def told(caller: object, token: SecretText) -> object:
        return world.console.introspection.introspect(presented(caller), token=token, address=ADDRESS)  # type: ignore[arg-type]

    for token in (tokens.access_token, tokens.refresh_token):
        assert told(app, token) == told(server, token)
        assert told(app, token) is not None
        assert told(other, token) is None
    assert told(server, job.access_token) is not None
    assert told(app, job.access_token) is None
    assert told(server, SecretText("fca_unknown")) is None
    assert oauth(lambda: told(public, tokens.access_token)) == ("invalid_client", "introspection_not_allowed")
    live = world.console.introspection.introspect(presented(app), token=tokens.access_token, address=ADDRESS)
    assert live is not None
    now = int(world.clock.now().timestamp())
    assert (live.client_id, live.username, live.issued_at, live.expires_at, live.is_access_token) == (
        app.consumer.client_id, MEMBER_EMAIL, now, now + 900, True,
    )  # fmt: skip
    newer = refreshed(world, app, tokens.refresh_token)
    assert told(app, tokens.refresh_token) is None
    world.clock.advance(timedelta(seconds=900))
    assert told(app, newer.access_token) is None
    assert oauth(lambda: may_now(world.console, newer.access_token)) == ("invalid_token", "token_expired")


def test_housekeeping_drops_what_is_over_and_nothing_else(world: World) -> None:
    app = world.consumer()
    path = world.settings.database_path
    key = world.console.api_keys.create(world.admin, name="Sensor", permission_group="Reading")
    tokens = tokens_for(world, app)
    code_for(world, app)
    revoked_app = world.consumer("Revoked")
    tokens_for(world, revoked_app)
    world.console.authorizations.revoke(
        world.admin, str(world.console.authorizations.all(world.admin)[0].authorization.id)
    )
    world.console.sign_in.browser(MEMBER_EMAIL, password(), address=ADDRESS)
    world.console.hawk.check(hawk_call(world, key))
    kinds = ("hawk_nonces", "authorization_codes", "browser_sessions", "access_tokens", "refresh_tokens")

    def left() -> list[int]:
        rows = dump(path)
        return [len(rows[kind]) for kind in kinds]

    def step() -> int:
        return world.console.housekeeping.step()

    assert (step(), left()) == (0, [1, 3, 1, 2, 2])
    world.clock.advance(timedelta(minutes=5))
    assert step() >= 1  # the revocation is final: its tokens and codes go
    assert left()[1:] == [2, 1, 1, 1]
    assert may_now(world.console, tokens.access_token)
    world.clock.advance(timedelta(minutes=5, seconds=1))
    step()
    assert left() == [0, 2, 1, 1, 1]  # used codes are remembered for ten minutes after their end
    world.clock.advance(timedelta(minutes=5))
    step()
    assert left() == [0, 0, 1, 0, 1]
    world.clock.advance(timedelta(hours=12))
    step()
    assert left() == [0, 0, 0, 0, 1]
    world.clock.advance(timedelta(days=90))
    step()
    assert left() == [0, 0, 0, 0, 0]
    assert step() == 0
    assert world.console.audit.verify(world.admin).broken_at is None
    assert len(world.console.authorizations.all(world.admin)) == 2


def test_what_is_kept_is_kept_as_long_as_the_settings_say(world: World) -> None:
    console, clock, path = world.console, world.clock, world.settings.database_path
    console.refusals.note(a_refusal())
    console.refusals.flush()
    short = Housekeeping(console.use_cases, Retention(usage_days=30, refusal_days=2))

    def left() -> tuple[int, int]:
        rows = dump(path)
        return len(rows["refusals"]), len(rows["usage_days"])

    refusals, days = left()
    assert (refusals, bool(days)) == (1, True)
    for after, expected in ((2, (1, days)), (1, (0, days)), (27, (0, days)), (1, (0, 0))):
        clock.advance(timedelta(days=after))
        short.step()
        assert left() == expected
    assert console.audit.verify(world.admin).broken_at is None


def test_an_expired_token_does_not_come_back_with_the_clock_once_it_was_dropped(world: World) -> None:
    app = world.consumer()
    tokens = tokens_for(world, app)
    world.clock.advance(timedelta(minutes=15, milliseconds=1))
    world.console.housekeeping.step()
    world.clock.advance(timedelta(minutes=-10))
    assert oauth(lambda: may_now(world.console, tokens.access_token))[0] == "invalid_token"

"""Invitations: a link sets one password once, and is dead for everybody else and ever after."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from fracttal_console.domain.actors import Role
from fracttal_console.domain.errors import (
    Invalid,
    InvitationEnded,
    LastSuperAdministrator,
    OAuthError,
    SessionEnded,
    SignInFailed,
    WrongState,
)
from fracttal_console.domain.invitations import INVITATION_LASTS
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.invitations import Invited
from tests.services.walks import ADDRESS, dump, events, may_now, tags, tokens_for
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL, SUPPORT_EMAIL, World, password

NEW = SecretText("another-long-passphrase-77")
EMAIL = "ana@quillahue.example"


def invited(world: World, role: Role = Role.SUPPORT) -> Invited:
    return world.console.invitations.invite(world.admin, email=f" {EMAIL.upper()}", name="Ana", role=role)


def test_who_is_invited_signs_in_with_the_password_that_the_link_set(world: World) -> None:
    link = invited(world)
    assert (link.person.email, link.expires_at) == (EMAIL, world.clock.now() + INVITATION_LASTS)
    event = events(world)[0]
    assert (event.tag, event.target.name, event.facts["role"]) == ("people:invite", "Ana", "support")
    assert world.console.invitations.look(link.token.reveal()) == link.person
    world.console.invitations.take(link.token.reveal(), NEW, address=ADDRESS)
    event = events(world)[0]
    assert (event.tag, event.target.name, event.actor.address) == ("people:set_password", "Ana", ADDRESS)
    assert world.console.sign_in.operator(EMAIL, NEW).role is Role.SUPPORT


def test_until_then_no_password_lets_in_and_the_answer_costs_what_any_other_does(world: World) -> None:
    invited(world)
    for given in ("", "x", "not-a-real-password-0000"):
        with pytest.raises(SignInFailed):
            world.console.sign_in.operator(EMAIL, SecretText(given))


def _take(world: World, link: Invited) -> None:
    world.console.invitations.take(link.token.reveal(), NEW)


def _wait(world: World, _: Invited) -> None:
    world.clock.advance(INVITATION_LASTS)


def _replace(world: World, _: Invited) -> None:
    world.console.invitations.reset(world.admin, EMAIL)


def _disable(world: World, _: Invited) -> None:
    world.console.people.disable(world.admin, EMAIL)


def _disable_and_enable(world: World, link: Invited) -> None:
    _disable(world, link)
    world.console.people.enable(world.admin, EMAIL)


@pytest.mark.parametrize("end", [_take, _wait, _replace, _disable, _disable_and_enable])
def test_a_link_that_ended_opens_nothing(world: World, end: Callable[[World, Invited], None]) -> None:
    link = invited(world)
    end(world, link)
    before = dump(world.settings.database_path)
    with pytest.raises(InvitationEnded):
        world.console.invitations.look(link.token.reveal())
    with pytest.raises(InvitationEnded):
        world.console.invitations.take(link.token.reveal(), SecretText("a-third-long-passphrase-5"))
    assert dump(world.settings.database_path) == before


def test_a_link_is_good_to_the_last_moment(world: World) -> None:
    link = invited(world)
    world.clock.advance(INVITATION_LASTS - timedelta(milliseconds=1))
    _take(world, link)


@pytest.mark.parametrize("token", ["", "fci_unknown", "é", "x" * 100_000])
def test_what_was_never_a_link_opens_nothing(world: World, token: str) -> None:
    with pytest.raises(InvitationEnded):
        world.console.invitations.take(token, NEW)


@pytest.mark.parametrize("weak", ["short", "password123", EMAIL])
def test_a_weak_password_is_refused_and_the_link_stays_good(world: World, weak: str) -> None:
    link = invited(world)
    with pytest.raises(Invalid) as refused:
        world.console.invitations.take(link.token.reveal(), SecretText(weak))
    assert refused.value.field == "password"
    _take(world, link)


def test_an_invitation_follows_the_rules_of_every_account(world: World) -> None:
    for email, name, field in (("no mail", "Ana", "email"), (MEMBER_EMAIL, "Ana", "email"), (EMAIL, "", "name")):
        with pytest.raises(Invalid) as refused:
            world.console.invitations.invite(world.admin, email=email, name=name, role=Role.MEMBER)
        assert refused.value.field == field


def test_a_new_password_by_a_link_ends_sessions_tokens_and_waits(world: World) -> None:
    cookie = world.console.sign_in.browser(MEMBER_EMAIL, password(), address=ADDRESS)
    app = world.consumer()
    tokens = tokens_for(world, app)
    link = world.console.invitations.reset(world.admin, MEMBER_EMAIL)
    assert tags(world, 1) == ["people:reset_password"]
    # offering a link changes nothing yet
    assert world.console.sign_in.session(cookie.reveal()).email == MEMBER_EMAIL
    world.console.sign_in.operator(MEMBER_EMAIL, password())
    for _ in range(5):
        with pytest.raises(SignInFailed):
            world.console.sign_in.operator(MEMBER_EMAIL, SecretText("wrong"))
    _take(world, link)
    with pytest.raises(SessionEnded):
        world.console.sign_in.session(cookie.reveal())
    with pytest.raises(OAuthError):
        may_now(world.console, tokens.access_token)
    world.console.sign_in.operator(MEMBER_EMAIL, NEW)


def test_no_link_is_made_for_a_disabled_account(world: World) -> None:
    world.console.people.disable(world.admin, SUPPORT_EMAIL)
    with pytest.raises(WrongState):
        world.console.invitations.reset(world.admin, SUPPORT_EMAIL)


def test_who_has_no_password_yet_does_not_count_as_the_one_who_is_left(world: World) -> None:
    link = invited(world, Role.SUPER_ADMINISTRATOR)
    with pytest.raises(LastSuperAdministrator):
        world.console.people.disable(world.admin, ADMIN_EMAIL)
    # the one who was invited can be disabled all the same
    world.console.people.disable(world.admin, EMAIL)
    world.console.people.enable(world.admin, EMAIL)
    link = world.console.invitations.reset(world.admin, EMAIL)
    _take(world, link)
    world.console.people.disable(world.admin, ADMIN_EMAIL)


def test_only_a_digest_of_the_link_is_kept(world: World) -> None:
    token = invited(world).token.reveal().encode()
    path = world.settings.database_path
    assert token not in path.read_bytes() + path.with_name("base.db-wal").read_bytes()


def test_links_that_are_too_old_are_dropped(world: World) -> None:
    invited(world)
    world.clock.advance(INVITATION_LASTS + timedelta(seconds=1))
    world.console.housekeeping.step()
    assert dump(world.settings.database_path)["invitations"] == []

"""People: accounts, roles, the last super administrator, and what ends with a password or an account."""

from datetime import timedelta

import pytest

from fracttal_console.domain.actors import Role
from fracttal_console.domain.errors import (
    Invalid,
    InvitationEnded,
    LastSuperAdministrator,
    NothingToGrant,
    OAuthError,
    SessionEnded,
    SignInFailed,
    WrongState,
)
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.listing import ListQuery
from tests.services.second_factors import with_codes
from tests.services.test_credentials import invalid, refused
from tests.services.walks import ADDRESS, code_for, events, exchange, may_now, refreshed, request_for, tokens_for
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL, SUPPORT_EMAIL, World, password

NEW = SecretText("another-unreal-password-1111")


def test_a_person_gets_an_account_signs_in_and_is_listed_with_the_group(world: World) -> None:
    person = world.console.people.create(
        world.admin,
        email=" Ana@Quillahue.example",
        name="Ana",
        role=Role.SUPPORT,
        password=NEW,
        permission_group="reading",
    )
    assert (person.email, person.role) == ("ana@quillahue.example", Role.SUPPORT)
    assert world.console.sign_in.operator("ANA@quillahue.example ", NEW).role is Role.SUPPORT
    assert [(p.email, group) for p, group in world.console.people.all(world.admin)] == [
        (ADMIN_EMAIL, ""), (MEMBER_EMAIL, "Field work"), (SUPPORT_EMAIL, ""), ("ana@quillahue.example", "Reading"),
    ]  # fmt: skip
    assert events(world)[1].facts == {"role": "support"}


@pytest.mark.parametrize(
    ("options", "field", "rule"),
    [
        ({"email": "nothing"}, "email", "email_malformed"),
        ({"email": MEMBER_EMAIL.upper()}, "email", "duplicate"),
        ({"name": ""}, "name", "empty"),
        ({"password": SecretText("short")}, "password", "password_short"),
        ({"password": SecretText("x" * 257)}, "password", "password_long"),
        ({"password": SecretText("password1")}, "password", "password_common"),
        ({"password": SecretText("Ana.Torres-2026")}, "password", "password_personal"),
        ({"permission_group": "none"}, "permission_group", "unknown_group"),
    ],
)
def test_a_bad_field_is_refused_when_made_and_when_edited(
    world: World, options: dict[str, object], field: str, rule: str
) -> None:
    plain = {"email": "ana.torres@quillahue.example", "name": "Ana Torres", "role": Role.MEMBER, "password": NEW}
    people = world.console.people
    assert invalid(world, lambda: people.create(world.admin, **{**plain, **options})) == (field, rule)  # type: ignore[arg-type]
    people.create(world.admin, **plain)  # type: ignore[arg-type]
    assert invalid(world, lambda: people.edit(world.admin, "ana.torres@quillahue.example", **options)) == (field, rule)  # type: ignore[arg-type]


def test_the_last_super_administrator_can_be_neither_disabled_nor_demoted(world: World) -> None:
    people = world.console.people
    for act in (
        lambda: people.disable(world.admin, ADMIN_EMAIL),
        lambda: people.edit(world.admin, ADMIN_EMAIL, role=Role.SUPPORT),
        lambda: people.edit(world.admin, "1", role=Role.MEMBER, name="Ana"),
    ):
        refused(world, act, LastSuperAdministrator)
    people.edit(world.admin, ADMIN_EMAIL, role=Role.SUPER_ADMINISTRATOR, name="Lucía F.")


def test_a_disabled_super_administrator_does_not_count_as_another_one(world: World) -> None:
    people = world.console.people
    people.edit(world.admin, SUPPORT_EMAIL, role=Role.SUPER_ADMINISTRATOR)
    people.disable(world.admin, SUPPORT_EMAIL)
    refused(world, lambda: people.disable(world.admin, ADMIN_EMAIL), LastSuperAdministrator)
    refused(world, lambda: people.edit(world.admin, ADMIN_EMAIL, role=Role.MEMBER), LastSuperAdministrator)
    people.edit(world.admin, SUPPORT_EMAIL, role=Role.MEMBER)
    people.enable(world.admin, SUPPORT_EMAIL)
    people.edit(world.admin, SUPPORT_EMAIL, role=Role.SUPER_ADMINISTRATOR)
    people.disable(world.admin, ADMIN_EMAIL)
    second = world.console.sign_in.operator(SUPPORT_EMAIL, password())
    refused(world, lambda: people.disable(second, SUPPORT_EMAIL), LastSuperAdministrator)


def test_disabling_a_person_ends_sessions_and_tokens_and_enabling_brings_no_token_back(world: World) -> None:
    app = world.consumer()
    tokens, code = tokens_for(world, app), code_for(world, app)
    cookie = world.console.sign_in.browser(MEMBER_EMAIL, password(), address=ADDRESS)
    world.console.people.disable(world.admin, MEMBER_EMAIL)
    refused(world, lambda: world.console.people.disable(world.admin, MEMBER_EMAIL), WrongState)
    with pytest.raises(SignInFailed):
        world.console.sign_in.operator(MEMBER_EMAIL, password())
    for _ in range(2):
        with pytest.raises(SessionEnded):
            world.console.sign_in.session(cookie.reveal())
        with pytest.raises(OAuthError):
            may_now(world.console, tokens.access_token)
        with pytest.raises(OAuthError):
            refreshed(world, app, tokens.refresh_token)
        with pytest.raises(OAuthError):
            exchange(world, app, code)
        if world.console.people.all(world.admin)[1][0].disabled_at is not None:
            world.console.people.enable(world.admin, MEMBER_EMAIL)
    refused(world, lambda: world.console.people.enable(world.admin, MEMBER_EMAIL), WrongState)
    assert world.console.sign_in.operator(MEMBER_EMAIL, password()).id == 2


def test_a_new_password_ends_sessions_and_tokens_and_another_edit_does_not(world: World) -> None:
    app = world.consumer()
    tokens = tokens_for(world, app)
    cookie = world.console.sign_in.browser(MEMBER_EMAIL, password(), address=ADDRESS)
    world.console.people.edit(world.admin, MEMBER_EMAIL, name="Joaquín", email="j@quillahue.example")
    assert may_now(world.console, tokens.access_token)
    assert world.console.sign_in.session(cookie.reveal()).name == "Joaquín"
    world.console.people.edit(world.admin, "j@quillahue.example", password=NEW)
    with pytest.raises(SessionEnded):
        world.console.sign_in.session(cookie.reveal())
    for act in (
        lambda: may_now(world.console, tokens.access_token),
        lambda: refreshed(world, app, tokens.refresh_token),
    ):
        with pytest.raises(OAuthError):
            act()
    with pytest.raises(SignInFailed):
        world.console.sign_in.operator("j@quillahue.example", password())
    assert world.console.sign_in.operator("j@quillahue.example", NEW).id == 2
    assert tokens_for(world, app).expires_in > 0


def test_a_person_without_a_group_has_nothing_to_grant_and_is_told_so(world: World) -> None:
    app = world.consumer()
    tokens = tokens_for(world, app)
    world.console.people.edit(world.admin, MEMBER_EMAIL, permission_group="")
    assert may_now(world.console, tokens.access_token) == set()
    for act in (world.console.consent.offer, world.console.consent.allow):
        refused(world, lambda act=act: act(world.member, request_for(app)), NothingToGrant)  # type: ignore[misc]
    world.console.people.edit(world.admin, MEMBER_EMAIL, permission_group="Reading")
    assert may_now(world.console, tokens.access_token) == {"items:view", "work_orders:view"}


def test_the_event_of_an_edit_tells_that_a_password_changed_but_never_which(world: World) -> None:
    world.console.people.edit(world.admin, MEMBER_EMAIL, password=NEW, role=Role.SUPPORT)
    changes = {change.field: (change.before, change.after) for change in events(world)[0].changes}
    assert changes["role"] == ("member", "support")
    assert set(changes) <= {"role", "password_changed_at"}
    with pytest.raises(Invalid):
        world.console.people.edit(world.admin, MEMBER_EMAIL, password=SecretText(""))


def listed(world: World, **query: object) -> list[str]:
    page = world.console.people.page(world.admin, ListQuery(**query), 0, 50)  # type: ignore[arg-type]
    return [view.person.name for view in page.rows]


def test_a_page_of_people_says_who_signed_in_and_who_may_act_for_them(world: World) -> None:
    with_codes(world, world.support)
    app = world.consumer()
    tokens_for(world, app)
    world.clock.advance(timedelta(hours=1))
    world.console.sign_in.operator(MEMBER_EMAIL, password())
    page = world.console.people.page(world.admin, ListQuery(sort="name", descending=False), 0, 2)
    assert (page.total, page.matching, len(page.rows)) == (3, 3, 2)
    member = page.rows[0]
    assert (member.person.email, member.group_name, member.status) == (MEMBER_EMAIL, "Field work", "active")
    assert (member.last_sign_in, member.authorizations) == (world.clock.now(), 1)
    assert [row.application for row in member.applications] == [app.consumer.name]
    support = world.console.people.page(world.admin, ListQuery(text="renata"), 0, 9).rows[0]
    assert support.totp_since is not None
    assert (support.authorizations, support.applications, support.group_name) == (0, (), "")


def test_people_are_narrowed_and_sorted(world: World) -> None:
    with_codes(world, world.support)
    world.console.invitations.invite(world.admin, email="ana@quillahue.example", name="Ana", role=Role.MEMBER)
    world.console.people.disable(world.admin, MEMBER_EMAIL)
    admin, support, member = "Lucía Ferreyra", "Renata Coutinho", "Joaquín Olavarría Sepúlveda"
    assert listed(world, only="invited") == ["Ana"]
    assert listed(world, only="disabled") == [member]
    assert listed(world, only="without_codes") == [admin]
    assert set(listed(world, only="staff")) == {admin, support}
    assert listed(world, text="field") == [member]
    assert listed(world, sort="name", descending=False) == ["Ana", member, admin, support]
    assert listed(world, sort="last_sign_in")[-1] == "Ana"
    assert listed(world, sort="totp")[0] == support
    with pytest.raises(Invalid):
        listed(world, only="nobody")


def test_a_password_that_an_administrator_sets_makes_links_worthless(world: World) -> None:
    link = world.console.invitations.reset(world.admin, MEMBER_EMAIL)
    world.console.people.edit(world.admin, MEMBER_EMAIL, password=NEW)
    with pytest.raises(InvitationEnded):
        world.console.invitations.look(link.token.reveal())

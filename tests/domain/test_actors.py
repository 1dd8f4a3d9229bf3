"""Who may do what: the table of roles, said a second time and compared."""

import pytest

from fracttal_console.domain.actors import SYSTEM, Actor, ActorKind, Operation, Role, anonymous
from fracttal_console.domain.audit import EVENT_KINDS, Change, Event, changed
from fracttal_console.domain.authorizations import AuthorizationStatus

OWN = {
    "sessions:sign_out", "sessions:end", "sessions:lock", "own_authorizations:consent", "own_authorizations:view",
    "own_authorizations:revoke", "preferences:view", "preferences:save",
}  # fmt: skip
SECOND_FACTOR = {"password:change", "totp:view", "totp:enrol", "totp:remove"}
READING = {
    "permission_groups:view", "api_keys:view", "consumers:view", "people:view", "authorizations:view", "proposals:view",
    "audit:view", "audit:verify", "audit:export", "overview:view", "usage:view", "refusals:view",
}  # fmt: skip
ASKING = {"proposals:create"}
CHANGING = {
    "permission_groups:create", "permission_groups:edit",
    "api_keys:create", "api_keys:edit", "api_keys:disable", "api_keys:enable", "api_keys:revoke",
    "api_keys:restore", "api_keys:rotate", "consumers:restore", "consumers:rotate",
    "consumers:create", "consumers:edit", "consumers:disable", "consumers:enable", "consumers:delete",
    "people:create", "people:edit", "people:disable", "people:enable", "people:invite", "people:reset_password",
    "people:reset_totp",
    "authorizations:suspend", "authorizations:resume", "authorizations:revoke", "authorizations:undo",
    "proposals:decide", "api_keys:try", "consumers:try", "consumers:add_key", "consumers:retire_key",
    "base:rotate_key",
}  # fmt: skip
PROGRAMS = {
    "base:init", "base:recover", "sessions:sign_in", "tokens:issue", "tokens:revoke", "hawk:accept", "people:recover",
    "requests:push", "devices:start", "invitations:take", "secrets:retire", "basic:accept", "transactions:view",
}  # fmt: skip
BY_ROLE = {
    Role.SUPER_ADMINISTRATOR: OWN | SECOND_FACTOR | READING | ASKING | CHANGING,
    Role.SUPPORT: OWN | SECOND_FACTOR | READING | ASKING,
    Role.MEMBER: OWN | SECOND_FACTOR,
}
BY_KIND = {
    ActorKind.PERSON: {"sessions:sign_in"},
    ActorKind.ANONYMOUS: {"sessions:sign_in", "invitations:take"},
    ActorKind.CONSUMER: {"tokens:issue", "tokens:revoke", "requests:push", "devices:start", "transactions:view"},
    ActorKind.API_KEY: {"hawk:accept", "basic:accept", "transactions:view"},
    ActorKind.SYSTEM: {"base:init", "base:recover", "people:recover", "secrets:retire"},
}


def test_every_operation_has_its_place_in_this_table() -> None:
    assert {str(operation) for operation in Operation} == OWN | SECOND_FACTOR | READING | ASKING | CHANGING | PROGRAMS


@pytest.mark.parametrize("operation", list(Operation))
@pytest.mark.parametrize("role", list(Role))
def test_a_person_may_what_the_role_says(role: Role, operation: Operation) -> None:
    assert Actor(ActorKind.PERSON, 1, "x", role).may(operation) is (operation in BY_ROLE[role])


@pytest.mark.parametrize("operation", list(Operation))
@pytest.mark.parametrize("kind", list(ActorKind))
def test_what_acts_without_a_role_may_what_its_kind_says(kind: ActorKind, operation: Operation) -> None:
    assert Actor(kind).may(operation) is (operation in BY_KIND[kind])


def test_nobody_and_the_system_are_named() -> None:
    assert (anonymous("192.0.2.1").address, anonymous().kind) == ("192.0.2.1", ActorKind.ANONYMOUS)
    assert SYSTEM.may(Operation.BASE_INIT)


def test_every_kind_of_event_has_a_tag_of_its_own_in_the_grammar_of_tags() -> None:
    kinds = list(Event.__subclasses__())
    assert len({kind.tag for kind in kinds}) == len(kinds) == len(EVENT_KINDS)
    for kind in kinds:
        source, _, action = kind.tag.partition(":")
        assert source.replace("_", "").isalpha()
        assert action.replace("_", "").isalpha()


def test_an_edit_tells_only_the_fields_that_changed() -> None:
    class Thing:
        def __init__(self, name: str, ports: tuple[int, ...], state: AuthorizationStatus) -> None:
            self.name, self.ports, self.state = name, ports, state

    before = Thing("a", (2, 1), AuthorizationStatus.ACTIVE)
    after = Thing("a", (3,), AuthorizationStatus.REVOKED)
    assert changed(before, after, ("name", "ports", "state")) == (
        Change("ports", ["1", "2"], ["3"]),
        Change("state", "active", "revoked"),
    )

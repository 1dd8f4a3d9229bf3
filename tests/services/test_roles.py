"""The role matrix through the services: every verb of every role, and a denial changes nothing but the log (A10.04)."""

from collections.abc import Iterator

import pytest

from fracttal_console.domain.actors import OPERATIONS_BY_ROLE, Actor, Operation, Role
from fracttal_console.domain.errors import Invalid, NotAllowed
from tests.services.calls import OPERATOR_VERBS
from tests.services.walks import dump, events
from tests.support import ADMIN_EMAIL, SUPPORT_EMAIL, World, make_world, password

PROGRAMS = {
    Operation.BASE_INIT, Operation.BASE_RECOVER, Operation.SIGN_IN, Operation.TOKENS_ISSUE, Operation.TOKENS_REVOKE,
    Operation.HAWK_ACCEPT, Operation.BASIC_ACCEPT, Operation.TRANSACTIONS_VIEW,
    Operation.PEOPLE_RECOVER, Operation.INVITATION_TAKE, Operation.SECRETS_RETIRE,
    Operation.REQUESTS_PUSH, Operation.DEVICES_START,
}  # fmt: skip
OWN_ACCOUNT = {
    Operation.SIGN_OUT, Operation.SESSIONS_END, Operation.LOCK, Operation.CONSENT, Operation.OWN_AUTHORIZATIONS_VIEW,
    Operation.OWN_AUTHORIZATIONS_REVOKE, Operation.TOTP_VIEW, Operation.TOTP_ENROL, Operation.TOTP_REMOVE,
    Operation.PASSWORD_CHANGE, Operation.PREFERENCES_VIEW, Operation.PREFERENCES_SAVE,
}  # fmt: skip

ASKING = {Operation.PROPOSALS_CREATE}
"""Support may ask for a change; who decides is a super administrator."""

CHANGING_NOTHING = [n for n, verb in OPERATOR_VERBS.items() if verb.operation not in OWN_ACCOUNT | ASKING]


ONLY_ITS_EVENT = {"audit.check", "audit.export"}
"""What changes nothing, and is a fact that people audit."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Give one base to all cases: each prepares what it needs under names of its own."""
    made = make_world(tmp_path_factory.mktemp("roles"))
    for email in (ADMIN_EMAIL, SUPPORT_EMAIL):
        made.console.people.edit(made.admin, email, permission_group="Field work")
    yield made
    made.console.close()


def actor_of(world: World, role: Role) -> Actor:
    actors = {Role.SUPER_ADMINISTRATOR: world.admin, Role.SUPPORT: world.support, Role.MEMBER: world.member}
    return actors[role]


def test_every_operation_of_people_has_a_verb_in_the_matrix() -> None:
    assert {verb.operation for verb in OPERATOR_VERBS.values()} == set(Operation) - PROGRAMS


@pytest.mark.parametrize("name", OPERATOR_VERBS)
@pytest.mark.parametrize("role", list(Role))
def test_a10_04_a_role_can_do_what_the_table_says_and_a_denial_is_one_event_and_no_change(
    shared: World, role: Role, name: str
) -> None:
    verb, actor = OPERATOR_VERBS[name], actor_of(shared, role)
    assert verb.operation is not None
    call = verb.prepare(shared, actor)
    before, known = dump(shared.settings.database_path), events(shared)
    if verb.operation in OPERATIONS_BY_ROLE[role]:
        call(actor)
        return
    with pytest.raises(NotAllowed) as denied:
        call(actor)
    assert denied.value.params == {"operation": str(verb.operation)}
    assert dump(shared.settings.database_path) == before
    now = events(shared)
    assert now[1:] == known
    assert (now[0].tag, now[0].facts, now[0].actor) == ("operations:deny", {"operation": str(verb.operation)}, actor)


@pytest.mark.parametrize(
    "name", [n for n, verb in OPERATOR_VERBS.items() if verb.operation not in OWN_ACCOUNT | ASKING]
)
def test_a10_04_support_changes_nothing_by_any_verb_that_is_not_about_the_own_account(shared: World, name: str) -> None:
    verb = OPERATOR_VERBS[name]
    call = verb.prepare(shared, shared.support)
    before = dump(shared.settings.database_path)
    try:
        call(shared.support)
    except NotAllowed:
        assert verb.events > 0
    else:
        assert verb.events == (1 if name in ONLY_ITS_EVENT else 0)
    assert dump(shared.settings.database_path) == before


@pytest.mark.parametrize("actor", ["support", "member"])
def test_who_may_not_is_denied_before_anything_given_is_looked_at(shared: World, actor: str) -> None:
    who: Actor = getattr(shared, actor)
    console, before = shared.console, len(events(shared))
    for call in (
        lambda: console.people.create(who, email="no mail", name="", role=Role.MEMBER, password=password()),
        lambda: console.people.edit(who, "nobody@nowhere.example", email="no mail"),
        lambda: console.permission_groups.create(who, name="", permissions=[]),
        lambda: console.api_keys.create(who, name="", permission_group="?"),
        lambda: console.consumers.delete(who, "?"),
        lambda: console.authorizations.revoke(who, ""),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert len(events(shared)) == before + 6


def test_what_acts_without_a_role_is_refused_without_an_event(shared: World) -> None:
    consumer = shared.consumer("Acting").consumer.as_actor("")
    before = events(shared)
    with pytest.raises(NotAllowed):
        shared.console.people.all(consumer)
    with pytest.raises(Invalid):
        shared.console.permission_groups.create(shared.admin, name="", permissions=["items:view"])
    assert events(shared) == before

"""One table of every public verb of the services: how to call it, and how many events it writes.

A verb that is missing here fails `tests/architecture`.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from fracttal_console.bootstrap import Console
from fracttal_console.domain.actors import Actor, Operation, Role
from fracttal_console.domain.authorization_selection import Selection
from fracttal_console.domain.consumer_switches import Demand, SwitchChange
from fracttal_console.domain.identity_provider import ProvenEmail
from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.domain.secrets import SecretText
from fracttal_console.domain.transaction_log import LogFilter
from fracttal_console.services.api_keys import CreatedApiKey
from fracttal_console.services.listing import ListQuery
from fracttal_console.services.oauth_consumers import CreatedConsumer
from fracttal_console.services.refusal_recorder import RefusedRequest
from tests.services.second_factors import code_of, proved, with_codes, without_codes
from tests.services.walks import (
    ADDRESS,
    AUDIENCE,
    basic_call,
    code_for,
    exchange,
    hawk_call,
    job_tokens,
    pushed,
    refreshed,
    request_for,
    signing_client,
    started,
    tokens_for,
)
from tests.signing import Signer, jwks
from tests.support import ADMIN_EMAIL, MEMBER_EMAIL, REDIRECT_URI, SUPPORT_EMAIL, World, password, presented

Call: TypeAlias = Callable[[Actor], object]
Prepare: TypeAlias = Callable[[World, Actor], Call]

SERVICES = (
    "permission_groups", "api_keys", "consumers", "people", "invitations", "authorizations", "authorization_acts",
    "impact", "proposals", "audit", "sign_in", "company_sign_in",
    "second_factors", "consent", "pushed_requests", "device_grants", "offered_ways", "tokens", "introspection",
    "bearer", "hawk", "basic", "transaction_log",
    "housekeeping", "usage", "refusals", "usage_figures", "refused_requests", "request_doctor", "overview",
    "preferences", "api_key_secrets", "consumer_secrets", "what_if", "least_privilege", "credential_tries",
    "consumer_keys", "assertions", "master_key",
)  # fmt: skip

NOT_SERVICES = {
    "base": "a value",
    "catalogue": "a value",
    "vault": "keys",
    "store": "storage",
    "events": "the bus itself",
    "tail": "follows what others wrote",
    "use_cases": "the frame in which every verb runs",
    "second_step": "a part of signing in",
    "retention": "a value",
}

ISSUER = "https://login.quillahue.example"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Verb:
    """How to call one verb: what it asks permission for, what must be there, how many events it writes."""

    operation: Operation | None
    prepare: Prepare
    events: int
    bookkeeping: str = ""


def fresh(word: str) -> str:
    return f"{word} {next(_numbers)}"


def a_group(world: World) -> str:
    return world.console.permission_groups.create(world.admin, name=fresh("Group"), permissions=["items:view"]).name


def a_key(world: World) -> CreatedApiKey:
    return world.console.api_keys.create(world.admin, name=fresh("Key"), permission_group="Field work")


def a_person(world: World) -> str:
    email = f"person{next(_numbers)}@quillahue.example"
    world.console.people.create(world.admin, email=email, name="Person", role=Role.MEMBER, password=password())
    return email


def an_app(world: World) -> CreatedConsumer:
    return world.consumer(fresh("App"))


def a_job(world: World) -> CreatedConsumer:
    return world.job(fresh("Job"))


def pushing_app(world: World) -> CreatedConsumer:
    return world.consumer(fresh("App"), switches=SwitchChange(par=Demand.ALLOWED, device=True))


def _pushing(world: World, _: Actor) -> Call:
    app = pushing_app(world)
    return lambda _actor: pushed(world, app)


def _opening(world: World, _: Actor) -> Call:
    app = pushing_app(world)
    uri = pushed(world, app).request_uri.reveal()
    return lambda _actor: world.console.pushed_requests.open(app.consumer, uri)


def _starting(world: World, _: Actor) -> Call:
    app = pushing_app(world)
    return lambda _actor: started(world, app)


def _entering(world: World, _: Actor) -> Call:
    code = started(world, pushing_app(world)).user_code
    return lambda actor: world.console.device_grants.enter(actor, code)


def _entered(decide: Callable[[Console, Actor, str], object]) -> Prepare:
    def prepare(world: World, who: Actor) -> Call:
        code = started(world, pushing_app(world)).user_code
        world.console.device_grants.enter(who, code)
        return lambda actor: decide(world.console, actor, code)

    return prepare


def _fetching(world: World, who: Actor) -> Call:
    app = pushing_app(world)
    device = started(world, app)
    world.console.device_grants.enter(who, device.user_code)
    world.console.device_grants.allow(who, device.user_code)
    return lambda _actor: world.console.device_grants.fetch(
        presented(app), device_code=device.device_code, address=ADDRESS
    )


def _disabled_key(world: World, _: Actor) -> Call:
    ref = world.console.api_keys.disable(world.admin, a_key(world).api_key.key_id).key_id
    return lambda actor: world.console.api_keys.enable(actor, ref)


def _disabled_app(world: World, _: Actor) -> Call:
    ref = world.console.consumers.disable(world.admin, an_app(world).consumer.client_id).client_id
    return lambda actor: world.console.consumers.enable(actor, ref)


def _revoked_key(world: World, _: Actor) -> Call:
    ref = world.console.api_keys.revoke(world.admin, a_key(world).api_key.key_id).key_id
    return lambda actor: world.console.api_keys.restore(actor, ref)


def _deleted_app(world: World, _: Actor) -> Call:
    ref = world.console.consumers.delete(world.admin, an_app(world).consumer.client_id).client_id
    return lambda actor: world.console.consumers.restore(actor, ref)


def _rotated_key(world: World) -> str:
    ref = a_key(world).api_key.key_id
    return world.console.api_key_secrets.rotate(world.admin, ref).credential.key_id


def _rotated_app(world: World) -> str:
    ref = an_app(world).consumer.client_id
    return world.console.consumer_secrets.rotate(world.admin, ref).credential.client_id


def _retired_key_secret(world: World, _: Actor) -> Call:
    ref = _rotated_key(world)
    old = world.console.api_key_secrets.show(world.admin, ref).secrets[0]
    return lambda actor: world.console.api_key_secrets.retire(actor, ref, str(old.id))


def _retired_app_secret(world: World, _: Actor) -> Call:
    ref = _rotated_app(world)
    old = world.console.consumer_secrets.show(world.admin, ref).secrets[0]
    return lambda actor: world.console.consumer_secrets.retire(actor, ref, str(old.id))


def _app_with_key(world: World, _: Actor) -> Call:
    ref = an_app(world).consumer.client_id
    world.console.consumer_keys.add(world.admin, ref, jwks(Signer(kid="first")))
    return lambda actor: world.console.consumer_keys.retire(actor, ref, "first")


def _key_of_app(world: World, _: Actor) -> Call:
    ref = an_app(world).consumer.client_id
    world.console.consumer_keys.add(world.admin, ref, jwks(Signer(kid="weighed")))
    return lambda actor: world.console.consumer_keys.impact(actor, ref, "weighed")


def _signed_client(world: World, _: Actor) -> Call:
    client_id = world.consumer(fresh("Signing"), public_keys=jwks(Signer())).consumer.client_id
    client = signing_client(world, client_id)
    return lambda _actor: world.console.assertions.proved(client, {AUDIENCE})


def _used_key(world: World, _: Actor) -> Call:
    (key,) = world.console.consumer_keys.add(world.admin, an_app(world).consumer.client_id, jwks(Signer()))
    return lambda _actor: world.console.usage.consumer_key(key.id, world.clock.now(), ADDRESS, "/")


def _disabled_person(world: World, _: Actor) -> Call:
    ref = world.console.people.disable(world.admin, a_person(world)).email
    return lambda actor: world.console.people.enable(actor, ref)


def _on(make: Callable[[World], str], call: Callable[[Console, Actor, str], object]) -> Prepare:
    def prepare(world: World, _: Actor) -> Call:
        ref = make(world)
        return lambda actor: call(world.console, actor, ref)

    return prepare


def _plain(call: Callable[[Console, Actor], object]) -> Prepare:
    return lambda world, _: lambda actor: call(world.console, actor)


def _key_ref(world: World) -> str:
    return a_key(world).api_key.key_id


def _app_ref(world: World) -> str:
    return an_app(world).consumer.client_id


def _suspended(world: World, _: Actor) -> Call:
    ref = _authorization_ref(world)
    world.console.authorizations.suspend(world.admin, ref)
    return lambda actor: world.console.authorizations.resume(actor, ref)


def _authorization_ref(world: World) -> str:
    app = an_app(world)
    tokens_for(world, app)
    return str(world.console.authorizations.all(world.admin)[0].authorization.id)


def one(ref: str) -> Selection:
    return Selection(ids=(int(ref),))


def _revoked(call: Callable[[Console, Actor, str], object]) -> Prepare:
    def prepare(world: World, _: Actor) -> Call:
        ref = _authorization_ref(world)
        world.console.authorizations.revoke(world.admin, ref)
        return lambda actor: call(world.console, actor, ref)

    return prepare


def _authorization_undone(console: Console, actor: Actor, ref: str) -> object:
    return console.authorizations.undo(actor, ref)


def _acts_undone(console: Console, actor: Actor, ref: str) -> object:
    return console.authorization_acts.undo(actor, one(ref))


def _several_suspended(world: World, _: Actor) -> Call:
    ref = _authorization_ref(world)
    world.console.authorizations.suspend(world.admin, ref)
    return lambda actor: world.console.authorization_acts.resume(actor, one(ref))


def _proposal_ref(world: World) -> str:
    return str(world.console.proposals.create(world.support, _authorization_ref(world), reason="Leaver").id)


def _revoke_own(world: World, who: Actor) -> Call:
    app = an_app(world)
    world.console.consent.allow(who, request_for(app))
    own = world.console.authorizations.own(who)[0].authorization.id
    return lambda actor: world.console.authorizations.revoke_own(actor, own)


def _revoke_all_own(world: World, who: Actor) -> Call:
    world.console.consent.allow(who, request_for(an_app(world)))
    return world.console.authorization_acts.revoke_own


def _sign_out(world: World, _: Actor) -> Call:
    without_codes(world, world.member)
    cookie = world.console.sign_in.browser(MEMBER_EMAIL, password(), address=ADDRESS)
    return lambda actor: world.console.sign_in.sign_out(actor, cookie.reveal())


def _sign_out_everywhere(world: World, _: Actor) -> Call:
    for actor, email in ((world.admin, ADMIN_EMAIL), (world.support, SUPPORT_EMAIL), (world.member, MEMBER_EMAIL)):
        without_codes(world, actor)
        world.console.sign_in.browser(email, password(), address=ADDRESS)
    return world.console.sign_in.sign_out_everywhere


def _session(world: World, _: Actor) -> Call:
    cookie = world.console.sign_in.browser(MEMBER_EMAIL, password(), address=ADDRESS)
    return lambda _actor: world.console.sign_in.session(cookie.reveal())


def _asking(call: Callable[[Console, Actor, CreatedConsumer], object]) -> Prepare:
    def prepare(world: World, _: Actor) -> Call:
        app = an_app(world)
        return lambda actor: call(world.console, actor, app)

    return prepare


def _exchange(world: World, _: Actor) -> Call:
    app = an_app(world)
    code = code_for(world, app)
    return lambda _actor: exchange(world, app, code)


def _refresh(world: World, _: Actor) -> Call:
    app = an_app(world)
    tokens = tokens_for(world, app)
    return lambda _actor: refreshed(world, app, tokens.refresh_token)


def _client_credentials(world: World, _: Actor) -> Call:
    job = a_job(world)
    return lambda _actor: job_tokens(world, job)


def _with_token(call: Callable[[World, CreatedConsumer, SecretText], object]) -> Prepare:
    def prepare(world: World, _: Actor) -> Call:
        app = an_app(world)
        token = tokens_for(world, app).access_token
        return lambda _actor: call(world, app, token)

    return prepare


def _hawk(world: World, _: Actor) -> Call:
    key = a_key(world)
    call = hawk_call(world, key)
    return lambda _actor: world.console.hawk.check(call)


def a_basic_key(world: World) -> CreatedApiKey:
    return world.console.api_keys.create(
        world.admin, name=fresh("Old program"), permission_group="Field work", legacy_basic=True
    )


def _basic(world: World, _: Actor) -> Call:
    key = a_basic_key(world)
    return lambda _actor: world.console.basic.check(basic_call(key))


def _transactions(world: World, _: Actor) -> Call:
    actor = a_key(world).api_key.as_actor(ADDRESS)
    return lambda _actor: world.console.transaction_log.page(actor, LogFilter(), 0, 9)


def _used(call: Callable[[Console], object]) -> Prepare:
    def prepare(world: World, _: Actor) -> Call:
        job_tokens(world, a_job(world))
        return lambda _actor: call(world.console)

    return prepare


def _flush(world: World, _: Actor) -> Call:
    job_tokens(world, a_job(world))
    return lambda _actor: world.console.usage.flush()


def _without_codes(world: World, _: Actor) -> Call:
    for actor in (world.admin, world.support, world.member):
        without_codes(world, actor)
    return world.console.second_factors.enrol


def _begun_codes(world: World, _: Actor) -> Call:
    begun = {}
    for actor in (world.admin, world.support, world.member):
        without_codes(world, actor)
        begun[actor.id] = world.console.second_factors.enrol(proved(world, actor))
    return lambda actor: world.console.second_factors.confirm(
        actor, SecretText("000000") if actor.id not in begun else code_of(world, begun[actor.id])
    )


def _with_codes(world: World, _: Actor) -> Call:
    for actor in (world.admin, world.support, world.member):
        without_codes(world, actor)
        with_codes(world, actor)
    return world.console.second_factors.remove


def _person_with_codes(world: World) -> str:
    email = f"codes{next(_numbers)}@quillahue.example"
    world.console.people.create(world.admin, email=email, name="Codes", role=Role.SUPPORT, password=password())
    with_codes(world, world.console.sign_in.operator(email, password()))
    return email


def _second_step(world: World, _: Actor) -> Call:
    email = _person_with_codes(world)
    person = next(person for person, _ in world.console.people.all(world.admin) if person.email == email)
    actor = person.as_actor("", world.clock.now())
    without_codes(world, actor)
    codes = with_codes(world, actor)
    at = world.clock.now()
    return lambda _actor: world.console.sign_in.browser_second(codes.person_id, at, codes.recovery[0], address=ADDRESS)


def _refused(world: World, _: Actor) -> Call:
    world.console.refusals.note(a_refusal())
    return lambda _actor: world.console.refusals.flush()


def _shown_refusal(world: World, _: Actor) -> Call:
    world.console.refusals.note(a_refusal())
    world.console.refusals.flush()
    return lambda actor: world.console.refused_requests.show(actor, 1)


def a_refusal() -> RefusedRequest:
    return RefusedRequest(
        kind=RefusalKind.TOKEN, cause="client_unknown", public_id="fcc_nobody", address=ADDRESS, method="POST",
        path="/oauth/token",
    )  # fmt: skip


def _create_key(console: Console, actor: Actor) -> object:
    return console.api_keys.create(actor, name=fresh("Key"), permission_group="Field work")


def _create_app(console: Console, actor: Actor) -> object:
    return console.consumers.create(
        actor, name=fresh("App"), permission_group="Field work", grant=GrantType.AUTHORIZATION_CODE,
        redirect_uris=[REDIRECT_URI],
    )  # fmt: skip


def _create_person(console: Console, actor: Actor) -> object:
    return console.people.create(
        actor, email=f"new{next(_numbers)}@quillahue.example", name="New", role=Role.MEMBER, password=password()
    )


def _invite(console: Console, actor: Actor) -> object:
    return console.invitations.invite(
        actor, email=f"new{next(_numbers)}@quillahue.example", name="New", role=Role.MEMBER
    )


def _invited(call: Callable[[Console, str], object]) -> Prepare:
    def prepare(world: World, _: Actor) -> Call:
        token = world.console.invitations.reset(world.admin, a_person(world)).token.reveal()
        return lambda _actor: call(world.console, token)

    return prepare


def _create_group(console: Console, actor: Actor) -> object:
    return console.permission_groups.create(actor, name=fresh("Group"), permissions=["items:view"])


def _export(world: World, _: Actor) -> Call:
    path = world.settings.data_dir.parent / f"events-{next(_numbers)}.csv"
    return lambda actor: world.console.audit.export(actor, path)


VERBS: dict[str, Verb] = {
    "what_if.group": Verb(
        Operation.PERMISSION_GROUPS_VIEW,
        _on(a_group, lambda c, a, ref: c.what_if.group(a, ref, permissions=["meters:view"])), 0,
    ),
    "what_if.consumer": Verb(
        Operation.CONSUMERS_VIEW,
        _on(_app_ref, lambda c, a, ref: c.what_if.consumer(a, ref, permissions=["items:view"])), 0,
    ),
    "what_if.api_key": Verb(
        Operation.API_KEYS_VIEW,
        _on(_key_ref, lambda c, a, ref: c.what_if.api_key(a, ref, permissions=["items:view"])), 0,
    ),
    "least_privilege.group": Verb(
        Operation.PERMISSION_GROUPS_VIEW, _on(a_group, lambda c, a, ref: c.least_privilege.group(a, ref)), 0
    ),
    "least_privilege.consumer": Verb(
        Operation.CONSUMERS_VIEW, _on(_app_ref, lambda c, a, ref: c.least_privilege.consumer(a, ref)), 0
    ),
    "least_privilege.api_key": Verb(
        Operation.API_KEYS_VIEW, _on(_key_ref, lambda c, a, ref: c.least_privilege.api_key(a, ref)), 0
    ),
    "permission_groups.create": Verb(Operation.PERMISSION_GROUPS_CREATE, _plain(_create_group), 1),
    "permission_groups.edit": Verb(
        Operation.PERMISSION_GROUPS_EDIT,
        _on(a_group, lambda c, a, ref: c.permission_groups.edit(a, ref, read_only=True)), 1,
    ),
    "permission_groups.all": Verb(Operation.PERMISSION_GROUPS_VIEW, _plain(lambda c, a: c.permission_groups.all(a)), 0),
    "permission_groups.page": Verb(
        Operation.PERMISSION_GROUPS_VIEW, _plain(lambda c, a: c.permission_groups.page(a, ListQuery(), 0, 9)), 0
    ),
    "permission_groups.show": Verb(
        Operation.PERMISSION_GROUPS_VIEW, _on(a_group, lambda c, a, ref: c.permission_groups.show(a, ref)), 0
    ),
    "api_keys.create": Verb(Operation.API_KEYS_CREATE, _plain(_create_key), 1),
    "api_keys.edit": Verb(
        Operation.API_KEYS_EDIT, _on(_key_ref, lambda c, a, ref: c.api_keys.edit(a, ref, owner="Ana")), 1
    ),
    "api_keys.disable": Verb(
        Operation.API_KEYS_DISABLE, _on(_key_ref, lambda c, a, ref: c.api_keys.disable(a, ref)), 1
    ),
    "api_keys.enable": Verb(Operation.API_KEYS_ENABLE, _disabled_key, 1),
    "api_keys.revoke": Verb(Operation.API_KEYS_REVOKE, _on(_key_ref, lambda c, a, ref: c.api_keys.revoke(a, ref)), 1),
    "api_keys.restore": Verb(Operation.API_KEYS_RESTORE, _revoked_key, 1),
    "api_keys.all": Verb(Operation.API_KEYS_VIEW, _plain(lambda c, a: c.api_keys.all(a)), 0),
    "api_keys.show": Verb(
        Operation.API_KEYS_VIEW, _on(_key_ref, lambda c, a, ref: c.api_keys.show(a, ref)), 0
    ),
    "api_keys.page": Verb(Operation.API_KEYS_VIEW, _plain(lambda c, a: c.api_keys.page(a, ListQuery(), 0, 9)), 0),
    "consumers.create": Verb(Operation.CONSUMERS_CREATE, _plain(_create_app), 1),
    "consumers.edit": Verb(
        Operation.CONSUMERS_EDIT, _on(_app_ref, lambda c, a, ref: c.consumers.edit(a, ref, owner="Ana")), 1
    ),
    "consumers.add_redirect_uri": Verb(
        Operation.CONSUMERS_EDIT,
        _on(_app_ref, lambda c, a, ref: c.consumers.add_redirect_uri(a, ref, "https://portal.example/another")), 1,
    ),
    "consumers.disable": Verb(
        Operation.CONSUMERS_DISABLE, _on(_app_ref, lambda c, a, ref: c.consumers.disable(a, ref)), 1
    ),
    "consumers.enable": Verb(Operation.CONSUMERS_ENABLE, _disabled_app, 1),
    "consumers.delete": Verb(
        Operation.CONSUMERS_DELETE, _on(_app_ref, lambda c, a, ref: c.consumers.delete(a, ref)), 1
    ),
    "consumers.restore": Verb(Operation.CONSUMERS_RESTORE, _deleted_app, 1),
    "consumers.all": Verb(Operation.CONSUMERS_VIEW, _plain(lambda c, a: c.consumers.all(a)), 0),
    "consumers.show": Verb(Operation.CONSUMERS_VIEW, _on(_app_ref, lambda c, a, ref: c.consumers.show(a, ref)), 0),
    "consumers.page": Verb(Operation.CONSUMERS_VIEW, _plain(lambda c, a: c.consumers.page(a, ListQuery(), 0, 9)), 0),
    "api_key_secrets.rotate": Verb(
        Operation.API_KEYS_ROTATE, _on(_key_ref, lambda c, a, ref: c.api_key_secrets.rotate(a, ref)), 1
    ),
    "api_key_secrets.extend": Verb(
        Operation.API_KEYS_ROTATE, _on(_rotated_key, lambda c, a, ref: c.api_key_secrets.extend(a, ref, idle_days=9)), 1
    ),
    "api_key_secrets.retire": Verb(Operation.API_KEYS_ROTATE, _retired_key_secret, 1),
    "api_key_secrets.show": Verb(
        Operation.API_KEYS_VIEW, _on(_key_ref, lambda c, a, ref: c.api_key_secrets.show(a, ref)), 0
    ),
    "consumer_secrets.rotate": Verb(
        Operation.CONSUMERS_ROTATE, _on(_app_ref, lambda c, a, ref: c.consumer_secrets.rotate(a, ref)), 1
    ),
    "consumer_secrets.extend": Verb(
        Operation.CONSUMERS_ROTATE,
        _on(_rotated_app, lambda c, a, ref: c.consumer_secrets.extend(a, ref, idle_days=9)), 1,
    ),
    "consumer_secrets.retire": Verb(Operation.CONSUMERS_ROTATE, _retired_app_secret, 1),
    "consumer_secrets.show": Verb(
        Operation.CONSUMERS_VIEW, _on(_app_ref, lambda c, a, ref: c.consumer_secrets.show(a, ref)), 0
    ),
    "credential_tries.of_api_key": Verb(
        Operation.API_KEYS_TRY, _on(_key_ref, lambda c, a, ref: c.credential_tries.of_api_key(a, ref)), 1
    ),
    "credential_tries.of_consumer": Verb(
        Operation.CONSUMERS_TRY, _on(_app_ref, lambda c, a, ref: c.credential_tries.of_consumer(a, ref)), 1
    ),
    "consumer_keys.add": Verb(
        Operation.CONSUMERS_ADD_KEY, _on(_app_ref, lambda c, a, ref: c.consumer_keys.add(a, ref, jwks(Signer()))), 1
    ),
    "consumer_keys.impact": Verb(Operation.CONSUMERS_VIEW, _key_of_app, 0),
    "consumer_keys.retire": Verb(Operation.CONSUMERS_RETIRE_KEY, _app_with_key, 1),
    "usage.consumer_key": Verb(None, _used_key, 0, "statistics in memory"),
    "assertions.proved": Verb(None, _signed_client, 0, "spends the assertion, as nonces are spent"),
    "people.create": Verb(Operation.PEOPLE_CREATE, _plain(_create_person), 1),
    "people.edit": Verb(Operation.PEOPLE_EDIT, _on(a_person, lambda c, a, ref: c.people.edit(a, ref, name="Ana")), 1),
    "people.disable": Verb(Operation.PEOPLE_DISABLE, _on(a_person, lambda c, a, ref: c.people.disable(a, ref)), 1),
    "people.enable": Verb(Operation.PEOPLE_ENABLE, _disabled_person, 1),
    "people.all": Verb(Operation.PEOPLE_VIEW, _plain(lambda c, a: c.people.all(a)), 0),
    "people.change_own_password": Verb(
        Operation.PASSWORD_CHANGE, _plain(lambda c, a: c.people.change_own_password(a, password())), 1
    ),
    "people.page": Verb(Operation.PEOPLE_VIEW, _plain(lambda c, a: c.people.page(a, ListQuery(), 0, 9)), 0),
    "invitations.invite": Verb(Operation.PEOPLE_INVITE, _plain(_invite), 1),
    "invitations.reset": Verb(
        Operation.PEOPLE_RESET_PASSWORD, _on(a_person, lambda c, a, ref: c.invitations.reset(a, ref)), 1
    ),
    "invitations.look": Verb(None, _invited(lambda c, token: c.invitations.look(token)), 0),
    "invitations.take": Verb(None, _invited(lambda c, token: c.invitations.take(token, password())), 1),
    "authorizations.now": Verb(None, _plain(lambda c, _: c.authorizations.now()), 0),
    "authorizations.all": Verb(Operation.AUTHORIZATIONS_VIEW, _plain(lambda c, a: c.authorizations.all(a)), 0),
    "authorizations.page": Verb(
        Operation.AUTHORIZATIONS_VIEW, _plain(lambda c, a: c.authorizations.page(a, ListQuery(), 0, 9)), 0
    ),
    "authorizations.ids": Verb(
        Operation.AUTHORIZATIONS_VIEW, _plain(lambda c, a: c.authorizations.ids(a, ListQuery())), 0
    ),
    "authorizations.facet_values": Verb(
        Operation.AUTHORIZATIONS_VIEW, _plain(lambda c, a: c.authorizations.facet_values(a, "consumer")), 0
    ),
    "authorizations.figures": Verb(Operation.AUTHORIZATIONS_VIEW, _plain(lambda c, a: c.authorizations.figures(a)), 0),
    "authorizations.suspend": Verb(
        Operation.AUTHORIZATIONS_SUSPEND, _on(_authorization_ref, lambda c, a, ref: c.authorizations.suspend(a, ref)), 1
    ),
    "authorizations.resume": Verb(Operation.AUTHORIZATIONS_RESUME, _suspended, 1),
    "authorizations.undo": Verb(Operation.AUTHORIZATIONS_UNDO, _revoked(_authorization_undone), 1),
    "authorization_acts.revoke": Verb(
        Operation.AUTHORIZATIONS_REVOKE,
        _on(_authorization_ref, lambda c, a, ref: c.authorization_acts.revoke(a, one(ref))), 2,
    ),
    "authorization_acts.suspend": Verb(
        Operation.AUTHORIZATIONS_SUSPEND,
        _on(_authorization_ref, lambda c, a, ref: c.authorization_acts.suspend(a, one(ref))), 2,
    ),
    "authorization_acts.resume": Verb(Operation.AUTHORIZATIONS_RESUME, _several_suspended, 2),
    "authorization_acts.undo": Verb(Operation.AUTHORIZATIONS_UNDO, _revoked(_acts_undone), 2),
    "impact.authorizations": Verb(
        Operation.AUTHORIZATIONS_VIEW,
        _on(_authorization_ref, lambda c, a, ref: c.impact.authorizations(a, one(ref))), 0,
    ),
    "impact.consumer": Verb(Operation.CONSUMERS_VIEW, _on(_app_ref, lambda c, a, ref: c.impact.consumer(a, ref)), 0),
    "impact.api_key": Verb(Operation.API_KEYS_VIEW, _on(_key_ref, lambda c, a, ref: c.impact.api_key(a, ref)), 0),
    "impact.consumer_edit": Verb(
        Operation.CONSUMERS_VIEW, _on(_app_ref, lambda c, a, ref: c.impact.consumer_edit(a, ref, networks=[])), 0
    ),
    "impact.api_key_edit": Verb(
        Operation.API_KEYS_VIEW, _on(_key_ref, lambda c, a, ref: c.impact.api_key_edit(a, ref, legacy_basic=False)), 0
    ),
    "consumer_secrets.impact": Verb(
        Operation.CONSUMERS_VIEW, _on(_app_ref, lambda c, a, ref: c.consumer_secrets.impact(a, ref)), 0
    ),
    "api_key_secrets.impact": Verb(
        Operation.API_KEYS_VIEW, _on(_key_ref, lambda c, a, ref: c.api_key_secrets.impact(a, ref)), 0
    ),
    "impact.person": Verb(Operation.PEOPLE_VIEW, _on(a_person, lambda c, a, ref: c.impact.person(a, ref)), 0),
    "proposals.create": Verb(
        Operation.PROPOSALS_CREATE,
        _on(_authorization_ref, lambda c, a, ref: c.proposals.create(a, ref, reason="Leaver")), 1,
    ),
    "proposals.approve": Verb(
        Operation.PROPOSALS_DECIDE, _on(_proposal_ref, lambda c, a, ref: c.proposals.approve(a, ref)), 2
    ),
    "proposals.decline": Verb(
        Operation.PROPOSALS_DECIDE,
        _on(_proposal_ref, lambda c, a, ref: c.proposals.decline(a, ref, answer="In use")), 1,
    ),
    "proposals.all": Verb(Operation.PROPOSALS_VIEW, _plain(lambda c, a: c.proposals.all(a)), 0),
    "proposals.page": Verb(Operation.PROPOSALS_VIEW, _plain(lambda c, a: c.proposals.page(a, ListQuery(), 0, 9)), 0),
    "proposals.number_open": Verb(Operation.PROPOSALS_VIEW, _plain(lambda c, a: c.proposals.number_open(a)), 0),
    "authorizations.revoke": Verb(
        Operation.AUTHORIZATIONS_REVOKE, _on(_authorization_ref, lambda c, a, ref: c.authorizations.revoke(a, ref)), 1
    ),
    "authorizations.own": Verb(Operation.OWN_AUTHORIZATIONS_VIEW, _plain(lambda c, a: c.authorizations.own(a)), 0),
    "authorizations.revoke_own": Verb(Operation.OWN_AUTHORIZATIONS_REVOKE, _revoke_own, 1),
    "authorization_acts.revoke_own": Verb(Operation.OWN_AUTHORIZATIONS_REVOKE, _revoke_all_own, 2),
    "audit.newest": Verb(Operation.AUDIT_VIEW, _plain(lambda c, a: c.audit.newest(a)), 0),
    "audit.page": Verb(Operation.AUDIT_VIEW, _plain(lambda c, a: c.audit.page(a, ListQuery(), 0, 9)), 0),
    "audit.facet_values": Verb(Operation.AUDIT_VIEW, _plain(lambda c, a: c.audit.facet_values(a, "actor")), 0),
    "audit.export": Verb(Operation.AUDIT_EXPORT, _export, 1),
    "audit.verify": Verb(Operation.AUDIT_VERIFY, _plain(lambda c, a: c.audit.verify(a)), 0),
    "preferences.all": Verb(Operation.PREFERENCES_VIEW, _plain(lambda c, a: c.preferences.all(a)), 0),
    "preferences.save": Verb(
        Operation.PREFERENCES_SAVE, _plain(lambda c, a: c.preferences.save(a, "views.audit", fresh("view"))), 0,
        "what a person chose for the own window is no fact about the base",
    ),
    "master_key.rotate": Verb(Operation.MASTER_KEY_ROTATE, _plain(lambda c, a: c.master_key.rotate(a)), 1),
    "audit.check": Verb(Operation.AUDIT_VERIFY, _plain(lambda c, a: c.audit.check(a)), 1),
    "overview.figures": Verb(Operation.OVERVIEW_VIEW, _plain(lambda c, a: c.overview.figures(a)), 0),
    "overview.attention": Verb(Operation.OVERVIEW_VIEW, _plain(lambda c, a: c.overview.attention(a)), 0),
    "usage_figures.per_day": Verb(Operation.USAGE_VIEW, _plain(lambda c, a: c.usage_figures.per_day(a)), 0),
    "usage_figures.per_path": Verb(Operation.USAGE_VIEW, _plain(lambda c, a: c.usage_figures.per_path(a)), 0),
    "usage_figures.of_authorization": Verb(
        Operation.USAGE_VIEW, _plain(lambda c, a: c.usage_figures.of_authorization(a, 1, None)), 0
    ),
    "refused_requests.page": Verb(
        Operation.REFUSALS_VIEW, _plain(lambda c, a: c.refused_requests.page(a, ListQuery(), 0, 9)), 0
    ),
    "refused_requests.facet_values": Verb(
        Operation.REFUSALS_VIEW, _plain(lambda c, a: c.refused_requests.facet_values(a, "cause")), 0
    ),
    "refused_requests.show": Verb(Operation.REFUSALS_VIEW, _shown_refusal, 0),
    "request_doctor.explain": Verb(
        Operation.REFUSALS_VIEW, _plain(lambda c, a: c.request_doctor.explain(a, "Bearer fca_x")), 0
    ),
    "sign_in.operator": Verb(None, _plain(lambda c, _: c.sign_in.operator(MEMBER_EMAIL, password())), 1),
    "sign_in.browser": Verb(
        None, _plain(lambda c, _: c.sign_in.browser(MEMBER_EMAIL, password(), address=ADDRESS)), 1
    ),
    "sign_in.browser_second": Verb(None, _second_step, 1),
    "second_factors.state": Verb(Operation.TOTP_VIEW, _plain(lambda c, a: c.second_factors.state(a)), 0),
    "second_factors.enrol": Verb(Operation.TOTP_ENROL, _without_codes, 1),
    "second_factors.confirm": Verb(Operation.TOTP_ENROL, _begun_codes, 1),
    "second_factors.remove": Verb(Operation.TOTP_REMOVE, _with_codes, 1),
    "second_factors.note_those_who_have": Verb(
        None, _plain(lambda c, _: c.second_factors.note_those_who_have()), 0, "it says again what an event said before"
    ),
    "second_factors.reset": Verb(
        Operation.PEOPLE_RESET_TOTP, _on(_person_with_codes, lambda c, a, ref: c.second_factors.reset(a, ref)), 1
    ),
    "company_sign_in.enter": Verb(
        None, _plain(lambda c, _: c.company_sign_in.enter(ProvenEmail(MEMBER_EMAIL, ISSUER), address=ADDRESS)), 1
    ),
    "company_sign_in.refused": Verb(
        None, _plain(lambda c, _: c.company_sign_in.refused("id_token", address=ADDRESS)), 1
    ),
    "company_sign_in.now": Verb(None, _plain(lambda c, _: c.company_sign_in.now()), 0),
    "sign_in.lock": Verb(Operation.LOCK, _plain(lambda c, a: c.sign_in.lock(a, "asked")), 1),
    "sign_in.unlock": Verb(None, _plain(lambda c, a: c.sign_in.unlock(a, password())), 1),
    "sign_in.prove": Verb(None, _plain(lambda c, a: c.sign_in.prove(a, password())), 0),
    "sign_in.leave": Verb(Operation.SIGN_OUT, _plain(lambda c, a: c.sign_in.leave(a)), 1),
    "sign_in.session": Verb(None, _session, 0, "when a session was last seen is no fact that people audit"),
    "sign_in.sign_out": Verb(Operation.SIGN_OUT, _sign_out, 1),
    "sign_in.sign_out_everywhere": Verb(Operation.SESSIONS_END, _sign_out_everywhere, 1),
    "consent.consumer": Verb(None, _asking(lambda c, _, app: c.consent.consumer(app.consumer.client_id)), 0),
    "consent.offer": Verb(Operation.CONSENT, _asking(lambda c, a, app: c.consent.offer(a, request_for(app))), 0),
    "consent.allow": Verb(Operation.CONSENT, _asking(lambda c, a, app: c.consent.allow(a, request_for(app))), 1),
    "consent.decline": Verb(
        Operation.CONSENT, _asking(lambda c, a, app: c.consent.decline(a, app.consumer.client_id)), 1
    ),
    "pushed_requests.push": Verb(None, _pushing, 0, "what comes of a pushed request is the event"),
    "pushed_requests.open": Verb(None, _opening, 0, "as above"),
    "pushed_requests.check_way": Verb(
        None, _asking(lambda c, _, app: c.pushed_requests.check_way(app.consumer, pushed=False)), 0
    ),
    "device_grants.start": Verb(None, _starting, 0, "what comes of it is the event"),
    "device_grants.enter": Verb(Operation.CONSENT, _entering, 0, "the decision is the event"),
    "device_grants.allow": Verb(Operation.CONSENT, _entered(lambda c, a, code: c.device_grants.allow(a, code)), 1),
    "device_grants.deny": Verb(Operation.CONSENT, _entered(lambda c, a, code: c.device_grants.deny(a, code)), 1),
    "device_grants.fetch": Verb(None, _fetching, 1),
    "offered_ways.names": Verb(None, _plain(lambda c, _: c.offered_ways.names()), 0),
    "tokens.exchange_code": Verb(None, _exchange, 1),
    "tokens.refresh": Verb(None, _refresh, 1),
    "tokens.client_credentials": Verb(None, _client_credentials, 1),
    "tokens.revoke": Verb(
        None, _with_token(lambda w, app, t: w.console.tokens.revoke(presented(app), token=t, address=ADDRESS)), 1
    ),
    "introspection.introspect": Verb(
        None,
        _with_token(lambda w, app, t: w.console.introspection.introspect(presented(app), token=t, address=ADDRESS)), 0,
    ),
    "bearer.check": Verb(
        None, _with_token(lambda w, _, t: w.console.bearer.check(t.reveal(), address=ADDRESS, path="/")), 0
    ),
    "hawk.check": Verb(None, _hawk, 0, "a nonce used up protects the service; requests are records, not events"),
    "basic.check": Verb(None, _basic, 1),
    "transaction_log.page": Verb(None, _transactions, 0),
    "housekeeping.step": Verb(
        None, _plain(lambda c, _: c.housekeeping.step()), 0, "what is dropped had ended already"
    ),
    "usage.secret": Verb(
        None, _used(lambda c: c.usage.secret(1, c.authorizations.now(), ADDRESS, "/")), 0, "statistics in memory"
    ),
    "usage.authorization": Verb(
        None, _used(lambda c: c.usage.authorization(1, c.authorizations.now(), ADDRESS, "/")), 0, "statistics in memory"
    ),
    "usage.request": Verb(
        None, _plain(lambda c, _: c.usage.request(("consumer", 1), None, "GET", "/api/items")), 0,
        "statistics in memory",
    ),
    "refusals.note": Verb(
        None, _plain(lambda c, _: c.refusals.note(a_refusal())), 0, "gathered in memory; a refusal is no event"
    ),
    "refusals.flush": Verb(None, _refused, 0, "refusals are records of their own, not events"),
    "usage.flush": Verb(None, _flush, 0, "statistics, and the only thing a crash may lose"),
}  # fmt: skip

OPERATOR_VERBS = {name: verb for name, verb in VERBS.items() if verb.operation is not None}

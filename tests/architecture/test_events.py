"""Every verb that changes something writes its events, and no verb can be forgotten here.

One change is one event; an act on several writes one for each and one for the whole.
"""

import inspect
from collections.abc import Iterator
from dataclasses import fields
from functools import cached_property

import pytest

from fracttal_console.bootstrap import Console
from fracttal_console.bootstrap.gateway_services import GatewayServices
from tests.services.calls import NOT_SERVICES, SERVICES, VERBS
from tests.services.walks import dump, events
from tests.support import World

WORDS_ONLY = {
    "audit.check",
    "audit.export",
    "basic.check",
    "credential_tries.of_api_key",
    "credential_tries.of_consumer",
    "consent.decline",
    "company_sign_in.refused",
    "sign_in.operator",
    "sign_in.lock",
    "sign_in.unlock",
    "sign_in.leave",
}


def public_verbs(console: Console) -> Iterator[str]:
    for service in SERVICES:
        kind = type(getattr(console, service))
        for name, _ in inspect.getmembers(kind, callable):
            if not name.startswith("_"):
                yield f"{service}.{name}"


def test_every_part_of_a_console_is_a_service_or_its_reason_is_given() -> None:
    late = {name for name, part in vars(GatewayServices).items() if isinstance(part, cached_property)}
    assert {field.name for field in fields(Console)} | late == set(SERVICES) | set(NOT_SERVICES)


def test_every_public_verb_of_the_services_stands_in_the_table(world: World) -> None:
    assert set(public_verbs(world.console)) == set(VERBS)


def test_bookkeeping_writes_no_event_and_says_why() -> None:
    named = {name for name, verb in VERBS.items() if verb.bookkeeping}
    assert named == {
        "hawk.check", "sign_in.session", "housekeeping.step", "usage.secret", "usage.authorization", "usage.flush",
        "preferences.save", "usage.request", "refusals.note", "refusals.flush", "assertions.proved",
        "second_factors.note_those_who_have", "usage.consumer_key", "pushed_requests.push",
        "pushed_requests.open", "device_grants.start", "device_grants.enter",
    }  # fmt: skip
    assert all(VERBS[name].events == 0 for name in named)


@pytest.mark.parametrize("name", VERBS)
def test_a10_07_a_verb_writes_its_events_where_it_changes_something_and_else_none(world: World, name: str) -> None:
    verb = VERBS[name]
    call = verb.prepare(world, world.member)
    before, known = dump(world.settings.database_path), events(world)
    call(world.member if verb.operation is not None and verb.operation.startswith("own_") else world.admin)
    now = events(world)
    assert now[verb.events :] == known
    assert world.console.audit.verify(world.admin).broken_at is None
    changed = dump(world.settings.database_path) != before
    if not verb.bookkeeping and name not in WORDS_ONLY:
        # those change nothing: that a person said no, came or went is the fact
        assert changed is (verb.events > 0)

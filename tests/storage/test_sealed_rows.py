"""Sealed rows: whatever is changed with a database editor, the next use refuses and nobody gets in."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fracttal_console.domain.errors import BaseUnreadable, ConsoleError, RowTampered
from fracttal_console.storage.repositories import Repositories
from fracttal_console.storage.schema import metadata
from tests.services.walks import (
    ADDRESS,
    AUDIENCE,
    FullBase,
    basic_call,
    exchange,
    hawk_call,
    may_now,
    pushed,
    raw,
    refreshed,
    signing_client,
)
from tests.support import MEMBER_EMAIL, SUPPORT_EMAIL, World, password, presented

SEALED = sorted(table.name for table in metadata.sorted_tables if "mac" in table.columns and table.name != "chain_head")

UNSEALED = {
    "preferences": "what people chose for their own windows decides about nothing",
    "base": "the wrapped keys and the key check prove it",
    "wrapped_keys": "authenticated encryption, bound to base and kind",
    "id_counters": "decides about no access",
    "secret_uses": "statistics",
    "secret_hours": "statistics",
    "authorization_uses": "statistics",
    "usage_days": "statistics",
    "usage_hours": "statistics",
    "refusals": "decides about no access",
    "hawk_nonces": "only ever refuses",
    "hawk_nonce_count": "only ever refuses",
    "assertion_ids": "only ever refuses",
    "consumer_key_uses": "statistics",
    "code_guesses": "only ever refuses",
    "code_sessions": "only ever ends",
    "proofs_seen": "only ever refuses",
    "sign_in_attempts": "only ever refuses",
    "totp_steps": "only ever refuses",
    "events": "the chain",
}

ATTEMPTS: dict[str, tuple[str, ...]] = {
    "access_tokens": ("bearer",),
    "refresh_tokens": ("refresh",),
    "authorization_codes": ("code",),
    "authorizations": ("bearer", "refresh", "code"),
    "oauth_consumers": ("bearer", "refresh", "code"),
    "permission_groups": ("bearer", "refresh", "hawk"),
    "people": ("bearer", "refresh", "session", "password"),
    "secrets": ("refresh", "hawk"),
    "api_keys": ("hawk", "basic"),
    "api_key_options": ("basic",),
    "consumer_keys": ("signed",),
    "consumer_methods": ("signed",),
    "browser_sessions": ("session",),
    "revocations": ("undo",),
    "proposals": ("decline",),
    "totp": ("second step",),
    "recovery_codes": ("second step",),
    "invitations": ("link",),
    "rotations": ("retire",),
    "consumer_switches": ("push",),
    "pushed_requests": ("pushed request",),
    "device_grants": ("device",),
}

# where the very column by which a row is looked up was changed, the row is not found, which is a refusal as well
LOOKED_UP_BY = {
    ("access_tokens", "digest"), ("refresh_tokens", "digest"), ("authorization_codes", "digest"),
    ("browser_sessions", "digest"), ("recovery_codes", "digest"), ("invitations", "digest"),
    ("consumer_keys", "consumer_id"), ("consumer_methods", "consumer_id"),
    ("pushed_requests", "digest"), ("device_grants", "digest"), ("consumer_switches", "consumer_id"),
    ("authorizations", "id"), ("oauth_consumers", "id"),
    ("oauth_consumers", "client_id"),
    ("permission_groups", "id"), ("people", "id"), ("people", "email"), ("secrets", "consumer_id"),
    ("secrets", "api_key_id"), ("api_keys", "key_id"), ("api_keys", "id"), ("api_key_options", "api_key_id"),
    ("revocations", "authorization_id"), ("proposals", "id"),
}  # fmt: skip

COLUMNS = [
    (table.name, column.name) for table in metadata.sorted_tables if table.name in SEALED for column in table.columns
]


def attempts(world: World, full: FullBase) -> dict[str, Callable[[], object]]:
    return {
        "bearer": lambda: may_now(world.console, full.tokens.access_token),
        "refresh": lambda: refreshed(world, full.portal, full.tokens.refresh_token),
        "code": lambda: exchange(world, full.portal, full.code),
        "hawk": lambda: world.console.hawk.check(hawk_call(world, full.key)),
        "basic": lambda: world.console.basic.check(basic_call(full.key)),
        "signed": lambda: signed(world, full),
        "retire": lambda: world.console.housekeeping.step() + 1,
        "session": lambda: world.console.sign_in.session(full.cookie.reveal()),
        "undo": lambda: world.console.authorizations.undo(world.admin, full.revoked),
        "decline": lambda: world.console.proposals.decline(world.admin, full.proposal, answer="It is in use"),
        "second step": lambda: world.console.sign_in.operator(SUPPORT_EMAIL, password(), code=full.recovery_code),
        "push": lambda: pushed(world, full.portal),
        "pushed request": lambda: world.console.pushed_requests.open(full.portal.consumer, full.pushed.reveal()),
        "device": lambda: world.console.device_grants.fetch(
            presented(full.portal), device_code=full.device.device_code, address=ADDRESS
        ),
        "link": lambda: world.console.invitations.look(full.link.reveal()),
        "password": lambda: world.console.sign_in.operator(MEMBER_EMAIL, password()),
    }


def signed(world: World, full: FullBase) -> object:
    client = world.console.assertions.proved(signing_client(world, full.signing.consumer.client_id), {AUDIENCE})
    return world.console.tokens.client_credentials(client, scope="", address=ADDRESS)


def spoil(connection: sqlite3.Connection, table: str, column: str) -> None:
    """Change one column in every row of a table, whatever its type."""
    connection.execute("PRAGMA ignore_check_constraints=ON")
    connection.execute(
        f"UPDATE {table} SET {column} = CASE typeof({column})"  # noqa: S608  # names of our own tables
        f" WHEN 'integer' THEN {column} + 1000 WHEN 'text' THEN {column} || 'x'"
        f" WHEN 'blob' THEN CAST(substr({column}, 1, length({column}) - 1) || x'5a5b' AS BLOB)"
        " ELSE 1 END"
    )


def everything(repositories: Repositories, connection: sqlite3.Connection, table: str) -> Iterator[object]:
    """Read every row of a table through its repository, by the digest or owner it has in the file now."""
    lists = {
        "permission_groups": repositories.permission_groups,
        "people": repositories.people,
        "api_keys": repositories.api_keys,
        "oauth_consumers": repositories.consumers,
        "authorizations": repositories.authorizations,
        "proposals": repositories.proposals,
        "totp": repositories.totps,
        "rotations": repositories.rotations,
    }
    finds = {
        "authorization_codes": repositories.codes,
        "access_tokens": repositories.access_tokens,
        "refresh_tokens": repositories.refresh_tokens,
        "browser_sessions": repositories.sessions,
        "recovery_codes": repositories.recovery_codes,
        "invitations": repositories.invitations,
        "pushed_requests": repositories.pushed_requests,
        "device_grants": repositories.device_grants,
    }
    by_consumer: dict[str, Callable[[int], object]] = {
        "consumer_keys": repositories.consumer_keys.of_consumer,
        "consumer_methods": repositories.consumer_methods.of,
        "consumer_switches": repositories.consumer_switches.of,
    }
    if table in lists:
        yield from lists[table].all()  # type: ignore[attr-defined]
    elif table in finds:
        for (digest,) in connection.execute(f"SELECT digest FROM {table}"):  # noqa: S608
            yield finds[table].find(digest)  # type: ignore[attr-defined]
    elif table == "api_key_options":
        yield from repositories.api_key_options.among(
            number for (number,) in connection.execute("SELECT api_key_id FROM api_key_options")
        ).values()
    elif table == "revocations":
        for (authorization_id,) in connection.execute("SELECT authorization_id FROM revocations"):
            yield repositories.revocations.find(authorization_id)
    elif table in by_consumer:
        for (consumer_id,) in connection.execute(f"SELECT consumer_id FROM {table}"):  # noqa: S608
            yield by_consumer[table](consumer_id)
    else:
        for consumer_id, api_key_id in connection.execute("SELECT consumer_id, api_key_id FROM secrets"):
            yield from repositories.secrets.of_consumer(consumer_id)
            yield from repositories.secrets.of_api_key(api_key_id)


def test_every_table_is_sealed_or_its_reason_is_given() -> None:
    assert set(SEALED) == set(ATTEMPTS)
    assert set(SEALED) | set(UNSEALED) | {"chain_head"} == set(metadata.tables)


def test_an_untouched_copy_lets_everybody_in(full_base: FullBase, tmp_path: Path) -> None:
    with full_base.copied(tmp_path) as copy:
        with raw(copy.path) as connection:
            for table in SEALED:
                assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() != (0,)  # noqa: S608
        world = copy.open()
        with world.console.store.looking_up() as repositories, raw(copy.path) as connection:
            for table in SEALED:
                assert list(everything(repositories, connection, table))
        for attempt in attempts(world, full_base).values():
            assert attempt()


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_changed_column_is_noticed_on_the_next_use_and_lets_nobody_in(
    full_base: FullBase, tmp_path: Path, table: str, column: str
) -> None:
    with full_base.copied(tmp_path) as copy, raw(copy.path) as connection:
        spoil(connection, table, column)
        world = copy.open()
        with world.console.store.looking_up() as repositories, pytest.raises(RowTampered) as tampered:
            list(everything(repositories, connection, table))
        assert tampered.value.params["table"] == table
        by_name = attempts(world, full_base)
        wanted: type[ConsoleError] = ConsoleError if (table, column) in LOOKED_UP_BY else RowTampered
        for name in ATTEMPTS[table]:
            with pytest.raises(wanted):
                by_name[name]()


@pytest.mark.parametrize("table", SEALED)
def test_a_text_that_is_none_ends_in_a_known_error(full_base: FullBase, tmp_path: Path, table: str) -> None:
    texts = {
        "browser_sessions": "seen_at", "secrets": "hint", "people": "name", "api_keys": "name", "revocations": "before",
        "proposals": "reason", "invitations": "created_by", "totp": "sealed", "recovery_codes": "mac",
        "rotations": "started_by", "api_key_options": "mac", "consumer_switches": "par", "pushed_requests": "query",
        "consumer_keys": "jwk", "consumer_methods": "method",
    }  # fmt: skip
    column = texts.get(table, "permissions" if "permissions" in metadata.tables[table].columns else "name")
    with full_base.copied(tmp_path) as copy, raw(copy.path) as connection:
        connection.execute(f"UPDATE {table} SET {column} = CAST(x'ff' AS TEXT)")  # noqa: S608
        world = copy.open()
        for name in ATTEMPTS[table]:
            with pytest.raises((BaseUnreadable, RowTampered)):
                attempts(world, full_base)[name]()


@pytest.mark.parametrize("table", SEALED)
def test_a_change_while_the_base_is_open_is_noticed_although_the_row_was_read_before(
    full_base: FullBase, tmp_path: Path, table: str
) -> None:
    with full_base.copied(tmp_path) as copy, raw(copy.path) as connection:
        world = copy.open()
        for _ in range(2):
            with world.console.store.looking_up() as repositories:
                assert list(everything(repositories, connection, table))
        spoil(connection, table, "permissions" if table in {"access_tokens", "authorizations"} else "mac")
        with world.console.store.looking_up() as repositories, pytest.raises(RowTampered):
            list(everything(repositories, connection, table))


@pytest.mark.parametrize(
    ("statement", "attempt"),
    [
        ("UPDATE permission_groups SET permissions = permissions || ' personnel:delete'", "bearer"),
        ("UPDATE people SET role = 'super_admin'", "password"),
        ("UPDATE people SET password_hash = (SELECT password_hash FROM people WHERE id = 1)", "password"),
        ("UPDATE authorizations SET expires_at = NULL", "bearer"),
        ("UPDATE access_tokens SET authorization_id = (SELECT min(id) FROM authorizations WHERE person_id IS NULL)",
         "bearer"),
        ("UPDATE browser_sessions SET person_id = 1", "session"),
        ("DELETE FROM totp", "second step"),
        ("UPDATE totp SET confirmed_at = NULL", "second step"),
        ("UPDATE api_keys SET networks = '[\"0.0.0.0/0\"]'", "hawk"),
        ("UPDATE secrets SET sealed = (SELECT sealed FROM secrets WHERE sealed IS NOT NULL), api_key_id = 1, "  # noqa: ISC004
         "digest = NULL, consumer_id = NULL", "hawk"),
    ],
)  # fmt: skip
def test_access_cannot_be_widened_with_a_database_editor(
    full_base: FullBase, tmp_path: Path, statement: str, attempt: str
) -> None:
    with full_base.copied(tmp_path) as copy, raw(copy.path) as connection:
        connection.execute(statement)
        with pytest.raises(RowTampered):
            attempts(copy.open(), full_base)[attempt]()


def test_the_seal_of_one_row_is_no_good_for_another_nor_for_another_table(full_base: FullBase, tmp_path: Path) -> None:
    with full_base.copied(tmp_path) as copy, raw(copy.path) as connection:
        first, second = connection.execute("SELECT id, mac FROM people ORDER BY id LIMIT 2").fetchall()
        connection.execute("UPDATE people SET mac = ? WHERE id = ?", (second[1], first[0]))
        world = copy.open()
        with world.console.store.looking_up() as repositories, pytest.raises(RowTampered):
            repositories.people.get(first[0])


@pytest.mark.parametrize("kind", ["master", "recovery"])
def test_a_wrapped_key_cannot_be_passed_off_as_another(full_base: FullBase, tmp_path: Path, kind: str) -> None:
    with full_base.copied(tmp_path) as copy, raw(copy.path) as connection:
        connection.execute(
            "UPDATE wrapped_keys SET wrapped = (SELECT wrapped FROM wrapped_keys WHERE kind = ?)", (kind,)
        )
        if kind == "master":
            copy.open()  # the master key's own row is whole
        else:
            with pytest.raises(ConsoleError, match="master_key_wrong"):
                copy.open()


@pytest.mark.parametrize("column", ["base_id", "key_check"])
def test_a_base_row_that_was_changed_does_not_open(full_base: FullBase, tmp_path: Path, column: str) -> None:
    with full_base.copied(tmp_path) as copy, raw(copy.path) as connection:
        spoil(connection, "base", column)
        with pytest.raises(ConsoleError, match="master_key_wrong"):
            copy.open()

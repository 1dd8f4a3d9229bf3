"""Rows are read once until somebody writes them: whoever writes, and however it ends."""

# ruff: noqa: PT012  # what is raised at the end of a use case is what is tested

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.credentials import CredentialStatus
from fracttal_console.storage import schema
from fracttal_console.storage.remembered import MOST_OF_A_TABLE, UNKNOWN, Remembered
from fracttal_console.storage.repositories import Repositories
from tests.support import World


@contextmanager
def said(repositories: Repositories) -> Iterator[list[str]]:
    """Give what is said to the database meanwhile on the connection of these repositories."""
    driver: Any = repositories.consumers._connection._driver
    statements: list[str] = []
    driver.set_trace_callback(statements.append)
    yield statements
    driver.set_trace_callback(None)


def statuses(world: World, ref: str) -> CredentialStatus:
    with world.console.use_cases.look_up() as repositories:
        found = repositories.consumers.with_client_id(ref)
        assert found is not None
        return found.status


def test_a_row_is_read_once_while_nobody_writes(world: World) -> None:
    ref = world.job("Bodega").consumer.client_id
    with world.console.use_cases.look_up() as repositories:
        first = repositories.consumers.with_client_id(ref)
    with said(repositories) as statements, world.console.use_cases.look_up() as again:
        assert again.consumers.with_client_id(ref) == first
    assert statements == ["BEGIN", "PRAGMA data_version", "ROLLBACK"]
    with said(repositories) as statements, world.console.use_cases.look_up() as again:
        assert again.consumers.with_client_id("fcc_nobody") is None
        assert again.consumers.with_client_id("fcc_nobody") is None
    assert sum("oauth_consumers" in statement for statement in statements) == 1


def test_what_another_connection_commits_is_seen_by_the_next_look_up(world: World) -> None:
    ref = world.job("Bodega").consumer.client_id
    assert statuses(world, ref) is CredentialStatus.ACTIVE
    world.console.consumers.disable(world.admin, ref)
    assert statuses(world, ref) is CredentialStatus.DISABLED
    world.console.consumers.enable(world.admin, ref)
    assert statuses(world, ref) is CredentialStatus.ACTIVE
    with sqlite3.connect(world.settings.database_path) as other:
        other.execute("UPDATE oauth_consumers SET client_id = 'fcc_other'")
    with world.console.use_cases.look_up() as repositories:
        assert repositories.consumers.with_client_id(ref) is None


def test_a_look_up_sees_one_state_to_its_end(world: World) -> None:
    ref = world.job("Bodega").consumer.client_id
    with world.console.use_cases.look_up() as repositories:
        world.console.consumers.disable(world.admin, ref)
        found = repositories.consumers.with_client_id(ref)
    assert found is not None
    assert found.status is CredentialStatus.ACTIVE
    assert statuses(world, ref) is CredentialStatus.DISABLED


def test_a_writer_sees_what_it_wrote_and_what_it_undid(world: World) -> None:
    ref = world.job("Bodega").consumer.client_id
    use_cases = world.console.use_cases
    with use_cases.batch():
        with use_cases.begin(world.admin, Operation.CONSUMERS_EDIT) as work:
            found = work.consumers.with_client_id(ref)
            assert found is not None
            work.consumers.save(replace(found, name="Taller"))
            assert work.consumers.get(found.id).name == "Taller"
        with pytest.raises(ZeroDivisionError), use_cases.begin(world.admin, Operation.CONSUMERS_EDIT) as work:
            work.consumers.save(replace(work.consumers.get(found.id), name="Nadie"))
            assert work.consumers.get(found.id).name == "Nadie"
            raise ZeroDivisionError
        with use_cases.begin(world.admin, Operation.CONSUMERS_EDIT) as work:
            assert work.consumers.get(found.id).name == "Taller"
    with pytest.raises(ZeroDivisionError), use_cases.batch():
        with use_cases.begin(world.admin, Operation.CONSUMERS_EDIT) as work:
            work.consumers.save(replace(work.consumers.get(found.id), name="Nadie"))
            assert work.consumers.get(found.id).name == "Nadie"
        raise ZeroDivisionError
    with use_cases.begin(world.admin, Operation.CONSUMERS_EDIT) as work:
        assert work.consumers.get(found.id).name == "Taller"


def test_a_statement_made_at_run_time_leaves_nothing_known(world: World) -> None:
    ref = world.job("Bodega").consumer.client_id
    with pytest.raises(ZeroDivisionError), world.console.use_cases.begin(
        world.admin, Operation.CONSUMERS_EDIT
    ) as work:  # fmt: skip
        found = work.consumers.with_client_id(ref)
        assert found is not None
        rows = schema.oauth_consumers
        work.consumers._connection.execute(update(rows).where(rows.c.id == found.id).values(client_id="fcc_other"))
        assert work.consumers.with_client_id(ref) is None
        raise ZeroDivisionError


def test_what_is_known_has_an_end() -> None:
    remembered = Remembered()
    for number in range(MOST_OF_A_TABLE + 1):
        remembered.keep(schema.secrets, (number,), None)
    assert remembered.get(schema.secrets, (MOST_OF_A_TABLE,)) is None
    assert remembered.get(schema.secrets, (0,)) is UNKNOWN

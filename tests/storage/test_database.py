"""The SQLite database: settings in force, and tables that are what the migrations make."""

import re
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from fracttal_console.storage import migrate
from fracttal_console.storage.database import Database
from fracttal_console.storage.schema import metadata
from tests.services.walks import raw
from tests.support import World

APPLICATION_ID = 0x46435342

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "auto_vacuum": 2,
    "application_id": APPLICATION_ID,
    "busy_timeout": 20_000,
    "temp_store": 2,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "encoding": "UTF-8",
}


@pytest.mark.parametrize("pragma", PRAGMAS)
def test_every_connection_has_the_settings_in_force(world: World, pragma: str) -> None:
    database = Database.open(world.settings.database_path)
    statement = text(f"PRAGMA {pragma}")
    with database.reading() as connection:
        assert connection.execute(statement).scalar() == PRAGMAS[pragma]
    kept = database.keep_connection()
    assert kept.execute(statement).scalar() == PRAGMAS[pragma]
    kept.close()
    database.close()


def test_the_marks_of_a_base_stand_in_the_file_itself(world: World) -> None:
    world.console.close()
    head = world.settings.database_path.read_bytes()[:100]
    assert int.from_bytes(head[68:72]) == APPLICATION_ID
    assert int.from_bytes(head[64:68]) == 1  # incremental vacuum
    assert int.from_bytes(head[52:56]) > 0  # which only a file with auto_vacuum has
    with raw(world.settings.database_path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_tables_of_the_program_are_what_the_migrations_make(world: World) -> None:
    database = Database.open(world.settings.database_path)
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.close()


def test_tables_and_indexes_are_the_same_text_whichever_way_they_were_made(world: World) -> None:
    world.console.close()

    def parts(sql: str) -> list[str]:
        return sorted(
            re.sub(r"\s+", " ", part).strip(" ()") for part in re.split(r",\s*\n|\n", sql) if part.strip(" ()")
        )

    query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
    with raw(world.settings.database_path) as connection:
        migrated = {name: parts(sql) for name, sql in connection.execute(query)}
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.connect() as connection_:
        made = {name: parts(sql) for name, sql in connection_.execute(text(query))}
    engine.dispose()
    assert migrated == made


def test_the_newest_migration_is_the_one_the_program_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [migrate.HEAD]
    assert {revision.revision for revision in script.walk_revisions()} == migrate.KNOWN


def test_a_reader_sees_one_state_and_every_look_up_the_newest(world: World) -> None:
    store, groups = world.console.store, world.console.permission_groups
    with store.looking_up() as looking:
        before = len(looking.permission_groups.all())
    with store.reading() as reading:
        assert len(reading.permission_groups.all()) == before
        groups.create(world.admin, name="New", permissions=["items:view"])
        assert len(reading.permission_groups.all()) == before
        with store.looking_up() as looking:
            assert len(looking.permission_groups.all()) == before + 1


def test_a_look_up_that_fails_does_not_hold_its_snapshot(world: World) -> None:
    store = world.console.store
    with pytest.raises(KeyError), store.looking_up() as looking:  # noqa: PT012
        looking.permission_groups.all()
        raise KeyError
    world.console.permission_groups.create(world.admin, name="New", permissions=["items:view"])
    with store.looking_up() as looking:
        assert looking.permission_groups.named("new") is not None


def test_tokens_stay_when_their_tables_are_made_anew(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'older.sqlite'}")
    tokens = [(bytes([n]) * 32, n, b"f" if n % 2 else None, "items:view", 100 - n, 200, b"seal") for n in range(1, 6)]
    with engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, "rotations")
        for token in tokens:
            connection.exec_driver_sql("INSERT INTO access_tokens VALUES (?, ?, ?, ?, ?, ?, ?)", token)
        connection.commit()
        command.upgrade(config, "head")
        kept = connection.exec_driver_sql("SELECT * FROM access_tokens ORDER BY rowid").all()
    engine.dispose()
    assert [tuple(row) for row in kept] == list(reversed(tokens))  # in the order in which they were issued

"""Bring the tables of a base up to what this version knows; Alembic is loaded only when there is something to do."""

from pathlib import Path

from sqlalchemy import Connection

HEAD = "attempts_by_age"
KNOWN = frozenset(
    {
        "0001",
        "0002",
        "requests",
        "revocations",
        "proposals",
        "identity",
        "preferences",
        "search",
        "rotations",
        "token_rows",
        "profiles",
        "consumer_keys",
        "grants",
        "code_guesses",
        "usage_hours",
        "code_sessions",
        HEAD,
    }
)


def upgrade(connection: Connection) -> None:
    """Run every migration that the base has not seen, all in one transaction."""
    from alembic import command  # noqa: PLC0415  # 150 ms that a base with nothing to upgrade need not pay
    from alembic.config import Config  # noqa: PLC0415  # as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")

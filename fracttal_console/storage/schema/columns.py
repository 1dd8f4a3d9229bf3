"""Kinds of columns, and the one collection of all tables."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, MetaData, Text, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# milliseconds need 64 bits on PostgreSQL; on SQLite only INTEGER makes a primary key the row id itself
INTEGER = BigInteger().with_variant(Integer, "sqlite")


# conditions of partial indexes: a query must say them in the same words, or the index is of no use to it
LIVE = text("status IN ('active', 'disabled')")
NOT_REVOKED = text("status <> 'revoked'")


def text_column(name: str, *, null: bool = False) -> Column[str]:
    """Return a column of text."""
    return Column(name, Text, nullable=null)


def integer(name: str, *, null: bool = False) -> Column[int]:
    """Return a column of whole numbers: moments in milliseconds, counts, flags."""
    return Column(name, INTEGER, nullable=null)


def blob(name: str, *, null: bool = False) -> Column[bytes]:
    """Return a column of bytes."""
    return Column(name, LargeBinary, nullable=null)


def id_column() -> Column[int]:
    """Return the column of the number by which a row is known."""
    return Column("id", INTEGER, primary_key=True, autoincrement=False)


def digest() -> Column[bytes]:
    """Return the column of the digest by which a row is known."""
    return Column("digest", LargeBinary, primary_key=True)


def reference(name: str, target: str, *, null: bool = False, primary: bool = False) -> Column[int]:
    """Return a column that points to a row of another table."""
    return Column(name, INTEGER, ForeignKey(f"{target}.id"), nullable=null, primary_key=primary, autoincrement=False)

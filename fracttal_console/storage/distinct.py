"""The texts of an indexed column, each once."""

from typing import Any

from sqlalchemy import Column, func, select

from fracttal_console.storage.prepared import Executor


def distinct_texts(connection: Executor, column: Column[str]) -> list[str]:
    """Return the texts of a column that an index begins with, sorted.

    It jumps from one text to the next along the index: the cost goes with the number of texts, not of rows.
    """
    first: Any = select(func.min(column).label("text")).cte("texts", recursive=True)
    following = select(func.min(column)).where(column > first.c.text).scalar_subquery()
    texts = first.union_all(select(following).where(first.c.text.is_not(None)))
    return list(connection.execute(select(texts.c.text).where(texts.c.text.is_not(None))).scalars())

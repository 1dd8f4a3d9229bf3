"""Requests that credentials made, counted as the gateway counts them."""

from datetime import datetime
from typing import Any

from fracttal_console.bootstrap import Console
from fracttal_console.domain.usage import NOBODY, Counted, Requests, day_of


def made_requests(
    console: Console, now: datetime, credential: Any, path: str, accepted: int, *, person: int = NOBODY,  # noqa: ANN401
    days_ago: int = 0, refused: int = 0,
) -> None:  # fmt: skip
    """Count requests of an API key or consumer on a day."""
    counted = Counted(day_of(now) - days_ago, str(credential.kind), credential.id, person, path)
    with console.use_cases.keep_books() as work:
        work.usage_days.add({counted: Requests(accepted, refused)})

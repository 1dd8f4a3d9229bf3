"""Last-used facts: statistics gathered in memory and the only thing that a crash may lose."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Use:
    """When something was last used, from which address, for which path."""

    at: datetime
    address: str
    path: str

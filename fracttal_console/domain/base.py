"""The base: the company tenant that this installation governs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Base:
    """The one base of a database; `base_id` names it to the keyring, `key_check` proves a data key to be its own."""

    base_id: str
    company: str
    created_at: datetime
    key_check: bytes


class WrappingKind(StrEnum):
    """By what the data key is wrapped."""

    MASTER = "master"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKey:
    """The data key under one wrapping key; a retired one is history and opens nothing."""

    id: int
    kind: WrappingKind
    provider: str
    wrapped: bytes
    created_at: datetime
    retired_at: datetime | None = None

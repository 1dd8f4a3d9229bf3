"""Refused requests: records of seven days, of which equal ones are one that counts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from fracttal_console.domain.secrets import SecretKind

RefusalFact: TypeAlias = str | int
"""A fact that helps to repair what was refused; never a secret, a token or a MAC."""

_LONGEST = 300
_LONGEST_ID = 64
_FOREIGN_ID = 12
_KINDS = "|".join(kind.value for kind in SecretKind)
_SECRET = re.compile(rf"({_KINDS})[0-9A-Za-z]+")
_PUBLIC = re.compile(r"fc[ck]_[0-9A-Za-z]+")
# what is as long and as even as this in a path or a query may be somebody else's token
_LIKE_A_TOKEN = re.compile(r"[0-9A-Za-z_\-.~+%]{33,}")


class RefusalKind(StrEnum):
    """By whom a request was refused."""

    BEARER = "bearer"
    HAWK = "hawk"
    BASIC = "basic"
    TOKEN = "token"  # noqa: S105  # the name of an endpoint
    REVOCATION = "revocation"
    INTROSPECTION = "introspection"
    AUTHORIZATION = "authorization"
    GATEWAY = "gateway"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A refused request, or several alike.

    `credential_kind` and `credential_id` name the credential behind it, "" and None one that nobody knows;
    `credential_name` is its name at that time, or the public id that was presented; `endpoint` is method and path.
    `facts` are those of the newest of them.
    """

    kind: RefusalKind
    cause: str
    credential_kind: str = ""
    credential_id: int | None = None
    credential_name: str = ""
    person_id: int | None = None
    address: str = ""
    endpoint: str = ""
    facts: Mapping[str, RefusalFact] = field(default_factory=dict)
    first_at: datetime
    last_at: datetime
    times: int = 1
    id: int = 0


def safe_text(text: str) -> str:
    """Return what was sent as it may be kept: short, printable, and without what looks like a secret."""
    masked = _SECRET.sub(r"\1…", text[: 4 * _LONGEST])
    masked = _LIKE_A_TOKEN.sub("…", masked)
    plain = "".join(sign if sign.isprintable() else "·" for sign in masked)
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def safe_public_id(text: str) -> str:
    """Return a presented public id: ours in full, of anything else only the beginning, which may be a secret."""
    if _PUBLIC.fullmatch(text) and len(text) <= _LONGEST_ID:
        return text
    begun = safe_text(text)
    return begun if len(begun) <= _FOREIGN_ID else begun[:_FOREIGN_ID].rstrip("…") + "…"

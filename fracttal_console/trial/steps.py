"""What a try tells of each step: values without words and without secrets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.oauth_consumers import Consumer, GrantType

Facts = Mapping[str, str | int]
Found = tuple[str, Facts]
"""One finding of the request doctor: its code and its facts."""

Explain = Callable[[str], Sequence[Found]]
"""Tells what is wrong with a request that was refused; the text holds the request as it was sent, with its secrets."""


class Outcome(StrEnum):
    """What became of a step."""

    WAITING = "waiting"
    HELD = "held"
    FAILED = "failed"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: `sent` and `answered` are lines with every secret veiled; `cause` says why it failed or was left out.

    `opens` is the page that a person has to see for a step that waits.
    """

    code: str
    outcome: Outcome
    sent: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    status: int = 0
    milliseconds: int = 0
    cause: str = ""
    facts: Facts = field(default_factory=dict)
    findings: tuple[Found, ...] = ()
    opens: str = ""


class Way(StrEnum):
    """Which way of access is tried."""

    HAWK = "hawk"
    CLIENT_CREDENTIALS = "client_credentials"
    AUTHORIZATION_CODE = "authorization_code"


def way_of(credential: Credential) -> Way:
    """Return by which way a credential gets access."""
    if not isinstance(credential, Consumer):
        return Way.HAWK
    own = credential.grant is GrantType.CLIENT_CREDENTIALS
    return Way.CLIENT_CREDENTIALS if own else Way.AUTHORIZATION_CODE


def needs_secret(credential: Credential) -> bool:
    """Tell whether a credential has a secret, which the one who tries must have at hand."""
    return not isinstance(credential, Consumer) or credential.confidential

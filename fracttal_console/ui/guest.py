"""Who is signed in without being asked: at a demo base."""

from dataclasses import dataclass

from fracttal_console.domain.secrets import SecretText


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is signed in by itself to a demo base; its password is no secret and is shown on the lock."""

    email: str
    password: SecretText

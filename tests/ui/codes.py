"""Codes of somebody on a base whose clock runs."""

import time

from fracttal_console.bootstrap import Console
from fracttal_console.crypto.totp import STEP_SECONDS, totp_code
from fracttal_console.domain.actors import Actor
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.second_factors import NewTotp
from tests.services.second_factors import secret_of


def code_now(new: NewTotp, *, steps: int = 0) -> str:
    """Return what a device shows now, or some steps later."""
    return totp_code(secret_of(new), int(time.time()) // STEP_SECONDS + steps)


def set_up(console: Console, actor: Actor) -> tuple[SecretText, ...]:
    """Set codes up and return the recovery codes."""
    new = console.second_factors.enrol(actor)
    return console.second_factors.confirm(actor, SecretText(code_now(new)))

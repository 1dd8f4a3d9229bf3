"""Devices of people: codes set up, taken away, and read."""

from base64 import b32decode
from contextlib import suppress
from dataclasses import dataclass, replace

from fracttal_console.crypto.totp import STEP_SECONDS, totp_code
from fracttal_console.domain.actors import Actor
from fracttal_console.domain.errors import TotpAbsent
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.second_factors import NewTotp
from tests.support import World


@dataclass(frozen=True)
class Codes:
    """Somebody's device and recovery codes."""

    person_id: int
    new: NewTotp
    recovery: tuple[SecretText, ...]


def proved(world: World, actor: Actor) -> Actor:
    """Return a person who proved the password this moment."""
    return replace(actor, proved_at=world.clock.now())


def secret_of(new: NewTotp) -> bytes:
    """Return the secret in a device."""
    letters = new.letters.reveal()
    return b32decode(letters + "=" * (-len(letters) % 8))


def code_of(world: World, new: NewTotp, *, steps: int = 0) -> SecretText:
    """Return what a device shows at this moment, or some steps later."""
    here = int(world.clock.now().timestamp()) // STEP_SECONDS
    return SecretText(totp_code(secret_of(new), here + steps))


def with_codes(world: World, actor: Actor) -> Codes:
    """Set codes up for somebody, with a code of half a minute ago, so that this moment's is still good."""
    assert actor.id is not None
    new = world.console.second_factors.enrol(proved(world, actor))
    recovery = world.console.second_factors.confirm(proved(world, actor), code_of(world, new, steps=-1))
    return Codes(actor.id, new, recovery)


def without_codes(world: World, actor: Actor) -> None:
    """Take somebody's codes away, if there are any."""
    with suppress(TotpAbsent):
        world.console.second_factors.remove(proved(world, actor))

"""The limit on wrong codes of devices, in the base: whichever process is asked, it counts the same."""

import math
from collections.abc import Iterator

from fracttal_console.crypto.vault import Vault
from fracttal_console.domain.actors import Actor
from fracttal_console.domain.code_guesses import GUESSES_OF_ADDRESS, GUESSES_OF_PERSON, CodeGuesses
from fracttal_console.domain.errors import UserCodesThrottled
from fracttal_console.services.use_case import Work


class CodeGuessing:
    """Count wrong codes for the person who enters them, and for the address from which they come."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def check(self, work: Work, actor: Actor) -> None:
        """See that one more code may be looked at.

        Raises:
            UserCodesThrottled: too many were wrong.
        """
        for place, allowed in self._places(actor):
            counted = work.code_guesses.find(place)
            wait = 0 if counted is None else counted.wait_left(allowed, work.now).total_seconds()
            if wait:
                raise UserCodesThrottled(math.ceil(wait))

    def count(self, work: Work, actor: Actor) -> None:
        """Count a wrong code; the caller commits it."""
        for place, _ in self._places(actor):
            counted = work.code_guesses.find(place) or CodeGuesses(0, work.now)
            work.code_guesses.save(place, counted.one_more(work.now))

    def _places(self, actor: Actor) -> Iterator[tuple[bytes, int]]:
        yield self._vault.lookup(f"user codes of person {actor.id}"), GUESSES_OF_PERSON
        yield self._vault.lookup(f"user codes from {actor.address}"), GUESSES_OF_ADDRESS

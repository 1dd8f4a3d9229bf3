"""What people choose for their own windows: saved views, columns and their widths."""

import re
from collections.abc import Mapping

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.errors import Invalid
from fracttal_console.services.use_case import UseCases

VALUE_MOST = 64_000
"""Longest value, in characters."""

NAMES_MOST = 100
"""Most names of one person."""

_NAME = re.compile(r"[a-z][a-z0-9_.]{0,59}")


class Preferences:
    """Use cases on the preferences of the person who acts; nobody sees those of others."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def all(self, actor: Actor) -> Mapping[str, str]:
        """Return what the person chose, by name; nothing for who is no person."""
        with self._use_cases.look(actor, Operation.PREFERENCES_VIEW) as repositories:
            return {} if actor.id is None else repositories.preferences.of_person(actor.id)

    def save(self, actor: Actor, name: str, value: str) -> None:
        """Keep a choice of the person, in place of the one before; it is no event, as it is no fact about the base.

        Raises:
            Invalid: field `preference`: `unknown_choice` for a name of another form, `too_long`, or `too_many`.
        """
        if not _NAME.fullmatch(name):
            raise Invalid("preference", "unknown_choice", value=name[:40], choices="a-z, 0-9, _, .")
        if len(value) > VALUE_MOST:
            raise Invalid("preference", "too_long", max=VALUE_MOST)
        with self._use_cases.begin(actor, Operation.PREFERENCES_SAVE) as work:
            if actor.id is None:
                return
            known = work.repositories.preferences.of_person(actor.id)
            if name not in known and len(known) >= NAMES_MOST:
                raise Invalid("preference", "too_many", max=NAMES_MOST)
            work.repositories.preferences.save(actor.id, name, value, work.now)

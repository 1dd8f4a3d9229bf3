"""Who sits at the window, at which base: what signing in, working and the lock have in common."""

from collections.abc import Iterable
from dataclasses import dataclass

from fracttal_console.domain.audit import Event
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.desk import Session
from fracttal_console.ui.ports import OpenBase
from fracttal_console.ui.window.workbench import Workbench


@dataclass(slots=True)
class Seat:
    """One window's person; each part is None while there is none yet."""

    texts: Texts
    base: OpenBase | None = None
    session: Session | None = None
    workbench: Workbench | None = None

    @property
    def opened(self) -> OpenBase:
        """The open base."""
        if self.base is None:
            raise RuntimeError("no base is open")
        return self.base

    def ended_by(self, events: Iterable[Event]) -> bool:
        """Tell whether events end what the person may do here: the account was disabled, or has another role."""
        if self.session is None:
            return False
        mine = [one for one in events if one.target.kind == "person" and one.target.id == self.session.actor.id]
        return any(one.tag == "people:disable" or any(c.field == "role" for c in one.changes) for one in mine)

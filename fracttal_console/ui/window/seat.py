"""Who sits at the window, at which base: what signing in, working and the lock have in common."""

from dataclasses import dataclass

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

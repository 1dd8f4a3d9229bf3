"""What every page and dialog works with."""

from dataclasses import dataclass, field
from datetime import datetime

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.chain_state import ChainState
from fracttal_console.ui.clipboard import Clipboard
from fracttal_console.ui.event_bridge import EventBridge
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.operations import Operations
from fracttal_console.ui.ports import OpenBase


@dataclass(slots=True)
class Session:
    """Who is signed in; after a lock the same person, with the role of that moment."""

    actor: Actor
    email: str

    def may(self, operation: Operation) -> bool:
        """Tell whether the person's role includes an operation."""
        return self.actor.may(operation)

    @property
    def runs_gateway(self) -> bool:
        """Whether the person sets up, starts and stops the gateway: no use case, and yet nothing for who only looks."""
        return self.may(Operation.PEOPLE_EDIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The open base, who works on it, and the tools of the window."""

    base: OpenBase
    session: Session
    texts: Texts
    theme: Theme
    operations: Operations
    clipboard: Clipboard
    bridge: EventBridge
    chain: ChainState = field(default_factory=ChainState)

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.session.actor

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return self.base.now()

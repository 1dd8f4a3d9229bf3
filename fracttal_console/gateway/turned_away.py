"""What answers on a connection that is not served."""

from typing import cast

from fracttal_console.gateway.admission import Entry
from fracttal_console.gateway.answering import Application, Asked, Done, Scope
from fracttal_console.gateway.exchange import Response, parting
from fracttal_console.gateway.watch import Watch


class TurnedAway:
    """What answers the one request of a connection that is not served."""

    def __init__(self, application: Application, entry: Entry, peer: str, watch: Watch) -> None:
        self._application = application
        self._status = 403 if entry is Entry.NOT_IN_CLEAR else 503
        self._entry = entry
        self._peer = peer
        self._watch = watch
        self.refusal: Response | None = parting(self._status, entry.value)

    def ask(self, _scope: Scope) -> Asked:
        """Refuse whatever is asked."""
        self._watch.refused(self._peer, self._status, self._entry.value)
        self._application.note_unread(self._entry.value, self._peer)
        return self

    def note_unread(self, cause: str, address: str) -> None:
        """Note that something from an address was refused before it could be read as a request."""
        self._application.note_unread(cause, address)

    def answer(self, _body: bytes, done: Done) -> None:
        """Answer nothing else."""
        done(self.refuse_body(""))

    def refuse_body(self, _cause: str) -> Response:
        """Return the refusal."""
        return cast("Response", self.refusal)

    def ended(self, status: int) -> None:
        """Leave it: the refusal has been counted."""

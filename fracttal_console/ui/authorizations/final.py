"""When revocations become final: then what is chosen is read again, and nothing offers to undo it any more."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer

from fracttal_console.services.authorizations import AuthorizationView
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.work_page import WorkPage

_A_LITTLE_LATER_MS = 200


class FinalWatch(QTimer):
    """Refreshes a page at the moment when the first of its chosen revocations becomes final."""

    def __init__(self, desk: Desk, page: WorkPage) -> None:
        super().__init__(page)
        self._desk = desk
        self.setSingleShot(True)
        self.timeout.connect(page.refresh)

    def watch(self, rows: Sequence[AuthorizationView]) -> None:
        """Watch other rows."""
        now = self._desk.now()
        ends = [
            row.authorization.final_at
            for row in rows
            if row.authorization.undoable(now) and row.authorization.final_at is not None
        ]
        if ends:
            self.start(int((min(ends) - now).total_seconds() * 1000) + _A_LITTLE_LATER_MS)
        else:
            self.stop()

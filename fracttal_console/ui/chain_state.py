"""What this window knows of the chain of events: when it was checked last, and whether it was whole."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from fracttal_console.domain.audit import ChainReport


class ChainState(QObject):
    """Notes the outcome of checks.

    Signals:
        changed: there is a newer outcome.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.report: ChainReport | None = None
        self.at: datetime | None = None

    def note(self, report: ChainReport, at: datetime) -> None:
        """Take the outcome of a check; of one that was stopped only a bad place counts."""
        if report.complete or report.broken_at is not None:
            self.report, self.at = report, at
            self.changed.emit()

"""The last thing that can be undone: its toast, and Ctrl+Z."""

from PySide6.QtCore import QDeadlineTimer, QObject

from fracttal_console.ui.offer import Offer
from fracttal_console.ui.widgets.toast import Toast


class LastUndo(QObject):
    """Keeps the newest offer for as long as it can be taken; another page or message does not end it."""

    def __init__(self, toast: Toast) -> None:
        super().__init__(toast)
        self._toast = toast
        self._offer: Offer | None = None
        self._until = QDeadlineTimer()

    def hear(self, offer: Offer | None) -> None:
        """Show a new offer; None takes the last one back, as when it was taken elsewhere."""
        self._offer = offer
        if offer is None:
            self._toast.end_countdown()
            return
        self._until = QDeadlineTimer(offer.seconds * 1000)
        self._toast.offer(offer.text, icon=offer.icon, action=offer.action, until=self._until, act=self.take)

    def take(self) -> None:
        """Do what is offered; nothing, where nothing is."""
        offer, self._offer = self._offer, None
        if offer is not None and not self._until.hasExpired():
            self._toast.end_countdown()
            offer.act()

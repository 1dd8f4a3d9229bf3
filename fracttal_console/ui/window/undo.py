"""The last thing that can be undone: its toast, and Ctrl+Z."""

from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer, QObject

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.offer import Offer
from fracttal_console.ui.widgets.toast import Toast


class LastUndo(QObject):
    """Keeps the newest offer for as long as it can be taken; another page or message does not end it."""

    def __init__(self, texts: Texts, toast: Toast, take_back: Callable[[str, tuple[int, ...]], None]) -> None:
        """Take where it is shown.

        Args:
            texts: the words of the person's language.
            toast: shows the offer.
            take_back: undoes what a page, by its key, did to things.
        """
        super().__init__(toast)
        self._texts = texts
        self._toast = toast
        self._take_back = take_back
        self.offered: tuple[str, Offer] | None = None
        self.until = QDeadlineTimer()

    def hear(self, page: str, offer: Offer | None) -> None:
        """Show a new offer of a page, by its key; None takes the last one back, as when it was taken elsewhere."""
        if offer is None:
            self.offered = None
            self._toast.end_countdown()
            return
        self._show(page, offer, QDeadlineTimer(offer.seconds * 1000))

    def take_over(self, before: "LastUndo") -> None:
        """Go on with what another one offers, in the words of this one's language."""
        if before.offered is not None and not before.until.hasExpired():
            self._show(*before.offered, before.until)

    def take(self) -> None:
        """Do what is offered; nothing, where nothing is."""
        offered, self.offered = self.offered, None
        if offered is not None and not self.until.hasExpired():
            self._toast.end_countdown()
            page, offer = offered
            self._take_back(page, offer.things)

    def _show(self, page: str, offer: Offer, until: QDeadlineTimer) -> None:
        self.offered, self.until = (page, offer), until
        words, undo = offer.words(self._texts), self._texts.gettext("Undo")
        whole = offer.seconds * 1000
        self._toast.offer(words, icon=offer.icon, action=undo, until=until, whole=whole, act=self.take)

"""Rows that were painted, kept as pictures: what looks the same again is not painted again."""

from collections import OrderedDict
from collections.abc import Hashable

from PySide6.QtGui import QPixmap


class RowPictures:
    """Pictures by everything that they show, the longest unused going first.

    The key of a picture is what can be seen on it: a row whose words change has another key, so nothing has to be told
    that a picture no longer holds. What all pictures share, such as the widths of the columns, is their ground: with
    another ground they all go.
    """

    def __init__(self) -> None:
        self._ground: Hashable = None
        self._most = 0
        self._pictures: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._shown: dict[int, QPixmap] = {}

    def __len__(self) -> int:
        return len(self._pictures)

    def stand_on(self, ground: Hashable, places: range, most: int) -> None:
        """Take what all pictures share, which places can be seen, and how many pictures are kept."""
        if ground != self._ground:
            self.clear()
            self._ground = ground
        self._most = most
        self._forget()
        self._shown = {place: picture for place, picture in self._shown.items() if place in places}

    def find(self, key: Hashable, place: int) -> QPixmap | None:
        """Return the picture of what is to be seen at a place, or None."""
        picture = self._pictures.get(key)
        if picture is not None:
            self._pictures.move_to_end(key)
            self._shown[place] = picture
        return picture

    def keep(self, key: Hashable, place: int, picture: QPixmap) -> None:
        """Keep a picture, and that it is shown at a place."""
        self._pictures[key] = self._shown[place] = picture
        self._forget()

    def shown_last(self, place: int) -> QPixmap | None:
        """Return what is seen at a place now, while what is to be seen there waits to be painted."""
        return self._shown.get(place)

    def clear(self) -> None:
        """Forget all."""
        self._pictures.clear()
        self._shown.clear()

    def _forget(self) -> None:
        while len(self._pictures) > self._most:
            self._pictures.popitem(last=False)

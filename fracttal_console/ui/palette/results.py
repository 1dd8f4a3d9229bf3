"""The list of the palette: entries under captions, painted, each read aloud as title and note."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.colours import Scheme
from fracttal_console.ui.look.fonts import Role, metrics_of
from fracttal_console.ui.look.paint import filled_box, paint_icon, paint_words
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.palette.entries import Entry, Part

ENTRY_HEIGHT = 40
CAPTION_HEIGHT = 36
_EDGE = 8
_Index = QModelIndex | QPersistentModelIndex


class ResultsModel(QAbstractListModel):
    """Entries with a caption before each part; captions cannot be chosen."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._rows: tuple[Entry | Part, ...] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        rows: list[Entry | Part] = []
        for place, entry in enumerate(entries):
            if not place or entries[place - 1].part is not entry.part:
                rows.append(entry.part)
            rows.append(entry)
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row_at(self, place: int) -> Entry | Part | None:
        """Return what stands at a place."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let captions be no choice."""
        if isinstance(self.row_at(index.row()), Entry):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's variant
        """Return what a line says."""
        found = self.row_at(index.row())
        if found is None or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if isinstance(found, Part):
            return self._texts.gettext(found.value)
        return f"{found.title}, {found.note}" if found.note else found.title


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: ResultsModel, enter: str, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._enter = enter

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Give captions and entries their height."""
        caption = isinstance(self._model.row_at(index.row()), Part)
        return QSize(100, CAPTION_HEIGHT if caption else ENTRY_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one line."""
        found = self._model.row_at(index.row())
        if isinstance(found, Part):
            painter.setFont(self._theme.font(Role.LABEL_STRONG))
            painter.setPen(self._theme.colour("text3"))
            area = option.rect.adjusted(20, 8, 0, 0)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        elif found is not None:
            self._entry(painter, option.rect.adjusted(_EDGE, 0, -_EDGE, 0), found,
                        here=bool(option.state & QStyle.StateFlag.State_Selected))  # fmt: skip

    def _entry(self, painter: QPainter, rect: QRect, entry: Entry, *, here: bool) -> None:
        theme = self._theme
        if here:
            edge = theme.colour("focus") if theme.scheme is Scheme.CONTRAST else None
            filled_box(painter, rect, theme.colour("select"), 6, edge)
        middle = rect.center().y() + 1
        paint_icon(painter, theme, entry.icon, "accent_text" if here else "text2", rect.left() + 12, middle, 16)
        right = self._cap(painter, rect, self._enter if here else entry.keys)
        left = rect.left() + 38
        left += self._words(painter, QRect(left, rect.top(), right - left, rect.height()), Role.STRONG, "text",
                            entry.title, hidden=entry.thing) + 10  # fmt: skip
        self._words(
            painter,
            QRect(left, rect.top(), right - left, rect.height()),
            Role.BODY,
            "text2",
            entry.note,
            hidden=entry.thing,
        )

    def _words(self, painter: QPainter, rect: QRect, role: Role, ink: str, text: str, *, hidden: bool) -> int:
        if rect.width() < 24 or not text:
            return 0
        words = metrics_of(role).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.colour(ink))
        if hidden and self._theme.private:
            paint_words(painter, self._theme, rect, words)
            return min(rect.width(), 80)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)
        return metrics_of(role).horizontalAdvance(words)

    def _cap(self, painter: QPainter, rect: QRect, keys: str) -> int:
        if not keys:
            return rect.right() - 12
        words = keys.replace("+", " ")
        width = metrics_of(Role.LABEL).horizontalAdvance(words) + 12
        box = QRect(rect.right() - 8 - width, rect.center().y() - 9, width, 20)
        filled_box(painter, box, self._theme.colour("panel"), 4, self._theme.colour("border"))
        painter.setFont(self._theme.font(Role.LABEL))
        painter.setPen(self._theme.colour("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        return box.left() - 8


class Results(QListView):
    """Shows the entries; keys come from the field above, which keeps the focus.

    Signals:
        taken: an entry was clicked.
    """

    taken = Signal()

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._model = ResultsModel(texts)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self._model, texts.gettext("Enter"), self))
        self.setAccessibleName(texts.gettext("Results"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        # the box of the palette is seen through it
        self.setAutoFillBackground(False)

    @property
    def entry(self) -> Entry | None:
        """The entry that Enter would take."""
        found = self._model.row_at(self.currentIndex().row())
        return found if isinstance(found, Entry) else None

    @property
    def content_height(self) -> int:
        """How high all lines are together."""
        return sum(self.sizeHintForRow(place) for place in range(self._model.rowCount()))

    def show_entries(self, entries: Sequence[Entry], keep: str = "") -> None:
        """Show other entries, and choose the first, or the one with the key to keep."""
        self._model.show_entries(entries)
        places = [place for place in range(self._model.rowCount()) if self._entry_at(place)]
        kept = [place for place in places if keep and self._entry_at(place).key == keep]  # type: ignore[union-attr]
        if places:
            self._choose((kept or places)[0])
        self.scrollToTop()

    def step(self, steps: int) -> None:
        """Choose the entry so many steps away, and say it."""
        places = [place for place in range(self._model.rowCount()) if self._entry_at(place)]
        if not places:
            return
        here = places.index(self.currentIndex().row()) if self.currentIndex().row() in places else -1
        at = here + steps
        # single steps go round, leaps stop at the ends
        at = at % len(places) if abs(steps) == 1 else min(max(0, at), len(places) - 1)
        self._choose(places[at])
        if at == 0:
            self.scrollToTop()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, str(self.currentIndex().data())))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Choose what the pointer is over."""
        super().mouseMoveEvent(event)
        place = self.indexAt(event.position().toPoint()).row()
        if self._entry_at(place) is not None:
            self._choose(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take what was clicked."""
        super().mouseReleaseEvent(event)
        if self._entry_at(self.indexAt(event.position().toPoint()).row()) is not None:
            self.taken.emit()

    def _entry_at(self, place: int) -> Entry | None:
        found = self._model.row_at(place)
        return found if isinstance(found, Entry) else None

    def _choose(self, place: int) -> None:
        self.setCurrentIndex(self._model.index(place, 0))

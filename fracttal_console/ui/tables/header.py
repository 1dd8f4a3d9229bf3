"""The head of a table: titles, and which column the rows are sorted by."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from fracttal_console.ui.look.fonts import Role, font_of, metrics_of
from fracttal_console.ui.look.paint import paint_icon
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.tables.delegate import EDGE, PADDING

HEAD_HEIGHT = 32
_ARROW = 12


class TableHead(QHeaderView):
    """Titles of the columns, drawn without boxes."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.right: frozenset[int] = frozenset()
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(56)
        self.setFixedHeight(HEAD_HEIGHT)

    def sizeHint(self) -> QSize:
        """Ask for the height of a head."""
        return QSize(super().sizeHint().width(), HEAD_HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one title."""
        theme = self._theme
        painter.fillRect(rect, theme.colour("surface"))
        for line in (rect.top(), rect.bottom()):
            painter.fillRect(rect.left(), line, rect.width(), 1, theme.colour("border"))
        title = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        in_force = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        role, ink = (Role.LABEL_STRONG, "text") if in_force else (Role.LABEL, "text3")
        content = rect.adjusted(EDGE if section == 0 else PADDING, 0, -4, 0)
        room = content.width() - (_ARROW + 4 if in_force else 0)
        painter.setFont(font_of(role))
        painter.setPen(theme.colour(ink))
        words = metrics_of(role).elidedText(title, Qt.TextElideMode.ElideRight, room)
        if section in self.right:
            wide = metrics_of(role).horizontalAdvance(words) + (_ARROW + 4 if in_force else 0)
            content.setLeft(max(content.left(), rect.right() - PADDING - wide + 1))
        painter.drawText(content, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if in_force:
            down = self.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
            left = content.left() + metrics_of(role).horizontalAdvance(words) + 4
            paint_icon(
                painter, theme, "arrow-down" if down else "arrow-up", "text", left, rect.center().y() + 1, _ARROW
            )

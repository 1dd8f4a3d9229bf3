"""The button that names the view of a list and opens the others."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter
from PySide6.QtWidgets import QMenu

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.fonts import Role, metrics_of
from fracttal_console.ui.look.paint import paint_icon
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.tables.saved_views import SavedView
from fracttal_console.ui.widgets.buttons import Button, Kind

_WIDEST = 220
_FOLDED = 32


class ViewButton(Button):
    """Shows the name of the view; where chips need the room, its icon only.

    Signals:
        chosen: a view, by its place among the saved ones; -1 is the whole list.
        saving: what is shown is to become a view.
        updating: the view is to become what is shown.
        deleting: the view is to go.
    """

    chosen = Signal(int)
    saving = Signal()
    updating = Signal()
    deleting = Signal()

    def __init__(self, theme: Theme, texts: Texts, all_name: str) -> None:
        super().__init__(theme, all_name, Kind.PLAIN, icon="bookmark")
        self._theme = theme
        self._texts = texts
        self._all_name = all_name
        self._views: tuple[SavedView, ...] = ()
        self._current = -1
        self._differs = False
        self._folded = False
        self.clicked.connect(self._open)
        self.show_views((), -1, differs=False)

    def show_views(self, views: tuple[SavedView, ...], current: int, *, differs: bool) -> None:
        """Say which views there are, which is current, and whether what is shown differs from it."""
        self._views, self._current, self._differs = views, current, differs
        name = views[current].name if current >= 0 else self._all_name
        self.setText(f"{name} *" if differs and current >= 0 else name)
        said = self._texts.gettext("View: {name}").format(name=name)
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.updateGeometry()
        self.update()

    def fold(self, *, folded: bool) -> None:
        """Show the icon only, or the name as well."""
        if folded != self._folded:
            self._folded = folded
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for the icon, and for the name unless it is folded."""
        # a width that text has in fractions of a pixel would be cut by its last part
        return QSize(_FOLDED, 32) if self._folded else QSize(min(_WIDEST, super().sizeHint().width() + 1), 32)

    def _draw_words(self, painter: QPainter, words: str) -> None:
        if self._folded:
            paint_icon(painter, self._theme, "bookmark", words, (self.width() - 16) // 2, self.height() // 2, 16)
            return
        paint_icon(painter, self._theme, "bookmark", words, 8, self.height() // 2, 16)
        painter.setFont(self.font())
        painter.setPen(self._theme.colour(words))
        shown = metrics_of(Role.NAME).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - 40)
        painter.drawText(self.rect().adjusted(32, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, shown)

    def _open(self) -> None:
        texts, menu = self._texts, QMenu(self)
        menu.setAccessibleName(self.accessibleName())
        one_of = QActionGroup(menu)
        for place, name in enumerate([self._all_name, *(view.name for view in self._views)], -1):
            item = menu.addAction(name)
            item.setCheckable(True)
            one_of.addAction(item)
            item.setChecked(place == self._current)
            item.triggered.connect(self._choosing(place))
        menu.addSeparator()
        save = menu.addAction(self._theme.icon("plus"), texts.gettext("Save as view…"))
        save.triggered.connect(self.saving)
        if self._current >= 0:
            name = self._views[self._current].name
            if self._differs:
                update = menu.addAction(self._theme.icon("check"), texts.gettext("Update “{name}”").format(name=name))
                update.triggered.connect(self.updating)
            delete = QAction(
                self._theme.icon("trash-2", "bad"), texts.gettext("Delete “{name}”").format(name=name), menu
            )
            delete.triggered.connect(self.deleting)
            menu.addAction(delete)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _choosing(self, place: int) -> Callable[[], None]:
        return lambda: self.chosen.emit(place)

"""Who is signed in, at the right of the header, and what that person can set or leave."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QEnterEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu

from fracttal_console.domain.actors import Role as PersonRole
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role, metrics_of
from fracttal_console.ui.look.paint import filled_box, monogram, paint_icon, paint_monogram, painting
from fracttal_console.ui.people.states import role_word
from fracttal_console.ui.settings.words import LANGUAGE_NAMES, THEMES
from fracttal_console.ui.widgets.buttons import draw_focus

_MARK = 28
_GAP = 8
_ARROW = 16


def role_name(role: PersonRole | None, texts: Texts) -> str:
    """Return what a role is called."""
    return role_word(role, texts) if role is not None else ""


class PersonButton(QAbstractButton):
    """Opens the person's menu.

    Signals:
        locked, left, quitted: the person asked to lock, to sign out, to quit.
        spoke: another language was chosen.
        themed: another theme was chosen.
    """

    locked = Signal()
    left = Signal()
    quitted = Signal()
    spoke = Signal(str)
    themed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        actor = desk.actor
        self._name = actor.name
        self._role = role_name(actor.role, desk.texts)
        self._mark = monogram(actor.name)
        self.setFixedHeight(40)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(desk.texts.gettext("{name}, {role}: menu").format(name=self._name, role=self._role))
        self.clicked.connect(self.open_menu)

    def sizeHint(self) -> QSize:
        """Ask for room for name and role."""
        words = max(
            metrics_of(Role.STRONG).horizontalAdvance(self._name), metrics_of(Role.NOTE).horizontalAdvance(self._role)
        )
        return QSize(4 + _MARK + _GAP + min(words, 180) + _GAP + _ARROW + 6, 40)

    def minimumSizeHint(self) -> QSize:
        """Do with the monogram and the arrow."""
        return QSize(4 + _MARK + _GAP + 40 + _ARROW + 6, 40)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the pointer is here."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw monogram, name, role."""
        theme = self._desk.theme
        with painting(self) as painter:
            if self.underMouse():
                filled_box(painter, self.rect(), theme.colour("hover"), 6)
            area = self.rect().adjusted(4, (self.height() - _MARK) // 2, 0, 0)
            area.setSize(QSize(_MARK, _MARK))
            paint_monogram(painter, theme, area, self._mark, circle=True)
            left = area.right() + 1 + _GAP
            room = self.width() - left - _ARROW - 10
            for role, ink, text, top in (
                (Role.STRONG, "text", self._name, 3),
                (Role.NOTE, "text2", self._role, 20),
            ):
                painter.setFont(theme.font(role))
                painter.setPen(theme.colour(ink))
                words = metrics_of(role).elidedText(text, Qt.TextElideMode.ElideRight, room)
                painter.drawText(left, top, room, 18, Qt.AlignmentFlag.AlignVCenter, words)
            paint_icon(painter, theme, "chevron-down", "text2", self.width() - _ARROW - 4, self.height() // 2, _ARROW)
            draw_focus(painter, self, theme)

    def open_menu(self) -> None:
        """Show the menu under the button."""
        menu = self._menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width(), self.height() + 2)))

    def _menu(self) -> QMenu:
        texts, theme = self._desk.texts, self._desk.theme
        menu = QMenu(self)
        languages = menu.addMenu(theme.icon("languages"), texts.gettext("Language"))
        self._choices(languages, LANGUAGE_NAMES, texts.language, self.spoke.emit)
        themes = menu.addMenu(theme.icon("contrast"), texts.gettext("Theme"))
        named = {key: texts.gettext(name) for key, name in THEMES.items()}
        self._choices(themes, named, theme.wanted, self.themed.emit)
        menu.addSeparator()
        for icon, text, keys, slot in (
            ("lock", texts.gettext("Lock"), "Ctrl+L", self.locked),
            ("log-out", texts.gettext("Sign out"), "", self.left),
            ("power", texts.gettext("Quit"), "Ctrl+Q", self.quitted),
        ):
            action = QAction(theme.icon(icon), text, menu)
            if keys:
                action.setShortcut(QKeySequence(keys))
            action.triggered.connect(slot)
            menu.addAction(action)
        return menu

    @staticmethod
    def _choices(menu: QMenu, names: dict[str, str], here: str, choose: Callable[[str], None]) -> None:
        group = QActionGroup(menu)
        for key, name in names.items():
            action = QAction(name, menu)
            action.setCheckable(True)
            action.setChecked(key == here)
            action.triggered.connect(_with(choose, key))
            group.addAction(action)
            menu.addAction(action)


def _with(choose: Callable[[str], None], key: str) -> Callable[[], None]:
    return lambda: choose(key)

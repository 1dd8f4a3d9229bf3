"""The newest events, live; each leads to its row in the audit log."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from fracttal_console.domain.audit import Event
from fracttal_console.texts.brief import clock_time
from fracttal_console.texts.events import event_title
from fracttal_console.ui.audit.details import actor_name
from fracttal_console.ui.audit.marks import event_mark
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role, font_of, metrics_of
from fracttal_console.ui.look.paint import filled_box, paint_icon, painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.buttons import Button, Kind, draw_focus
from fracttal_console.ui.widgets.labels import Label, Line
from fracttal_console.ui.widgets.layouts import clear, column, row
from fracttal_console.ui.widgets.marks import IconLabel
from fracttal_console.ui.widgets.surfaces import Card
from fracttal_console.ui.work_page import Errand, Spot

MOST = 6
_LINE = 38
_WHO = 0.34


class EventLine(QAbstractButton):
    """One event."""

    def __init__(self, theme: Theme, mark: tuple[str, str], words: str, who: str, time: str) -> None:
        super().__init__()
        self._theme = theme
        self._mark = mark
        self._who = who
        self._time = time
        self.setText(words)
        self.setAccessibleName(f"{words}, {who}, {time}")
        self.setFixedHeight(_LINE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        return QSize(280, _LINE)

    def minimumSizeHint(self) -> QSize:
        """Cut words rather than widen the window."""
        return QSize(160, _LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw icon, words, who and when."""
        theme, middle = self._theme, self.height() // 2
        with painting(self) as painter:
            if self.underMouse():
                filled_box(painter, self.rect(), theme.colour("hover"), 6)
            paint_icon(painter, theme, *self._mark, 0, middle, 16)
            time = metrics_of(Role.SMALL).horizontalAdvance(self._time)
            most = int(self.width() * _WHO)
            who = metrics_of(Role.SMALL).elidedText(self._who, Qt.TextElideMode.ElideRight, most)
            whose = metrics_of(Role.SMALL).horizontalAdvance(who)
            right = self.width() - time
            painter.setFont(font_of(Role.SMALL))
            painter.setPen(theme.colour("text3"))
            painter.drawText(QRect(right, 0, time + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, self._time)
            painter.setPen(theme.colour("text2"))
            left = right - 10 - whose
            painter.drawText(QRect(left, 0, whose + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, who)
            painter.setFont(font_of(Role.NAME))
            painter.setPen(theme.colour("text"))
            wide = left - 38
            words = metrics_of(Role.NAME).elidedText(self.text(), Qt.TextElideMode.ElideRight, wide)
            painter.drawText(QRect(26, 0, wide, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
            draw_focus(painter, self, theme)


class EventsCard(Card):
    """The newest events.

    Signals:
        followed: an event or the audit log is asked for, by an errand.
    """

    followed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme)
        self._desk = desk
        self._shown: tuple[int, ...] = ()
        self._lines = column(spacing=0)
        texts = desk.texts
        self.log = Button(desk.theme, texts.gettext("Audit log"), Kind.LINK, small=True)
        self.log.clicked.connect(lambda: self.followed.emit(Errand("audit")))
        title = Label(desk.theme, texts.gettext("Newest events"), Role.CARD_TITLE)
        word = Label(desk.theme, texts.gettext("live"), Role.SMALL, "ok")
        live = row(IconLabel(desk.theme, "radio", "ok", size=14), word, spacing=6)
        head = row(title, spacing=10)
        head.addLayout(live)
        head.addStretch(1)
        head.addWidget(self.log)
        self.setLayout(column(head, 8, self._lines, None, spacing=0, margins=(20, 12, 20, 8)))

    def show_events(self, events: Sequence[Event]) -> None:
        """Show events, the newest first; the same again costs nothing."""
        places = tuple(event.seq for event in events)
        if places == self._shown:
            return
        self._shown = places
        clear(self._lines)
        texts = self._desk.texts
        for event in events:
            title = event_title(event.tag, texts)
            words = texts.gettext("{name}: {event}").format(name=event.target.name, event=_inside(title))
            time = "" if event.at is None else clock_time(event.at)
            line = EventLine(
                self._theme, event_mark(event.tag), words if event.target.name else title,
                actor_name(self._desk, event), time,
            )  # fmt: skip
            errand = Errand("audit", Spot(thing=event.seq))
            line.clicked.connect(lambda _checked=False, errand=errand: self.followed.emit(errand))
            self._lines.addWidget(Line(self._theme))
            self._lines.addWidget(line)


def _inside(title: str) -> str:
    # "API key created" keeps its capitals behind a colon, "Consent given" does not
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]

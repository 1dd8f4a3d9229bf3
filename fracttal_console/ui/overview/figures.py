"""Five figures with a word below each; each leads to its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from fracttal_console.domain.usage import Requests
from fracttal_console.services.facets import FacetValue
from fracttal_console.services.listing import ENDING_WITHIN
from fracttal_console.services.overview import Figures
from fracttal_console.services.refusal_facets import DAYS
from fracttal_console.texts.attention import when_it_ends
from fracttal_console.texts.brief import brief_date, clock_time, number, weekday
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.fonts import Role, font_of, metrics_of
from fracttal_console.ui.look.paint import filled_box, paint_icon, painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.overview.words import ending_soon
from fracttal_console.ui.tables.menu import show_menu
from fracttal_console.ui.widgets.buttons import draw_focus
from fracttal_console.ui.widgets.labels import Line
from fracttal_console.ui.widgets.layouts import row
from fracttal_console.ui.widgets.panel_content import Action
from fracttal_console.ui.widgets.surfaces import Card
from fracttal_console.ui.work_page import Errand, Spot

HEIGHT = 84


@dataclass(frozen=True, slots=True)
class Way:
    """Where a figure leads: to rows, what these are called, and their picture."""

    errand: Errand
    name: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, what is said below it, and where it leads; of several ways a person chooses one."""

    name: str
    number: str
    note: str
    ways: tuple[Way, ...]
    icon: str = ""
    tone: str = "text2"


def figures_of(figures: Figures, now: datetime, texts: Texts) -> tuple[Figure, ...]:
    """Return the five figures in words."""
    return (
        Figure(
            texts.gettext("Requests today"), number(figures.today.total, texts), _usual(figures, now, texts),
            _used_today(now, texts),
        ),
        _refused(figures, now, texts),
        Figure(
            texts.gettext("Active authorizations"), number(figures.active, texts),
            texts.ngettext("{n} not used in 90 days", "{n} not used in 90 days", figures.unused).format(
                n=number(figures.unused, texts)
            ),
            (Way(Errand("authorizations", Spot(only="active"))),),
        ),
        _ending(figures, now, texts),
        _chain(figures, now, texts),
    )  # fmt: skip


def _used_today(now: datetime, texts: Texts) -> tuple[Way, ...]:
    today = now.astimezone(UTC).date()
    used = {"last_used": (FacetValue(f"{today}/..", texts.gettext("today")),)}
    return (
        Way(Errand("authorizations", Spot(facets=used)), texts.gettext("Authorizations used today"), "user-key"),
        Way(Errand("api_keys", Spot(facets=used)), texts.gettext("API keys used today"), "key-round"),
    )


def _usual(figures: Figures, now: datetime, texts: Texts) -> str:
    return _on_such_a_day(figures.usual, lambda usual: usual.total, now, texts)


def _on_such_a_day(usual: Requests | None, which: Callable[[Requests], int], now: datetime, texts: Texts) -> str:
    if usual is None:
        return texts.gettext("no usual day is known yet")
    words = texts.gettext("{n} on a usual {weekday}")
    return words.format(n=number(which(usual), texts), weekday=weekday(now.date(), texts))


def _refused(figures: Figures, now: datetime, texts: Texts) -> Figure:
    ways = (Way(Errand("request_doctor", Spot(only=DAYS[0]))),)
    name, count = texts.gettext("Refused today"), number(figures.today.refused, texts)
    if not figures.rising:
        return Figure(name, count, _on_such_a_day(figures.usual, lambda usual: usual.refused, now, texts), ways)
    times = round(figures.today.refused / figures.usual.refused) if figures.usual and figures.usual.refused else 0
    if times > 1:
        words = (
            texts.gettext("{n} × usual, one address")  # noqa: RUF001 - the sign for "times"
            if figures.source
            else texts.gettext("{n} × usual")  # noqa: RUF001 - as above
        )
    else:
        words = texts.gettext("more than usual, one address") if figures.source else texts.gettext("more than usual")
    return Figure(name, count, words.format(n=number(times, texts)), ways, "trending-up", "bad")


def _ending(figures: Figures, now: datetime, texts: Texts) -> Figure:
    name = texts.gettext("Expire within 14 days")
    authorizations, keys, consumers = figures.authorizations_ending, figures.keys_ending, figures.consumers_ending
    counted = (
        ("authorizations", authorizations, "user-key",
         texts.ngettext("{n} authorization", "{n} authorizations", authorizations)),
        ("api_keys", keys, "key-round", texts.ngettext("{n} API key", "{n} API keys", keys)),
        ("oauth_consumers", consumers, "app-window", texts.ngettext("{n} consumer", "{n} consumers", consumers)),
    )  # fmt: skip
    days = ENDING_WITHIN.days
    ways = tuple(
        Way(ending_soon(page, days, texts), words.format(n=number(count, texts)), icon)
        for page, count, icon, words in counted
        if count
    ) or (Way(ending_soon("authorizations", days, texts)),)
    if figures.first_end is None:
        return Figure(name, number(figures.ending, texts), texts.gettext("nothing ends soon"), ways)
    words = texts.gettext("first one {when}").format(when=when_it_ends(figures.first_end, now, texts))
    return Figure(name, number(figures.ending, texts), words, ways, "clock-alert", "warn")


def _chain(figures: Figures, now: datetime, texts: Texts) -> Figure:
    name, count, ways = texts.gettext("Events in the chain"), number(figures.events, texts), (Way(Errand("audit")),)
    checked = figures.checked
    if checked is None:
        return Figure(name, count, texts.gettext("never verified"), ways, "shield-alert", "warn")
    if not checked.whole:
        return Figure(name, count, texts.gettext("broken"), ways, "shield-alert", "bad")
    today = checked.at.astimezone().date() == now.astimezone().date()
    words = (
        texts.gettext("verified at {time}").format(time=clock_time(checked.at))
        if today
        else texts.gettext("verified on {day}").format(day=brief_date(checked.at, now, texts))
    )
    return Figure(name, count, words, ways, "shield-check", "ok")


class FigureButton(QAbstractButton):
    """One figure."""

    def __init__(self, theme: Theme, figure: Figure) -> None:
        super().__init__()
        self._theme = theme
        self._figure = figure
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_figure(figure)

    @property
    def figure(self) -> Figure:
        """What is shown."""
        return self._figure

    def show_figure(self, figure: Figure) -> None:
        """Show another number."""
        self._figure = figure
        self.setText(figure.name)
        self.setAccessibleName(f"{figure.name}: {figure.number}, {figure.note}")
        self.setToolTip("")
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for room for the longest of the three."""
        note = metrics_of(Role.SMALL).horizontalAdvance(self._figure.note) + (22 if self._figure.icon else 0)
        name = metrics_of(Role.LABEL).horizontalAdvance(self._figure.name)
        return QSize(max(note, name, metrics_of(Role.FIGURE).horizontalAdvance(self._figure.number)) + 24, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Cut words rather than widen the window."""
        return QSize(120, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw name, number and note."""
        figure, theme = self._figure, self._theme
        with painting(self) as painter:
            if self.underMouse():
                filled_box(painter, self.rect(), theme.colour("hover"), 6)
            left, wide = 12, self.width() - 20
            for role, ink, top, height, text in (
                (Role.LABEL, "text2", 8, 18, figure.name),
                (Role.FIGURE, "text", 26, 34, figure.number),
            ):
                painter.setFont(font_of(role))
                painter.setPen(theme.colour(ink))
                shown = metrics_of(role).elidedText(text, Qt.TextElideMode.ElideRight, wide)
                painter.drawText(QRect(left, top, wide, height), Qt.AlignmentFlag.AlignVCenter, shown)
            if figure.icon:
                paint_icon(painter, theme, figure.icon, figure.tone, left, 70, 14)
                left, wide = left + 20, wide - 20
            painter.setFont(font_of(Role.SMALL))
            painter.setPen(theme.colour(figure.tone))
            shown = metrics_of(Role.SMALL).elidedText(figure.note, Qt.TextElideMode.ElideRight, wide)
            painter.drawText(QRect(left, 60, wide, 20), Qt.AlignmentFlag.AlignVCenter, shown)
            draw_focus(painter, self, theme)


class FiguresCard(Card):
    """The figures beside each other.

    Signals:
        followed: a figure was pressed, by its errand.
    """

    followed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.buttons: list[FigureButton] = []
        self._line = row(spacing=8, margins=(12, 16, 12, 12))
        self.setLayout(self._line)
        self.setFixedHeight(HEIGHT + 28)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show figures; where they stood before, only their numbers change."""
        for button, figure in zip(self.buttons, figures, strict=False):
            button.show_figure(figure)
        for figure in figures[len(self.buttons) :]:
            if self.buttons:
                self._line.addWidget(Line(self._theme, vertical=True))
            button = FigureButton(self._theme, figure)
            button.clicked.connect(self._following(button))
            self.buttons.append(button)
            self._line.addWidget(button, 1)

    def _following(self, button: FigureButton) -> Callable[[], None]:
        def follow() -> None:
            ways = button.figure.ways
            if len(ways) == 1:
                self.followed.emit(ways[0].errand)
                return
            actions = [Action(str(place), way.name, way.icon) for place, way in enumerate(ways)]
            below = button.mapToGlobal(QPoint(0, button.height()))
            show_menu(self, self._theme, actions, below, lambda key: self.followed.emit(ways[int(key)].errand))

        return follow

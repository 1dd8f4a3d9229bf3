"""The first page: what happens today, what needs attention, and what happened just now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.audit import Event
from fracttal_console.domain.errors import ConsoleError
from fracttal_console.services.attention import Attention
from fracttal_console.services.facets import FacetValue
from fracttal_console.services.overview import Figures
from fracttal_console.services.refusal_facets import DAYS
from fracttal_console.services.usage_figures import DailyRequests
from fracttal_console.texts.brief import brief_day, number, whole_minute
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.event_bridge import EVENTS_PAUSE_MS, USED_PAUSE_MS
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.numbers_dialog import NUMBERS_KEYS, show_chart_numbers
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.overview.attention_card import AttentionCard
from fracttal_console.ui.overview.events_card import MOST, EventsCard
from fracttal_console.ui.overview.figures import FiguresCard, figures_of
from fracttal_console.ui.overview.words import item_of
from fracttal_console.ui.usage_words import bars_of, grid_of
from fracttal_console.ui.widgets.bar_chart import BarChart
from fracttal_console.ui.widgets.buttons import Button, IconButton, Kind
from fracttal_console.ui.widgets.chart_legend import Legend
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.panel_content import Action
from fracttal_console.ui.widgets.scroll_area import ScrollArea
from fracttal_console.ui.widgets.surfaces import Card
from fracttal_console.ui.work_page import Errand, Spot, WorkPage

_TIME_PASSES_MS = 20_000
_CHART_HEIGHT = 236


@dataclass(frozen=True, slots=True)
class _News:
    figures: Figures
    daily: DailyRequests
    events: list[Event]
    attention: list[Attention]


class OverviewPage(WorkPage):
    """Figures, attention, requests per day, newest events; every one of them leads to its rows."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme, texts = desk.theme, desk.texts
        self._stale = True
        self._daily: DailyRequests | None = None
        self._date = Label(theme, "", Role.BODY, "text2")
        self.figures = FiguresCard(theme)
        self.attention = AttentionCard(theme, texts)
        self.events = EventsCard(desk)
        series = (texts.gettext("Accepted"), texts.gettext("Refused"))
        self.chart = BarChart(theme, texts.gettext("Requests per day"), series, height=_CHART_HEIGHT)
        self.buttons = {action.key: self._button(action) for action in self._making()}
        self.numbers = IconButton(theme, "table-2", texts.gettext("Show as table"))
        self.numbers.setToolTip(texts.gettext("Show as table (Ctrl+Shift+T)"))
        self._lay_out()
        self._soon, self._used, self._time = (
            _timer(self, pause) for pause in (EVENTS_PAUSE_MS, USED_PAUSE_MS, _TIME_PASSES_MS)
        )
        self._time.setSingleShot(False)
        for timer in (self._soon, self._used, self._time):
            timer.timeout.connect(self._read)
        for part in (self.figures, self.attention, self.events):
            part.followed.connect(self._follow)
        self.chart.followed.connect(self._follow_day)
        self.numbers.clicked.connect(lambda: self.act("numbers"))

    # --- what the window asks -----------------------------------------------------------------

    def open(self) -> None:
        """Read what may have changed meanwhile."""
        if self._stale:
            self._read()
        self._time.start()

    def leave(self) -> None:
        """Stop what only matters while the page is seen."""
        self._time.stop()

    def refresh(self) -> None:
        """Read everything again."""
        self._read()

    def hear(self, events: Sequence[Event]) -> None:
        """Follow what was committed."""
        del events
        self._changed(self._soon)

    def note_used(self) -> None:
        """Follow requests, several uses at once."""
        self._changed(self._used)

    def regions(self) -> list[QWidget]:
        """Return the parts that F6 goes through."""
        return [self.figures, *([self.attention] if self.attention.buttons else []), self.chart, self.events]

    def focus_first(self) -> None:
        """Give the focus to the first figure."""
        (self.figures.buttons[0] if self.figures.buttons else self.chart).setFocus(Qt.FocusReason.OtherFocusReason)

    def offered(self) -> tuple[Action, ...]:
        """Return what can be made from here, and how its chart can be read."""
        words = self.desk.texts.gettext("Show requests per day as table")
        numbers = (Action("numbers", words, "table-2", shortcut=NUMBERS_KEYS),) if self.chart.bars else ()
        return (*self._making(), *numbers)

    def act(self, key: str) -> None:
        """Lead to where a thing is made, or show the numbers of the chart."""
        if key == "numbers":
            show_chart_numbers(self.desk, self, self.chart)
            return
        pages = {"create": "api_keys", "register": "oauth_consumers"}
        self.sent.emit(Errand(pages[key], act="create"))

    # --- inside -------------------------------------------------------------------------------

    def _making(self) -> tuple[Action, ...]:
        texts, may = self.desk.texts, self.desk.session.may
        actions = []
        if may(Operation.API_KEYS_CREATE):
            actions.append(Action("create", texts.gettext("Create API key"), "plus", shortcut="Ctrl+N"))
        if may(Operation.CONSUMERS_CREATE):
            actions.append(Action("register", texts.gettext("Register consumer"), "plus", Kind.PRIMARY))
        return tuple(actions)

    def _lay_out(self) -> None:
        theme, texts = self.desk.theme, self.desk.texts
        title = column(Label(theme, texts.gettext("Overview"), Role.PAGE_TITLE), self._date, spacing=2)
        head = row(margins=(0, 0, 0, 0))
        head.addLayout(title)
        head.addStretch(1)
        for button in self.buttons.values():
            head.addWidget(button)
        legends = (Legend(theme, texts.gettext("Accepted"), hatched=False),
                   Legend(theme, texts.gettext("Refused"), hatched=True))  # fmt: skip
        chart_head = row(
            Label(theme, texts.gettext("Requests per day"), Role.CARD_TITLE), None, *legends, self.numbers, spacing=14
        )
        chart = Card(theme)
        inside_chart = column(chart_head, spacing=0, margins=(6, 0, 6, 2))
        chart.setLayout(column(inside_chart, self.chart, None, spacing=0, margins=(14, 14, 14, 8)))
        right = column(chart, self.events, None, spacing=16)
        columns = row(spacing=16)
        columns.addLayout(column(self.attention, None, spacing=0), 13)
        columns.addLayout(right, 12)
        inside = QWidget()
        inside.setLayout(column(head, self.figures, columns, None, spacing=16, margins=(24, 16, 24, 24)))
        self.setLayout(column(ScrollArea(inside), spacing=0))

    def _button(self, action: Action) -> Button:
        button = Button(self.desk.theme, action.text, action.kind, icon=action.icon)
        button.setToolTip(action.shortcut)
        button.clicked.connect(lambda: self.act(action.key))
        return button

    def _changed(self, timer: QTimer) -> None:
        self._stale = True
        if self.isVisible() and not timer.isActive():
            timer.start()

    def _read(self) -> None:
        self._stale = False
        base, actor = self.desk.base, self.desk.actor

        def work() -> _News:
            return _News(
                base.overview.figures(actor), base.usage_figures.per_day(actor), base.audit.newest(actor, most=MOST),
                base.overview.attention(actor),
            )  # fmt: skip

        self.desk.operations.run(self, work, self._show, self._failed, lane=Lane.READ)

    def _failed(self, error: ConsoleError) -> None:
        self.settled.emit()
        self.desk.operations.refuse(error)

    def _show(self, news: _News) -> None:
        texts, now = self.desk.texts, self.desk.now()
        self._daily = news.daily
        self._date.setText(whole_minute(now, texts))
        self.figures.show_figures(figures_of(news.figures, now, texts))
        items = [item_of(one, now, texts) for one in news.attention]
        self.attention.show_items(items, number(len(items), texts) if items else "")
        self.chart.show_bars(bars_of(news.daily, texts), grid_of(news.daily.days, texts))
        self.events.show_events(news.events)
        self.settled.emit()

    def _follow(self, errand: Errand) -> None:
        self.sent.emit(errand)

    def _follow_day(self, place: int) -> None:
        days_ago = len(self.chart.bars) - 1 - place
        if days_ago < len(DAYS):
            self.sent.emit(Errand("request_doctor", Spot(only=DAYS[days_ago])))
        elif self._daily is not None:
            # refused requests are kept for a week; of an older day what was done then is left
            day, _ = self._daily.days[place]
            period = f"{day}/{day + timedelta(days=1)}"
            dates = {"date": (FacetValue(period, brief_day(day, self.desk.texts)),)}
            self.sent.emit(Errand("audit", Spot(facets=dates)))


def _timer(parent: OverviewPage, pause: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(pause)
    return timer

"""The detail panel beside a table: draws what a presenter describes."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.bar_chart import BarChart
from fracttal_console.ui.widgets.buttons import Button, IconButton
from fracttal_console.ui.widgets.difference import DifferenceLine
from fracttal_console.ui.widgets.labels import ElidedLabel, Label, Line, ValueLabel
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.marks import IconLabel, MonogramLabel, PillLabel, StripLabel
from fracttal_console.ui.widgets.panel_content import (
    Allowed,
    Days,
    Difference,
    Fact,
    Listed,
    Named,
    PanelContent,
    SecretFact,
    Section,
    Tip,
    Words,
)
from fracttal_console.ui.widgets.secret_row import SecretRow
from fracttal_console.ui.widgets.surfaces import Ground
from fracttal_console.ui.widgets.tip_box import TipBox

PANEL_WIDTH = 336
_LABEL_WIDTH = 126
_CHART_HEIGHT = 72


class Panel(Ground):
    """What is known of the chosen row.

    Signals:
        acted: an action was asked for, by its key.
        copied: a value was asked to be copied.
        closed: the panel was closed.
        followed: a day of a chart was followed, by its place.
        followed_tip: the link of a piece of advice was followed.
    """

    acted = Signal(str)
    copied = Signal(str)
    closed = Signal()
    followed = Signal(int)
    followed_tip = Signal()

    def __init__(self, theme: Theme, texts: Texts, *, width: int = PANEL_WIDTH) -> None:
        super().__init__(theme, "panel", line="l")
        self._texts = texts
        self._content: PanelContent | None = None
        self.setFixedWidth(width)
        self.setAccessibleName(texts.gettext("Details"))
        self._inside = QWidget()
        self._column = column(spacing=0, margins=(20, 20, 20, 20))
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self.setLayout(column(self._area, spacing=0, margins=(1, 0, 0, 0)))

    def show_content(self, content: PanelContent) -> None:
        """Show something else; the same again costs nothing."""
        if content == self._content:
            return
        focused = self._focused_place()
        self._content = content
        self.setUpdatesEnabled(False)
        # in one piece: taking the old parts out one by one took as long as making the new ones
        old = self._area.takeWidget()
        self._inside = QWidget()
        self._column = column(spacing=0, margins=(20, 20, 20, 20))
        self._fill(content)
        self._inside.setLayout(self._column)
        self._inside.setMinimumWidth(1)
        self._area.setWidget(self._inside)
        # Qt fills what is put into a scroll area
        self._inside.setAutoFillBackground(False)
        if old is not None:
            # one of its buttons may be what asked for this
            old.deleteLater()
        self.setUpdatesEnabled(True)
        if focused is not None:
            self._focus_place(focused)

    @property
    def chart(self) -> BarChart | None:
        """The bars that are shown, if any."""
        charts = self._inside.findChildren(BarChart)
        return charts[0] if charts else None

    def focus_first(self) -> None:
        """Give the focus to the first action, or else to the first control."""
        controls = self._controls()
        self._focus_place(next((place for place, one in enumerate(controls) if isinstance(one, Button)), 0))

    def _controls(self) -> list[QAbstractButton]:
        # those of the content before, if any, are gone from the column and wait to be deleted
        return [button for button in self._inside.findChildren(QAbstractButton) if button.isEnabled()]

    def _focused_place(self) -> int | None:
        focused = QApplication.focusWidget()
        return next((place for place, button in enumerate(self._controls()) if button is focused), None)

    def _focus_place(self, place: int) -> None:
        controls = self._controls()
        if controls:
            control = controls[min(place, len(controls) - 1)]
            # a layout shows what is new in it a moment later, and what is hidden cannot have the focus
            control.show()
            control.setFocus(Qt.FocusReason.TabFocusReason)

    def _fill(self, content: PanelContent) -> None:
        self._column.addLayout(self._head(content))
        if content.pills:
            self._column.addSpacing(12)
            pills = [PillLabel(self._theme, pill) for pill in content.pills]
            self._column.addLayout(row(*pills, None))
        if content.actions:
            self._column.addSpacing(16)
            self._column.addLayout(self._actions(content))
        for section in content.sections:
            self._column.addSpacing(20)
            self._section(section)
        self._column.addStretch(1)
        if content.foot:
            self._column.addSpacing(16)
            self._column.addWidget(Line(self._theme))
            self._column.addSpacing(12)
            self._column.addWidget(Label(self._theme, content.foot, Role.MONO, "text3", wrap=True))

    def _head(self, content: PanelContent) -> QHBoxLayout:
        title = ValueLabel(self._theme, content.title, Role.TITLE)
        words = column(title, spacing=2)
        if content.subtitle:
            words.addWidget(ValueLabel(self._theme, content.subtitle, Role.BODY, "text2"))
        close = IconButton(self._theme, "x", self._texts.gettext("Close details"))
        close.clicked.connect(self.closed)
        head = row(spacing=12)
        if content.icon:
            head.addWidget(IconLabel(self._theme, content.icon, content.icon_ink, size=20, tile=40),
                           0, Qt.AlignmentFlag.AlignTop)  # fmt: skip
        elif content.mark:
            head.addWidget(MonogramLabel(self._theme, content.mark, 40), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _actions(self, content: PanelContent) -> QVBoxLayout:
        lines = column(spacing=8)
        line, used = row(spacing=8), 0
        for action in content.actions:
            button = Button(self._theme, action.text, action.kind, icon=action.icon)
            button.setToolTip(action.shortcut)
            button.clicked.connect(self._asking(action.key))
            wide = button.sizeHint().width()
            if used and used + wide > self.width() - 41:
                line.addStretch(1)
                lines.addLayout(line)
                line, used = row(spacing=8), 0
            line.addWidget(button)
            used += wide + 8
        line.addStretch(1)
        lines.addLayout(line)
        return lines

    def _asking(self, key: str) -> Callable[[], None]:
        return lambda: self.acted.emit(key)

    def _section(self, section: Section) -> None:
        caption = Label(self._theme, section.title, Role.LABEL_STRONG, "text3")
        caption.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        head = row(caption, None)
        if section.aside:
            head.addWidget(Label(self._theme, section.aside, Role.SMALL, "text3"))
        self._column.addLayout(head)
        self._column.addSpacing(6)
        grid: QGridLayout | None = None
        for place, part in enumerate(section.rows):
            if isinstance(part, Fact):
                grid = grid or self._grid()
                self._fact(grid, part)
                continue
            if isinstance(part, Allowed):
                if place:
                    self._column.addWidget(Line(self._theme))
                self._column.addLayout(self._allowed(part))
            elif isinstance(part, SecretFact):
                if place:
                    self._column.addWidget(Line(self._theme))
                self._column.addWidget(SecretRow(self._theme, part))
            else:
                self._part(part)

    def _part(self, part: Difference | Listed | Named | Tip | Words | Days | str) -> None:
        if isinstance(part, Difference):
            self._difference(part)
        elif isinstance(part, Listed):
            self._column.addLayout(self._listed(part))
        elif isinstance(part, Words):
            self._column.addWidget(Label(self._theme, part.text, Role.BODY, part.ink, wrap=True))
            self._column.addSpacing(8)
        elif isinstance(part, Days):
            self._column.addWidget(self._days(part))
        elif isinstance(part, Tip):
            box = TipBox(self._theme, part)
            box.followed.connect(self.followed_tip)
            self._column.addSpacing(8)
            self._column.addWidget(box)
        else:
            if isinstance(part, Named):
                line = ElidedLabel(self._theme, part.name, Role.BODY, part.ink, value=True)
            else:
                line = ElidedLabel(self._theme, part, Role.MONO, "text", Qt.TextElideMode.ElideMiddle, value=True)
            line.setFixedHeight(22)
            self._column.addWidget(line)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        self._column.addLayout(grid)
        return grid

    def _fact(self, grid: QGridLayout, fact: Fact) -> None:
        place = grid.rowCount()
        label = ElidedLabel(self._theme, fact.label, Role.BODY, "text2")
        label.setFixedSize(_LABEL_WIDTH, 24)
        grid.addWidget(label, place, 0)
        elide = Qt.TextElideMode.ElideMiddle if fact.mono else Qt.TextElideMode.ElideRight
        value = ElidedLabel(self._theme, fact.value, Role.MONO if fact.mono else Role.BODY, fact.ink, elide, value=True)
        value.setFixedHeight(24)
        if fact.hint and not self._theme.private:
            value.setToolTip(fact.hint)
        grid.addWidget(value, place, 1)
        if fact.copied:
            name = self._texts.gettext("Copy {what}").format(what=fact.label.lower())
            button = IconButton(self._theme, "copy", name, size=28)
            text = fact.value
            button.clicked.connect(lambda: self.copied.emit(text))
            grid.addWidget(button, place, 2)

    def _allowed(self, part: Allowed) -> QVBoxLayout:
        strip = StripLabel(self._theme, part.actions, part.words)
        name = ElidedLabel(self._theme, part.name, Role.NAME)
        words = Label(self._theme, part.words, Role.SMALL, "text2", wrap=True)
        return column(row(name, strip), words, spacing=1, margins=(0, 7, 0, 7))

    def _difference(self, part: Difference) -> None:
        self._column.addSpacing(6)
        self._column.addWidget(Label(self._theme, part.field, Role.LABEL, "text2"))
        self._column.addSpacing(3)
        if part.before is not None:
            self._column.addWidget(DifferenceLine(self._theme, self._texts, part.before, added=False))
            self._column.addSpacing(4)
        if part.after is not None:
            self._column.addWidget(DifferenceLine(self._theme, self._texts, part.after, added=True))
        self._column.addSpacing(6)

    def _listed(self, part: Listed) -> QHBoxLayout:
        words = column(
            ElidedLabel(self._theme, part.name, Role.NAME, value=True),
            ElidedLabel(self._theme, part.subtitle, Role.SMALL, "text2", value=True),
            spacing=0,
        )
        line = row(MonogramLabel(self._theme, part.name, 24), words, PillLabel(self._theme, part.pill), spacing=10,
                   margins=(0, 5, 0, 5))  # fmt: skip
        line.setStretch(1, 1)
        return line

    def _days(self, part: Days) -> BarChart:
        series = (self._texts.gettext("Accepted"), self._texts.gettext("Refused"))
        chart = BarChart(self._theme, part.name, series, height=_CHART_HEIGHT, axis=False)
        chart.show_bars(part.bars, ())
        chart.followed.connect(self.followed.emit)
        return chart

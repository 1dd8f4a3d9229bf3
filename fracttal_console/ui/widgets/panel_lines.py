"""The lines of a detail panel: each can say something else of the same kind without being made anew."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

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
from fracttal_console.ui.widgets.panel_plan import LinePlan
from fracttal_console.ui.widgets.secret_row import SecretRow
from fracttal_console.ui.widgets.tip_box import TipBox

_LABEL_WIDTH = 126
_CHART_HEIGHT = 72
_COPY = 28

Say = Callable[[Any], None]


class PanelLine(QWidget):
    """One line of a panel."""

    def __init__(self, plan: LinePlan, inside: QLayout | QWidget, say: Say) -> None:
        super().__init__()
        self.plan = plan
        self._say = say
        self.setLayout(column(inside, spacing=0, margins=(0, plan.above, 0, 0)))

    def say(self, plan: LinePlan) -> None:
        """Say what another plan of the same kind wants."""
        if plan.value != self.plan.value:
            self._say(plan.value)
        self.plan = plan


@dataclass(frozen=True)
class LineMaker:
    """Makes lines; what is done with them is told to whoever owns the panel."""

    theme: Theme
    texts: Texts
    width: int
    acted: Callable[[str], None]
    copied: Callable[[str], None]
    closed: Callable[[], None]
    followed: Callable[[int], None]
    followed_tip: Callable[[], None]

    def make(self, plan: LinePlan) -> PanelLine:
        """Make the line of a plan."""
        makers: dict[str, Callable[[LinePlan], tuple[QLayout | QWidget, Say]]] = {
            "head": self._head, "pills": self._pills, "actions": self._actions, "caption": self._caption,
            "fact": self._fact, "allowed": self._allowed, "named": self._named, "id": self._id,
            "words": self._words, "days": self._days, "other": self._other,
        }  # fmt: skip
        return PanelLine(plan, *makers[plan.kind](plan))

    def _head(self, plan: LinePlan) -> tuple[QLayout, Say]:
        content: PanelContent = plan.value
        title = ValueLabel(self.theme, content.title, Role.TITLE)
        words = column(title, spacing=2)
        subtitle = ValueLabel(self.theme, content.subtitle, Role.BODY, "text2") if content.subtitle else None
        if subtitle is not None:
            words.addWidget(subtitle)
        close = IconButton(self.theme, "x", self.texts.gettext("Close details"))
        close.clicked.connect(self._close)
        head = row(spacing=12)
        icon = IconLabel(self.theme, content.icon, content.icon_ink, size=20, tile=40) if content.icon else None
        mark = MonogramLabel(self.theme, content.mark, 40) if content.mark and not content.icon else None
        picture = icon or mark
        if picture is not None:
            head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)

        def say(content: PanelContent) -> None:
            title.setText(content.title)
            if subtitle is not None:
                subtitle.setText(content.subtitle)
            if icon is not None:
                icon.set_icon(content.icon, content.icon_ink)
            if mark is not None:
                mark.set_name(content.mark)

        return head, say

    def _close(self) -> None:
        self.closed()

    def _pills(self, plan: LinePlan) -> tuple[QLayout, Say]:
        labels = [PillLabel(self.theme, pill) for pill in plan.value]

        def say(pills: Any) -> None:  # noqa: ANN401 - what the plan holds
            for label, pill in zip(labels, pills, strict=True):
                label.set_pill(pill)

        return row(*labels, None), say

    def _actions(self, plan: LinePlan) -> tuple[QVBoxLayout, Say]:
        lines = column(spacing=8)
        line, used = row(spacing=8), 0
        for action in plan.value:
            button = Button(self.theme, action.text, action.kind, icon=action.icon)
            button.setToolTip(action.shortcut)
            button.clicked.connect(self._asking(action.key))
            wide = button.sizeHint().width()
            if used and used + wide > self.width - 41:
                line.addStretch(1)
                lines.addLayout(line)
                line, used = row(spacing=8), 0
            line.addWidget(button)
            used += wide + 8
        line.addStretch(1)
        lines.addLayout(line)
        return lines, _never

    def _asking(self, key: str) -> Callable[[], None]:
        return lambda: self.acted(key)

    def _caption(self, plan: LinePlan) -> tuple[QHBoxLayout, Say]:
        section: Section = plan.value
        caption = Label(self.theme, section.title, Role.LABEL_STRONG, "text3")
        caption.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        aside = Label(self.theme, section.aside, Role.SMALL, "text3") if section.aside else None
        line = row(caption, None, margins=(0, 0, 0, 6))
        if aside is not None:
            line.addWidget(aside)

        def say(section: Section) -> None:
            caption.setText(section.title)
            if aside is not None:
                aside.setText(section.aside)

        return line, say

    def _fact(self, plan: LinePlan) -> tuple[QLayout, Say]:
        fact: Fact = plan.value
        label = ElidedLabel(self.theme, "", Role.BODY, "text2")
        label.setFixedSize(_LABEL_WIDTH, 24)
        elide = Qt.TextElideMode.ElideMiddle if fact.mono else Qt.TextElideMode.ElideRight
        value = ElidedLabel(self.theme, "", Role.MONO if fact.mono else Role.BODY, fact.ink, elide, value=True)
        value.setFixedHeight(24)
        line = row(label, value, stretch=1)
        button = IconButton(self.theme, "copy", " ", size=_COPY) if fact.copied else None
        shown = [fact]
        if button is not None:
            button.clicked.connect(lambda: self.copied(shown[0].value))
            line.addWidget(button)
        elif plan.shape[2]:
            line.addSpacing(8 + _COPY)

        def say(fact: Fact) -> None:
            shown[0] = fact
            label.setText(fact.label)
            value.set_ink(fact.ink)
            value.set_hint(fact.hint)
            value.setText(fact.value)
            if button is not None:
                name = self.texts.gettext("Copy {what}").format(what=fact.label.lower())
                button.setAccessibleName(name)
                button.setToolTip(name)

        say(fact)
        return line, say

    def _allowed(self, plan: LinePlan) -> tuple[QLayout, Say]:
        part: Allowed = plan.value
        strip = StripLabel(self.theme, part.actions, part.words)
        name = ElidedLabel(self.theme, part.name, Role.NAME)
        words = Label(self.theme, part.words, Role.SMALL, "text2", wrap=True)
        lines = column(row(name, strip), words, spacing=1, margins=(0, 7, 0, 7))

        def say(part: Allowed) -> None:
            strip.set_allowed(part.actions, part.words)
            name.setText(part.name)
            words.setText(part.words)

        return (lines if plan.shape else column(Line(self.theme), lines, spacing=0)), say

    def _named(self, plan: LinePlan) -> tuple[QWidget, Say]:
        line = ElidedLabel(self.theme, plan.value.name, Role.BODY, plan.value.ink, value=True)
        line.setFixedHeight(22)

        def say(part: Named) -> None:
            line.set_ink(part.ink)
            line.setText(part.name)

        return line, say

    def _id(self, plan: LinePlan) -> tuple[QWidget, Say]:
        line = ElidedLabel(self.theme, plan.value, Role.MONO, "text", Qt.TextElideMode.ElideMiddle, value=True)
        line.setFixedHeight(22)
        return line, line.setText

    def _words(self, plan: LinePlan) -> tuple[QLayout, Say]:
        label = Label(self.theme, plan.value.text, Role.BODY, plan.value.ink, wrap=True)

        def say(part: Words) -> None:
            label.set_ink(part.ink)
            label.setText(part.text)

        return column(label, spacing=0, margins=(0, 0, 0, 8)), say

    def _days(self, plan: LinePlan) -> tuple[QWidget, Say]:
        series = (self.texts.gettext("Accepted"), self.texts.gettext("Refused"))
        chart = BarChart(self.theme, plan.value.name, series, height=_CHART_HEIGHT, axis=False)
        chart.show_bars(plan.value.bars, ())
        chart.followed.connect(self._follow)
        return chart, lambda part: chart.show_bars(part.bars, ())

    def _follow(self, place: int) -> None:
        self.followed(place)

    def _follow_tip(self) -> None:
        self.followed_tip()

    def _other(self, plan: LinePlan) -> tuple[QLayout | QWidget, Say]:
        part, (_, first) = plan.value, plan.shape
        if isinstance(part, SecretFact):
            secret = SecretRow(self.theme, part)
            return (secret if first else column(Line(self.theme), secret, spacing=0)), _never
        if isinstance(part, Tip):
            box = TipBox(self.theme, part)
            box.followed.connect(self._follow_tip)
            return column(box, spacing=0, margins=(0, 8, 0, 0)), _never
        return (self._difference(part) if isinstance(part, Difference) else self._listed(part)), _never

    def _difference(self, part: Difference) -> QVBoxLayout:
        lines = column(Label(self.theme, part.field, Role.LABEL, "text2"), 3, spacing=0, margins=(0, 6, 0, 6))
        if part.before is not None:
            lines.addWidget(DifferenceLine(self.theme, self.texts, part.before, added=False))
            lines.addSpacing(4)
        if part.after is not None:
            lines.addWidget(DifferenceLine(self.theme, self.texts, part.after, added=True, stressed=part.stressed))
        return lines

    def _listed(self, part: Listed) -> QHBoxLayout:
        words = column(
            ElidedLabel(self.theme, part.name, Role.NAME, value=True),
            ElidedLabel(self.theme, part.subtitle, Role.SMALL, "text2", value=True),
            spacing=0,
        )
        line = row(MonogramLabel(self.theme, part.name, 24), words, PillLabel(self.theme, part.pill), spacing=10,
                   margins=(0, 5, 0, 5))  # fmt: skip
        line.setStretch(1, 1)
        return line


def _never(_value: Any) -> None:  # noqa: ANN401 - what the plan holds
    """Say nothing else: the shape of such a line is all that it says."""

"""The steps of a try, below each other: what was sent, what came back, and what it means."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fracttal_console.texts.brief import number
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.findings import finding_advice, finding_title
from fracttal_console.texts.tries import cause_advice, cause_title, step_meaning, step_title, waiting
from fracttal_console.trial.steps import Outcome, Step
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.labels import ElidedLabel, Label
from fracttal_console.ui.widgets.layouts import clear, column, row
from fracttal_console.ui.widgets.marks import IconLabel
from fracttal_console.ui.widgets.scroll_area import ScrollArea
from fracttal_console.ui.widgets.surfaces import Card

_MARKS = {
    Outcome.HELD: ("circle-check", "ok"),
    Outcome.FAILED: ("circle-x", "bad"),
    Outcome.LEFT_OUT: ("circle-off", "text3"),
    Outcome.WAITING: ("hourglass", "accent_text"),
}

Copy = Callable[[str], None]


class StepList(ScrollArea):
    """Shows the steps as they are taken; the newest is in sight."""

    def __init__(self, theme: Theme, texts: Texts, copy: Copy, *, height: int) -> None:
        """Take the tools.

        Args:
            theme: gives the colours.
            texts: the person's language.
            copy: copies the address of a page.
            height: in pixels.
        """
        self._inside = QWidget()
        self._column = column(spacing=8)
        self._whole = column(self._column, spacing=0, margins=(0, 0, 8, 0))
        self._inside.setLayout(self._whole)
        super().__init__(self._inside, stop=True)
        self._theme = theme
        self._texts = texts
        self._copy = copy
        self._cards: list[StepCard] = []
        self.setAccessibleName(texts.gettext("Steps"))
        self.setFixedHeight(height)
        self._inside.installEventFilter(self)
        self.verticalScrollBar().rangeChanged.connect(self._follow)

    @property
    def cards(self) -> Sequence["StepCard"]:
        """The cards from the first step on."""
        return tuple(self._cards)

    def add(self, step: Step) -> None:
        """Show a step; one that was waited for takes the place of the waiting."""
        if self._cards and self._cards[-1].step.outcome is Outcome.WAITING:
            self._drop_last()
        card = StepCard(self._theme, self._texts, step, self._copy)
        self._cards.append(card)
        self._column.addWidget(card)

    def empty(self) -> None:
        """Take all steps away."""
        self._cards.clear()
        clear(self._column)

    def _drop_last(self) -> None:
        card = self._cards.pop()
        self._column.removeWidget(card)
        card.hide()
        card.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high inside as the steps need at this width."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the steps, which know how high they are only once they are shown."""
        done = super().eventFilter(watched, event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        # what wraps asks for the height of a narrower column than it gets
        self._whole.activate()
        width = self.viewport().width()
        high = self._whole.totalHeightForWidth(width) if self._whole.hasHeightForWidth() else -1
        self._inside.setFixedHeight(high if high >= 0 else self._whole.totalSizeHint().height())

    def _follow(self, _least: int, most: int) -> None:
        self.verticalScrollBar().setValue(most)


class StepCard(Card):
    """One step."""

    def __init__(self, theme: Theme, texts: Texts, step: Step, copy: Copy) -> None:
        super().__init__(theme, "panel")
        self.step = step
        icon, ink = _MARKS[step.outcome]
        name = step_title(step.code, texts)
        head = row(IconLabel(theme, icon, ink), Label(theme, name, Role.NAME), None, spacing=10)
        if spent := _spent(step, texts):
            head.addWidget(Label(theme, spent, Role.MONO, "text2"))
        body = column(head, spacing=6, margins=(14, 10, 14, 12))
        said = meanings(step, texts)
        for title, advice in said:
            words = column(Label(theme, title, Role.BODY, "text", wrap=True), spacing=2, margins=(26, 0, 0, 0))
            if advice:
                words.addWidget(Label(theme, advice, Role.SMALL, "text2", wrap=True))
            body.addLayout(words)
        if step.sent or step.answered:
            sent = _lines(theme, texts.gettext("Sent"), step.sent)
            answered = _lines(theme, texts.gettext("Answered"), step.answered)
            sides = row(sent, answered, spacing=20, margins=(26, 4, 0, 0))
            sides.setStretch(0, 1)
            sides.setStretch(1, 1)
            body.addLayout(sides)
        if step.opens:
            button = Button(theme, texts.gettext("Copy the page's address"), icon="copy", small=True)
            button.clicked.connect(lambda: copy(step.opens))
            body.addLayout(row(button, None, margins=(26, 4, 0, 0)))
        self.setAccessibleName(f"{name}: {said[0][0]}")
        self.setLayout(body)


def meanings(step: Step, texts: Texts) -> Sequence[tuple[str, str]]:
    """Return what a step means, or each thing that was found wrong with what to do about it."""
    if step.outcome is Outcome.WAITING:
        return ((waiting(texts), ""),)
    if not step.cause:
        return ((step_meaning(step.code, texts), ""),)
    if step.findings:
        return [(finding_title(code, facts, texts), finding_advice(code, texts)) for code, facts in step.findings]
    return ((cause_title(step.cause, step.facts, texts), cause_advice(step.cause, texts)),)


def _spent(step: Step, texts: Texts) -> str:
    if not step.status:
        return ""
    return f"{step.status} · {texts.gettext('{n} ms').format(n=number(step.milliseconds, texts))}"


def _lines(theme: Theme, title: str, lines: Sequence[str]) -> QVBoxLayout:
    found = column(spacing=2)
    if lines:
        found.addWidget(Label(theme, title, Role.LABEL_STRONG, "text2"))
    for place, line in enumerate(lines):
        found.addWidget(ElidedLabel(theme, line, Role.MONO, "text2" if place else "text", Qt.TextElideMode.ElideMiddle))
    found.addStretch(1)
    return found

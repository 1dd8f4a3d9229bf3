"""The detail panel beside a table: draws what a presenter describes."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.bar_chart import BarChart
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.labels import Label, Line
from fracttal_console.ui.widgets.layouts import column
from fracttal_console.ui.widgets.panel_content import PanelContent
from fracttal_console.ui.widgets.panel_lines import LineMaker, PanelLine
from fracttal_console.ui.widgets.panel_plan import LinePlan, plan_lines
from fracttal_console.ui.widgets.scroll_area import ScrollArea
from fracttal_console.ui.widgets.surfaces import Ground

PANEL_WIDTH = 336


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
        self._maker = LineMaker(
            theme,
            texts,
            width,
            acted=self.acted.emit,
            copied=self.copied.emit,
            closed=self.closed.emit,
            followed=self.followed.emit,
            followed_tip=self.followed_tip.emit,
        )
        self._lines: list[PanelLine] = []
        self._foot = Label(theme, "", Role.MONO, "text3", wrap=True)
        self._foot_line = QWidget()
        self._foot_line.setLayout(column(Line(theme), self._foot, spacing=12, margins=(0, 16, 0, 0)))
        self._column = column(None, self._foot_line, spacing=0, margins=(20, 20, 20, 20))
        self._inside = QWidget()
        self._inside.setLayout(self._column)
        self._inside.setMinimumWidth(1)
        self._area = ScrollArea(self._inside)
        self.setLayout(column(self._area, spacing=0, margins=(1, 0, 0, 0)))

    def show_content(self, content: PanelContent) -> None:
        """Show something else; the same again costs nothing, and lines of the same kind only change their words."""
        before = self._content
        if content == before:
            return
        focused = self._focused_place()
        self._content = content
        self.setUpdatesEnabled(False)
        self._show_lines(list(plan_lines(content)))
        self._foot.setText(content.foot)
        self._foot_line.setVisible(bool(content.foot))
        if before is None or (before.title, before.subtitle) != (content.title, content.subtitle):
            self._area.verticalScrollBar().setValue(0)
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

    def _show_lines(self, plans: list[LinePlan]) -> None:
        """Let the first and the last lines that fit say what is wanted, and make only those between them anew."""
        most = min(len(plans), len(self._lines))
        head = next((n for n in range(most) if not plans[n].fits(self._lines[n].plan)), most)
        most -= head
        tail = next((n for n in range(most) if not plans[-1 - n].fits(self._lines[-1 - n].plan)), most)
        end = len(self._lines) - tail
        for line in self._lines[head:end]:
            self._column.removeWidget(line)
            line.hide()
            # one of its buttons may be what asked for this
            line.setParent(None)
            line.deleteLater()
        fresh = [self._maker.make(plan) for plan in plans[head : len(plans) - tail]]
        for place, line in enumerate(fresh, head):
            self._column.insertWidget(place, line)
            line.show()
        kept_head, kept_tail = self._lines[:head], self._lines[end:]
        for line, plan in zip((*kept_head, *kept_tail), (*plans[:head], *plans[len(plans) - tail :]), strict=True):
            line.say(plan)
        self._lines = [*kept_head, *fresh, *kept_tail]
        self._put_in_order()

    def _put_in_order(self) -> None:
        """Let Tab walk from top to bottom, through lines that were made later as well."""
        before: QWidget | None = None
        for button in (one for line in self._lines for one in line.findChildren(QAbstractButton)):
            if before is not None:
                QWidget.setTabOrder(before, button)
            before = button

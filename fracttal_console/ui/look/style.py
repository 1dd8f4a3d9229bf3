"""The style of what Qt draws itself: fields, check boxes, lists to choose from, menus, scroll bars."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionFrame,
    QStyleOptionSlider,
    QWidget,
)

from fracttal_console.ui.look.colours import Scheme
from fracttal_console.ui.look.paint import filled_box
from fracttal_console.ui.look.theme import Theme

CONTROL_RADIUS = 6
_BOX = 16
_HANDLE = 6
_TRACK = 12
_SHORTEST_HANDLE = 48

_State = QStyle.StateFlag
_Primitive = QStyle.PrimitiveElement
_Control = QStyle.ComplexControl
_Metric = QStyle.PixelMetric
_Hint = QStyle.StyleHint

_HINTS = {
    # rows open by double click and Enter; a click only chooses
    _Hint.SH_ItemView_ActivateItemOnSingleClick: 0,
    _Hint.SH_DialogButtonBox_ButtonsHaveIcons: 0,
    _Hint.SH_EtchDisabledText: 0,
    _Hint.SH_DitherDisabledText: 0,
    _Hint.SH_ToolTip_WakeUpDelay: 500,
    _Hint.SH_ComboBox_Popup: 0,
    _Hint.SH_Menu_MouseTracking: 1,
    _Hint.SH_ScrollBar_LeftClickAbsolutePosition: 0,
    _Hint.SH_Widget_Animate: 0,
    _Hint.SH_UnderlineShortcut: 0,
}
_METRICS = {
    _Metric.PM_ScrollBarExtent: _TRACK,
    _Metric.PM_ScrollBarSliderMin: _SHORTEST_HANDLE,
    _Metric.PM_IndicatorWidth: _BOX,
    _Metric.PM_IndicatorHeight: _BOX,
    _Metric.PM_ExclusiveIndicatorWidth: _BOX,
    _Metric.PM_ExclusiveIndicatorHeight: _BOX,
    _Metric.PM_CheckBoxLabelSpacing: 8,
    _Metric.PM_RadioButtonLabelSpacing: 8,
    _Metric.PM_MenuPanelWidth: 1,
    _Metric.PM_MenuHMargin: 4,
    _Metric.PM_MenuVMargin: 4,
    _Metric.PM_SmallIconSize: 16,
    _Metric.PM_ButtonIconSize: 16,
    _Metric.PM_ToolTipLabelFrameWidth: 6,
    _Metric.PM_DefaultFrameWidth: 1,
    _Metric.PM_LayoutLeftMargin: 0,
    _Metric.PM_LayoutTopMargin: 0,
    _Metric.PM_LayoutRightMargin: 0,
    _Metric.PM_LayoutBottomMargin: 0,
}


class Style(QProxyStyle):
    """Fusion with our own edges, focus rings and scroll bars."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("Fusion")
        self._theme = theme

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        """Answer how things behave."""
        found = _HINTS.get(hint)
        return super().styleHint(hint, option, widget, returned) if found is None else found

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Answer how large things are."""
        found = _METRICS.get(metric)
        return super().pixelMetric(metric, option, widget) if found is None else found

    def drawPrimitive(
        self, element: QStyle.PrimitiveElement, option: QStyleOption, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        """Draw edges, boxes and focus rings."""
        if element is _Primitive.PE_PanelLineEdit:
            # one without a frame stands in a box of its own
            if not isinstance(option, QStyleOptionFrame) or option.lineWidth:
                self._field(option, painter)
        elif element is _Primitive.PE_IndicatorCheckBox:
            self._check_box(option, painter)
        elif element is _Primitive.PE_IndicatorRadioButton:
            self._radio_button(option, painter)
        elif element is _Primitive.PE_FrameFocusRect:
            self._focus(option, painter)
        elif element in {_Primitive.PE_PanelMenu, _Primitive.PE_PanelTipLabel, _Primitive.PE_FrameMenu}:
            if element is not _Primitive.PE_FrameMenu:
                self._raised(option, painter)
        elif element is not _Primitive.PE_FrameLineEdit:
            super().drawPrimitive(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw scroll bars and the frame of a list to choose from."""
        if control is _Control.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            self._scroll_bar(option, painter, widget)
        elif control is _Control.CC_ComboBox:
            self._combo_box(option, painter)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        sub: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Answer where the parts of a scroll bar and of a list to choose from lie."""
        rect = option.rect
        if control is _Control.CC_ComboBox and sub is QStyle.SubControl.SC_ComboBoxEditField:
            return rect.adjusted(10, 1, -28, -1)
        if control is _Control.CC_ScrollBar:
            if sub in {QStyle.SubControl.SC_ScrollBarAddLine, QStyle.SubControl.SC_ScrollBarSubLine}:
                return QRect()
            if sub is QStyle.SubControl.SC_ScrollBarGroove:
                return rect
            if isinstance(option, QStyleOptionSlider) and sub is QStyle.SubControl.SC_ScrollBarSlider:
                return _handle(option)
        return super().subControlRect(control, option, sub, widget)  # type: ignore[arg-type]  # None is allowed

    def sizeFromContents(
        self, kind: QStyle.ContentsType, option: QStyleOption, size: QSize, widget: QWidget | None = None
    ) -> QSize:
        """Answer how large a control is around its content."""
        found = super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]  # as above
        if kind is QStyle.ContentsType.CT_MenuItem and found.height() > 12:
            return QSize(found.width() + 24, max(found.height(), 30))
        return found

    def _field(self, option: QStyleOption, painter: QPainter) -> None:
        focused = bool(option.state & _State.State_HasFocus)
        enabled = bool(option.state & _State.State_Enabled)
        edge = self._theme.colour("focus" if focused else "border_strong" if enabled else "border")
        fill = self._theme.colour("surface" if enabled else "sunken")
        filled_box(painter, option.rect, fill, CONTROL_RADIUS, edge, self._ring if focused else 1)

    def _check_box(self, option: QStyleOption, painter: QPainter) -> None:
        rect = _square(option.rect)
        on = bool(option.state & _State.State_On)
        half = bool(option.state & _State.State_NoChange)
        enabled = bool(option.state & _State.State_Enabled)
        fill, edge = self._box_colours(on=on or half, enabled=enabled)
        filled_box(painter, rect, self._theme.colour(fill), 4, self._theme.colour(edge))
        if not (on or half):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = "on_accent" if enabled else "text3"
        pen = QPen(self._theme.colour(ink), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        left, top = rect.left(), rect.top()
        if half:
            painter.drawLine(QPointF(left + 4.5, top + 8), QPointF(left + 11.5, top + 8))
        else:
            points = [QPointF(left + 4, top + 8.2), QPointF(left + 7, top + 11), QPointF(left + 12, top + 5.2)]
            painter.drawPolyline(QPolygonF(points))
        painter.restore()

    def _radio_button(self, option: QStyleOption, painter: QPainter) -> None:
        rect = _square(option.rect)
        on = bool(option.state & _State.State_On)
        enabled = bool(option.state & _State.State_Enabled)
        fill, edge = self._box_colours(on=on, enabled=enabled)
        filled_box(painter, rect, self._theme.colour(fill), _BOX / 2, self._theme.colour(edge))
        if on:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("on_accent" if enabled else "text3"))
            painter.drawEllipse(QRectF(rect).center(), 3, 3)
            painter.restore()

    def _box_colours(self, *, on: bool, enabled: bool) -> tuple[str, str]:
        if not enabled:
            return "sunken", "border"
        return ("accent", "accent") if on else ("surface", "border_strong")

    def _focus(self, option: QStyleOption, painter: QPainter) -> None:
        filled_box(painter, option.rect, None, 4, self._theme.colour("focus"), self._ring)

    def _raised(self, option: QStyleOption, painter: QPainter) -> None:
        painter.fillRect(option.rect, self._theme.colour("raised"))
        filled_box(painter, option.rect, self._theme.colour("raised"), 0, self._theme.colour("border_strong"))

    def _combo_box(self, option: QStyleOptionComplex, painter: QPainter) -> None:
        self._field(option, painter)
        enabled = bool(option.state & _State.State_Enabled)
        pixmap = self._theme.pixmap(
            "chevron-down", "text2" if enabled else "text3", 16, painter.device().devicePixelRatioF()
        )
        painter.drawPixmap(option.rect.right() - 25, option.rect.center().y() - 7, pixmap)

    def _scroll_bar(self, option: QStyleOptionSlider, painter: QPainter, widget: QWidget | None) -> None:
        if option.maximum <= option.minimum:
            return
        handle = self.subControlRect(_Control.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, widget)
        inset = (_TRACK - _HANDLE) // 2
        if option.orientation is Qt.Orientation.Vertical:
            bar = handle.adjusted(inset, 0, -inset, 0)
        else:
            bar = handle.adjusted(0, inset, 0, -inset)
        filled_box(painter, bar, self._theme.colour("border_strong"), _HANDLE / 2)

    @property
    def _ring(self) -> int:
        return 3 if self._theme.scheme is Scheme.CONTRAST else 2


def _square(rect: QRect) -> QRect:
    return QRect(rect.left(), rect.center().y() - _BOX // 2 + 1, _BOX, _BOX)


def _handle(option: QStyleOptionSlider) -> QRect:
    rect = option.rect
    vertical = option.orientation is Qt.Orientation.Vertical
    length = rect.height() if vertical else rect.width()
    span = option.maximum - option.minimum
    size = length if span <= 0 else max(_SHORTEST_HANDLE, length * option.pageStep // (span + option.pageStep))
    size = min(size, length)
    place = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - size, option.upsideDown
    )
    if vertical:
        return QRect(rect.left(), rect.top() + place, rect.width(), size)
    return QRect(rect.left() + place, rect.top(), size, rect.height())

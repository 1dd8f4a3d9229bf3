"""The gateway in the header: whether it runs, where, and for who may the button that starts or stops it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.texts.errors import error_text
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import filled_box, painting
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.widgets.buttons import IconButton
from fracttal_console.ui.widgets.labels import Label, Line
from fracttal_console.ui.widgets.layouts import row
from fracttal_console.ui.widgets.marks import IconLabel


class GatewayBox(QFrame):
    """State, address, start or stop; who only looks is not offered to start or stop it.

    Signals:
        said: something that a person should know, in words.
        moved: the gateway was started or stopped.
    """

    said = Signal(str)
    moved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._begun = False
        theme = desk.theme
        self._icon = IconLabel(theme, "circle-stop", "text3")
        self._word = Label(theme, "", Role.STRONG)
        self._address = Label(theme, "", Role.MONO, "text2")
        self._line = Line(theme, vertical=True)
        self._line.setFixedHeight(30)
        self._switch = IconButton(theme, "play", desk.texts.gettext("Start gateway"))
        self._switch.clicked.connect(self.turn)
        self.setFixedHeight(32)
        box = row(self._icon, self._word, self._address, spacing=8, margins=(10, 0, 10, 0))
        if desk.session.runs_gateway:
            box.addSpacing(2)
            box.addWidget(self._line)
            box.addWidget(self._switch)
            box.setContentsMargins(10, 0, 2, 0)
        self.setLayout(box)
        desk.bridge.gateway_ended.connect(self._ended)
        desk.bridge.gateway_started.connect(self._started)
        self.show_state()

    def show_state(self) -> None:
        """Show whether the gateway runs."""
        texts, url = self._desk.texts, self._desk.base.gateway.url
        running = bool(url)
        self._icon.set_icon("circle-play" if running else "circle-stop", "ok" if running else "text3")
        self._word.setText(texts.gettext("Gateway running") if running else texts.gettext("Gateway stopped"))
        self._address.setText(url.partition("://")[2])
        self._address.setVisible(running)
        self._switch.set_icon("square" if running else "play")
        self._switch.set_name(texts.gettext("Stop gateway") if running else texts.gettext("Start gateway"))
        self._switch.setEnabled(True)

    def start(self) -> None:
        """Start the gateway."""
        self._switch.setEnabled(False)
        self._desk.operations.run(self, self._desk.base.gateway.start, self._moved, self._failed, lane=Lane.LONG)

    def start_once(self) -> None:
        """Start the gateway as part of beginning to work, unless that was done."""
        if not self._begun:
            self._begun = True
            self.start()

    def stop(self) -> None:
        """Stop the gateway."""
        self._switch.setEnabled(False)
        self._desk.operations.run(self, self._desk.base.gateway.stop, self._moved, self._failed, lane=Lane.LONG)

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        return QSize(super().sizeHint().width(), 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box."""
        with painting(self) as painter:
            theme = self._desk.theme
            filled_box(painter, self.rect(), theme.colour("surface"), 6, theme.colour("border"))

    def turn(self) -> None:
        """Stop it where it runs, start it where it does not."""
        if self._desk.base.gateway.url:
            self.stop()
        else:
            self.start()

    def _started(self) -> None:
        self._moved(None)

    def _moved(self, _result: object) -> None:
        self.show_state()
        self.moved.emit()

    def _ended(self) -> None:
        self.show_state()
        self.moved.emit()
        texts = self._desk.texts
        if self._desk.session.runs_gateway:
            words = texts.gettext(
                "The gateway ended by itself, and programs get no answer. Start it again with the button at the top."
            )
        else:
            words = texts.gettext(
                "The gateway ended by itself, and programs get no answer. Tell a super administrator, who can start it."
            )
        self.said.emit(words)

    def _failed(self, error: ConsoleError) -> None:
        self.show_state()
        self.said.emit(error_text(error, self._desk.texts))

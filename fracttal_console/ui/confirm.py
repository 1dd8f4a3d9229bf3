"""Questions before something that cannot be taken back: what it does, in numbers, with the safe choice first."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.dialog import Dialog
from fracttal_console.ui.widgets.fields import Field, TextEdit
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.marks import IconLabel
from fracttal_console.ui.widgets.surfaces import Card


class Confirm(Dialog):
    """One question; what is confirmed is done by `then`, which gets the reason that was typed."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        *,
        title: str,
        subtitle: str = "",
        consequences: Sequence[tuple[str, str]] = (),
        safe: str,
        action: str,
        then: Callable[[str], None],
        icon: str = "ban",
        asks_reason: bool = False,
        destroys: bool = True,
    ) -> None:
        """Take the words.

        Args:
            desk: the tools of the window.
            parent: over what it stands.
            title: the question, with the name or the number in it.
            subtitle: what it is about.
            consequences: icon and sentence of each fact that follows.
            safe: the word of the safe choice.
            action: the word of the action.
            then: does it.
            icon: beside the title.
            asks_reason: whether a reason for the audit log may be typed.
            destroys: whether the action is drawn as a destructive one.
        """
        super().__init__(desk.theme, parent, title, width=600)
        theme, texts = desk.theme, desk.texts
        self._then = then
        self.reason = TextEdit(theme)
        self.keep = Button(theme, safe)
        self.go = Button(theme, action, Kind.DESTROY if destroys else Kind.PRIMARY)
        body = column(spacing=16)
        if consequences:
            card = Card(theme, "panel")
            lines = [
                row(
                    column(IconLabel(theme, name), None, spacing=0),
                    Label(theme, text, Role.BODY, "text", wrap=True),
                    spacing=12,
                    stretch=1,
                )
                for name, text in consequences
            ]
            card.setLayout(column(*lines, spacing=10, margins=(16, 14, 16, 14)))
            body.addWidget(card)
        if asks_reason:
            body.addWidget(
                Field(
                    theme, texts.gettext("Why (kept in the audit log)"), self.reason, optional=texts.gettext("optional")
                )
            )
        self.lay_out(
            self.head(title, subtitle, icon=icon, ink="bad" if destroys else "accent_text"),
            body,
            foot=(None, self.keep, self.go),
        )
        self.keep.clicked.connect(self.reject)
        self.go.clicked.connect(self._confirmed)
        self.set_default(self.keep)
        (self.reason if asks_reason else self.keep).setFocus()

    def _confirmed(self) -> None:
        reason = self.reason.text().strip()
        self.accept()
        self._then(reason)

"""Begin a rotation, or give the old secret of one more time."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.impact import Impact
from fracttal_console.domain.rotations import IDLE_DAYS, OVERLAP, check_idle_days, check_retire_by
from fracttal_console.services.secret_rotation import RotatedSecret, SecretRotation
from fracttal_console.ui.credentials.ending import asked_before_retiring
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.widgets.choices import Choices
from fracttal_console.ui.widgets.fields import Field, TextEdit

_OVERLAPPING, _COMPROMISED = 0, 2


class RotateForm(FormDialog):
    """Asks how long both secrets work.

    Signals:
        rotated: a new secret, in clear this once.
    """

    rotated = Signal(object)

    def __init__(
        self, desk: Desk, parent: QWidget, *, service: SecretRotation[Any], ref: str, name: str,
        extends: bool = False,
    ) -> None:  # fmt: skip
        """Take whose secret is rotated.

        Args:
            desk: the tools of the window.
            parent: over what it stands.
            service: rotates this kind of credential's secrets.
            ref: names the credential to the service.
            name: what people call it.
            extends: whether a rotation that goes on is given more time, and none begins.
        """
        texts = desk.texts
        super().__init__(
            desk,
            parent,
            title=texts.gettext("Give the old secret more time") if extends else texts.gettext("Rotate the secret"),
            subtitle=name,
            icon="refresh-cw",
            action=texts.gettext("Extend") if extends else texts.gettext("Make new secret"),
        )
        self._service, self._ref, self._name, self._extends = service, ref, name, extends
        self.way = Choices(
            desk.theme,
            (
                (texts.gettext("With overlap"), texts.gettext("Both secrets work until nobody uses the old one.")),
                (texts.gettext("At once"), texts.gettext("The old secret is refused from now on.")),
                (texts.gettext("Leaked"), self._leaked()),
            ),
            _OVERLAPPING,
        )
        self.idle_days = TextEdit(desk.theme)
        self.idle_days.setText(str(IDLE_DAYS))
        self.retire_by = TextEdit(desk.theme, role=Role.MONO, placeholder="2027-05-22")
        self.retire_by.setText((desk.now() + OVERLAP).astimezone(UTC).date().isoformat())
        self._way_field = self.add("way", Field(desk.theme, texts.gettext("The old secret"), self.way), lambda: None)
        self._idle_field = self.add(
            "idle_days",
            Field(desk.theme, texts.gettext("It retires after so many days without use"), self.idle_days),
            self._days,
        )
        self._by_field = self.add(
            "retire_by",
            Field(desk.theme, texts.gettext("It retires at the latest on (year-month-day)"), self.retire_by),
            self._moment,
        )
        self.finish("" if extends else texts.gettext("The secret is shown next, this once."))
        self._way_field.setVisible(not extends)
        self.way.changed.connect(self._settle)
        self.idle_days.textChanged.connect(lambda: self.recheck("idle_days"))
        self.retire_by.textChanged.connect(lambda: self.recheck("retire_by"))
        self.submitted.connect(self._go)
        (self.idle_days if extends else self.way.button(_OVERLAPPING)).setFocus()

    def _leaked(self) -> str:
        """Say what comes of a secret that somebody else may have."""
        texts = self.desk.texts
        if self._service.gets_tokens:
            return texts.gettext("The old secret and all its tokens are refused from now on.")
        return texts.gettext("The old secret is refused from now on, and the audit log says that it leaked.")

    @property
    def _at_once(self) -> bool:
        return not self._extends and self.way.chosen != _OVERLAPPING

    def _settle(self) -> None:
        for field in (self._idle_field, self._by_field):
            field.setVisible(not self._at_once)

    def _days(self) -> int:
        text = self.idle_days.text().strip()
        if not text:
            raise Invalid("idle_days", "empty")
        days = int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else -1
        return check_idle_days(days, least=1)

    def _moment(self) -> datetime:
        text = self.retire_by.text().strip()
        if not text:
            raise Invalid("retire_by", "empty")
        try:
            moment = datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError:
            raise Invalid("retire_by", "date_malformed", value=text[:40]) from None
        return check_retire_by(moment, self.desk.now())

    def _go(self) -> None:
        service, ref = self._service, self._ref
        days, until = (0, None) if self._at_once else (self._days(), self._moment())
        compromised = self.way.chosen == _COMPROMISED
        if self._extends:
            self.desk.operations.run(
                self,
                lambda: service.extend(self.desk.actor, ref, idle_days=days, retire_by=until),
                lambda _old: self.accept(),
                self.fail,
            )
            return

        def rotate() -> None:
            self.desk.operations.run(
                self,
                lambda: service.rotate(self.desk.actor, ref, idle_days=days, retire_by=until, compromised=compromised),
                self._made,
                self.fail,
            )

        if self._at_once:
            self._weigh(rotate)
        else:
            rotate()

    def _weigh(self, rotate: Callable[[], None]) -> None:
        """Ask first where an old secret that is in use would be refused at once."""
        desk, service, ref = self.desk, self._service, self._ref
        texts = desk.texts

        def show(impact: Impact) -> None:
            if not impact.in_use:
                rotate()
                return
            title = texts.gettext("Retire the old secret now?")
            question = asked_before_retiring(self._name, self._name, title, texts.gettext("Retire"), texts)
            dialog = ImpactDialog(desk, self, impact, question, then=lambda _reason: rotate())
            dialog.rejected.connect(lambda: self.set_busy(busy=False))
            dialog.open()

        desk.operations.run(self, lambda: service.impact(desk.actor, ref), show, self.fail, lane=Lane.READ)

    def _made(self, rotated: RotatedSecret[Any]) -> None:
        self.accept()
        self.rotated.emit(rotated)

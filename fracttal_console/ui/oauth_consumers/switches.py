"""What a consumer may use beyond the usual grants; all of it is off until somebody switches it on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from fracttal_console.domain.consumer_switches import ConsumerSwitches, Demand, SwitchChange
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.widgets.fields import Choice, Field
from fracttal_console.ui.widgets.panel_content import Fact

_DEMANDS = (Demand.OFF, Demand.ALLOWED, Demand.REQUIRED)
_WORDS = {Demand.OFF: N_("Off"), Demand.ALLOWED: N_("Optional"), Demand.REQUIRED: N_("Required")}


class SwitchesEdit(QWidget):
    """Three switches; a consumer that acts for itself has only the one of keys.

    Signals:
        changed: one of them was switched.
    """

    changed = Signal()

    def __init__(self, desk: Desk, now: ConsumerSwitches) -> None:
        super().__init__()
        texts = desk.texts
        self._for_people = True
        self.device = self._choice(desk, ("Off", "Optional"), int(now.device))
        self.par = self._choice(desk, tuple(_WORDS.values()), _DEMANDS.index(now.par))
        self.dpop = self._choice(desk, tuple(_WORDS.values()), _DEMANDS.index(now.dpop))
        fields = (
            Field(desk.theme, texts.gettext("Proof of possession"), self.dpop,
                  help_text=texts.gettext("Tokens are bound to a key (DPoP).")),
            Field(desk.theme, texts.gettext("Pushed requests"), self.par,
                  help_text=texts.gettext("Requests are sent beforehand (PAR).")),
            Field(desk.theme, texts.gettext("Devices without a browser"), self.device,
                  help_text=texts.gettext("People enter a code elsewhere.")),
        )  # fmt: skip
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        for place, field in enumerate(fields):
            grid.addWidget(field, place // 2, place % 2)
        self._only_people = fields[1:]
        self.setLayout(grid)
        self.setFocusProxy(self.dpop)

    def show_for_people(self, *, people: bool) -> None:
        """Leave out what a consumer that acts for itself cannot use."""
        self._for_people = people
        for field in self._only_people:
            field.setVisible(people)

    def change(self) -> SwitchChange:
        """Return what was chosen."""
        dpop = _DEMANDS[self.dpop.currentIndex()]
        if not self._for_people:
            return SwitchChange(device=False, par=Demand.OFF, dpop=dpop)
        return SwitchChange(device=self.device.currentIndex() == 1, par=_DEMANDS[self.par.currentIndex()], dpop=dpop)

    def _choice(self, desk: Desk, words: tuple[str, ...], chosen: int) -> Choice:
        choice = Choice(desk.theme)
        choice.addItems([desk.texts.gettext(word) for word in words])
        choice.setCurrentIndex(chosen)
        choice.currentIndexChanged.connect(lambda _place: self.changed.emit())
        return choice


def switch_facts(switches: ConsumerSwitches, texts: Texts) -> tuple[Fact, ...]:
    """Return what the panel shows of switches: those that are on."""
    rows = (
        (texts.gettext("Proof of possession"), switches.dpop),
        (texts.gettext("Pushed requests"), switches.par),
        (texts.gettext("Devices without a browser"), Demand.ALLOWED if switches.device else Demand.OFF),
    )
    return tuple(Fact(name, texts.gettext(_WORDS[demand])) for name, demand in rows if demand is not Demand.OFF)

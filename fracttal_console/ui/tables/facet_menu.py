"""The menu of a filter bar: first which facet, then which of its values; several may be ticked."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fracttal_console.services.facets import FacetValue
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.operations import Lane, Operations
from fracttal_console.ui.tables.facets import Facet, Narrowed, with_value, without
from fracttal_console.ui.tables.pick_popup import Pick, PickPopup
from fracttal_console.ui.widgets.buttons import Button
from fracttal_console.ui.widgets.fields import Field, TextEdit
from fracttal_console.ui.widgets.layouts import column, row


class FacetMenu(QObject):
    """Asks for filters; what is chosen is narrowed at once, tick by tick.

    Signals:
        changed: something else is chosen.
    """

    changed = Signal()

    def __init__(
        self, theme: Theme, texts: Texts, operations: Operations, facets: Sequence[Facet], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        self._operations = operations
        self._facets = tuple(facets)
        self._facet: Facet | None = None
        self._found: dict[str, FacetValue] = {}
        self._asked = 0
        self._leads_back = False
        self.chosen: Narrowed = {}
        self.popup = PickPopup(theme, parent, texts.gettext("Nothing fits"))
        self.dates = PeriodFields(theme, texts)
        self.popup.below.addWidget(self.dates)
        self.popup.picked.connect(self._picked)
        self.popup.looked_for.connect(self._look)
        self.popup.went_back.connect(self._back)
        self.dates.given.connect(self._take_period)

    def choose_facet(self, below: QWidget) -> None:
        """Ask which facet, below a button."""
        self._leads_back = True
        self._show_facets()
        self.popup.open_below(below)

    def edit(self, key: str, below: QWidget) -> None:
        """Ask for the values of one facet, below its chip."""
        self._leads_back = False
        self._open(self._named(key))
        self.popup.open_below(below)

    def named(self, facets: Mapping[str, tuple[str, ...]]) -> Narrowed:
        """Give names to values that are known by their texts only."""
        known = {facet.key: facet for facet in self._facets}
        return {key: tuple(known[key].known(text) for text in values) for key, values in facets.items() if key in known}

    def reworded(self, chosen: Narrowed) -> dict[str, tuple[FacetValue, ...]]:
        """Give values the names that they have among the choices: they may be of another language."""
        choices = {facet.key: {choice.text: choice for choice in facet.choices} for facet in self._facets}
        return {key: tuple(choices.get(key, {}).get(one.text, one) for one in values) for key, values in chosen.items()}

    def name_of(self, key: str) -> str:
        """Return what a facet is called."""
        return self._named(key).name

    def _named(self, key: str) -> Facet:
        return next(facet for facet in self._facets if facet.key == key)

    def _show_facets(self, typed: str = "") -> None:
        self._facet = None
        self.dates.hide()
        if not typed:
            self.popup.ask(self._texts.gettext("Add filter"), self._texts.gettext("Find a field"))
        fitting = [facet for facet in self._facets if typed.casefold() in facet.name.casefold()]
        self.popup.show_picks([Pick(facet.key, facet.name) for facet in fitting])

    def _open(self, facet: Facet) -> None:
        self._facet = facet
        self.popup.ask(facet.name, self._texts.gettext("Find a value"))
        self.dates.setVisible(facet.dated)
        self.dates.forget()
        self._look("")
        self.popup.field.setFocus()

    def _picked(self, key: str) -> None:
        facet = self._facet
        if facet is None:
            self._open(self._named(key))
            return
        value = self._found.get(key) or facet.known(key)
        self._choose(with_value(self.chosen, facet, value))
        if facet.single:
            self.popup.hide()
        else:
            self._show_values(list(self._found.values()))

    def _choose(self, chosen: Narrowed) -> None:
        self.chosen = chosen
        self.changed.emit()

    def _look(self, typed: str) -> None:
        facet = self._facet
        if facet is None:
            self._show_facets(typed)
            return
        self._asked += 1
        asked, fixed = self._asked, facet.fitting(typed)
        if facet.find is None:
            self._show_values(fixed if typed else self._with_chosen(facet, fixed))
            return
        find = facet.find

        def take(found: Sequence[FacetValue]) -> None:
            if asked == self._asked and self._facet is facet:
                values = [*fixed, *found]
                self._show_values(values if typed else self._with_chosen(facet, values))

        self._operations.run(self, lambda: find(typed), take, lane=Lane.READ)

    def _with_chosen(self, facet: Facet, values: Sequence[FacetValue]) -> list[FacetValue]:
        """Put what is ticked on top where it is not among the values."""
        texts = {value.text for value in values}
        return [*(value for value in self.chosen.get(facet.key, ()) if value.text not in texts), *values]

    def _show_values(self, values: Sequence[FacetValue]) -> None:
        facet = self._facet
        if facet is None:
            return
        self._found = {value.text: value for value in values}
        ticked = {value.text for value in self.chosen.get(facet.key, ())}
        self.popup.show_picks([Pick(value.text, value.name, value.hint, value.text in ticked) for value in values])

    def _back(self) -> None:
        if self._facet is not None and self._leads_back:
            self._show_facets()

    def _take_period(self, text: str, name: str) -> None:
        if self._facet is not None:
            cleared = without(self.chosen, self._facet.key)
            self._choose(with_value(cleared, self._facet, FacetValue(text, name)))
            self.popup.hide()


class PeriodFields(QWidget):
    """From one day to another, both whole, in the computer's own time.

    Signals:
        given: the period as services read it, and as people do.
    """

    given = Signal(str, str)

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        hint = texts.gettext("year-month-day")
        self.first, self.last = TextEdit(theme, placeholder=hint), TextEdit(theme, placeholder=hint)
        self.apply = Button(theme, texts.gettext("Apply"), small=True)
        self._fields = (
            Field(theme, texts.gettext("From"), self.first),
            Field(theme, texts.gettext("To"), self.last),
        )
        self.setLayout(column(row(*self._fields, spacing=12), row(None, self.apply), spacing=8))
        self.apply.clicked.connect(self._given)
        for edit in (self.first, self.last):
            edit.returnPressed.connect(self._given)

    def forget(self) -> None:
        """Be empty again."""
        for field, edit in zip(self._fields, (self.first, self.last), strict=True):
            edit.clear()
            field.say("")

    def _given(self) -> None:
        days = [self._read(field, edit) for field, edit in zip(self._fields, (self.first, self.last), strict=True)]
        if any(field.problem for field in self._fields) or days == [None, None]:
            return
        first, last = days
        sides = [_midnight(first), _midnight(last + timedelta(days=1) if last else None)]
        shown = (self.first.text().strip() or "…", self.last.text().strip() or "…")
        self.given.emit("/".join(sides), shown[0] if shown[0] == shown[1] else f"{shown[0]} – {shown[1]}")

    def _read(self, field: Field, edit: TextEdit) -> date | None:
        text = edit.text().strip()
        field.say("")
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            field.say(self._texts.gettext("Enter it like 2027-05-22."))
            return None


def _midnight(day: date | None) -> str:
    return ".." if day is None else datetime.combine(day, time()).astimezone().isoformat()

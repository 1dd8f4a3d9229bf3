"""The bar above a table: the field, chips for what is chosen, what came meanwhile, the view and its columns."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.operations import Operations
from fracttal_console.ui.tables.chips import ChipLine, ChipWords
from fracttal_console.ui.tables.facet_menu import FacetMenu
from fracttal_console.ui.tables.facets import Facet, Narrowed, values_in_words, without
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.fields import SearchEdit
from fracttal_console.ui.widgets.layouts import row

_PAUSE_MS = 60
"""How long a person stops typing before the table follows."""

_FIELD_WIDTHS = (150, 280)
_ONLY = "only"
"""Key of the chip for a named subset; facets have names of their own."""


class FilterBar(QWidget):
    """What narrows the rows.

    Signals:
        narrowed: another text, or other chips.
        went_down: from the field into the table.
        went_to_top: to the rows that came meanwhile.
    """

    narrowed = Signal()
    went_down = Signal()
    went_to_top = Signal()

    def __init__(
        self, theme: Theme, texts: Texts, hint: str, operations: Operations, facets: Sequence[Facet] = ()
    ) -> None:
        super().__init__()
        self._texts = texts
        self._only_name = ""
        self.only = ""
        self.field = SearchEdit(theme, hint)
        self.field.setMinimumWidth(_FIELD_WIDTHS[0])
        self.field.setMaximumWidth(_FIELD_WIDTHS[1])
        self.field.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.menu = FacetMenu(theme, texts, operations, facets, self)
        self.chips = ChipLine(theme, texts)
        self.chips.add.setVisible(bool(facets))
        self._new = Button(theme, "", Kind.LINK, icon="arrow-up", small=True)
        self._new.hide()
        self._grown = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self.right: QHBoxLayout = row(spacing=4)
        bar = row(self.field, self.chips, self._new, self.right, spacing=12, margins=(24, 0, 24, 16))
        bar.setStretch(0, 4)
        bar.setStretch(1, 5)
        self.setLayout(bar)
        self._join()

    @property
    def text(self) -> str:
        """What is in the field."""
        return self.field.text()

    @property
    def active(self) -> bool:
        """Whether anything narrows the rows."""
        return bool(self.field.text().strip() or self.only or self.menu.chosen)

    @property
    def facets(self) -> Mapping[str, tuple[str, ...]]:
        """The chosen values as the services read them."""
        return {key: tuple(value.text for value in values) for key, values in self.menu.chosen.items()}

    @property
    def chosen(self) -> Narrowed:
        """The chosen values with their names."""
        return dict(self.menu.chosen)

    def choose(self, only: str, name: str) -> None:
        """Narrow to a named subset."""
        self.only = only
        self.name_only(name)
        self.narrowed.emit()

    def choose_facets(self, facets: Mapping[str, tuple[str, ...]]) -> None:
        """Narrow to values of facets alone, in place of all that narrows now."""
        self.restore("", "", "", self.menu.named(facets))

    def restore(self, text: str, only: str, name: str, facets: Narrowed | None = None) -> None:
        """Narrow as it was narrowed before, or as a link or a view says."""
        self._set_text(text)
        self.menu.chosen = self.menu.reworded(facets or {})
        self.choose(only, name)

    def name_only(self, name: str) -> None:
        """Say on the chip what the rows are narrowed to."""
        self._only_name = name
        self._show_chips()

    def clear_only(self) -> None:
        """Take the chip of the subset away."""
        self.choose("", "")

    def clear(self) -> None:
        """Take away everything that narrows."""
        self.restore("", "", "")

    def type(self, text: str) -> None:
        """Go on in the field with what was typed elsewhere."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            # inserted, not set: what was typed before can still be undone
            self.field.end(False)  # noqa: FBT003 - Qt's own call
            self.field.insert(text)
        else:
            self.field.selectAll()

    def tell_grown(self, number: int) -> None:
        """Say that rows came on top; 0 takes the word back."""
        self._grown = self._grown + number if number else 0
        words = self._texts.ngettext("{n} new", "{n} new", self._grown).format(n=self._grown)
        self._new.setText(words)
        self._new.updateGeometry()
        self._new.setVisible(bool(self._grown))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go down into the table."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.field.hasFocus():
            self.went_down.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the last chip away by Backspace in the empty field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            empty = not self.field.text() and self.chips.chips
            if event.key() == Qt.Key.Key_Backspace and empty:
                self._remove(self.chips.chips[-1].words.key)
                return True
        return super().eventFilter(watched, event)

    def _join(self) -> None:
        self._pause.timeout.connect(self.narrowed)
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.installEventFilter(self)
        self._new.clicked.connect(self._to_top)
        self.menu.changed.connect(self._follow_menu)
        self.chips.adding.connect(lambda: self.menu.choose_facet(self.chips.add))
        self.chips.edited.connect(self._edit)
        self.chips.removed.connect(self._remove)

    def _follow_menu(self) -> None:
        self._show_chips()
        self.narrowed.emit()

    def _edit(self, key: str) -> None:
        if key == _ONLY:
            self.clear_only()
        else:
            self.menu.edit(key, self.chips.chip(key) or self.chips.more)

    def _remove(self, key: str) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        if key == _ONLY:
            self.clear_only()
            return
        self.menu.chosen = without(self.menu.chosen, key)
        self._follow_menu()

    def _show_chips(self) -> None:
        words = [ChipWords(_ONLY, "", self._only_name)] if self.only and self._only_name else []
        words += [
            ChipWords(key, self.menu.name_of(key), values_in_words(values, self._texts))
            for key, values in self.menu.chosen.items()
        ]
        # beside chips the field does with less, so that they need not fold
        self.field.setMaximumWidth(_FIELD_WIDTHS[0 if words else 1])
        self.chips.show_chips(words)

    def _set_text(self, text: str) -> None:
        self.field.blockSignals(True)  # noqa: FBT003 - Qt's own call
        self.field.setText(text)
        self.field.blockSignals(False)  # noqa: FBT003 - Qt's own call
        self.field.update()

    def _to_top(self) -> None:
        self.tell_grown(0)
        self.went_to_top.emit()

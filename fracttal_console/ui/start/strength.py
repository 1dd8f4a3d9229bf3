"""How hard a password is to guess: four bars and a word."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.look.paint import filled_box, painting
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import row

_WORDS = (
    ("bad", N_("Easy to guess. A sentence of four or five words is easy to remember and hard to guess.")),
    ("bad", N_("Easy to guess. A sentence of four or five words is easy to remember and hard to guess.")),
    ("warn", N_("Could be better. Make it longer; a sentence works well.")),
    ("ok", N_("Good.")),
    ("ok", N_("Very good.")),
)
_BARS = 4


class _Bars(QLabel):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lit, self.tone = 0, "idle"
        self.setFixedSize(_BARS * 28, 8)
        self.setAccessibleName(" ")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bars."""
        with painting(self) as painter:
            for place in range(_BARS):
                colour = self._theme.colour(self.tone if place < self.lit else "border")
                filled_box(painter, QRect(place * 28, 2, 24, 4), colour, 2)


class Strength(QWidget):
    """A hint, never a gate: what is refused is said by the field itself."""

    def __init__(self, theme: Theme, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._bars = _Bars(theme)
        self._word = Label(theme, "", Role.SMALL, "text2", wrap=True)
        self.setLayout(row(self._bars, self._word, spacing=12, stretch=1))
        self.show_score(None)

    def show_score(self, score: int | None) -> None:
        """Show a score from 0 to 4, or none."""
        tone, word = ("idle", N_("Use at least eight characters.")) if score is None else _WORDS[score]
        self._bars.tone, self._bars.lit = tone, 0 if score is None else max(1, score)
        self._bars.update()
        self._word.setText(self._texts.gettext(word))

"""The two families that ship with the program, and the sizes and weights in use."""

from enum import Enum
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from fracttal_console.resources import resource

SANS_FAMILY = "Inter"
MONO_FAMILY = "JetBrains Mono"
_FILES = (
    "Inter-Regular.ttf",
    "Inter-Medium.ttf",
    "Inter-SemiBold.ttf",
    "JetBrainsMono-Regular.ttf",
    "JetBrainsMono-Medium.ttf",
)


class Role(Enum):
    """What a text is; the value is family, size in pixels and weight."""

    CAPTION = (SANS_FAMILY, 11, 600)
    NOTE = (SANS_FAMILY, 11, 400)
    SMALL = (SANS_FAMILY, 12, 400)
    LABEL = (SANS_FAMILY, 12, 500)
    LABEL_STRONG = (SANS_FAMILY, 12, 600)
    BODY = (SANS_FAMILY, 13, 400)
    NAME = (SANS_FAMILY, 13, 500)
    STRONG = (SANS_FAMILY, 13, 600)
    CARD_TITLE = (SANS_FAMILY, 14, 600)
    FIELD = (SANS_FAMILY, 16, 400)
    TITLE = (SANS_FAMILY, 16, 600)
    PAGE_TITLE = (SANS_FAMILY, 20, 600)
    FIGURE = (SANS_FAMILY, 28, 600)
    MONO = (MONO_FAMILY, 12, 400)
    SECRET = (MONO_FAMILY, 14, 500)


class FontsMissing(Exception):
    """The installation lacks a font file."""


def load_fonts() -> None:
    """Load the families; once per application, before the first widget.

    Raises:
        FontsMissing: the installation is damaged.
    """
    for name in _FILES:
        if QFontDatabase.addApplicationFont(str(resource("fonts", name))) < 0:
            raise FontsMissing(name)


@cache
def font_of(role: Role) -> QFont:
    """Return the font of a role."""
    return _font(*role.value)


def sized(role: Role, pixels: int) -> QFont:
    """Return the font of a role in another size, for monograms."""
    family, _, weight = role.value
    return _font(family, pixels, weight)


@cache
def metrics_of(role: Role) -> QFontMetrics:
    """Return how large the texts of a role are."""
    return QFontMetrics(font_of(role))


def _font(family: str, pixels: int, weight: int) -> QFont:
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if family == MONO_FAMILY:
        # else :// and -> melt into one sign
        font.setFeature(QFont.Tag("calt"), 0)
        font.setFeature(QFont.Tag("liga"), 0)
        font.setStyleHint(QFont.StyleHint.Monospace)
    else:
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setStyleHint(QFont.StyleHint.SansSerif)
    return font

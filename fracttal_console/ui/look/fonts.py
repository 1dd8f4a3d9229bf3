"""The two families that ship with the program, and the sizes and weights in use."""

from enum import Enum
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from fracttal_console.resources import resource

SANS = "Inter"
MONO = "JetBrains Mono"
_FILES = (
    "Inter-Regular.ttf",
    "Inter-Medium.ttf",
    "Inter-SemiBold.ttf",
    "JetBrainsMono-Regular.ttf",
    "JetBrainsMono-Medium.ttf",
)


class Role(Enum):
    """What a text is; the value is family, size in pixels and weight."""

    CAPTION = (SANS, 11, 600)
    NOTE = (SANS, 11, 400)
    SMALL = (SANS, 12, 400)
    LABEL = (SANS, 12, 500)
    LABEL_STRONG = (SANS, 12, 600)
    BODY = (SANS, 13, 400)
    NAME = (SANS, 13, 500)
    STRONG = (SANS, 13, 600)
    CARD_TITLE = (SANS, 14, 600)
    TITLE = (SANS, 16, 600)
    PAGE_TITLE = (SANS, 20, 600)
    FIGURE = (SANS, 28, 600)
    MONO = (MONO, 12, 400)
    SECRET = (MONO, 14, 500)


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
    if family == MONO:
        # else :// and -> melt into one sign
        font.setFeature(QFont.Tag("calt"), 0)
        font.setFeature(QFont.Tag("liga"), 0)
        font.setStyleHint(QFont.StyleHint.Monospace)
    else:
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setStyleHint(QFont.StyleHint.SansSerif)
    return font

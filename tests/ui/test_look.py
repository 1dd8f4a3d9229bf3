"""Colours, fonts and icons: contrast of every pair in use, and Qt calls that keep their references."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication

from fracttal_console.domain.errors import QtUnusable
from fracttal_console.resources import resource
from fracttal_console.texts.events import EVENT_TITLES
from fracttal_console.ui.audit.marks import event_mark
from fracttal_console.ui.look.colours import NAMES, Scheme, colour
from fracttal_console.ui.look.fonts import Role, font_of, load_fonts
from fracttal_console.ui.look.paint import Monogram, monogram, monogram_colours
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.shell import check_qt

PACKAGE = Path(__file__).resolve().parents[2] / "fracttal_console" / "ui"
GROUNDS = ("surface", "panel", "chrome", "hover", "select", "raised")
TEXT = 4.5
MARK = 3.0
PAIRS = (
    [(ink, ground, TEXT) for ink in ("text", "text2", "text3", "accent_text") for ground in GROUNDS]
    + [(tone, f"{tone}_bg", TEXT) for tone in ("ok", "warn", "bad", "info", "idle")]
    + [("on_accent", "accent", TEXT), ("on_accent", "accent_hover", TEXT)]
    + [("on_danger", "danger", TEXT), ("on_danger", "danger_hover", TEXT), ("text", "navigation", TEXT)]
    + [("warn", ground, TEXT) for ground in ("surface", "select", "hover")]
    + [("bad", ground, TEXT) for ground in ("surface", "panel", "select", "hover")]
    + [(ink, ground, MARK) for ink in ("border_strong", "focus") for ground in ("surface", "panel", "chrome")]
)


def luminance(value: str) -> float:
    parts = [int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_every_pair_of_colours_in_use_can_be_read(ink: str, ground: str, least: float, scheme: Scheme) -> None:
    assert contrast(colour(ink, scheme), colour(ground, scheme)) >= least


@pytest.mark.parametrize("scheme", list(Scheme))
def test_every_monogram_can_be_read(scheme: Scheme) -> None:
    for hue in range(0, 360, 1):
        fill, letters = monogram_colours(Monogram("AB", hue), scheme)
        assert contrast(fill.name(), letters.name()) >= TEXT


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Portal de Contratistas", "PC"),
        ("Pañol Móvil", "PM"),
        ("bodega", "B"),
        ("de la", "DL"),
        ("—", "?"),
        ("7 ríos", "7"),
    ],
)  # fmt: skip
def test_a_monogram_is_made_of_the_words_that_count(name: str, letters: str) -> None:
    assert monogram(name).letters == letters


def test_a_name_always_has_the_same_hue() -> None:
    assert monogram("Ñandú") == monogram("N\u0303andu\u0301".replace("N\u0303", "Ñ").replace("u\u0301", "ú"))


def test_both_families_are_loaded_in_their_own_weights(qapp: QApplication) -> None:
    load_fonts()
    for role in Role:
        family, pixels, weight = role.value
        info = QFontInfo(font_of(role))
        assert (info.family(), info.pixelSize()) == (family, pixels), role
        assert info.exactMatch() or weight in {400, 500, 600}
    assert {"Regular", "Medium", "SemiBold"} <= set(QFontDatabase.styles("Inter"))
    assert qapp is not None


def test_every_icon_that_ships_is_used_and_draws_something(qapp: QApplication) -> None:
    theme = Theme("light")
    sources = [path.read_text("utf-8") for path in (PACKAGE.parent).rglob("*.py")]
    pages = [path.read_text("utf-8") for path in resource("pages").glob("*.html")]
    for path in resource("icons").glob("*.svg"):
        assert any(f'"{path.stem}"' in text for text in sources + pages), path.stem
        image = theme.pixmap(path.stem, "bad", 16).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16)), path.stem
    assert qapp is not None


@pytest.mark.parametrize("tag", EVENT_TITLES)
def test_every_kind_of_event_has_an_icon_of_its_own(tag: str) -> None:
    icon, ink = event_mark(tag)
    assert resource("icons", f"{icon}.svg").is_file()
    assert ink in NAMES
    assert icon != "circle-alert"


def test_another_theme_is_in_force_at_once(qapp: QApplication) -> None:
    theme = Theme("light")
    heard: list[Scheme] = []
    theme.changed.connect(lambda: heard.append(theme.scheme))
    before = theme.colour("surface").name(), theme.pixmap("eye", "text", 16).cacheKey()
    theme.choose("dark")
    after = theme.colour("surface").name(), theme.pixmap("eye", "text", 16).cacheKey()
    assert heard == [Scheme.DARK]
    assert before[0] != after[0]
    assert before[1] != after[1]
    theme.choose("dark")
    assert heard == [Scheme.DARK]
    assert qapp is not None


def test_calls_into_qt_keep_their_references_to_none(qapp: QApplication) -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for number in range(200):
        thing.setObjectName(str(number))
    assert sys.getrefcount(None) > before - 20
    assert qapp is not None


def test_the_release_of_qt_that_aborts_is_refused_in_words() -> None:
    with pytest.raises(QtUnusable):
        check_qt("6.12.0", (3, 11))
    check_qt("6.12.0", (3, 12))
    check_qt("6.11.3", (3, 11))

"""The style sheet's colours are the product's tokens and can be read, computed in three schemes."""

import colorsys
import re
from collections.abc import Mapping

import pytest

from fracttal_console.gateway.page_values import HUES
from fracttal_console.resources import resource

CSS = resource("pages", "pages.css").read_text("utf-8")
BLOCKS = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
LIGHT, DARK, CONTRAST = ({**dict(re.findall(r"--([\w-]+): ([^;]+);", block))} for block in BLOCKS)
SCHEMES = {"light": LIGHT, "dark": LIGHT | DARK, "contrast": LIGHT | CONTRAST}

TEXT, MARK = 4.5, 3.0
PAIRS = [
    (foreground, background, TEXT)
    for foreground in ("text", "text2", "text3", "accent-text")
    for background in ("chrome", "surface", "panel")
] + [
    ("text", "hover", TEXT),
    ("accent-text", "select", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-hover", TEXT),
    ("bad", "bad-bg", TEXT),
    ("bad", "surface", TEXT),
    ("ok", "ok-bg", TEXT),
    ("ok", "surface", TEXT),
    ("border-strong", "surface", MARK),
    ("border-strong", "panel", MARK),
    ("focus", "surface", MARK),
    ("focus", "panel", MARK),
    ("focus", "chrome", MARK),
]


def luminance(rgb: tuple[float, float, float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def hsl(hue: int, saturation_lightness: str) -> tuple[float, float, float]:
    saturation, lightness = (int(part.rstrip("%")) / 100 for part in saturation_lightness.split())
    return colorsys.hls_to_rgb(hue / 360, lightness, saturation)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("foreground", "background", "least"), PAIRS)
def test_every_pair_that_occurs_can_be_read(scheme: str, foreground: str, background: str, least: float) -> None:
    tokens: Mapping[str, str] = SCHEMES[scheme]
    assert ratio(rgb(tokens[foreground]), rgb(tokens[background])) >= least


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_monogram_can_be_read(scheme: str) -> None:
    hues = [int(hue) for hue in re.findall(r"\.hue-\d \{ --hue: (\d+); \}", CSS)]
    tokens = SCHEMES[scheme]

    assert len(hues) == HUES
    for hue in hues:
        assert ratio(hsl(hue, tokens["monogram-text"]), hsl(hue, tokens["monogram-bg"])) >= 5.2


def test_colours_occur_only_as_tokens() -> None:
    rules = re.sub(r":root \{.*?\}", "", CSS, flags=re.DOTALL)
    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?=[^{}]*[;}])", rules) == []


def test_every_asset_of_the_style_sheet_is_there() -> None:
    for name in re.findall(r'url\("/assets/([^"]+)"\)', CSS):
        assert resource("fonts", name).is_file(), name
    assert "url(" not in re.sub(r'url\("/assets/[^"]+"\)', "", CSS)

"""Colours by name: what each is used for stands in the name, what it looks like in the theme."""

from collections.abc import Mapping
from enum import StrEnum


class Scheme(StrEnum):
    """Which set of colours is in force."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


_ORDER = (Scheme.LIGHT, Scheme.DARK, Scheme.CONTRAST)

_COLOURS: Mapping[str, tuple[str, str, str]] = {
    # surfaces
    "chrome": ("#F4F4F1", "#141518", "#000000"),
    "surface": ("#FFFFFF", "#1A1B1F", "#000000"),
    "panel": ("#FAFAF8", "#1F2025", "#000000"),
    "raised": ("#FFFFFF", "#26282D", "#0A0A0A"),
    "hover": ("#F1F1ED", "#25272C", "#1C1C1C"),
    "sunken": ("#EAEAE5", "#101114", "#000000"),
    "select": ("#E6EDFB", "#23345A", "#123A8C"),
    "navigation": ("#E0E7FA", "#23345A", "#123A8C"),
    # edges
    "border": ("#E2E1DC", "#303238", "#B8B8B8"),
    "border_strong": ("#87867F", "#777B85", "#FFFFFF"),
    "focus": ("#2257C5", "#95B6FF", "#FFE14D"),
    # words
    "text": ("#1B1C1E", "#EDEEF0", "#FFFFFF"),
    "text2": ("#4B4D52", "#BEC1C8", "#FFFFFF"),
    "text3": ("#66686D", "#9DA1AA", "#E4E4E4"),
    # the one colour for what is chosen, focused, linked or primary
    "accent": ("#2257C5", "#3A6BDD", "#FFE14D"),
    "accent_hover": ("#1A469E", "#315FCB", "#FFF0A0"),
    "accent_text": ("#1D4DB3", "#95B6FF", "#FFE14D"),
    "on_accent": ("#FFFFFF", "#FFFFFF", "#000000"),
    # states, each with the fill that it stands on
    "ok": ("#17683A", "#82DAA3", "#8CFFB0"),
    "ok_bg": ("#E1F2E7", "#17311F", "#000000"),
    "warn": ("#814600", "#F3C56F", "#FFD27A"),
    "warn_bg": ("#FBECCD", "#352812", "#000000"),
    "bad": ("#AE231B", "#FFA198", "#FFB3AC"),
    "bad_bg": ("#FBE6E4", "#3E1F1C", "#000000"),
    "info": ("#1D4DB3", "#95B6FF", "#A8C7FF"),
    "info_bg": ("#E6EDFB", "#1F2D4D", "#000000"),
    "idle": ("#4F5156", "#C3C6CD", "#FFFFFF"),
    "idle_bg": ("#EBEBE6", "#2C2E34", "#000000"),
    # charts: accepted, refused
    "chart": ("#5B86DD", "#5C8AF0", "#7FB0FF"),
    "chart2": ("#C8382E", "#FF8177", "#FFB3AC"),
    # a filled destructive button
    "danger": ("#AE231B", "#B4342B", "#FFB3AC"),
    "danger_hover": ("#8F1B14", "#9A2B23", "#FFD0CB"),
    "on_danger": ("#FFFFFF", "#FFFFFF", "#000000"),
}

_MONOGRAMS: Mapping[Scheme, tuple[tuple[int, int], tuple[int, int]]] = {
    # saturation and lightness of fill and letters, in per cent
    Scheme.LIGHT: ((46, 91), (62, 27)),
    Scheme.DARK: ((28, 25), (55, 84)),
    Scheme.CONTRAST: ((0, 0), (0, 100)),
}

NAMES = frozenset(_COLOURS)
"""Every name that `colour` knows."""


def colour(ink: str, scheme: Scheme) -> str:
    """Return a colour as `#RRGGBB`.

    Raises:
        KeyError: there is no such token.
    """
    return _COLOURS[ink][_ORDER.index(scheme)]


def monogram_tones(scheme: Scheme) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return saturation and lightness (per cent) of a monogram's fill and of its letters."""
    return _MONOGRAMS[scheme]

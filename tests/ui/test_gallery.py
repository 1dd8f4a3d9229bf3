"""The pictures of every screen are taken without a display, in every language, light and dark."""

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from fracttal_console.bootstrap.screenshots import SCHEMES, ZOOMED, ZOOMED_SIZE, take_screenshots
from fracttal_console.ui.look.colours import Scheme, colour

SCREENS = 48
PAGES = 9
DIALOGS = {*map(str, range(20, 30)), "31", "32", "40", "41"}
"""Numbers of the pictures with a dialog over the window."""


def test_every_screen_is_taken_light_and_dark(qapp: QApplication, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir(mode=0o700)
    taken = take_screenshots(tmp_path / "shots", scratch, "es")
    assert len(taken) == len(set(taken)) == SCREENS * len(SCHEMES) + PAGES
    large = [path for path in taken if path.parent.name == ZOOMED]
    assert len(large) == PAGES
    for path in large:
        image = QImage(str(path))
        assert (image.width(), image.height()) == tuple(2 * edge for edge in ZOOMED_SIZE), path
    for path in taken[: SCREENS * len(SCHEMES)]:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1440, 900), path
        wanted = colour("chrome", Scheme(path.parent.name)).lower()
        if path.stem[:2] not in DIALOGS:
            # the header's ground; behind a dialog it is veiled
            assert image.pixelColor(300, 3).name() == wanted, path
    assert qapp is not None

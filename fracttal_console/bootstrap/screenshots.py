"""Pictures of every screen, taken offscreen on throw-away bases."""

import os
from dataclasses import replace
from pathlib import Path

from fracttal_console.bootstrap.demo import make_demo
from fracttal_console.bootstrap.founding import init_base
from fracttal_console.bootstrap.window import Program
from fracttal_console.crypto.passwords import Passwords
from fracttal_console.domain.secrets import SecretText
from fracttal_console.settings import Settings

SCHEMES = ("light", "dark")
CONTRAST, CONTRAST_IN = "contrast", "en"
"""The folder of the pages in high contrast, and in which language they are taken."""

ZOOMED, ZOOMED_IN = "zoom-200", "es"
"""The folder of the pages at twice their size, and the language with the longest words."""

ZOOMED_SIZE = (960, 518)
"""What is left of a usual screen at that size."""

_COMPANY = "Industrias Quillahue"
_EMAIL = "lucia.ferreyra@quillahue.example"


def take_screenshots(directory: Path, scratch: Path, language: str) -> list[Path]:
    """Take every screen in one language, light and dark, and return the pictures; some pages in other ways too.

    Args:
        directory: where the pictures go, in a folder per scheme.
        scratch: private and empty; the throw-away bases lie there.
        language: one of LANGUAGES.
    """
    # said before Qt is loaded: there need not be a display
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from fracttal_console.ui.application import offscreen  # noqa: PLC0415 - loads Qt
    from fracttal_console.ui.gallery.screens import Gallery  # noqa: PLC0415 - as above
    from fracttal_console.ui.look.scale import NORMAL, rescale  # noqa: PLC0415 - as above

    cheap = Passwords(memory_kib=64, iterations=1)
    demo = make_demo(scratch / "demo", passwords=cheap)
    empty = Settings(data_dir=scratch / "empty" / "base", key_provider=f"file:{scratch / 'empty.key'}", gateway_port=0)
    secret = SecretText("not a secret: an empty base")
    init_base(empty, company=_COMPANY, email=_EMAIL, name="Lucía Ferreyra", password=secret, passwords=cheap)
    nothing = Settings(data_dir=scratch / "nothing", gateway_port=0)
    home = {"HOME": "/home/lucia"}
    taken: list[Path] = []
    for scheme in SCHEMES:
        place = directory / scheme
        with offscreen(Program(replace(nothing, theme=scheme), environ=home), language) as application:
            taken += Gallery(application, place).of_first_start()
        with offscreen(Program(replace(demo.settings, theme=scheme), passwords=cheap), language) as application:
            taken += Gallery(application, place).of_base(demo.email, demo.password)
        with offscreen(Program(replace(empty, theme=scheme), passwords=cheap), language) as application:
            taken += Gallery(application, place).of_empty_base(_EMAIL, secret)
    if language == CONTRAST_IN:
        contrast = Program(replace(demo.settings, theme=CONTRAST), passwords=cheap)
        with offscreen(contrast, language) as application:
            taken += Gallery(application, directory / CONTRAST).of_pages(demo.email, demo.password)
    if language == ZOOMED_IN:
        large = Program(replace(demo.settings, theme="light", zoom=200), passwords=cheap)
        rescale(large.settings.zoom)
        try:
            with offscreen(large, language) as application:
                taken += Gallery(application, directory / ZOOMED, ZOOMED_SIZE).of_pages(demo.email, demo.password)
        finally:
            rescale(NORMAL)
    return taken

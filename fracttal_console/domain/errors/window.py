"""The window."""

from fracttal_console.domain.errors.tree import ConsoleError


class DisplayMissing(ConsoleError):
    """A window was asked for where no display is."""

    code = "display_missing"


class QtUnusable(ConsoleError):
    """This release of Qt aborts with this Python."""

    code = "qt_unusable"

    def __init__(self, version: str, python: str) -> None:
        super().__init__(version=version, python=python)

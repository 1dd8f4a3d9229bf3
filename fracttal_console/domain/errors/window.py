"""The window."""

from fracttal_console.domain.errors.tree import ConsoleError


class DisplayMissing(ConsoleError):
    """A window was asked for where no display is."""

    code = "display_missing"


class LinkInvalid(ConsoleError):
    """A link has none of the forms that lead somewhere."""

    code = "link_invalid"

    def __init__(self, link: str) -> None:
        super().__init__(link=link)


class QtUnusable(ConsoleError):
    """This release of Qt aborts with this Python."""

    code = "qt_unusable"

    def __init__(self, version: str, python: str) -> None:
        super().__init__(version=version, python=python)

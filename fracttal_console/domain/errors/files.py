"""Files that the program writes for people."""

from fracttal_console.domain.errors.tree import ConsoleError


class FileNotWritten(ConsoleError):
    """A file cannot be made where it was asked for; nothing is there that was not there before."""

    code = "file_not_written"

    def __init__(self, path: object) -> None:
        super().__init__(path=str(path))

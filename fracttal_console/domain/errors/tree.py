"""The root of all known failures."""

from typing import ClassVar


class ConsoleError(Exception):
    """Known failure; `code` is stable and `params` fill its text. Neither ever holds a secret."""

    code: ClassVar[str] = "error"

    def __init__(self, **params: object) -> None:
        super().__init__(self.code)
        self.params = params

    def __str__(self) -> str:
        detail = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({detail})"

"""Read a secret from a file, from standard input or from the terminal: never from the command line itself."""

import getpass
import sys
from typing import BinaryIO

from fracttal_console.domain.errors import PasswordFileUnreadable
from fracttal_console.domain.secrets import SecretText
from fracttal_console.texts.catalogue import Texts

STANDARD_INPUT = "-"
_TERMINAL = "/dev/tty"
_LONGEST = 8192
"""Longest first line read, in bytes; the rules of passwords refuse far shorter ones in words of their own."""


class SecretInput:
    """Where secrets come from; each line of standard input is one secret, in the order in which they are needed."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def password(self, path: str, email: str) -> SecretText:
        """Return the password of the one who acts: from a file, or typed.

        Args:
            path: of the file; `-` for standard input, "" to ask on the terminal.
            email: whose password is asked for.

        Raises:
            PasswordFileUnreadable: the file is missing, unreadable or empty, or there is no terminal to ask on.
        """
        return self.from_file(path) if path else _typed(self._texts.gettext("Password of {email}:").format(email=email))

    def new_password(self, path: str, email: str) -> SecretText:
        """Return the password that an account is to get: from a file, or typed twice.

        Raises:
            PasswordFileUnreadable: as in `password`, or what was typed differs.
        """
        if path:
            return self.from_file(path)
        question = self._texts.gettext("New password of {email}:").format(email=email)
        again = self._texts.gettext("The same once more:")
        while True:
            first, second = _typed(question), _typed(again)
            if first.reveal() == second.reveal():
                return first
            print(self._texts.gettext("These two differ."), file=sys.stderr)  # noqa: T201 - beside the question

    def credential_secret(self, path: str, name: str) -> SecretText:
        """Return the secret of a credential, which its holder has at hand: from a file, or typed.

        Raises:
            PasswordFileUnreadable: as in `password`.
        """
        return self.from_file(path) if path else _typed(self._texts.gettext("Secret of {name}:").format(name=name))

    def code(self, email: str) -> SecretText | None:
        """Return the code of a person's device as it is typed; None where nobody can be asked."""
        if not sys.stdin.isatty():
            return None
        return _typed(self._texts.gettext("Code of {email}:").format(email=email))

    def from_file(self, path: str) -> SecretText:
        """Return the first line of a file, without its end.

        Raises:
            PasswordFileUnreadable: the file is missing, unreadable or empty.
        """
        try:
            if path == STANDARD_INPUT:
                return _first_line(sys.stdin.buffer, path)
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - unbuffered: it may be a pipe
                return _first_line(file, path)
        except (OSError, ValueError):
            # ValueError: not UTF-8, or a path with a null byte
            raise PasswordFileUnreadable(path) from None


def _first_line(file: BinaryIO, path: str) -> SecretText:
    line = file.readline(_LONGEST + 1)
    if len(line) > _LONGEST:
        raise PasswordFileUnreadable(path)
    text = line.decode("utf-8").removesuffix("\n").removesuffix("\r")
    if not text:
        raise PasswordFileUnreadable(path)
    return SecretText(text)


def _typed(question: str) -> SecretText:
    if not sys.stdin.isatty():
        raise PasswordFileUnreadable(_TERMINAL)
    try:
        return SecretText(getpass.getpass(question + " "))
    except EOFError:
        raise PasswordFileUnreadable(_TERMINAL) from None

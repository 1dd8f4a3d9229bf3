"""One invocation of the program: what was given on the command line, the language, the settings, who acts."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fracttal_console.cli.language import choose_language, teach_click
from fracttal_console.cli.secret_input import SecretInput
from fracttal_console.domain.actors import Actor
from fracttal_console.domain.errors import ConsoleError, OperatorMissing, TotpNeeded
from fracttal_console.domain.secrets import SecretText
from fracttal_console.settings import ENVIRONMENT_PREFIX, Settings, load_settings
from fracttal_console.texts.catalogue import Texts, texts_for

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.bootstrap import Console


@dataclass(slots=True, kw_only=True)
class Invocation:
    """What one run of the program knows; flags come in while click reads the command line."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    flags: dict[str, str | None] = field(default_factory=dict)
    as_json: bool = False
    language: str = ""

    def __post_init__(self) -> None:
        self.speak(self.environ.get(f"{ENVIRONMENT_PREFIX}LANGUAGE", ""))

    @property
    def texts(self) -> Texts:
        """The texts of the person's language."""
        return texts_for(self.language)

    @property
    def secrets(self) -> SecretInput:
        """Where passwords and codes are read from."""
        return SecretInput(self.texts)

    def speak(self, wanted: str) -> None:
        """Use this language from here on; "" means the system's."""
        self.language = choose_language(wanted, self.environ)
        teach_click(self.language)

    def settings(self) -> Settings:
        """Return the settings in force, and shield the process: whatever comes after this may read a secret.

        Raises:
            SettingInvalid: a setting has a value that it cannot have.
        """
        from fracttal_console.bootstrap import shield_process  # noqa: PLC0415 - half a second, see above

        settings = load_settings(self.environ, self.flags)
        self.speak(settings.language)
        shield_process()
        return settings

    def data_dir(self) -> Path | None:
        """Return where the base lies, for the last-resort handler; None where the settings cannot be read."""
        try:
            return load_settings(self.environ, self.flags).data_dir
        except ConsoleError:
            return None

    @contextmanager
    def acting(self) -> Iterator[tuple["Console", Actor]]:
        """Open the base, sign the operator in, and close the base whatever happens.

        Raises:
            OperatorMissing: nobody was named as the one who acts.
            PasswordFileUnreadable, SignInFailed, SignInThrottled, TotpNeeded, TotpWrong: the operator could not be
                signed in.
            BaseError, ConsoleError: the base cannot be opened.
        """
        from fracttal_console.bootstrap import open_base  # noqa: PLC0415

        settings = self.settings()
        if not settings.operator.strip():
            raise OperatorMissing
        # first the base, then the password: nobody should type one for a base that cannot be opened
        console = open_base(settings, environ=self.environ)
        try:
            password = self.secrets.password(settings.password_file, settings.operator)
            yield console, self._signed_in(console, settings.operator, password)
        finally:
            console.close()

    def _signed_in(self, console: "Console", email: str, password: SecretText) -> Actor:
        code = self.flags.get("totp")
        try:
            return console.sign_in.operator(email, password, code=SecretText(code) if code else None)
        except TotpNeeded:
            # only now: who needs no code is not asked for one
            typed = self.secrets.code(email)
            if typed is None:
                raise
        return console.sign_in.operator(email, password, code=typed)

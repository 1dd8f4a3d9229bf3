"""Which language the person at the terminal gets; and teach it to click, which takes its words from gettext."""

import gettext
import os
from collections.abc import Mapping

from fracttal_console.resources import resource
from fracttal_console.texts.catalogue import DOMAIN, N_, negotiate

_CLICK_SAYS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Missing command."),
    N_("Missing option"),
    N_("Missing argument"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Option {name!r} does not take a value."),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("default: {default}"),
    N_("required"),
)
"""Click's own English, word for word: marked here so that the catalogue has it."""


def choose_language(wanted: str, environ: Mapping[str, str]) -> str:
    """Return one of our languages.

    Args:
        wanted: a language or locale somebody set for this program, or "".
        environ: the process's environment, whose locale decides otherwise (POSIX: LC_ALL, LC_MESSAGES, LANG).
    """
    names = (wanted, environ.get("LC_ALL"), environ.get("LC_MESSAGES"), environ.get("LANG"))
    locale = next((name for name in names if name), "")
    return negotiate("", wanted=locale.partition(".")[0].partition("@")[0])


def teach_click(language: str) -> None:
    """Let click say its own words in this language: it asks gettext's default domain, which is the process's own."""
    gettext.bindtextdomain(DOMAIN, str(resource("locale")))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language

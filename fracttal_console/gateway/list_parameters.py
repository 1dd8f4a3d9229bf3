"""Parameters of lists, as programs for the real service send them."""

from dataclasses import dataclass

from fracttal_console.domain.errors import OAuthError
from fracttal_console.gateway.exchange import Parameters, parse_parameters

MOST_ROWS = 100
_DIGITS = 9


class BadParameter(Exception):
    """A parameter has a value that means nothing; `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which rows of a list: how many are passed over, and how many follow at most."""

    start: int
    most: int


def list_parameters(query: str) -> Parameters:
    """Read the query of a list.

    Raises:
        BadParameter: a parameter was sent twice, or the query cannot be read.
    """
    try:
        found = parse_parameters(query)
    except OAuthError:
        raise BadParameter("query") from None
    if found.repeated:
        raise BadParameter(min(found.repeated))
    return found


def stretch(parameters: Parameters) -> Stretch:
    """Return which rows are asked for; without a word of it, the first hundred. More than that is cut to it.

    Raises:
        BadParameter: `start` or `limit` is no number, or `limit` asks for nothing.
    """
    start, limit = whole_number(parameters, "start"), whole_number(parameters, "limit")
    if limit == 0:
        raise BadParameter("limit")
    return Stretch(start or 0, MOST_ROWS if limit is None else min(limit, MOST_ROWS))


def whole_number(parameters: Parameters, name: str) -> int | None:
    """Return a parameter that is a whole number, None where it was not sent.

    Raises:
        BadParameter: it is none.
    """
    text = parameters.optional(name)
    if text is None:
        return None
    # cut to length: nothing has a billion rows, and `int` reads thousands of digits slowly
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise BadParameter(name)
    return int(text)

"""QR codes, drawn here: what is in them is a secret, and no server elsewhere may see it."""

from fracttal_console.domain.secrets import SecretText

Squares = tuple[tuple[bool, ...], ...]
_BORDER = 2
_SIGNS = " ▄▀█"


def squares_of(content: SecretText) -> Squares:
    """Return the rows of a QR code, dark squares as True, without a border."""
    import segno  # noqa: PLC0415  # only who sets codes up needs it

    code = segno.make(content.reveal(), error="m", micro=False)
    return tuple(tuple(bool(square) for square in row) for row in code.matrix)


def lines_of(content: SecretText) -> list[str]:
    """Return a QR code for a terminal, two rows to a line, dark on light whatever the terminal's colours are."""
    rows = squares_of(content)
    wide = len(rows) + 2 * _BORDER
    light = (False,) * wide
    framed = [light] * _BORDER
    framed += [(False,) * _BORDER + row + (False,) * _BORDER for row in rows]
    framed += [light] * (_BORDER + wide % 2)
    return [_line(framed[at], framed[at + 1]) for at in range(0, len(framed) - 1, 2)]


def _line(upper: tuple[bool, ...], lower: tuple[bool, ...]) -> str:
    return "\x1b[30;107m" + "".join(map(_sign, upper, lower)) + "\x1b[0m"


def _sign(upper: bool, lower: bool) -> str:  # noqa: FBT001 - two squares above each other
    return _SIGNS[2 * upper + lower]

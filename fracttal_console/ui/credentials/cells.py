"""Cells that the tables of API keys and OAuth consumers have in common."""

from collections.abc import Iterable
from datetime import datetime

from fracttal_console.domain.credentials import Credential, CredentialStatus
from fracttal_console.domain.usage import Use
from fracttal_console.texts.brief import brief_ago, brief_date, days_ago, whole_moment
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.paint import Pill, monogram
from fracttal_console.ui.tables.cells import Cell, NameCell, PillCell, TextCell

DORMANT_DAYS = 90
_OVER = frozenset({CredentialStatus.REVOKED, CredentialStatus.DELETED})


def ink_of(credential: Credential, ink: str = "text2") -> str:
    """Return the colour of a row's words; what has ended is grey."""
    return "text3" if credential.status in _OVER else ink


def name_cell(credential: Credential, weaker: Iterable[str]) -> Cell:
    """Return the name; its hint says what is weaker than the standards ask for."""
    hint = "\n".join(weaker)
    return NameCell(text=credential.name, hint=hint, mark=monogram(credential.name), ink=ink_of(credential, "text"))


def pill_cell(pill: Pill) -> Cell:
    """Return the state."""
    return PillCell(text=pill.word, pill=pill)


def date_cell(desk: Desk, credential: Credential, moment: datetime | None, nothing: str) -> Cell:
    """Return a date, or the word for none."""
    if moment is None:
        return TextCell(text=nothing, ink="text3")
    return TextCell(
        text=brief_date(moment, desk.now(), desk.texts), hint=whole_moment(moment, desk.texts), ink=ink_of(credential)
    )


def use_cell(desk: Desk, credential: Credential, use: Use | None) -> Cell:
    """Return when it was last used; a moon where that is long ago."""
    texts, now = desk.texts, desk.now()
    if use is None:
        return TextCell(text=texts.gettext("Never"), ink="text3")
    hint = whole_moment(use.at, texts)
    if credential.status is CredentialStatus.ACTIVE and (now - use.at).days > DORMANT_DAYS:
        return TextCell(text=days_ago(use.at, now, texts), hint=hint, icon="moon", ink="warn")
    return TextCell(text=brief_ago(use.at, now, texts), hint=hint, ink=ink_of(credential))

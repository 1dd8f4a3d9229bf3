"""The columns of the authorizations."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from fracttal_console.domain.permissions import PermissionCatalogue, PermissionSet
from fracttal_console.services.authorizations import AuthorizationView
from fracttal_console.texts.brief import brief_ago, brief_date, days_ago, whole_moment
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.paint import monogram
from fracttal_console.ui.permissions import in_words, strip, widest
from fracttal_console.ui.states import authorization_pill
from fracttal_console.ui.tables.cells import Cell, Column, NameCell, PillCell, StripCell, TextCell

DORMANT = timedelta(days=90)
_SETS_KEPT = 256
"""Sets of permissions whose words are kept: there are many authorizations, and few sets."""

_OVER = frozenset({"revoked", "expired"})


def authorization_columns(desk: Desk) -> Sequence[Column[AuthorizationView]]:
    """Return the columns from left to right."""
    texts, catalogue = desk.texts, desk.base.catalogue

    def consumer(view: AuthorizationView) -> Cell:
        return NameCell(text=view.consumer.name, mark=monogram(view.consumer.name), ink=_strong(view))

    def person(view: AuthorizationView) -> Cell:
        if view.person is None:
            return TextCell(text=texts.gettext("itself"), icon="bot", ink=_weak(view))
        return TextCell(text=view.person.name, hint=view.person.email, ink=_weak(view, "text"))

    granted_in_words = _words_of_sets(catalogue, texts)

    def permissions(view: AuthorizationView) -> Cell:
        text, allowed, words = granted_in_words(view.authorization.permissions)
        return StripCell(text=text, allowed=allowed, words=words, ink=_weak(view))

    def state(view: AuthorizationView) -> Cell:
        pill = authorization_pill(view, desk.now(), texts)
        return PillCell(text=pill.word, pill=pill)

    def granted(view: AuthorizationView) -> Cell:
        moment = view.authorization.granted_at
        return TextCell(text=brief_date(moment, desk.now(), texts), hint=whole_moment(moment, texts), ink=_weak(view))

    def ends(view: AuthorizationView) -> Cell:
        moment = view.authorization.expires_at
        if moment is None:
            return TextCell(text=texts.gettext("Never"), ink="text3")
        return TextCell(text=brief_date(moment, desk.now(), texts), hint=whole_moment(moment, texts), ink=_weak(view))

    def last_used(view: AuthorizationView) -> Cell:
        return last_used_cell(desk, view)

    return (
        Column(texts.gettext("Consumer"), 200, consumer, "consumer"),
        Column(texts.gettext("Person"), 140, person, "person"),
        Column(texts.gettext("Permissions"), 0, permissions, "permissions", first_down=True),
        Column(texts.gettext("State"), 144, state, "status"),
        Column(texts.gettext("Granted"), 88, granted, "granted", first_down=True),
        Column(texts.gettext("Last used"), 122, last_used, "last_used", first_down=True),
        Column(texts.gettext("Ends"), 96, ends, "expires", hidden=True),
    )


def _words_of_sets(
    catalogue: PermissionCatalogue, texts: Texts
) -> Callable[[PermissionSet], tuple[str, tuple[bool, ...], str]]:
    @lru_cache(_SETS_KEPT)
    def words(granted: PermissionSet) -> tuple[str, tuple[bool, ...], str]:
        return in_words(granted, catalogue, texts), strip(granted), widest(granted, catalogue, texts)

    return words


def last_used_cell(desk: Desk, view: AuthorizationView) -> Cell:
    """Return when an authorization was last used; a moon where that is long ago."""
    texts, now = desk.texts, desk.now()
    if view.last_use is None:
        return TextCell(text=texts.gettext("Never"), ink="text3")
    moment = view.last_use.at
    if view.status == "active" and dormant(moment, now):
        return TextCell(text=days_ago(moment, now, texts), hint=whole_moment(moment, texts), icon="moon", ink="warn")
    return TextCell(text=brief_ago(moment, now, texts), hint=whole_moment(moment, texts), ink=_weak(view))


def dormant(moment: datetime, now: datetime) -> bool:
    """Tell whether something was last used so long ago that nobody may need it."""
    return now - moment > DORMANT


def _strong(view: AuthorizationView) -> str:
    return "text3" if view.status in _OVER else "text"


def _weak(view: AuthorizationView, ink: str = "text2") -> str:
    return "text3" if view.status in _OVER else ink

"""The columns of the authorizations."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from fracttal_console.services.authorizations import AuthorizationView
from fracttal_console.texts.brief import brief_ago, brief_date, days_ago, whole_moment
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.paint import monogram
from fracttal_console.ui.permissions import in_words, strip, widest
from fracttal_console.ui.states import authorization_pill
from fracttal_console.ui.tables.cells import Cell, Column, NameCell, PillCell, StripCell, TextCell

DORMANT = timedelta(days=90)
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

    def permissions(view: AuthorizationView) -> Cell:
        granted = view.authorization.permissions
        return StripCell(
            text=in_words(granted, catalogue, texts),
            allowed=strip(granted),
            words=widest(granted, catalogue, texts),
            ink=_weak(view),
        )

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

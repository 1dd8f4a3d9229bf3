"""Find events for the palette."""

from fracttal_console.texts.brief import brief_ago
from fracttal_console.texts.events import event_title
from fracttal_console.ui.audit.details import actor_name
from fracttal_console.ui.audit.presenter import AuditPresenter
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.palette.found import Found

_MOST = 3


def find_events(desk: Desk, text: str) -> tuple[Found, ...]:
    """Return the newest events whose title or names have the words."""
    texts = desk.texts
    presenter = AuditPresenter(desk)
    query = presenter.query(text, "", "when", descending=True)
    found = []
    for event in presenter.page(query, 0, _MOST).rows:
        title = event_title(event.tag, texts)
        who = actor_name(desk, event)
        words = (event.target.name, who, event.actor.address or "", str(event.seq))
        when = "" if event.at is None else brief_ago(event.at, desk.now(), texts)
        note = " · ".join(part for part in (event.target.name, who, when) if part)
        found.append(Found(event.seq, title, note, words))
    return tuple(found)

"""Find OAuth consumers by name for the palette."""

from fracttal_console.services.listing import ListQuery
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.palette.found import MOST_FOUND, Found
from fracttal_console.ui.states import consumer_pill


def find_consumers(desk: Desk, text: str) -> tuple[Found, ...]:
    """Return consumers whose name, client id, owner or group has the words."""
    texts = desk.texts
    query = ListQuery(text=text, sort="last_used")
    rows = desk.base.consumers.page(desk.actor, query, 0, MOST_FOUND).rows
    found = []
    for view in rows:
        state = consumer_pill(view.consumer, desk.now(), texts).word.lower()
        note = texts.gettext("OAuth consumer · {state}").format(state=state)
        words = (view.consumer.client_id, view.consumer.owner, view.group.name)
        found.append(Found(view.consumer.id, view.consumer.name, note, words))
    return tuple(found)

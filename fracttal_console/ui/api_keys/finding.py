"""Find API keys by name for the palette."""

from fracttal_console.services.listing import ListQuery
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.palette.found import MOST_FOUND, Found
from fracttal_console.ui.states import key_pill


def find_api_keys(desk: Desk, text: str) -> tuple[Found, ...]:
    """Return keys whose name, key id or group has the words."""
    texts = desk.texts
    query = ListQuery(text=text, sort="last_used")
    rows = desk.base.api_keys.page(desk.actor, query, 0, MOST_FOUND).rows
    return tuple(
        Found(
            view.api_key.id,
            view.api_key.name,
            texts.gettext("API key · {state}").format(state=key_pill(view.api_key, desk.now(), texts).word.lower()),
            (view.api_key.key_id, view.group.name),
        )
        for view in rows
    )

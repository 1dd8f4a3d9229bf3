"""Find permission groups by name for the palette."""

from fracttal_console.services.listing import ListQuery
from fracttal_console.texts.brief import number
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.palette.found import MOST_FOUND, Found


def find_permission_groups(desk: Desk, text: str) -> tuple[Found, ...]:
    """Return groups whose name or permissions have the words."""
    texts = desk.texts
    query = ListQuery(text=text, sort="name", descending=False)
    found = []
    for view in desk.base.permission_groups.page(desk.actor, query, 0, MOST_FOUND).rows:
        words = texts.ngettext("Permission group · used by {n}", "Permission group · used by {n}", view.uses)
        note = words.format(n=number(view.uses, texts))
        found.append(Found(view.group.id, view.group.name, note, tuple(view.group.permissions)))
    return tuple(found)

"""Find people by name for the palette."""

from fracttal_console.services.listing import ListQuery
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.palette.found import MOST_FOUND, Found
from fracttal_console.ui.people.states import person_pill, role_word


def find_people(desk: Desk, text: str) -> tuple[Found, ...]:
    """Return people whose name, e-mail or group has the words."""
    texts = desk.texts
    query = ListQuery(text=text, sort="name", descending=False)
    found = []
    for view in desk.base.people.page(desk.actor, query, 0, MOST_FOUND).rows:
        note = texts.gettext("{role} · {state}").format(
            role=role_word(view.person.role, texts), state=person_pill(view.status, texts).word.lower()
        )
        found.append(Found(view.person.id, view.person.name, note, (view.person.email, view.group_name), "user"))
    return tuple(found)

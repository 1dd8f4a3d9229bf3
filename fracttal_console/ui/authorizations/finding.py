"""Find authorizations by consumer and person for the palette."""

from fracttal_console.services.listing import ListQuery
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.palette.found import Found
from fracttal_console.ui.states import authorization_pill

_MOST = 4


def find_authorizations(desk: Desk, text: str) -> tuple[Found, ...]:
    """Return the authorizations used last whose consumer, person or permissions have the words."""
    texts = desk.texts
    query = ListQuery(text=text, sort="last_used")
    found = []
    for view in desk.base.authorizations.page(desk.actor, query, 0, _MOST).rows:
        state = authorization_pill(view, desk.now(), texts).word.lower()
        client_id, permissions = view.consumer.client_id, view.authorization.permissions
        if view.person is None:
            note = texts.gettext("Authorization of itself · {state}").format(state=state)
            words: tuple[str, ...] = (client_id, *permissions)
        else:
            note = texts.gettext("Authorization for {person} · {state}").format(person=view.person.name, state=state)
            words = (client_id, view.person.email, *permissions)
        found.append(Found(view.authorization.id, view.consumer.name, note, words))
    return tuple(found)

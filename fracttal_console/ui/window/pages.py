"""Which pages there are, in the order of the navigation; a page that a role may not see is absent."""

from collections.abc import Callable, Sequence
from typing import Any

from fracttal_console.domain.actors import Operation
from fracttal_console.ui.api_keys.page import ApiKeysPage
from fracttal_console.ui.audit.page import AuditPage
from fracttal_console.ui.authorizations.page import AuthorizationsPage
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.oauth_consumers.page import ConsumersPage
from fracttal_console.ui.people.page import PeoplePage
from fracttal_console.ui.tables.list_page import ListPage
from fracttal_console.ui.window.navigation import Place
from fracttal_console.ui.window.workbench import PlacedPage

API_KEYS = "api_keys"
CONSUMERS = "oauth_consumers"
AUTHORIZATIONS = "authorizations"
AUDIT = "audit"
PEOPLE = "people"


def placed_pages(desk: Desk) -> Sequence[PlacedPage]:
    """Return the pages that the signed-in person may see."""
    texts = desk.texts
    access, oversight = texts.gettext("Access"), texts.gettext("Oversight")
    rows: tuple[tuple[str, str, str, str, Operation, Callable[[Desk], ListPage[Any]]], ...] = (
        (API_KEYS, texts.gettext("API keys"), "key-round", access, Operation.API_KEYS_VIEW, ApiKeysPage),
        (CONSUMERS, texts.gettext("OAuth consumers"), "app-window", access, Operation.CONSUMERS_VIEW, ConsumersPage),
        (AUTHORIZATIONS, texts.gettext("Active authorizations"), "user-key", access,
         Operation.AUTHORIZATIONS_VIEW, AuthorizationsPage),
        (AUDIT, texts.gettext("Audit log"), "scroll-text", oversight, Operation.AUDIT_VIEW, AuditPage),
        (PEOPLE, texts.gettext("People"), "users", texts.gettext("Base"), Operation.PEOPLE_VIEW, PeoplePage),
    )  # fmt: skip
    pages, last = [], ""
    for key, title, icon, group, needed, make in rows:
        if desk.session.may(needed):
            pages.append(PlacedPage(Place(key, title, icon, group if group != last else ""), make))
            last = group
    return pages

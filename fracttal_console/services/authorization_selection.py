"""Turn a selection of authorizations into their ids."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from fracttal_console.domain.authorization_selection import Selection
from fracttal_console.domain.authorizations import AuthorizationStatus
from fracttal_console.domain.errors import NothingChosen
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.services.references import find_consumer, find_person
from fracttal_console.storage.repositories import Repositories


def selected(
    repositories: Repositories,
    selection: Selection,
    catalogue: PermissionCatalogue,
    statuses: Iterable[AuthorizationStatus],
    now: datetime,
) -> list[int]:
    """Return the ids of the selected authorizations that are in one of the states; given ids come back as they are.

    Raises:
        NotFound: there is no such person or consumer.
        Invalid: field `permission`: there is none of this name.
        NothingChosen: none matches.
    """
    if selection.ids:
        return list(dict.fromkeys(selection.ids))
    consumer = None if selection.consumer is None else find_consumer(repositories, selection.consumer)
    person = None if selection.person is None else find_person(repositories, selection.person)
    permission = None
    if selection.permission is not None:
        (permission,) = catalogue.check([selection.permission.strip()], "permission")
    ids = repositories.authorization_selection.ids(
        statuses,
        consumer_id=None if consumer is None else consumer.id,
        person_id=None if person is None else person.id,
        permission=permission,
        unused_since=None if selection.unused_days is None else now - timedelta(days=selection.unused_days),
    )
    if not ids:
        raise NothingChosen
    return ids

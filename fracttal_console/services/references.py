"""Find things by what people and commands call them: an id, or the public id, name or e-mail."""

from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.credentials import CredentialStatus
from fracttal_console.domain.errors import Invalid, NotFound, WrongState
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.people import Person
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.storage.repositories import Repositories

_LARGEST_ID = 2**63 - 1


def _as_id(ref: str) -> int | None:
    # cut to length before `int`, which refuses thousands of digits with an error of its own
    if ref.isascii() and ref.isdecimal() and len(ref) <= len(str(_LARGEST_ID)) and int(ref) <= _LARGEST_ID:
        return int(ref)
    return None


def find_permission_group(repositories: Repositories, ref: str) -> PermissionGroup:
    """Return the permission group with this id or name.

    Raises:
        NotFound: there is none.
    """
    number = _as_id(ref)
    groups = repositories.permission_groups
    found = groups.find(number) if number is not None else groups.named(ref)
    if found is None:
        raise NotFound("permission_group", ref)
    return found


def chosen_permission_group(repositories: Repositories, ref: str) -> PermissionGroup:
    """Return the permission group chosen for a credential or person.

    Raises:
        Invalid: field `permission_group`: `empty` or `unknown_group`.
    """
    if not ref.strip():
        raise Invalid("permission_group", "empty")
    try:
        return find_permission_group(repositories, ref)
    except NotFound:
        raise Invalid("permission_group", "unknown_group", value=ref[:80]) from None


def find_api_key(repositories: Repositories, ref: str) -> ApiKey:
    """Return the API key with this id, public key id or name.

    Raises:
        NotFound: there is none.
    """
    number = _as_id(ref)
    keys = repositories.api_keys
    found = keys.find(number) if number is not None else keys.with_key_id(ref) or keys.live_named(ref)
    if found is None:
        raise NotFound("api_key", ref)
    return found


def find_consumer(repositories: Repositories, ref: str) -> Consumer:
    """Return the consumer with this id, client id or name.

    Raises:
        NotFound: there is none.
    """
    number = _as_id(ref)
    consumers = repositories.consumers
    found = consumers.find(number) if number is not None else consumers.with_client_id(ref) or consumers.live_named(ref)
    if found is None:
        raise NotFound("consumer", ref)
    return found


def find_lasting_consumer(repositories: Repositories, ref: str) -> Consumer:
    """Return the consumer that a reference means, where it is in no bin.

    Raises:
        NotFound: there is none.
        WrongState: it was deleted.
    """
    found = find_consumer(repositories, ref)
    if found.status is CredentialStatus.DELETED:
        raise WrongState("consumer", found.client_id, found.status)
    return found


def find_person(repositories: Repositories, ref: str) -> Person:
    """Return the person with this id or e-mail.

    Raises:
        NotFound: there is none.
    """
    number = _as_id(ref)
    people = repositories.people
    found = people.find(number) if number is not None else people.with_email(ref.strip().lower())
    if found is None:
        raise NotFound("person", ref)
    return found


def authorization_id(ref: str) -> int:
    """Return the id that names an authorization; it has no other name.

    Raises:
        Invalid: field `authorization`, rule `empty`: nothing chosen must never mean everything.
        NotFound: it is no id.
    """
    if not ref.strip():
        raise Invalid("authorization", "empty")
    number = _as_id(ref)
    if number is None:
        raise NotFound("authorization", ref)
    return number

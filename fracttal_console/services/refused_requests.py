"""Refused requests as people read them: who, from where, why, and what would repair it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.credentials import Credential, CredentialStatus
from fracttal_console.domain.errors import Invalid, NotFound
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.people import Person
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import PermissionCatalogue, PermissionName
from fracttal_console.domain.redirect_uris import check_redirect_uri
from fracttal_console.domain.refusals import Refusal
from fracttal_console.services.facets import FacetValue
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.services.refusal_facets import refusal_filter, refusal_values
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.repositories import Repositories

REPAIRS = (
    "add_redirect_uri", "enable", "edit_group", "edit_credential", "rotate", "open_keys", "open_authorizations",
    "open_settings",
)  # fmt: skip
"""What can be done about a refusal: a verb after a question, a dialog, or the rows of another page."""


@dataclass(frozen=True, slots=True)
class RefusalView:
    """A refusal with what is known now of those behind it; `missing` are permissions that the group lacks."""

    refusal: Refusal
    credential: Credential | None
    group: PermissionGroup | None
    person: Person | None
    missing: tuple[PermissionName, ...]
    repair: str


class RefusedRequests:
    """Use cases that read refused requests."""

    def __init__(self, use_cases: UseCases, catalogue: PermissionCatalogue) -> None:
        self._use_cases = use_cases
        self._catalogue = catalogue

    def page(self, actor: Actor, query: ListQuery, start: int, most: int) -> Page[RefusalView]:
        """Return refusals of the last days, equal ones as one row; those of the causes `query.tags` match anyhow.

        Raises:
            Invalid: there is no such order, subset, facet or value.
        """
        now = self._use_cases.now()
        wanted = refusal_filter(query, now)
        with self._use_cases.look(actor, Operation.REFUSALS_VIEW) as repositories:
            refusals = repositories.refusals
            total = refusals.count()
            ids = (
                [query.id]
                if query.id is not None
                else refusals.matching(query.words, query.tags, (query.sort, query.descending), wanted)
            )
            rows = refusals.among(ids[start : start + most])
            return Page(tuple(self._views(repositories, rows, now)), start, len(ids), total)

    def facet_values(self, actor: Actor, facet: str, text: str = "", most: int = 50) -> list[FacetValue]:
        """Return what to narrow by: causes that there are, credentials and addresses whose names hold all words.

        Raises:
            Invalid: field `filter`: the other facets have values that everybody knows.
        """
        with self._use_cases.look(actor, Operation.REFUSALS_VIEW) as repositories:
            return refusal_values(repositories, facet, text, most)

    def show(self, actor: Actor, refusal_id: int) -> RefusalView:
        """Return one refusal.

        Raises:
            NotFound: there is none with this id any more.
        """
        with self._use_cases.look(actor, Operation.REFUSALS_VIEW) as repositories:
            found = repositories.refusals.find(refusal_id)
            if found is None:
                raise NotFound("refusal", refusal_id)
            return self._views(repositories, [found], self._use_cases.now())[0]

    def _views(self, repositories: Repositories, rows: list[Refusal], now: datetime) -> list[RefusalView]:
        keys = repositories.api_keys.among(_ids(rows, "api_key"))
        consumers = repositories.consumers.among(_ids(rows, "consumer"))
        people = repositories.people.among(row.person_id for row in rows if row.person_id is not None)
        groups = repositories.permission_groups.among(
            credential.permission_group_id for credential in (*keys.values(), *consumers.values())
        )
        return [self._view(row, _credential(row, keys, consumers), groups, people, now) for row in rows]

    def _view(
        self,
        row: Refusal,
        credential: Credential | None,
        groups: Mapping[int, PermissionGroup],
        people: Mapping[int, Person],
        now: datetime,
    ) -> RefusalView:
        group = None if credential is None else groups[credential.permission_group_id]
        missing = () if group is None else self._missing(row, group)
        person = None if row.person_id is None else people.get(row.person_id)
        return RefusalView(row, credential, group, person, missing, _repair(row, credential, missing, now))

    def _missing(self, row: Refusal, group: PermissionGroup) -> tuple[PermissionName, ...]:
        if not row.cause.startswith("scope_") and row.cause != "permission_missing":
            return ()
        asked = [PermissionName(word) for word in str(row.facts.get("scope", "")).split()]
        return tuple(self._catalogue.in_order(
            name for name in set(asked) if name in self._catalogue.all and name not in group.allowed
        ))  # fmt: skip


_BY_CAUSE = {
    "authorization_ended": "open_authorizations",
    "authorization_suspended": "open_authorizations",
    "network_not_allowed": "edit_credential",
    "introspection_not_allowed": "edit_credential",
    "device_off": "edit_credential",
    "par_off": "edit_credential",
    "par_required": "edit_credential",
    "proof_missing": "edit_credential",
    "basic_off": "edit_credential",
    "method_not_chosen": "open_keys",
    "assertion_signature": "open_keys",
    "assertion_algorithm": "open_keys",
    "assertion_header": "open_keys",
    "secret_wrong": "rotate",
    "basic_wrong": "rotate",
    "secret_in_header": "rotate",
}


_BY_SETTINGS = frozenset({"host_unknown", "request_unclear"})
"""Causes that the settings mend, whoever asked."""


def _repair(row: Refusal, credential: Credential | None, missing: tuple[PermissionName, ...], now: datetime) -> str:
    if row.cause in _BY_SETTINGS:
        return "open_settings"
    if credential is None or credential.status in {CredentialStatus.DELETED, CredentialStatus.REVOKED}:
        return ""
    if row.cause in {"client_disabled", "key_ended"}:
        past_end = "" if credential.usable(now) else "edit_credential"
        return "enable" if credential.status is CredentialStatus.DISABLED else past_end
    if row.cause == "redirect_unregistered" and isinstance(credential, Consumer):
        return "add_redirect_uri" if _could_be_registered(row, credential) else "edit_credential"
    found = "edit_group" if missing else _BY_CAUSE.get(row.cause, "")
    public = isinstance(credential, Consumer) and not credential.confidential
    return "" if found in {"rotate", "open_keys"} and public else found


def _could_be_registered(row: Refusal, consumer: Consumer) -> bool:
    sent = str(row.facts.get("redirect_uri", ""))
    try:
        return check_redirect_uri(sent) not in consumer.redirect_uris
    except Invalid:
        return False


def _ids(rows: Iterable[Refusal], kind: str) -> list[int]:
    return [row.credential_id for row in rows if row.credential_kind == kind and row.credential_id is not None]


def _credential(row: Refusal, keys: Mapping[int, ApiKey], consumers: Mapping[int, Consumer]) -> Credential | None:
    known: Mapping[int, Credential] = keys if row.credential_kind == "api_key" else consumers
    return None if row.credential_id is None else known.get(row.credential_id)

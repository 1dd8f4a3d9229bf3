"""API keys: create, list, edit, disable, enable, revoke, restore."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fracttal_console.crypto.sealing import Sealer
from fracttal_console.crypto.tokens import new_public_id
from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.api_keys import ApiKey, ApiKeyOptions
from fracttal_console.domain.audit import (
    ApiKeyCreated,
    ApiKeyDisabled,
    ApiKeyEdited,
    ApiKeyEnabled,
    ApiKeyRestored,
    ApiKeyRevoked,
    Change,
    Fact,
    Target,
    changed,
)
from fracttal_console.domain.credentials import CredentialStatus, Profile, check_expiry, check_networks
from fracttal_console.domain.errors import Invalid, RestoreNameTaken, WrongState
from fracttal_console.domain.names import check_name, check_text, search_form
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.rotations import Rotation
from fracttal_console.domain.secrets import CredentialSecret, SecretStatus, SecretText
from fracttal_console.domain.usage import Use
from fracttal_console.services.credential_edits import EDITED_FIELDS, CredentialEdit
from fracttal_console.services.credential_facets import KEY_FACETS, CredentialFacets
from fracttal_console.services.credential_lists import SUBSETS, in_subset
from fracttal_console.services.listing import ListQuery, Page, check_choices, cut, matches
from fracttal_console.services.references import chosen_permission_group, find_api_key
from fracttal_console.services.secret_minting import add_hawk_secret
from fracttal_console.services.secrets_known import secrets_known
from fracttal_console.services.use_case import UseCases, Work
from fracttal_console.storage.repositories import Repositories


@dataclass(frozen=True, slots=True)
class CreatedApiKey:
    """A new API key with its secret, in clear this once."""

    api_key: ApiKey
    secret: SecretText


@dataclass(frozen=True, slots=True)
class ApiKeyView:
    """An API key as lists show it: with its group, its secrets, and by secret id what is known of these."""

    api_key: ApiKey
    group: PermissionGroup
    options: ApiKeyOptions
    secrets: tuple[CredentialSecret, ...]
    uses: Mapping[int, Use]
    rotations: Mapping[int, Rotation]
    lately: Mapping[int, int]

    @property
    def last_use(self) -> Use | None:
        """The newest use of any of its secrets."""
        return max(self.uses.values(), key=lambda use: use.at, default=None)


class ApiKeys:
    """Use cases on API keys."""

    def __init__(self, use_cases: UseCases, sealer: Sealer) -> None:
        self._use_cases = use_cases
        self._sealer = sealer

    def create(
        self,
        actor: Actor,
        *,
        name: str,
        permission_group: str,
        profile: Profile = Profile.STANDARD,
        expires_at: datetime | None = None,
        networks: Iterable[str] = (),
        owner: str = "",
        contact: str = "",
        legacy_basic: bool = False,
    ) -> CreatedApiKey:
        """Make an API key; its secret is in the return value and nowhere else in clear.

        Raises:
            Invalid: `name`, `permission_group`, `expires`, `allow_network`, `owner` or `contact` breaks a rule.
        """
        with self._use_cases.begin(actor, Operation.API_KEYS_CREATE) as work:
            api_key = ApiKey(
                id=work.api_keys.new_id(),
                key_id=new_public_id("fck_", 20),
                name=_free_name(work, name),
                permission_group_id=chosen_permission_group(work.repositories, permission_group).id,
                profile=profile,
                status=CredentialStatus.ACTIVE,
                owner=check_text("owner", owner),
                contact=check_text("contact", contact),
                networks=check_networks(networks),
                expires_at=check_expiry(expires_at, work.now),
                created_at=work.now,
                created_by=actor.name,
            )
            work.api_keys.add(api_key)
            secret, _ = add_hawk_secret(work, self._sealer, api_key)
            facts: dict[str, Fact] = {"profile": str(profile)}
            if legacy_basic:
                work.api_key_options.put(api_key.id, ApiKeyOptions(legacy_basic=True))
                facts["legacy_basic"] = True
            work.record(ApiKeyCreated(target=_target(api_key), facts=facts))
        return CreatedApiKey(api_key, secret)

    def edit(
        self,
        actor: Actor,
        ref: str,
        *,
        name: str | None = None,
        permission_group: str | None = None,
        profile: Profile | None = None,
        expires_at: datetime | None = None,
        never_expires: bool = False,
        networks: Iterable[str] | None = None,
        owner: str | None = None,
        contact: str | None = None,
        legacy_basic: bool | None = None,
    ) -> ApiKey:
        """Change what is given of an API key.

        Raises:
            NotFound: no key has this id or name.
            WrongState: it was revoked.
            Invalid: as in `create`.
        """
        edit = CredentialEdit(
            permission_group=permission_group,
            profile=profile,
            expires_at=expires_at,
            never_expires=never_expires,
            networks=networks,
            owner=owner,
            contact=contact,
        )
        with self._use_cases.begin(actor, Operation.API_KEYS_EDIT) as work:
            before = find_api_key(work.repositories, ref)
            if before.status is CredentialStatus.REVOKED:
                raise WrongState("api_key", before.key_id, before.status)
            after = replace(
                edit.applied(work, before), name=before.name if name is None else _free_name(work, name, before.id)
            )
            saved = work.api_keys.save(after)
            changes = changed(before, saved, ("name", *EDITED_FIELDS))
            work.record(
                ApiKeyEdited(target=_target(saved), changes=(*changes, *_with_options(work, saved, legacy_basic)))
            )
        return saved

    def disable(self, actor: Actor, ref: str) -> ApiKey:
        """Disable an API key until it is enabled again; its next request is refused.

        Raises:
            NotFound, WrongState.
        """
        with self._use_cases.begin(actor, Operation.API_KEYS_DISABLE) as work:
            saved = work.api_keys.save(find_api_key(work.repositories, ref).disabled())
            work.record(ApiKeyDisabled(target=_target(saved)))
        return saved

    def enable(self, actor: Actor, ref: str) -> ApiKey:
        """Enable a disabled API key.

        Raises:
            NotFound, WrongState.
        """
        with self._use_cases.begin(actor, Operation.API_KEYS_ENABLE) as work:
            saved = work.api_keys.save(find_api_key(work.repositories, ref).enabled())
            work.record(ApiKeyEnabled(target=_target(saved)))
        return saved

    def revoke(self, actor: Actor, ref: str) -> ApiKey:
        """Revoke an API key for good; its next request is refused.

        Raises:
            NotFound, WrongState.
        """
        with self._use_cases.begin(actor, Operation.API_KEYS_REVOKE) as work:
            saved = work.api_keys.save(find_api_key(work.repositories, ref).revoked(work.now))
            for secret in work.secrets.of_api_key(saved.id):
                if secret.status is SecretStatus.ACTIVE:
                    work.secrets.retire(secret, work.now)
                    work.rotations.drop(secret.id)
            work.record(ApiKeyRevoked(target=_target(saved)))
        return saved

    def restore(self, actor: Actor, ref: str) -> ApiKey:
        """Take a revoked API key back out of the bin, disabled, with the secrets that its revocation retired.

        Raises:
            NotFound, WrongState.
            RestoreTooLate: it was revoked too long ago.
            RestoreNameTaken: another key has its name.
        """
        with self._use_cases.begin(actor, Operation.API_KEYS_RESTORE) as work:
            before = find_api_key(work.repositories, ref)
            after = before.restored(work.now)
            if work.api_keys.live_named(after.name) is not None:
                raise RestoreNameTaken(after.name)
            for secret in work.secrets.of_api_key(before.id):
                if secret.retired_at == before.ended_at:
                    work.secrets.save(replace(secret, status=SecretStatus.ACTIVE, retired_at=None))
            saved = work.api_keys.save(after)
            work.record(ApiKeyRestored(target=_target(saved)))
        return saved

    def all(self, actor: Actor) -> list[ApiKeyView]:
        """Return all API keys, oldest first, revoked ones too."""
        with self._use_cases.look(actor, Operation.API_KEYS_VIEW) as repositories:
            return _views(repositories, repositories.api_keys.all(), self._use_cases.now())

    def show(self, actor: Actor, ref: str) -> ApiKeyView:
        """Return one API key.

        Raises:
            NotFound: no key has this id or name.
        """
        with self._use_cases.look(actor, Operation.API_KEYS_VIEW) as repositories:
            return _views(repositories, [find_api_key(repositories, ref)], self._use_cases.now())[0]

    def page(self, actor: Actor, query: ListQuery, start: int, most: int) -> Page[ApiKeyView]:
        """Return a page of the API keys that match, revoked ones too.

        Raises:
            Invalid: there is no such order, subset, facet or value.
        """
        check_choices(query, sorts=_SORTS, subsets=SUBSETS)
        now = self._use_cases.now()
        facets = CredentialFacets(query.facets, KEY_FACETS, now)
        with self._use_cases.look(actor, Operation.API_KEYS_VIEW) as repositories:
            views = _views(repositories, repositories.api_keys.all(), now)
        rows = [view for view in views if in_subset(view.api_key, view.last_use, query.only, now)]
        rows = [v for v in rows if facets.fit(v.api_key, v.group, v.last_use, v.secrets, v.options)]
        rows = [view for view in rows if matches(query.words, _searched(view)) and query.id in {None, view.api_key.id}]
        return cut(rows, query, _SORTS, (start, most), len(views))


def _free_name(work: Work, name: str, own_id: int | None = None) -> str:
    checked = check_name("name", name)
    taken = work.api_keys.live_named(checked)
    if taken is not None and taken.id != own_id:
        raise Invalid("name", "duplicate", value=checked)
    return checked


def _with_options(work: Work, api_key: ApiKey, legacy_basic: bool | None) -> tuple[Change, ...]:  # noqa: FBT001
    before = work.api_key_options.of(api_key.id)
    after = before if legacy_basic is None else replace(before, legacy_basic=legacy_basic)
    if after != before:
        work.api_key_options.put(api_key.id, after)
    return changed(before, after, ("legacy_basic",))


def _target(api_key: ApiKey) -> Target:
    return Target("api_key", api_key.id, api_key.name)


_SORTS: dict[str, Callable[[ApiKeyView], Any]] = {
    "name": lambda view: search_form(view.api_key.name),
    "group": lambda view: search_form(view.group.name),
    "status": lambda view: view.api_key.status,
    "created": lambda view: view.api_key.created_at,
    "last_used": lambda view: view.last_use.at if view.last_use else None,
}


def _searched(view: ApiKeyView) -> tuple[str, ...]:
    key = view.api_key
    return key.name, key.key_id, view.group.name, key.owner, key.contact


def _views(repositories: Repositories, keys: list[ApiKey], now: datetime) -> list[ApiKeyView]:
    groups = repositories.permission_groups.among(key.permission_group_id for key in keys)
    options = repositories.api_key_options.among(key.id for key in keys)
    secrets = repositories.secrets.of_api_keys(key.id for key in keys)
    known = secrets_known(repositories, (secret for rows in secrets.values() for secret in rows), now)
    views = []
    for key in keys:
        own = known.of(secrets[key.id])
        group = groups[key.permission_group_id]
        chosen = options.get(key.id, ApiKeyOptions())
        views.append(ApiKeyView(key, group, chosen, tuple(secrets[key.id]), own.uses, own.rotations, own.lately))
    return views

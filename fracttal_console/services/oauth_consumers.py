"""OAuth consumers: register, list, show, edit, disable, enable, delete, restore."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from fracttal_console.crypto.tokens import new_public_id
from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import (
    ConsumerCreated,
    ConsumerDeleted,
    ConsumerDisabled,
    ConsumerEdited,
    ConsumerEnabled,
    ConsumerRestored,
    Target,
    changed,
)
from fracttal_console.domain.consumer_keys import AuthMethod
from fracttal_console.domain.consumer_switches import ConsumerSwitches, SwitchChange
from fracttal_console.domain.credentials import CredentialStatus, Profile, check_expiry, check_networks
from fracttal_console.domain.errors import Invalid, RestoreNameTaken
from fracttal_console.domain.names import check_name, check_text
from fracttal_console.domain.oauth_consumers import (
    LIFETIME_FIELDS,
    Consumer,
    GrantType,
    LifetimeChange,
    check_shape,
    usual_lifetimes,
)
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.consumer_views import SORTS, ConsumerView, consumer_views, searched
from fracttal_console.services.credential_edits import EDITED_FIELDS, CredentialEdit
from fracttal_console.services.credential_facets import CONSUMER_FACETS, CredentialFacets
from fracttal_console.services.credential_lists import SUBSETS, in_subset
from fracttal_console.services.key_registration import method_changes, prove_by_keys
from fracttal_console.services.listing import ListQuery, Page, check_choices, cut, matches
from fracttal_console.services.own_authorization import grant_itself_anew
from fracttal_console.services.references import chosen_permission_group, find_consumer, find_lasting_consumer
from fracttal_console.services.secret_minting import add_client_secret
from fracttal_console.services.switching import changed_switches
from fracttal_console.services.token_purge import purge_tokens
from fracttal_console.services.use_case import UseCases, Work


@dataclass(frozen=True, slots=True)
class CreatedConsumer:
    """A new consumer with its secret, in clear this once; None for a public one and one that proves itself by keys."""

    consumer: Consumer
    secret: SecretText | None


class Consumers:
    """Use cases on OAuth consumers."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def create(
        self,
        actor: Actor,
        *,
        name: str,
        permission_group: str,
        grant: GrantType,
        redirect_uris: Iterable[str] = (),
        public: bool = False,
        may_introspect: bool = False,
        profile: Profile = Profile.STANDARD,
        description: str = "",
        owner: str = "",
        contact: str = "",
        networks: Iterable[str] = (),
        expires_at: datetime | None = None,
        lifetimes: LifetimeChange | None = None,
        public_keys: str = "",
        switches: SwitchChange | None = None,
    ) -> CreatedConsumer:
        """Register a consumer; its secret is in the return value and nowhere else in clear.

        With public keys (a JWKS, a JWK or PEM) it proves itself by these and has no secret.

        Raises:
            Invalid: a field breaks a rule; the rules of redirect URIs are those of `check_redirect_uri`.
        """
        with self._use_cases.begin(actor, Operation.CONSUMERS_CREATE) as work:
            on = (switches or SwitchChange()).applied(ConsumerSwitches(), grant)
            uris = check_shape(
                grant=grant, confidential=not public, redirect_uris=tuple(redirect_uris),
                may_introspect=may_introspect, device=on.device,
            )  # fmt: skip
            consumer = Consumer(
                id=work.consumers.new_id(),
                client_id=new_public_id("fcc_", 18),
                name=_free_name(work, name),
                description=check_text("description", description),
                permission_group_id=chosen_permission_group(work.repositories, permission_group).id,
                grant=grant,
                confidential=not public,
                redirect_uris=uris,
                may_introspect=may_introspect,
                profile=profile,
                status=CredentialStatus.ACTIVE,
                owner=check_text("owner", owner),
                contact=check_text("contact", contact),
                networks=check_networks(networks),
                expires_at=check_expiry(expires_at, work.now),
                lifetimes=(lifetimes or LifetimeChange()).applied(usual_lifetimes(profile)),
                created_at=work.now,
                created_by=actor.name,
            )
            work.consumers.add(consumer)
            secret = None
            facts = {"client_id": consumer.client_id, "grant": str(grant), "profile": str(profile)}
            if public_keys:
                facts["kid"] = prove_by_keys(work, consumer, public_keys)
            elif consumer.confidential:
                secret = add_client_secret(work, consumer)[0]
            switched = changed_switches(work, consumer, on)
            work.record(ConsumerCreated(target=_target(consumer), facts=facts, changes=switched))
        return CreatedConsumer(consumer, secret)

    def edit(
        self,
        actor: Actor,
        ref: str,
        *,
        name: str | None = None,
        permission_group: str | None = None,
        redirect_uris: Iterable[str] | None = None,
        may_introspect: bool | None = None,
        profile: Profile | None = None,
        description: str | None = None,
        owner: str | None = None,
        contact: str | None = None,
        networks: Iterable[str] | None = None,
        expires_at: datetime | None = None,
        never_expires: bool = False,
        lifetimes: LifetimeChange | None = None,
        auth_method: AuthMethod | None = None,
        switches: SwitchChange | None = None,
    ) -> Consumer:
        """Change what is given of a consumer; grant and confidentiality are its nature and stay.

        Raises:
            NotFound: no consumer has this id, client id or name.
            WrongState: it was deleted.
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
        with self._use_cases.begin(actor, Operation.CONSUMERS_EDIT) as work:
            before = find_lasting_consumer(work.repositories, ref)
            may = before.may_introspect if may_introspect is None else may_introspect
            on = (switches or SwitchChange()).applied(work.consumer_switches.of(before.id), before.grant)
            uris = check_shape(
                grant=before.grant, confidential=before.confidential, may_introspect=may, device=on.device,
                redirect_uris=before.redirect_uris if redirect_uris is None else tuple(redirect_uris),
            )  # fmt: skip
            after = replace(
                edit.applied(work, before),
                name=before.name if name is None else _free_name(work, name, before.id),
                redirect_uris=uris,
                may_introspect=may,
                description=before.description if description is None else check_text("description", description),
                lifetimes=(lifetimes or LifetimeChange()).applied(before.lifetimes),
            )
            saved = work.consumers.save(after)
            fields = ("name", "redirect_uris", "may_introspect", "description", *EDITED_FIELDS)
            changes = changed(before, saved, fields) + changed(before.lifetimes, saved.lifetimes, LIFETIME_FIELDS)
            changes += changed_switches(work, saved, on) + method_changes(work, saved, auth_method)
            work.record(ConsumerEdited(target=_target(saved), changes=changes))
        return saved

    def add_redirect_uri(self, actor: Actor, ref: str, uri: str) -> Consumer:
        """Add one redirect URI to those that a consumer has at this moment; one that it has already changes nothing.

        Raises:
            NotFound, WrongState: as in `edit`.
            Invalid: as in `create`.
        """
        with self._use_cases.begin(actor, Operation.CONSUMERS_EDIT) as work:
            before = find_lasting_consumer(work.repositories, ref)
            if uri in before.redirect_uris:
                return before
            uris = check_shape(
                grant=before.grant, confidential=before.confidential, redirect_uris=(*before.redirect_uris, uri),
                may_introspect=before.may_introspect,
            )  # fmt: skip
            saved = work.consumers.save(replace(before, redirect_uris=uris))
            work.record(ConsumerEdited(target=_target(saved), changes=changed(before, saved, ("redirect_uris",))))
        return saved

    def disable(self, actor: Actor, ref: str) -> Consumer:
        """Disable a consumer until it is enabled again; its tokens answer inactive meanwhile.

        Raises:
            NotFound, WrongState.
        """
        with self._use_cases.begin(actor, Operation.CONSUMERS_DISABLE) as work:
            saved = work.consumers.save(find_consumer(work.repositories, ref).disabled())
            work.record(ConsumerDisabled(target=_target(saved)))
        return saved

    def enable(self, actor: Actor, ref: str) -> Consumer:
        """Enable a disabled consumer.

        Where a consumer acts for itself and that authorization was revoked, enabling it is what grants it anew.

        Raises:
            NotFound, WrongState.
        """
        with self._use_cases.begin(actor, Operation.CONSUMERS_ENABLE) as work:
            saved = work.consumers.save(find_consumer(work.repositories, ref).enabled())
            grant_itself_anew(work, saved)
            work.record(ConsumerEnabled(target=_target(saved)))
        return saved

    def delete(self, actor: Actor, ref: str) -> Consumer:
        """Delete a consumer: its authorizations end and its tokens are purged.

        Raises:
            NotFound, WrongState.
        """
        with self._use_cases.begin(actor, Operation.CONSUMERS_DELETE) as work:
            saved = work.consumers.save(find_consumer(work.repositories, ref).deleted(work.now))
            live = work.authorizations.live_of_consumer(saved.id)
            for authorization in live:
                work.authorizations.save(authorization.revoked(work.now, actor.name))
                purge_tokens(work, authorization.id)
            work.record(ConsumerDeleted(target=_target(saved), facts={"authorizations": len(live)}))
        return saved

    def restore(self, actor: Actor, ref: str) -> Consumer:
        """Take a deleted consumer back out of the bin, disabled; people must consent again.

        Raises:
            NotFound, WrongState.
            RestoreTooLate: it was deleted too long ago.
            RestoreNameTaken: another consumer has its name.
        """
        with self._use_cases.begin(actor, Operation.CONSUMERS_RESTORE) as work:
            after = find_consumer(work.repositories, ref).restored(work.now)
            if work.consumers.live_named(after.name) is not None:
                raise RestoreNameTaken(after.name)
            saved = work.consumers.save(after)
            work.record(ConsumerRestored(target=_target(saved)))
        return saved

    def all(self, actor: Actor) -> list[ConsumerView]:
        """Return all consumers, oldest first, deleted ones too."""
        with self._use_cases.look(actor, Operation.CONSUMERS_VIEW) as repositories:
            return consumer_views(repositories, repositories.consumers.all(), self._use_cases.now())

    def page(self, actor: Actor, query: ListQuery, start: int, most: int) -> Page[ConsumerView]:
        """Return a page of the consumers that match; deleted ones are in the subset `bin` only.

        Raises:
            Invalid: there is no such order, subset, facet or value.
        """
        check_choices(query, sorts=SORTS, subsets=SUBSETS)
        now = self._use_cases.now()
        facets = CredentialFacets(query.facets, CONSUMER_FACETS, now)
        with self._use_cases.look(actor, Operation.CONSUMERS_VIEW) as repositories:
            listed = [row for row in repositories.consumers.all() if row.ended is (query.only == "bin")]
            views = consumer_views(repositories, listed, now)
        rows = [view for view in views if in_subset(view.consumer, view.last_use, query.only, now)]
        rows = [view for view in rows if facets.fit(view.consumer, view.group, view.last_use, view.secrets)]
        rows = [view for view in rows if matches(query.words, searched(view)) and query.id in {None, view.consumer.id}]
        return cut(rows, query, SORTS, (start, most), len(views))

    def show(self, actor: Actor, ref: str) -> ConsumerView:
        """Return one consumer.

        Raises:
            NotFound: no consumer has this id, client id or name.
        """
        with self._use_cases.look(actor, Operation.CONSUMERS_VIEW) as repositories:
            return consumer_views(repositories, [find_consumer(repositories, ref)], self._use_cases.now())[0]


def _free_name(work: Work, name: str, own_id: int | None = None) -> str:
    checked = check_name("name", name)
    taken = work.consumers.live_named(checked)
    if taken is not None and taken.id != own_id:
        raise Invalid("name", "duplicate", value=checked)
    return checked


def _target(consumer: Consumer) -> Target:
    return Target("consumer", consumer.id, consumer.name)

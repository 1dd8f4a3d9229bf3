"""The only place that builds objects and joins them."""

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fracttal_console.crypto.key_providers import KeyProvider, key_provider
from fracttal_console.crypto.passwords import Passwords
from fracttal_console.crypto.vault import Vault, new_data_key, new_recovery_code, recovery_key, unwrap, wrap
from fracttal_console.domain.base import Base, WrappingKind
from fracttal_console.domain.errors import (
    BaseExists,
    KeyFileMissing,
    MasterKeyMissing,
    MasterKeyWrong,
    RecoveryCodeWrong,
    RowTampered,
)
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.secrets import SecretText
from fracttal_console.permission_catalogue import load_permission_catalogue
from fracttal_console.resources import resource
from fracttal_console.services.access import Access
from fracttal_console.services.api_keys import ApiKeys
from fracttal_console.services.audit import Audit
from fracttal_console.services.authorizations import Authorizations
from fracttal_console.services.clock import Clock, SystemClock
from fracttal_console.services.consent import Consent
from fracttal_console.services.event_bus import EventBus
from fracttal_console.services.founding import Founding, check_founder
from fracttal_console.services.housekeeping import Housekeeping
from fracttal_console.services.introspection import Introspection
from fracttal_console.services.oauth_consumers import Consumers
from fracttal_console.services.people import People
from fracttal_console.services.permission_groups import PermissionGroups
from fracttal_console.services.sign_in import SignIn
from fracttal_console.services.tokens import Tokens
from fracttal_console.services.usage import UsageRecorder
from fracttal_console.services.use_case import UseCases
from fracttal_console.settings import Settings
from fracttal_console.storage.base import BaseRecord
from fracttal_console.storage.database import Database
from fracttal_console.storage.files import make_private_directory
from fracttal_console.storage.repositories import Seals
from fracttal_console.storage.unit_of_work import Store

KEY_CHECK = b"fracttal-console key check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """Everything a skin needs of one open base."""

    base: Base
    catalogue: PermissionCatalogue
    vault: Vault
    store: Store
    events: EventBus
    use_cases: UseCases
    usage: UsageRecorder
    permission_groups: PermissionGroups
    api_keys: ApiKeys
    consumers: Consumers
    people: People
    authorizations: Authorizations
    audit: Audit
    sign_in: SignIn
    consent: Consent
    tokens: Tokens
    introspection: Introspection
    access: Access
    housekeeping: Housekeeping

    def close(self) -> None:
        """Write what is left of the statistics and close the base."""
        self.usage.flush()
        self.store.close()


@dataclass(frozen=True, slots=True)
class NewBase:
    """A base just made; the recovery code is in clear this once."""

    base: Base
    recovery_code: SecretText


def init_base(
    settings: Settings,
    *,
    company: str,
    email: str,
    name: str,
    password: SecretText,
    environ: Mapping[str, str] = os.environ,
    passwords: Passwords | None = None,
    clock: Clock | None = None,
) -> NewBase:
    """Make the base, its keys and its first super administrator; what fails half-way leaves nothing behind.

    Raises:
        Invalid: `company`, `email`, `name` or `password` breaks a rule.
        BaseExists: there is a base here already.
        ConsoleError: the master key cannot be kept (keyring or key file), or the directory is not private.
    """
    company, email, name = check_founder(company=company, email=email, name=name, password=password)
    path = settings.database_path
    if path.exists() or path.is_symlink():
        raise BaseExists(path)
    provider = key_provider(settings.key_provider, environ)
    make_private_directory(path.parent)
    base_id = str(uuid.uuid4())
    try:
        master_key = provider.create(base_id)
        database = Database.create(path)
    except BaseException:
        provider.discard(base_id)
        raise
    try:
        data_key, code = new_data_key(), new_recovery_code()
        vault = Vault(data_key)
        moment = clock or SystemClock()
        base = Base(base_id, company, moment.now(), vault.row_seal(KEY_CHECK + base_id.encode()))
        wrapped = {
            WrappingKind.MASTER: wrap(data_key, master_key, base_id=base_id, kind=WrappingKind.MASTER),
            WrappingKind.RECOVERY: wrap(
                data_key, recovery_key(code, base_id=base_id), base_id=base_id, kind=WrappingKind.RECOVERY
            ),
        }
        store, use_cases = _store(database, vault, EventBus(), moment)
        try:
            founding = Founding(use_cases, passwords or Passwords())
            founding.initialise(
                base, email=email, name=name, password=password, wrapped=wrapped, provider=provider.name
            )
        finally:
            store.close()
    except BaseException:
        _remove(path)
        provider.discard(base_id)
        raise
    return NewBase(base, code)


def open_base(
    settings: Settings,
    *,
    environ: Mapping[str, str] = os.environ,
    passwords: Passwords | None = None,
    clock: Clock | None = None,
) -> Console:
    """Open the base with its master key.

    Raises:
        BaseError: the base is missing, unreadable, newer than this program or not private.
        ConsoleError: the master key cannot be had, or is another base's.
    """
    database = Database.open(settings.database_path)
    try:
        base, wrapped = _wrapped(database, WrappingKind.MASTER)
        master_key = key_provider(settings.key_provider, environ).load(base.base_id)
        vault = _opened(base, wrapped, master_key, WrappingKind.MASTER)
    except BaseException:
        database.close()
        raise
    return _console(database, base, vault, passwords or Passwords(), clock or SystemClock())


def recover_base(
    settings: Settings, code: SecretText, *, environ: Mapping[str, str] = os.environ, clock: Clock | None = None
) -> Base:
    """Give the base a new master key, kept where the settings say; the recovery code stays good.

    Raises:
        RecoveryCodeWrong: it is mistyped or another base's; nothing was changed.
        BaseError: as in `open_base`.
        ConsoleError: the new master key cannot be kept.
    """
    database = Database.open(settings.database_path)
    try:
        base, wrapped = _wrapped(database, WrappingKind.RECOVERY)
        key = recovery_key(code, base_id=base.base_id)
        data_key = _data_key(base, wrapped, key, WrappingKind.RECOVERY)
        provider = key_provider(settings.key_provider, environ)
        master_key = _new_master_key(provider, base.base_id)
        blob = wrap(data_key, master_key, base_id=base.base_id, kind=WrappingKind.MASTER)
        store, use_cases = _store(database, Vault(data_key), EventBus(), clock or SystemClock())
        try:
            Founding(use_cases, Passwords()).recover(base, wrapped=blob, provider=provider.name)
        finally:
            store.close()
    finally:
        database.close()
    return base


def permission_catalogue() -> PermissionCatalogue:
    """Return the catalogue of permissions that this version knows."""
    return load_permission_catalogue(resource("permissions.toml"))


def _new_master_key(provider: KeyProvider, base_id: str) -> bytes:
    try:
        # a key that is there and readable is taken as it is: it may be good, and is never overwritten
        return provider.load(base_id)
    except (MasterKeyMissing, KeyFileMissing):
        return provider.create(base_id)


def _console(database: Database, base: Base, vault: Vault, passwords: Passwords, clock: Clock) -> Console:
    events = EventBus()
    store, use_cases = _store(database, vault, events, clock)
    catalogue = permission_catalogue()
    usage = UsageRecorder(use_cases)
    return Console(
        base=base,
        catalogue=catalogue,
        vault=vault,
        store=store,
        events=events,
        use_cases=use_cases,
        usage=usage,
        permission_groups=PermissionGroups(use_cases, catalogue),
        api_keys=ApiKeys(use_cases, vault.sealer),
        consumers=Consumers(use_cases),
        people=People(use_cases, passwords),
        authorizations=Authorizations(use_cases),
        audit=Audit(use_cases),
        sign_in=SignIn(use_cases, passwords, vault),
        consent=Consent(use_cases, catalogue),
        tokens=Tokens(use_cases, catalogue, usage),
        introspection=Introspection(use_cases, usage),
        access=Access(use_cases, vault.sealer, usage),
        housekeeping=Housekeeping(use_cases),
    )


def _store(database: Database, vault: Vault, events: EventBus, clock: Clock) -> tuple[Store, UseCases]:
    store = Store(database, Seals(mac=vault.row_seal, link=vault.link), events.publish)
    return store, UseCases(store, clock)


def _wrapped(database: Database, kind: WrappingKind) -> tuple[Base, list[bytes]]:
    with database.reading() as connection:
        record = BaseRecord(connection)
        base = record.find()
        if base is None:
            raise RowTampered("base", 1)
        return base, [row.wrapped for row in record.wrapped(kind)]


def _opened(base: Base, wrapped: list[bytes], key: bytes, kind: WrappingKind) -> Vault:
    return Vault(_data_key(base, wrapped, key, kind))


def _data_key(base: Base, wrapped: list[bytes], key: bytes, kind: WrappingKind) -> bytes:
    wrong = MasterKeyWrong if kind is WrappingKind.MASTER else RecoveryCodeWrong
    for blob in wrapped:
        try:
            data_key = unwrap(blob, key, base_id=base.base_id, kind=kind)
        except wrong:
            continue
        if Vault(data_key).row_seal(KEY_CHECK + base.base_id.encode()) == base.key_check:
            return data_key
    raise wrong


def _remove(path: Path) -> None:
    for name in (path.name, path.name + "-wal", path.name + "-shm"):
        path.with_name(name).unlink(missing_ok=True)



"""The only place that builds objects and joins them."""

import itertools
import os
import signal
import sys
import threading
import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fracttal_console.crypto.key_providers import KeyProvider, key_provider
from fracttal_console.crypto.passwords import Passwords
from fracttal_console.crypto.process import harden_process
from fracttal_console.crypto.vault import Vault, new_data_key, new_recovery_code, recovery_key, unwrap, wrap
from fracttal_console.domain.base import Base, WrappingKind
from fracttal_console.domain.errors import (
    BaseExists,
    KeyFileMissing,
    MasterKeyMissing,
    MasterKeyWrong,
    RecoveryCodeWrong,
    RowTampered,
    UnsafeMode,
)
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.secrets import SecretText
from fracttal_console.permission_catalogue import load_permission_catalogue
from fracttal_console.resources import resource
from fracttal_console.services.api_keys import ApiKeys
from fracttal_console.services.audit import Audit
from fracttal_console.services.authorizations import Authorizations
from fracttal_console.services.bearer_access import BearerAccess
from fracttal_console.services.clock import Clock, SystemClock
from fracttal_console.services.consent import Consent
from fracttal_console.services.event_bus import EventBus
from fracttal_console.services.founding import Founding, check_founder
from fracttal_console.services.hawk_access import HawkAccessCheck
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
from fracttal_console.storage.prepared import Executor
from fracttal_console.storage.repositories import Seals
from fracttal_console.storage.unit_of_work import Store

if TYPE_CHECKING:
    from fracttal_console.gateway.parts import GatewayParts

HOUSEKEEPING_ROUNDS = 15
"""How many seconds lie between two steps of housekeeping."""

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
    bearer: BearerAccess
    hawk: HawkAccessCheck
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
    new_directory = not path.parent.exists()
    make_private_directory(path.parent)
    base_id = str(uuid.uuid4())
    ours = False
    try:
        master_key = provider.create(base_id)
        database, ours = _new_database(path), True
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
        if ours:
            _remove(path)
        if new_directory:
            with suppress(OSError):
                path.parent.rmdir()
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


def gateway_in_thread(
    settings: Settings, console: Console, *, host: str = "127.0.0.1", port: int = 0
) -> AbstractContextManager[str]:
    """Serve an open base while the block runs; the value is the gateway's URL.

    Raises:
        PortTaken: another program listens there.
        ListenRefused: the address is not ours, or lies beyond loopback without a declared proxy.
    """
    from fracttal_console.gateway.server import serving  # noqa: PLC0415  # commands must not pay for what only this needs

    return serving(
        lambda url: _gateway_parts(settings, console, url), host=host, port=port, proxied=bool(settings.trusted_proxies)
    )


def serve(settings: Settings, *, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve the base until SIGTERM or SIGINT.

    Args:
        settings: which base.
        host: address to listen on.
        port: port to listen on, 0 for a free one.
        ready: called once with the URL when requests are answered.

    Raises:
        ConsoleError: the base cannot be opened or the address not be listened on.
    """
    # with the default of 5 ms one busy thread lets the event loop wait that long
    sys.setswitchinterval(0.001)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    console = open_base(settings)
    try:
        with gateway_in_thread(settings, console, host=host, port=port) as url:
            ready(url)
            stop.wait()
    finally:
        console.close()


def shield_process() -> None:
    """Keep this process's memory and new files from others, as far as the system allows."""
    harden_process()


def permission_catalogue() -> PermissionCatalogue:
    """Return the catalogue of permissions that this version knows."""
    return load_permission_catalogue(resource("permissions.toml"))


def _gateway_parts(settings: Settings, console: Console, url: str) -> "GatewayParts":
    from fracttal_console.gateway.parts import GatewayParts  # noqa: PLC0415  # as above

    rounds = itertools.count()

    def tend() -> None:
        console.usage.flush()
        if next(rounds) % HOUSEKEEPING_ROUNDS == 0:
            console.housekeeping.step()

    return GatewayParts(
        company=console.base.company,
        catalogue=console.catalogue,
        bearer=console.bearer,
        hawk=console.hawk,
        authorizations=console.authorizations,
        consent=console.consent,
        introspection=console.introspection,
        sign_in=console.sign_in,
        tokens=console.tokens,
        batch=console.use_cases.batch,
        page_token=console.vault.page_token,
        tend=tend,
        resources=resource(),
        issuer=settings.issuer or url,
        hawk_hosts=settings.hawk_hosts,
        trusted_proxies=settings.trusted_proxies,
    )


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
        bearer=BearerAccess(use_cases, usage),
        hawk=HawkAccessCheck(use_cases, vault.sealer, usage),
        housekeeping=Housekeeping(use_cases),
    )


def _store(database: Database, vault: Vault, events: EventBus, clock: Clock) -> tuple[Store, UseCases]:
    store = Store(database, Seals(mac=vault.row_seal, link=vault.link), events.publish)
    return store, UseCases(store, clock)


def _wrapped(database: Database, kind: WrappingKind) -> tuple[Base, list[bytes]]:
    with database.reading() as connection:
        record = BaseRecord(Executor(connection))
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


def _new_database(path: Path) -> Database:
    try:
        return Database.create(path)
    except (BaseExists, UnsafeMode):
        # what stands there is not ours to remove
        raise
    except BaseException:
        _remove(path)
        raise


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink()

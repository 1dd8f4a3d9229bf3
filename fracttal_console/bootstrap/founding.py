"""A base made from nothing, and one opened again with its recovery code."""

import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass

from fracttal_console.bootstrap.unlocking import open_store, read_wrapped
from fracttal_console.crypto.key_providers import KeyProvider, key_provider
from fracttal_console.crypto.passwords import Passwords
from fracttal_console.crypto.vault import Vault, new_data_key, new_recovery_code, recovery_key, wrap
from fracttal_console.domain.base import Base, WrappingKind
from fracttal_console.domain.errors import KeyFileMissing, MasterKeyMissing
from fracttal_console.domain.people import Person
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.clock import Clock, SystemClock
from fracttal_console.services.data_key import key_check, unwrapped
from fracttal_console.services.event_bus import EventBus
from fracttal_console.services.founding import Founding, check_founder
from fracttal_console.services.use_case import UseCases
from fracttal_console.settings import Settings
from fracttal_console.storage.database import Database
from fracttal_console.storage.files import make_private_directory, new_base_file


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
    beside: AbstractContextManager[None] | None = None,
) -> NewBase:
    """Make the base, its keys and its first super administrator; what fails half-way leaves nothing behind.

    `beside` is what has to stand beside the base: it is entered just before the base appears, and left with the failure
    where that does not come to pass.

    Raises:
        Invalid: `company`, `email`, `name` or `password` breaks a rule.
        BaseExists: there is a base here already.
        ConsoleError: the master key cannot be kept (keyring or key file), or the directory is not private.
    """
    company, email, name = check_founder(company=company, email=email, name=name, password=password)
    path = settings.database_path
    provider = key_provider(settings.key_provider, environ)
    new_directory = not path.parent.exists()
    make_private_directory(path.parent)
    base_id = str(uuid.uuid4())
    try:
        with ExitStack() as until_it_appears, new_base_file(path) as unfinished:
            master_key = provider.create(base_id)
            data_key, code = new_data_key(), new_recovery_code()
            vault = Vault(data_key)
            moment = clock or SystemClock()
            base = Base(base_id, company, moment.now(), key_check(vault, base_id))
            wrapped = {
                WrappingKind.MASTER: wrap(data_key, master_key, base_id=base_id, kind=WrappingKind.MASTER),
                WrappingKind.RECOVERY: wrap(
                    data_key, recovery_key(code, base_id=base_id), base_id=base_id, kind=WrappingKind.RECOVERY
                ),
            }
            store, use_cases = open_store(Database.create(unfinished), vault, EventBus(), moment)
            try:
                founding = Founding(use_cases, passwords or Passwords())
                founding.initialise(
                    base, email=email, name=name, password=password, wrapped=wrapped, provider=provider.name
                )
            finally:
                store.close()
            if beside is not None:
                until_it_appears.enter_context(beside)
    except BaseException:
        provider.discard(base_id)
        if new_directory:
            with suppress(OSError):
                path.parent.rmdir()
        raise
    return NewBase(base, code)


def recover_base(
    settings: Settings, code: SecretText, *, environ: Mapping[str, str] = os.environ, clock: Clock | None = None
) -> Base:
    """Give the base a new master key, kept where the settings say; the recovery code stays good.

    Raises:
        RecoveryCodeWrong: it is mistyped or another base's; nothing was changed.
        BaseError: as in `open_base`.
        ConsoleError: the new master key cannot be kept.
    """
    with _opened_by_code(settings, code, clock) as (base, data_key, use_cases):
        provider = key_provider(settings.key_provider, environ)
        master_key = _new_master_key(provider, base.base_id)
        blob = wrap(data_key, master_key, base_id=base.base_id, kind=WrappingKind.MASTER)
        Founding(use_cases, Passwords()).recover(base, wrapped=blob, provider=provider.name)
    return base


def recover_person(
    settings: Settings,
    code: SecretText,
    *,
    email: str,
    password: SecretText,
    passwords: Passwords | None = None,
    clock: Clock | None = None,
) -> Person:
    """Give a super administrator of the base another password, and take the second factor away.

    Raises:
        RecoveryCodeWrong: it is mistyped or another base's; nothing was changed.
        NotFound, Invalid: nobody has this e-mail, or not a super administrator; or the password breaks a rule.
        BaseError: as in `open_base`.
    """
    with _opened_by_code(settings, code, clock) as (_, data_key, use_cases):
        founding = Founding(use_cases, passwords or Passwords())
        return founding.recover_person(email, password, Vault(data_key).lookup)


@contextmanager
def _opened_by_code(
    settings: Settings, code: SecretText, clock: Clock | None
) -> Iterator[tuple[Base, bytes, UseCases]]:
    """Give a base that the recovery code opened, its data key and the frame of its use cases."""
    database = Database.open(settings.database_path)
    try:
        base, wrapped = read_wrapped(database, WrappingKind.RECOVERY)
        key = recovery_key(code, base_id=base.base_id)
        data_key = unwrapped(base, wrapped, key, WrappingKind.RECOVERY)
        store, use_cases = open_store(database, Vault(data_key), EventBus(), clock or SystemClock())
        try:
            yield base, data_key, use_cases
        finally:
            store.close()
    finally:
        database.close()


def _new_master_key(provider: KeyProvider, base_id: str) -> bytes:
    try:
        # a key that is there and readable is taken as it is: it may be good, and is never overwritten
        return provider.load(base_id)
    except (MasterKeyMissing, KeyFileMissing):
        return provider.create(base_id)

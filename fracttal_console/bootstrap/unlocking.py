"""The data key of a base, taken out of its wrapping."""

from collections.abc import Sequence

from fracttal_console.crypto.vault import Vault, unwrap
from fracttal_console.domain.base import Base, WrappingKind
from fracttal_console.domain.errors import MasterKeyWrong, RecoveryCodeWrong, RowTampered
from fracttal_console.services.clock import Clock
from fracttal_console.services.event_bus import EventBus
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.base import BaseRecord
from fracttal_console.storage.database import Database
from fracttal_console.storage.prepared import Executor
from fracttal_console.storage.repositories import Seals
from fracttal_console.storage.unit_of_work import Store


def key_check(vault: Vault, base_id: str) -> bytes:
    """Return the value by which a base tells its own data key from another's."""
    return vault.row_seal(b"fracttal-console key check" + base_id.encode())


def read_wrapped(database: Database, kind: WrappingKind) -> tuple[Base, list[bytes]]:
    """Return what a base says of itself, and its data key under each wrapping of a kind.

    Raises:
        RowTampered: the base says nothing of itself.
    """
    with database.reading() as connection:
        record = BaseRecord(Executor(connection))
        base = record.find()
        if base is None:
            raise RowTampered("base", 1)
        return base, [row.wrapped for row in record.wrapped(kind)]


def unwrapped(base: Base, wrapped: Sequence[bytes], key: bytes, kind: WrappingKind) -> bytes:
    """Return the data key.

    Args:
        base: the base to which it belongs.
        wrapped: as `read_wrapped` returns them.
        key: master key, or the key made of the recovery code; 32 bytes.
        kind: which of the two it is.

    Raises:
        MasterKeyWrong, RecoveryCodeWrong: the key opens none of them.
    """
    wrong = MasterKeyWrong if kind is WrappingKind.MASTER else RecoveryCodeWrong
    for blob in wrapped:
        try:
            data_key = unwrap(blob, key, base_id=base.base_id, kind=kind)
        except wrong:
            continue
        if key_check(Vault(data_key), base.base_id) == base.key_check:
            return data_key
    raise wrong


def open_store(database: Database, vault: Vault, events: EventBus, clock: Clock) -> tuple[Store, UseCases]:
    """Return the store of an unlocked database and the frame of its use cases; closing the store closes both."""
    store = Store(database, Seals(mac=vault.row_seal, link=vault.link), events.publish)
    return store, UseCases(store, clock)

"""What a base says of itself before it is unlocked, and the store behind it once it is."""

from fracttal_console.crypto.vault import Vault
from fracttal_console.domain.base import Base, WrappingKind
from fracttal_console.domain.errors import RowTampered
from fracttal_console.services.clock import Clock
from fracttal_console.services.event_bus import EventBus
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.base import BaseRecord
from fracttal_console.storage.database import Database
from fracttal_console.storage.prepared import Executor
from fracttal_console.storage.repositories import Seals
from fracttal_console.storage.unit_of_work import Store


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


def open_store(database: Database, vault: Vault, events: EventBus, clock: Clock) -> tuple[Store, UseCases]:
    """Return the store of an unlocked database and the frame of its use cases; closing the store closes both."""
    store = Store(database, Seals(mac=vault.row_seal, link=vault.link), events.publish)
    return store, UseCases(store, clock)

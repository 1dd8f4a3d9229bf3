"""The base and the storage below it."""

from fracttal_console.domain.errors.tree import ConsoleError


class BaseError(ConsoleError):
    """The base cannot be opened or made; `path` names the file or directory."""

    code = "base_error"

    def __init__(self, path: object = "") -> None:
        super().__init__(path=str(path))


class BaseMissing(BaseError):
    """There is no base here yet: `init` makes one."""

    code = "base_missing"


class BaseExists(BaseError):
    """There is a base here already; nothing was changed."""

    code = "base_exists"


class BaseUnreadable(BaseError):
    """The database file cannot be opened or is damaged."""

    code = "base_unreadable"


class NotABase(BaseError):
    """The file is not a database, or a database of something else."""

    code = "not_a_base"


class BaseNewer(BaseError):
    """The base was written by a newer version of the program."""

    code = "base_newer"


class UnsafeMode(BaseError):
    """Others may read the file or directory, or somebody else owns it."""

    code = "unsafe_mode"


class StorageBusy(ConsoleError):
    """Another process kept the base locked for too long; nothing was changed."""

    code = "storage_busy"


class StorageFailed(ConsoleError):
    """The disk is full, read-only or failing; nothing was changed."""

    code = "storage_failed"


class RowTampered(ConsoleError):
    """A row that decides about access does not carry its seal: it was changed outside the program."""

    code = "row_tampered"

    def __init__(self, table: str, ref: object) -> None:
        super().__init__(table=table, ref=str(ref))

"""Give a base another master key while the present one is at hand."""

from fracttal_console.crypto.key_providers import KeyProvider
from fracttal_console.crypto.vault import new_master_key, wrap
from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import MasterKeyRotated, Target
from fracttal_console.domain.base import Base, WrappingKind
from fracttal_console.domain.errors import ChangedMeanwhile, KeyCannotBeMade
from fracttal_console.services.data_key import unwrapped
from fracttal_console.services.use_case import UseCases


class MasterKey:
    """The use case on the master key of an open base."""

    def __init__(self, use_cases: UseCases, base: Base, provider: KeyProvider) -> None:
        self._use_cases = use_cases
        self._base = base
        self._provider = provider

    def rotate(self, actor: Actor) -> str:
        """Wrap the data key by a new master key, put that in the old one's place, and return where it is kept.

        Whatever is killed on the way, the key that is kept there opens the base: first the data key is wrapped by both,
        then the new key is kept, then what the old one wrapped is retired. The next rotation retires what is left over.

        Raises:
            KeyCannotBeMade: the key is a credential of systemd.
            MasterKeyWrong: the key kept there is not this base's any more.
            ChangedMeanwhile: the key was rotated by somebody else at the same time.
            ConsoleError: the key can be neither read nor kept; it is the old one.
        """
        self._use_cases.permit(actor, Operation.MASTER_KEY_ROTATE)
        if not self._provider.replaceable:
            raise KeyCannotBeMade
        base_id, new = self._base.base_id, new_master_key()
        with self._use_cases.look_up() as repositories:
            known = [row.wrapped for row in repositories.base.wrapped(WrappingKind.MASTER)]
        data_key = unwrapped(self._base, known, self._provider.load(base_id), WrappingKind.MASTER)
        blob = wrap(data_key, new, base_id=base_id, kind=WrappingKind.MASTER)
        with self._use_cases.keep_books() as work:
            work.base.add_wrapped(WrappingKind.MASTER, self._provider.name, blob, work.now)
        with self._use_cases.begin(actor, Operation.MASTER_KEY_ROTATE) as work:
            if blob not in [row.wrapped for row in work.base.wrapped(WrappingKind.MASTER)]:
                raise ChangedMeanwhile("base", self._base.company)
            # in the turn of the writer: of two who rotate at once, one keeps the key and the other finds it changed
            self._provider.store(base_id, new)
            work.base.retire_wrapped(WrappingKind.MASTER, work.now, but=blob)
            facts = {"key_provider": self._provider.name.partition(":")[0]}
            work.record(MasterKeyRotated(target=Target("base", 1, self._base.company), facts=facts))
        return self._provider.name

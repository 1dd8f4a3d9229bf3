"""Last-used facts: gathered in memory, written every second in one transaction."""

import threading
from collections import Counter
from datetime import datetime

from fracttal_console.domain.usage import Use, hour_of
from fracttal_console.services.use_case import UseCases


class UsageRecorder:
    """Gather what was used when, from where and for which path; only the newest of each thing counts."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases
        self._lock = threading.Lock()
        self._secrets: dict[int, Use] = {}
        self._authorizations: dict[int, Use] = {}
        self._secret_hours: Counter[tuple[int, int]] = Counter()

    def secret(self, secret_id: int, at: datetime, address: str, path: str) -> None:
        """Note that a secret was used."""
        with self._lock:
            _note(self._secrets, secret_id, Use(at, address, path))
            self._secret_hours[secret_id, hour_of(at)] += 1

    def authorization(self, authorization_id: int, at: datetime, address: str, path: str) -> None:
        """Note that an authorization was used."""
        with self._lock:
            _note(self._authorizations, authorization_id, Use(at, address, path))

    def flush(self) -> None:
        """Write what was gathered; what cannot be written now is lost, as a crash would lose it."""
        with self._lock:
            secrets, self._secrets = self._secrets, {}
            authorizations, self._authorizations = self._authorizations, {}
            secret_hours, self._secret_hours = self._secret_hours, Counter()
        if not secrets and not authorizations:
            return
        with self._use_cases.keep_books() as work:
            work.secret_uses.save(secrets)
            work.authorization_uses.save(authorizations)
            work.secret_hours.add(secret_hours)


def _note(uses: dict[int, Use], thing: int, use: Use) -> None:
    known = uses.get(thing)
    if known is None or known.at <= use.at:
        uses[thing] = use

"""Use of things: gathered in memory, written every second in one transaction."""

import threading
from collections import Counter
from datetime import datetime
from typing import TypeAlias

from fracttal_console.domain.endpoints import Endpoints
from fracttal_console.domain.usage import HOURS_OF_A_DAY, NOBODY, Counted, CountedHour, Requests, Use, hour_of
from fracttal_console.services.use_case import UseCases, Work

CredentialRef: TypeAlias = tuple[str, int | str]
"""Kind of a credential, and its id, or the public id under which it proved itself."""


class UsageRecorder:
    """Gather what was used when, from where and for which path, and how many requests there were.

    Of last uses only the newest of each thing counts.
    """

    def __init__(self, use_cases: UseCases, endpoints: Endpoints) -> None:
        self._use_cases = use_cases
        self._endpoints = endpoints
        self._lock = threading.Lock()
        self._secrets: dict[int, Use] = {}
        self._consumer_keys: dict[int, Use] = {}
        self._authorizations: dict[int, Use] = {}
        self._accepted: dict[tuple[int, CredentialRef, int, str], int] = {}
        self._secret_hours: Counter[tuple[int, int]] = Counter()

    def secret(self, secret_id: int, at: datetime, address: str, path: str) -> None:
        """Note that a secret was used."""
        with self._lock:
            _note(self._secrets, secret_id, Use(at, address, path))
            self._secret_hours[secret_id, hour_of(at)] += 1

    def consumer_key(self, key_id: int, at: datetime, address: str, path: str) -> None:
        """Note that a public key of a consumer was used."""
        with self._lock:
            _note(self._consumer_keys, key_id, Use(at, address, path))

    def authorization(self, authorization_id: int, at: datetime, address: str, path: str) -> None:
        """Note that an authorization was used."""
        with self._lock:
            _note(self._authorizations, authorization_id, Use(at, address, path))

    def request(self, credential: CredentialRef, person_id: int | None, method: str, path: str) -> None:
        """Count a request that was accepted.

        Args:
            credential: which proved itself.
            person_id: for whom it acts; None for itself.
            method: of the request.
            path: of the request; counted under the endpoint it belongs to.
        """
        key = (hour_of(self._use_cases.now()), credential, person_id or NOBODY, self._endpoints.name(method, path))
        with self._lock:
            self._accepted[key] = self._accepted.get(key, 0) + 1

    def flush(self) -> None:
        """Write what was gathered; what cannot be written now is lost, as a crash would lose it."""
        with self._lock:
            secrets, self._secrets = self._secrets, {}
            consumer_keys, self._consumer_keys = self._consumer_keys, {}
            authorizations, self._authorizations = self._authorizations, {}
            accepted, self._accepted = self._accepted, {}
            secret_hours, self._secret_hours = self._secret_hours, Counter()
        if not secrets and not consumer_keys and not authorizations and not accepted:
            return
        with self._use_cases.keep_books() as work:
            work.secret_uses.save(secrets)
            work.consumer_key_uses.save(consumer_keys)
            work.authorization_uses.save(authorizations)
            counted: dict[Counted, Requests] = {}
            hours: Counter[CountedHour] = Counter()
            for (hour, (kind, ref), person_id, path), times in accepted.items():
                known = _id(work, kind, ref)
                owner = (kind if known else "", known or 0, person_id)
                key = Counted(hour // HOURS_OF_A_DAY, *owner, path)
                counted[key] = counted.get(key, Requests()) + Requests(times, 0)
                hours[CountedHour(hour, *owner)] += times
            work.usage_days.add(counted)
            work.usage_hours.add(hours)
            work.secret_hours.add(secret_hours)


def _note(uses: dict[int, Use], thing: int, use: Use) -> None:
    known = uses.get(thing)
    if known is None or known.at <= use.at:
        uses[thing] = use


def _id(work: Work, kind: str, ref: int | str) -> int | None:
    if isinstance(ref, int):
        return ref
    consumer = work.consumers.with_client_id(ref) if kind == "consumer" else None
    return None if consumer is None else consumer.id

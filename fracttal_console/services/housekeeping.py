"""Housekeeping: drop what has ended for good, a little at a time so that nobody waits for it."""

from datetime import timedelta

from fracttal_console.crypto.hawk import REPLAY_WINDOW_SECONDS
from fracttal_console.domain.actors import SYSTEM, Operation
from fracttal_console.domain.code_guesses import GUESSES_WINDOW
from fracttal_console.domain.people import FORGET_FAILURES_AFTER
from fracttal_console.domain.proofs import PROOF_MEMORY
from fracttal_console.domain.retention import Retention
from fracttal_console.domain.tokens import REPLAY_MEMORY
from fracttal_console.domain.usage import HOURS_OF_A_DAY, day_of, hour_of
from fracttal_console.services.secret_retirement import due_to_retire, record_retired, retire
from fracttal_console.services.token_purge import purge_tokens
from fracttal_console.services.use_case import UseCases

CHUNK = 500
"""How many rows one transaction drops at most."""

MOST_REFUSALS = 20_000


SECRET_HOURS_KEPT = timedelta(days=31)
"""For how long it is known how often each secret was used."""


class Housekeeping:
    """Drop expired tokens, codes, nonces, links and sessions, the tokens of final revocations, and old statistics.

    So are the ids of spent assertions. Old secrets whose time has come are retired.
    """

    def __init__(self, use_cases: UseCases, retention: Retention) -> None:
        self._use_cases = use_cases
        self._retention = retention

    def step(self) -> int:
        """Drop one chunk of each kind and return how many rows went; zero means that nothing is left to drop."""
        with self._use_cases.keep_books() as work:
            now = work.now
            dropped = work.hawk_nonces.drop_before(int(now.timestamp()) - REPLAY_WINDOW_SECONDS)
            dropped += work.assertion_ids.drop_before(now)
            dropped += work.codes.drop_before(now - REPLAY_MEMORY)
            dropped += work.code_sessions.drop_before(now - REPLAY_MEMORY)
            dropped += work.pushed_requests.drop_before(now - REPLAY_MEMORY)
            dropped += work.device_grants.drop_before(now - REPLAY_MEMORY)
            dropped += work.code_guesses.drop_before(now - GUESSES_WINDOW)
            dropped += work.proofs_seen.drop_before(now - PROOF_MEMORY)
            dropped += work.invitations.drop_before(now)
            dropped += work.sessions.drop_before(now)
            dropped += work.sign_in_attempts.drop_before(now - FORGET_FAILURES_AFTER, CHUNK)
            dropped += work.revocations.drop_final(now, CHUNK)
            dropped += work.access_tokens.drop_before(now, CHUNK)
            dropped += work.refresh_tokens.drop_before(now, CHUNK)
            dropped += work.usage_days.drop_before(day_of(now) - self._retention.usage_days, CHUNK)
            dropped += work.usage_hours.drop_before(hour_of(now) - HOURS_OF_A_DAY + 1)
            dropped += work.refusals.drop_before(now - timedelta(days=self._retention.refusal_days), CHUNK)
            dropped += work.refusals.keep_newest(MOST_REFUSALS)
            dropped += work.secret_hours.drop_before(hour_of(now - SECRET_HOURS_KEPT))
            for authorization_id in work.authorizations.final_with_tokens(now, CHUNK):
                purge_tokens(work, authorization_id)
                dropped += 1
        return dropped + self._retire_old_secrets()

    def _retire_old_secrets(self) -> int:
        with self._use_cases.look(SYSTEM, Operation.SECRETS_RETIRE) as repositories:
            due = due_to_retire(repositories, self._use_cases.now())
        for secret_id in due:
            with self._use_cases.begin(SYSTEM, Operation.SECRETS_RETIRE) as work:
                # looked at again: it may have been used, extended or retired since
                cause = due_to_retire(work.repositories, work.now).get(secret_id)
                if cause is not None:
                    (secret,) = work.secrets.among([secret_id])
                    retire(work, secret)
                    record_retired(work, secret, cause)
        return len(due)

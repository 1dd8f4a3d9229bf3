"""Housekeeping: drop what has ended for good, a little at a time so that nobody waits for it."""

from fracttal_console.crypto.hawk import REPLAY_WINDOW_SECONDS
from fracttal_console.domain.refusals import REFUSALS_KEPT
from fracttal_console.domain.tokens import REPLAY_MEMORY
from fracttal_console.domain.usage import day_of
from fracttal_console.services.use_case import UseCases

CHUNK = 500
"""How many rows one transaction drops at most."""

USAGE_DAYS_KEPT = 400
"""A year, and enough of the one before to compare with."""

MOST_REFUSALS = 20_000


class Housekeeping:
    """Drop expired tokens, codes, nonces, links and sessions, the tokens of final revocations, and old statistics."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def step(self) -> int:
        """Drop one chunk of each kind and return how many rows went; zero means that nothing is left to drop."""
        with self._use_cases.keep_books() as work:
            now = work.now
            dropped = work.hawk_nonces.drop_before(int(now.timestamp()) - REPLAY_WINDOW_SECONDS)
            dropped += work.codes.drop_before(now - REPLAY_MEMORY)
            dropped += work.invitations.drop_before(now)
            dropped += work.sessions.drop_before(now)
            dropped += work.revocations.drop_final(now, CHUNK)
            dropped += work.access_tokens.drop_before(now, CHUNK)
            dropped += work.refresh_tokens.drop_before(now, CHUNK)
            dropped += work.usage_days.drop_before(day_of(now) - USAGE_DAYS_KEPT, CHUNK)
            dropped += work.refusals.drop_before(now - REFUSALS_KEPT, CHUNK)
            dropped += work.refusals.keep_newest(MOST_REFUSALS)
            for authorization_id in work.authorizations.final_with_tokens(now, CHUNK):
                work.codes.drop_of(authorization_id)
                work.access_tokens.drop_of(authorization_id)
                work.refresh_tokens.drop_of(authorization_id)
                dropped += 1
        return dropped

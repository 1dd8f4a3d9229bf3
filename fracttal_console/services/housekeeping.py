"""Housekeeping: drop what has ended for good, a little at a time so that nobody waits for it."""

from fracttal_console.crypto.hawk import REPLAY_WINDOW_SECONDS
from fracttal_console.domain.tokens import REPLAY_MEMORY
from fracttal_console.services.use_case import UseCases

CHUNK = 500
"""How many rows one transaction drops at most."""


class Housekeeping:
    """Drop expired tokens, codes, nonces, links and sessions, and the tokens of final revocations."""

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
            dropped += work.access_tokens.drop_before(now, CHUNK)
            dropped += work.refresh_tokens.drop_before(now, CHUNK)
            for authorization_id in work.authorizations.final_with_tokens(now, CHUNK):
                work.codes.drop_of(authorization_id)
                work.access_tokens.drop_of(authorization_id)
                work.refresh_tokens.drop_of(authorization_id)
                dropped += 1
        return dropped

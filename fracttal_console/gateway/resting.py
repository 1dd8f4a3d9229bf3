"""A connection between two requests: how long it may rest."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Resting(HttpToolsProtocol):
    """End a connection that rested too long, with one timer for many rests.

    To set and cancel a timer for each takes longer than to look, when it ends, at when the last rest began.
    """

    _rests_since: float | None = None

    def rest(self) -> None:
        """Begin to rest."""
        self._rests_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self._look_again_in(self.timeout_keep_alive)

    @property
    def rests(self) -> bool:
        """Whether it rests, and nothing has come since."""
        return self._rests_since is not None

    def timeout_keep_alive_handler(self) -> None:
        """End the connection if it rested too long, and do not wait for what its other side never took off."""
        self.timeout_keep_alive_task = None
        if self._rests_since is None:
            return
        left = self._rests_since + self.timeout_keep_alive - self.loop.time()
        if left > 0:
            self._look_again_in(left)
        elif self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            super().timeout_keep_alive_handler()

    def connection_lost(self, exc: Exception | None) -> None:
        """Rest no more."""
        if self.timeout_keep_alive_task is not None:
            self.timeout_keep_alive_task.cancel()
        super().connection_lost(exc)

    def _unset_keepalive_if_required(self) -> None:
        self._rests_since = None

    def _look_again_in(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

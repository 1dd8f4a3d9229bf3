"""Who is told of each request: the log and the metrics, where they are switched on."""

from dataclasses import dataclass

from fracttal_console.gateway.exchange import Finding
from fracttal_console.gateway.metrics import Metrics
from fracttal_console.gateway.request_log import Answered, RequestLog


@dataclass(frozen=True, slots=True)
class Watch:
    """Tell of what happened, from the event loop; nothing here waits."""

    log: RequestLog | None = None
    metrics: Metrics | None = None

    def __bool__(self) -> bool:
        return self.log is not None or self.metrics is not None

    def answered(self, route: str, answered: Answered) -> None:
        """Tell of a request that was answered."""
        if self.log is not None:
            self.log.note(answered)
        if self.metrics is not None:
            self.metrics.answered(route, answered)

    def refused(self, peer: str, status: int, cause: str) -> None:
        """Tell of what was refused before it was a request, or without looking at it."""
        finding = Finding(refused="connection", cause=cause)
        self.answered("none", Answered("", "", status, 0.0, peer, "", finding))

    def close(self) -> None:
        """Write what is left of the log."""
        if self.log is not None:
            self.log.close()

"""`/healthz`: whether this process answers, and whether its storage does."""

from collections.abc import Callable

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.gateway.exchange import NO_STORE, Request, Response, json_response


class Health:
    """Answer 200 or 503; one row is read, so that asking every second costs nothing."""

    def __init__(self, probe_storage: Callable[[], None]) -> None:
        self._probe_storage = probe_storage

    def __call__(self, request: Request) -> Response:
        """Return how it is."""
        try:
            self._probe_storage()
        except ConsoleError as error:
            # whoever watches asks again soon: that is no incident each time
            request.finding.refused, request.finding.cause = "health", error.code
            return json_response(503, {"status": "storage_unavailable"}, (("retry-after", "1"), *NO_STORE))
        return json_response(200, {"status": "ok"})

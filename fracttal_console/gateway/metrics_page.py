"""`/metrics`: the figures in the text format of Prometheus (0.0.4), on a port that only this machine reaches.

The format is a dozen lines; a library for it would count under locks where nothing needs one (docs/decisions/052).
"""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from pathlib import Path

from fracttal_console.domain.errors import HawkRefused
from fracttal_console.gateway.admission import Admission
from fracttal_console.gateway.answering import Done, Scope
from fracttal_console.gateway.exchange import NO_STORE, Response, json_response, method_not_allowed, parting
from fracttal_console.gateway.forwarded import origin_of
from fracttal_console.gateway.hosts import Hosts
from fracttal_console.gateway.metrics import Histogram, Metrics
from fracttal_console.gateway.request_log import RequestLog

PATH = "/metrics"
_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_PREFIX = "fracttal_console_"
_STARTED = time.time()


class MetricsPage:
    """An application of one page."""

    def __init__(
        self,
        metrics: Metrics,
        *,
        hosts: Hosts,
        admission: Admission,
        queue_depth: Callable[[], int],
        log: RequestLog | None,
    ) -> None:
        self._metrics = metrics
        self._hosts = hosts
        self._admission = admission
        self._queue_depth = queue_depth
        self._log = log

    def ask(self, scope: Scope) -> "AskedForFigures":
        """Begin a request."""
        return AskedForFigures(self._response(scope))

    def note_unread(self, cause: str, address: str) -> None:
        """Leave it: who asks for figures is on this machine."""

    def _response(self, scope: Scope) -> Response:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            self._hosts.check(origin_of(headers, "", ()))
        except (HawkRefused, LookupError):
            return json_response(421, {"error": "host_unknown"})
        if scope["path"] != PATH:
            return json_response(404, {"error": "page_not_found"})
        if scope["method"] not in {"GET", "HEAD"}:
            return method_not_allowed("GET", "HEAD")
        return Response(200, "".join(self._lines()).encode(), _TYPE, NO_STORE)

    def _lines(self) -> Iterator[str]:
        metrics = self._metrics
        yield from _family("requests_total", "counter", "Requests by class of path and status.", (
            ((("route", route), ("status", str(status))), count)
            for (route, status), count in sorted(metrics.requests.items())
        ))  # fmt: skip
        yield from _histograms("request_seconds", "From the head of a request to its answer.", (
            ((("route", route),), histogram) for route, histogram in sorted(metrics.durations.items())
        ))  # fmt: skip
        yield from _family("refusals_total", "counter", "Refused requests by who refused, and why.", (
            ((("by", by), ("cause", cause)), count) for (by, cause), count in sorted(metrics.refusals.items())
        ))  # fmt: skip
        yield from _family("tokens_issued_total", "counter", "Answers with tokens by grant.", (
            ((("grant", grant),), count) for grant, count in sorted(metrics.tokens.items())
        ))  # fmt: skip
        yield from _single("writer_queue_depth", "gauge", "Changes that wait for a commit.", self._queue_depth())
        yield from _histograms("writer_batch_size", "Changes that shared a commit.", [((), metrics.batches)])
        yield from _single("open_connections", "gauge", "Connections that are served.", self._admission.open)
        yield from _family("connections_refused_total", "counter", "Connections that were turned away.", (
            ((("cause", cause),), count) for cause, count in sorted(self._admission.refused.items())
        ))  # fmt: skip
        dropped = 0 if self._log is None else self._log.dropped
        yield from _single("log_lines_dropped_total", "counter", "Requests that nobody took off the log.", dropped)
        yield from _process()


class AskedForFigures:
    """One request for the figures; a body is of no interest."""

    def __init__(self, response: Response) -> None:
        self.refusal: Response | None = None
        self._response = response

    def answer(self, _body: bytes, done: Done) -> None:
        """Answer it."""
        done(self._response)

    def refuse_body(self, cause: str) -> Response:
        """Return the answer to a body that is too large or too slow."""
        return parting(413, cause)

    def ended(self, status: int) -> None:
        """Leave it: who asks for figures is not counted in them."""


_Labels = tuple[tuple[str, str], ...]


def _family(
    name: str, kind: str, told: str, values: Iterable[tuple[_Labels, float]], prefix: str = _PREFIX
) -> Iterator[str]:
    yield f"# HELP {prefix}{name} {told}\n# TYPE {prefix}{name} {kind}\n"
    for labels, value in values:
        yield f"{prefix}{name}{_written(labels)} {value}\n"


def _single(name: str, kind: str, told: str, value: float, prefix: str = _PREFIX) -> Iterator[str]:
    return _family(name, kind, told, [((), value)], prefix)


def _histograms(name: str, told: str, histograms: Iterable[tuple[_Labels, Histogram]]) -> Iterator[str]:
    yield f"# HELP {_PREFIX}{name} {told}\n# TYPE {_PREFIX}{name} histogram\n"
    for labels, histogram in histograms:
        bounds = [*map(str, histogram.bounds), "+Inf"]
        sums = list(accumulate(list(histogram.counts)))
        for bound, below in zip(bounds, sums, strict=True):
            yield f"{_PREFIX}{name}_bucket{_written((*labels, ('le', bound)))} {below}\n"
        yield f"{_PREFIX}{name}_sum{_written(labels)} {histogram.sum}\n"
        yield f"{_PREFIX}{name}_count{_written(labels)} {sums[-1]}\n"


def _written(labels: _Labels) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")


def _process() -> Iterator[str]:
    """Tell of this process under the names that every client library of Prometheus uses."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    cpu = usage.ru_utime + usage.ru_stime
    yield from _single("process_cpu_seconds_total", "counter", "Time on processors.", cpu, "")
    yield from _single("process_resident_memory_bytes", "gauge", "Memory in use.", _memory(usage.ru_maxrss), "")
    yield from _single("process_start_time_seconds", "gauge", "Start, in seconds since 1970.", _STARTED, "")


def _memory(most: int) -> int:
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        # the most there ever was: bytes on macOS, kilobytes elsewhere
        return most if sys.platform == "darwin" else most * 1024

"""Fixtures of the races: two gateways, each a process of its own, beside the console of this one, all on one base."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from fracttal_console.bootstrap import Console
from fracttal_console.domain.actors import Actor
from tests.journeys.live import LiveBase, live_base, serve
from tests.races.lines import Line

PUBLIC_HOST = "api.quillahue.example"
"""What Hawk calls are signed for, whichever gateway they come to."""


@dataclass(frozen=True)
class Gateways:
    """Two processes that answer programs, and this one, which changes things; one base."""

    base: LiveBase
    urls: tuple[str, str]

    @property
    def live(self) -> LiveBase:
        """The base, with an administrator who proved the password this moment: a race outlasts a proof."""
        return replace(self.base, admin=replace(self.base.admin, proved_at=datetime.now(UTC)))

    @property
    def console(self) -> Console:
        """The services of this process."""
        return self.base.console

    @property
    def admin(self) -> Actor:
        """The administrator, as above."""
        return self.live.admin

    def pair(self) -> tuple[Line, Line]:
        """Return a line to each gateway, still to be opened."""
        return Line(self.urls[0]), Line(self.urls[1])


@pytest.fixture(scope="session")
def gateways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateways]:
    """Serve one base twice; see that both end cleanly and without a complaint."""
    home = tmp_path_factory.mktemp("races")
    with live_base(home) as live, ExitStack() as stack:
        settings = replace(live.settings, trusted_proxies=("127.0.0.0/8",), hawk_hosts=((PUBLIC_HOST, 443),))
        first, second = (stack.enter_context(serve(settings, home / f"serve-{number}.err")) for number in (1, 2))
        yield Gateways(live, (first.url, second.url))

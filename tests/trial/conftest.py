"""Fixtures of the client's side: a base with the real clock, behind a real gateway on a real socket."""

from tests.journeys.conftest import url

__all__ = ["url"]

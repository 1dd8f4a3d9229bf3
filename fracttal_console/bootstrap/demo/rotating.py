"""Secrets in rotation, for the demo base."""

from collections.abc import Callable
from datetime import datetime, timedelta

from fracttal_console.bootstrap.console import Console
from fracttal_console.bootstrap.demo.names import ADDRESSES
from fracttal_console.domain.actors import Actor

_TOKEN_PATH = "/oauth/token"  # noqa: S105 - a path
_KEY_PATH = "/api/warehouses/"
_WEEKEND = 5

Later = Callable[[float, Callable[[], object]], None]


def plan_rotations(console: Console, admin: Callable[[], Actor], later: Later, consumer: str, key: str) -> None:
    """Plan a rotation in full swing, and one that nears its end.

    Args:
        console: the demo base.
        admin: gives who does it, at the moment it is done.
        later: plans something, so many days ago.
        consumer: name of the consumer whose old secret is still in use.
        key: name of the API key whose old secret nobody uses any more.
    """
    later(0.45, lambda: console.consumer_secrets.rotate(admin(), consumer))
    later(4.2, lambda: console.api_key_secrets.rotate(admin(), key))


def use_rotated(console: Console, admin: Actor, now: datetime, consumer: str, key: str) -> None:
    """Note two weeks of uses: busy by day, quiet at night and at the weekend."""
    for service, name, path, turn in (
        (console.consumer_secrets, consumer, _TOKEN_PATH, 0.4),
        (console.api_key_secrets, key, _KEY_PATH, 4.1),
    ):
        old, new = service.show(admin, name).secrets[-2:]
        for back in range(14 * 24):
            moment = now - timedelta(hours=back, minutes=3)
            calls = _calls(moment)
            turned = back < turn * 24
            # a sixth of the consumer's calls comes from the one address that has not changed over
            staying = calls // 6 if name == consumer else 0
            for secret_id, number in ((new.id, calls - staying), (old.id, staying)) if turned else ((old.id, calls),):
                address = ADDRESSES[0] if secret_id == new.id else ADDRESSES[1]
                for _ in range(number):
                    console.usage.secret(secret_id, moment, address, path)
    console.usage.flush()


def _calls(moment: datetime) -> int:
    if moment.weekday() >= _WEEKEND:
        return 7
    return 42 if 7 <= moment.hour < 19 else 12

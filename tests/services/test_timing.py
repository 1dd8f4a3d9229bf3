"""Nothing that anybody could measure tells what is known from what is not (E16, A9.03, A10.02)."""

import itertools
import math
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from statistics import fmean, variance

import pytest

from fracttal_console.domain.errors import ConsoleError
from fracttal_console.domain.people import FORGET_FAILURES_AFTER
from fracttal_console.domain.secrets import SecretText
from tests.races.table import race
from tests.services.walks import ADDRESS, hawk_call
from tests.support import MEMBER_EMAIL, World, presented

Guess = Callable[[bool, int], Callable[[], object]]

THRESHOLD = 4.5
"""Of Welch's t: beyond it two sets of times are held to differ (dudect)."""

SAMPLES = 20_000
KEPT = 0.95
"""The slowest are left out: what other programs did to them is a thousand times what is looked for."""


def clients(world: World) -> Guess:
    job = world.job()

    def guess(known: bool, number: int) -> Callable[[], object]:  # noqa: FBT001 - drawn by lot
        client_id = job.consumer.client_id if known else f"{job.consumer.client_id[:-6]}{number:06}"
        shown = replace(presented(job), client_id=client_id, secret=SecretText(f"fcs_{number:048}"))
        return lambda: world.console.tokens.client_credentials(shown, scope="", address=ADDRESS)

    return guess


def api_keys(world: World) -> Guess:
    key = world.console.api_keys.create(world.admin, name="Bodega", permission_group="Field work")

    def guess(known: bool, number: int) -> Callable[[], object]:  # noqa: FBT001 - drawn by lot
        key_id = key.api_key.key_id if known else f"{key.api_key.key_id[:-6]}{number:06}"
        wrong = replace(key, api_key=replace(key.api_key, key_id=key_id), secret=SecretText(f"{number:048}"))
        call = hawk_call(world, wrong)
        return lambda: world.console.hawk.check(call)

    return guess


def people(world: World) -> Guess:
    def guess(known: bool, number: int) -> Callable[[], object]:  # noqa: FBT001 - drawn by lot
        email = MEMBER_EMAIL if known else f"nobody{number:06}@quillahue.example"
        # a wait would be measured instead
        world.clock.advance(FORGET_FAILURES_AFTER + timedelta(seconds=1))
        return lambda: world.console.sign_in.operator(email, SecretText(f"wrong-password-{number}"))

    return guess


def seconds_of(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    with suppress(ConsoleError):
        act()
    return time.perf_counter() - began


def welch(one: list[float], other: list[float]) -> float:
    """Return Welch's t of two sets, without the slowest of both."""
    limit = sorted(one + other)[int(KEPT * (len(one) + len(other))) - 1]
    kept = [[value for value in values if value <= limit] for values in (one, other)]
    spread = math.sqrt(sum(variance(values) / len(values) for values in kept))
    return (fmean(kept[0]) - fmean(kept[1])) / spread


@pytest.mark.soak
@pytest.mark.parametrize("make", [clients, api_keys, people])
def test_e16_a9_03_and_a10_02_known_and_unknown_take_equally_long(
    world: World, record_property: Callable[[str, object], None], make: Callable[[World], Guess]
) -> None:
    guess, chance, numbers = make(world), random.Random(), itertools.count()  # noqa: S311 - an order, no secret
    times: dict[bool, list[float]] = {True: [], False: []}
    for number in range(500):
        seconds_of(guess(number % 2 == 0, next(numbers)))
    with race(record_property, f"E16 known and unknown {make.__name__}, Welch's t") as found:
        while found.rounds < SAMPLES:
            known = chance.random() < 0.5
            act = guess(known, next(numbers))
            times[known].append(seconds_of(act))
            found.rounds += 1
        t = welch(times[True], times[False])
        found.title += f" = {t:+.1f}"
        found.expect(abs(t) < THRESHOLD, f"t = {t:.1f}: {fmean(times[True]):.6f} s and {fmean(times[False]):.6f} s")


def test_e16_the_test_sees_a_difference_of_a_tenth() -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    one, other = ([chance.gauss(mean, 20) for _ in range(2_000)] for mean in (100, 110))
    assert abs(welch(one, other)) > THRESHOLD
    assert abs(welch(one[::2], one[1::2])) < THRESHOLD

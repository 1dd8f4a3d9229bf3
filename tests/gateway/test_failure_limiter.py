"""The count of failures: by key, in a sliding window, and never wiped by an attempt that was good (A3.08)."""

import pytest

from fracttal_console.gateway import limits
from fracttal_console.gateway.limits import FailureLimiter


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    made = Seconds()
    monkeypatch.setattr(limits, "time", made)
    return made


@pytest.mark.usefixtures("seconds")
def test_as_many_attempts_as_are_allowed_are_looked_at_and_each_key_has_its_own() -> None:
    limiter = FailureLimiter(allowed=3, window=60)
    assert [limiter.reserve("a") for _ in range(4)] == [0, 0, 0, 60]
    assert limiter.reserve("b") == 0


@pytest.mark.usefixtures("seconds")
def test_a_good_attempt_takes_back_itself_and_nothing_else() -> None:
    limiter = FailureLimiter(allowed=3, window=60)
    limiter.reserve("a")
    limiter.reserve("a")
    for _ in range(10):
        assert limiter.reserve("a") == 0
        limiter.release("a")
    assert [limiter.reserve("a"), limiter.reserve("a")] == [0, 60]


@pytest.mark.usefixtures("seconds")
def test_a_key_without_failures_is_forgotten_and_releasing_it_again_harms_nothing() -> None:
    limiter = FailureLimiter(allowed=3, window=60)
    limiter.reserve("a")
    limiter.release("a")
    limiter.release("a")
    assert not limiter._failures


def test_each_failure_counts_for_one_window_exactly(seconds: Seconds) -> None:
    limiter = FailureLimiter(allowed=2, window=60)
    limiter.reserve("a")
    seconds.now += 20
    limiter.reserve("a")
    assert limiter.reserve("a") == 40
    seconds.now += 39.9
    assert limiter.reserve("a") == 1
    seconds.now += 0.1
    assert limiter.reserve("a") == 0
    assert limiter.reserve("a") == 20


@pytest.mark.usefixtures("seconds")
def test_the_number_of_keys_is_bounded_and_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_KEYS_REMEMBERED", 3)
    limiter = FailureLimiter(allowed=1, window=60)
    for key in "abcd":
        limiter.reserve(key)
    assert list(limiter._failures) == ["b", "c", "d"]
    assert limiter.reserve("d") == 60

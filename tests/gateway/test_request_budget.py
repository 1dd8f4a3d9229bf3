"""The budget of requests, with a clock that moves only when told."""

from fracttal_console.domain.credentials import Profile
from fracttal_console.gateway.request_budget import Allowance, RequestBudget
from tests.gateway.served import together


class Watch:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def take(budget: RequestBudget) -> Allowance:
    allowance = budget.take(Profile.FRACTTAL)
    assert allowance is not None
    return allowance


def test_in_no_minute_more_than_two_hundred_pass() -> None:
    watch = Watch()
    budget = RequestBudget(clock=watch)
    for _ in range(150):
        take(budget)
    watch.now += 30
    assert [take(budget).allowed for _ in range(51)] == [True] * 50 + [False]
    assert take(budget).reset == 30
    watch.now += 29.9
    assert not take(budget).allowed
    watch.now += 0.1
    assert [take(budget).allowed for _ in range(151)] == [True] * 150 + [False]


def test_what_is_refused_is_not_counted() -> None:
    watch = Watch()
    budget = RequestBudget(clock=watch)
    for _ in range(1000):
        take(budget)
    watch.now += 60
    assert (take(budget).allowed, take(budget).remaining) == (True, 198)


def test_of_many_at_once_no_more_pass_than_there_is_room_for() -> None:
    budget = RequestBudget()
    passed = together(32, lambda _: sum(take(budget).allowed for _ in range(50)))
    assert sum(passed) == 200


def test_profile_standard_is_not_counted() -> None:
    assert RequestBudget().take(Profile.STANDARD) is None

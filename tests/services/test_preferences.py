"""What people choose for their own windows."""

import pytest

from fracttal_console.domain.errors import Invalid
from fracttal_console.services.preferences import NAMES_MOST, VALUE_MOST
from tests.services.walks import events
from tests.support import World


def test_everybody_has_the_own_ones_and_the_newest_counts(world: World) -> None:
    preferences, known = world.console.preferences, events(world)
    preferences.save(world.admin, "views.audit", "[1]")
    preferences.save(world.admin, "views.audit", "[2]")
    preferences.save(world.support, "views.audit", "[3]")
    assert preferences.all(world.admin) == {"views.audit": "[2]"}
    assert preferences.all(world.support) == {"views.audit": "[3]"}
    assert preferences.all(world.member) == {}
    assert events(world) == known


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [("", "x", "unknown_choice"), ("Views", "x", "unknown_choice"), ("a b", "x", "unknown_choice"),
     ("a" * 61, "x", "unknown_choice"), ("views", "x" * (VALUE_MOST + 1), "too_long")],
)  # fmt: skip
def test_names_and_values_have_bounds(world: World, name: str, value: str, rule: str) -> None:
    with pytest.raises(Invalid) as caught:
        world.console.preferences.save(world.admin, name, value)
    assert caught.value.rule == rule
    assert world.console.preferences.all(world.admin) == {}


def test_nobody_keeps_more_than_so_many(world: World) -> None:
    for number in range(NAMES_MOST):
        world.console.preferences.save(world.admin, f"p{number}", "x")
    world.console.preferences.save(world.admin, "p0", "y")
    with pytest.raises(Invalid):
        world.console.preferences.save(world.admin, "one_more", "x")

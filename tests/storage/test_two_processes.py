"""Two stores on one file at once, as two processes have it: no change is lost and the chain stays whole."""

import random
import threading

import pytest

from fracttal_console.bootstrap import open_base
from fracttal_console.domain.actors import SYSTEM, Operation
from fracttal_console.domain.audit import PermissionGroupEdited, Target
from fracttal_console.domain.errors import ChangedMeanwhile
from tests.support import World, cheap_passwords

THREADS = 4
ROUNDS = 150


def test_six_hundred_mixed_changes_from_four_threads_over_two_stores_are_all_kept(world: World) -> None:
    second = open_base(world.settings, passwords=cheap_passwords(), clock=world.clock)
    groups = [
        world.console.permission_groups.create(world.admin, name=f"G{n} 0 x", permissions=["items:view"]).id
        for n in range(3)
    ]
    before = world.console.audit.verify(world.admin).events
    told: list[int] = []
    for console in (world.console, second):
        console.events.listen(lambda batch: told.extend(event.seq for event in batch))
    failures: list[BaseException] = []

    def work(number: int) -> None:
        console = (world.console, second)[number % 2]
        chance = random.Random(number)  # noqa: S311
        try:
            for _ in range(ROUNDS):
                with console.use_cases.begin(SYSTEM, Operation.BASE_RECOVER) as begun:
                    group = begun.permission_groups.get(chance.choice(groups))
                    head, count, _tail = group.name.split()
                    begun.permission_groups.save(group.edited(name=f"{head} {int(count) + 1} x"))
                    begun.record(PermissionGroupEdited(target=Target("permission_group", group.id, group.name)))
        except BaseException as error:  # noqa: BLE001  # a thread's error is the test's
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    second.close()

    assert failures == []
    changed = [g for g in world.console.permission_groups.all(world.admin) if g.id in groups]
    assert sum(int(group.name.split()[1]) for group in changed) == THREADS * ROUNDS
    assert sum(group.version - 1 for group in changed) == THREADS * ROUNDS
    assert sorted(told) == list(range(before + 1, before + THREADS * ROUNDS + 1))
    report = world.console.audit.verify(world.admin)
    assert (report.events, report.broken_at) == (before + THREADS * ROUNDS, None)


def test_what_one_store_changed_the_other_sees_on_its_next_use(world: World) -> None:
    second = open_base(world.settings, passwords=cheap_passwords(), clock=world.clock)
    with second.store.reading() as repositories:
        stale = repositories.permission_groups.named("Reading")
    assert stale is not None
    world.console.permission_groups.edit(world.admin, "Reading", name="Renamed")
    assert second.permission_groups.show(world.admin, "renamed").id == stale.id
    with pytest.raises(ChangedMeanwhile), second.use_cases.begin(SYSTEM, Operation.BASE_RECOVER) as begun:
        begun.permission_groups.save(stale.edited(name="Lost"))
    second.permission_groups.create(world.admin, name="New", permissions=["items:view"])
    world.console.permission_groups.create(world.admin, name="Newer", permissions=["items:view"])
    assert world.console.audit.verify(world.admin).broken_at is None
    second.close()

"""A disk that takes no more: the real write fails, nothing is half done, and the next change works."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from fracttal_console.domain.audit import Event
from fracttal_console.domain.errors import StorageFailed
from tests.services.walks import dump, job_tokens
from tests.support import World


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let the system refuse writes beyond a size, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 1, 24, 2000, 4120, 4200, 8240, 9000, 12_400, 16_480, 20_700])
def test_a_change_for_which_there_is_no_room_is_refused_and_leaves_nothing_behind(world: World, room: int) -> None:
    path = world.settings.database_path
    log = path.with_name(path.name + "-wal")
    told: list[Event] = []
    world.console.events.listen(told.extend)
    before = dump(path, without=())
    with files_no_larger_than(log.stat().st_size + room), pytest.raises(StorageFailed):
        world.console.permission_groups.create(
            world.admin, name="x" * 79 + "y", permissions=sorted(world.console.catalogue.all)
        )
    assert told == []
    assert dump(path, without=()) == before
    world.console.permission_groups.create(world.admin, name="After", permissions=["items:view"])
    assert [event.tag for event in told] == ["permission_groups:create"]
    assert world.console.audit.verify(world.admin).broken_at is None


def test_with_no_room_a_batch_is_refused_as_a_whole_and_no_token_of_it_works(world: World) -> None:
    job = world.job()
    path = world.settings.database_path
    before = dump(path, without=())
    size = path.with_name(path.name + "-wal").stat().st_size
    with files_no_larger_than(size), pytest.raises(StorageFailed), world.console.use_cases.batch():  # noqa: PT012
        for _ in range(5):
            job_tokens(world, job)
    assert dump(path, without=()) == before
    job_tokens(world, job)
    assert world.console.audit.verify(world.admin).broken_at is None


def test_after_failures_the_base_opens_again_whole(world: World) -> None:
    path = world.settings.database_path
    for room in range(0, 4100, 700):
        size = path.with_name(path.name + "-wal").stat().st_size + room
        with files_no_larger_than(size), pytest.raises(StorageFailed):
            world.console.permission_groups.create(world.admin, name="New", permissions=["items:view"])
    world.console.permission_groups.create(world.admin, name="New", permissions=["items:view"])
    names = [group.name for group in world.console.permission_groups.all(world.admin)]
    assert names == ["Field work", "Reading", "New"]

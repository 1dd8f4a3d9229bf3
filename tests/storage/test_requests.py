"""Requests per day and refusals: counted, summed, alike ones together, and dropped when they are old."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fracttal_console.domain.refusals import Refusal, RefusalKind, safe_public_id, safe_text
from fracttal_console.domain.usage import Counted, Requests, date_of, day_of
from fracttal_console.storage.refusal_filter import RefusalFilter
from fracttal_console.storage.repositories import Repositories
from tests.services.walks import dump
from tests.support import World

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = day_of(NOON)
KEY, PORTAL = ("api_key", 1), ("consumer", 1)


def refusal(**changes: object) -> Refusal:
    first = Refusal(
        kind=RefusalKind.HAWK, cause="mac_wrong", credential_kind="api_key", credential_id=1,
        credential_name="Bodega central", address="45.71.8.3", endpoint="GET /api/items", first_at=NOON, last_at=NOON,
    )  # fmt: skip
    return replace(first, **changes)  # type: ignore[arg-type]


def counted(day: int, credential: tuple[str, int], person: int, path: str) -> Counted:
    return Counted(day, *credential, person, path)


def count(world: World) -> None:
    with world.console.use_cases.keep_books() as work:
        work.usage_days.add({
            counted(DAY, PORTAL, 7, "GET /api/items"): Requests(10, 1),
            counted(DAY, PORTAL, 0, "POST /oauth/token"): Requests(2, 0),
            counted(DAY - 1, PORTAL, 7, "POST /api/items"): Requests(5, 0),
            counted(DAY - 1, KEY, 0, "GET /api/items"): Requests(0, 3),
        })  # fmt: skip
    with world.console.use_cases.keep_books() as work:
        work.usage_days.add({counted(DAY, PORTAL, 7, "GET /api/items"): Requests(1, 1)})


def stored(world: World, *refusals: Refusal) -> None:
    with world.console.use_cases.keep_books() as work:
        work.refusals.add(refusals)


def rows(repositories: Repositories, *, words: tuple[str, ...] = (), sort: str = "") -> list[Refusal]:
    return repositories.refusals.among(repositories.refusals.matching(words, (), (sort, True), RefusalFilter()))


def test_a_day_is_counted_from_1970_whatever_the_zone_says() -> None:
    late = datetime(2026, 11, 24, 23, 30, tzinfo=UTC).astimezone()
    assert date_of(day_of(late)) == datetime(2026, 11, 24, tzinfo=UTC).date()


def test_counts_add_up_per_day_for_base_credential_authorization_and_person(world: World) -> None:
    count(world)
    with world.console.store.reading() as repositories:
        per_day = repositories.usage_days.per_day
        assert per_day(DAY - 1) == {DAY: Requests(13, 2), DAY - 1: Requests(5, 3)}
        assert per_day(DAY, PORTAL) == {DAY: Requests(13, 2)}
        assert per_day(DAY - 1, PORTAL, 7) == {DAY: Requests(11, 2), DAY - 1: Requests(5, 0)}
        assert per_day(DAY, None, 7) == {DAY: Requests(11, 2)}
        assert repositories.usage_days.per_credential(DAY - 1) == {PORTAL: Requests(18, 2), KEY: Requests(0, 3)}


def test_authorizations_are_counted_in_one_question_and_paths_by_their_newest_day(world: World) -> None:
    count(world)
    with world.console.store.reading() as repositories:
        found = repositories.usage_days.of_authorizations(DAY - 1, [(1, 7), (1, 0), (2, 7)])
        assert found == {(1, 7): Requests(16, 2), (1, 0): Requests(2, 0)}
        assert repositories.usage_days.per_path(DAY - 1, PORTAL, 7) == {
            "GET /api/items": (Requests(11, 2), DAY), "POST /api/items": (Requests(5, 0), DAY - 1),
        }  # fmt: skip


def test_old_days_are_dropped_a_little_at_a_time(world: World) -> None:
    count(world)
    with world.console.use_cases.keep_books() as work:
        assert work.usage_days.drop_before(DAY, 2) == 2
        assert work.usage_days.drop_before(DAY, 2) == 1
        assert work.usage_days.drop_before(DAY, 2) == 0
        assert work.usage_days.per_day(0) == {DAY: Requests(13, 2)}


def test_equal_refusals_of_a_day_are_one_row_with_the_facts_of_the_newest(world: World) -> None:
    stored(world, refusal(facts={"skew": 70}, times=3))
    stored(world, refusal(facts={"skew": 90}, first_at=NOON + timedelta(hours=1), last_at=NOON + timedelta(hours=1)))
    with world.console.store.reading() as repositories:
        (one,) = rows(repositories)
    assert (one.times, one.facts, one.first_at, one.last_at) == (4, {"skew": 90}, NOON, NOON + timedelta(hours=1))


@pytest.mark.parametrize("other", [
    {"kind": RefusalKind.BEARER}, {"cause": "nonce_used"}, {"credential_id": 2}, {"credential_name": "x"},
    {"address": "45.71.8.4"}, {"endpoint": "PUT /api/items"}, {"last_at": NOON + timedelta(days=1)},
])  # fmt: skip
def test_whatever_tells_refusals_apart_gives_them_a_row_of_their_own(world: World, other: dict[str, object]) -> None:
    stored(world, refusal(), refusal(**other))
    with world.console.store.reading() as repositories:
        assert repositories.refusals.count() == 2


def test_refusals_are_found_by_words_and_sorted(world: World) -> None:
    stored(world, refusal(), refusal(address="10.0.0.1", times=9, credential_name="Pañol Móvil"))
    with world.console.store.reading() as repositories:
        assert [row.address for row in rows(repositories, words=("panol",))] == ["10.0.0.1"]
        assert [row.times for row in rows(repositories, sort="times")] == [9, 1]
        assert repositories.refusals.matching(
            ("nothing",), ("mac_wrong",), ("when", False), RefusalFilter(kind="hawk")
        ) == [1, 2]
        assert repositories.refusals.matching((), (), ("", True), RefusalFilter(kind="bearer")) == []
        assert repositories.refusals.per_address(NOON) == {"45.71.8.3": 1, "10.0.0.1": 9}


def test_refusals_are_bounded_by_age_and_by_number(world: World) -> None:
    stored(world, *(refusal(address=f"10.0.0.{n}", last_at=NOON - timedelta(hours=n)) for n in range(6)))
    with world.console.use_cases.keep_books() as work:
        assert work.refusals.drop_before(NOON - timedelta(hours=3, minutes=30), 500) == 2
        assert work.refusals.keep_newest(3) == 1
        assert work.refusals.keep_newest(3) == 0
        left = work.refusals.matching((), (), ("when", True), RefusalFilter())
        assert [row.address for row in work.refusals.among(left)] == ["10.0.0.0", "10.0.0.1", "10.0.0.2"]
    assert len(dump(world.settings.database_path)["refusals"]) == 3


def test_what_is_kept_of_a_request_holds_no_secret() -> None:
    secret = "fcs_" + "A" * 49
    assert safe_public_id(secret) == "fcs_…"
    assert secret not in safe_text(f"https://x.example/?k={secret}&a=b")
    assert safe_public_id("hunter2-hunter2-hunter2") == "hunter2-hunt…"
    assert safe_public_id("fcc_8Qm2VbLx9aTn4Kd7") == "fcc_8Qm2VbLx9aTn4Kd7"
    assert safe_text("/api/items/?t=" + "a1" * 40) == "/api/items/?t=…"
    assert safe_text("a\x00b\nc") == "a·b·c"
    assert len(safe_text("a b" * 5000)) == 300

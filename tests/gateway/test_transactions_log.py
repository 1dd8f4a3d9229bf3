"""`/api/transactions_log/`: the audit log in the rows of the real service."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from fracttal_console.domain.audit import EVENT_KINDS
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.periods import Period
from fracttal_console.domain.transaction_log import ENTRIES, LEFT_OUT, LogAction, LogFilter, SubModule
from fracttal_console.storage import schema
from fracttal_console.storage.event_search import EventFilter
from tests.gateway.served import Served, hawk, serving
from tests.support import ADMIN_EMAIL

LOG = "/api/transactions_log/"
GROUP = "Vigilancia"
FIELDS = ["id", "id_company", "id_account", "event_date", "ip_address", "name", "email", "sub_module_description",
          "module_description", "action", "description", "data_action"]  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("log")) as made:
        world = made.world
        world.console.permission_groups.create(world.admin, name=GROUP, permissions=["configuration:view"])
        for _ in range(120):
            world.clock.advance(timedelta(seconds=1))
            world.console.permission_groups.edit(world.admin, GROUP, read_only=_ % 2 == 0)
        yield made


@pytest.fixture(scope="module")
def credential(served: Served) -> dict[str, str]:
    token = served.job(permission_group=GROUP).token(grant_type="client_credentials").json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def rows(served: Served, credential: dict[str, str], **asked: str) -> list[dict[str, Any]]:
    answer = served.http.get(LOG, params=asked, headers=credential)
    assert answer.status_code == 200, answer.text
    content = answer.json()
    assert (content["success"], content["message"]) == (True, "200")
    found: list[dict[str, Any]] = content["data"]
    return found


def test_a_row_has_the_fields_of_the_real_service(served: Served, credential: dict[str, str]) -> None:
    world = served.world
    key = served.key(name="Balanza de camiones")
    world.console.api_keys.edit(world.admin, key.api_key.key_id, owner="Ana")
    row = rows(served, credential)[0]

    assert list(row) == FIELDS
    assert (row["id_company"], row["id_account"]) == (1, world.admin.id)
    assert (row["name"], row["email"], row["ip_address"]) == ("Lucía Ferreyra", ADMIN_EMAIL, "")
    assert (row["module_description"], row["sub_module_description"]) == ("CONFIGURATION", "API KEYS")
    assert (row["action"], row["description"]) == ("EDIT", "API key edited: Balanza de camiones")
    assert row["data_action"]["changes"] == [{"field": "owner", "before": "", "after": "Ana"}]
    assert datetime.fromisoformat(row["event_date"]) == world.clock.now()
    assert row["event_date"].endswith("+00:00")


def test_the_newest_comes_first_and_nothing_that_programs_do(served: Served, credential: dict[str, str]) -> None:
    served.job().token(grant_type="client_credentials")
    found = rows(served, credential)
    numbers = [row["id"] for row in found]
    assert numbers == sorted(numbers, reverse=True)
    with closing(sqlite3.connect(served.world.settings.database_path)) as connection:
        total = served.http.get(LOG, headers=credential).json()["total"]
        known = connection.execute("SELECT count(*) FROM events WHERE tag <> 'tokens:issue'").fetchone()[0]
    assert total == known


@pytest.mark.parametrize(
    ("asked", "got"), [({}, 100), ({"limit": "5"}, 5), ({"limit": "200"}, 100), ({"limit": ""}, 100)]
)
def test_a_page_holds_a_hundred_rows_at_most(
    served: Served, credential: dict[str, str], asked: dict[str, str], got: int
) -> None:
    assert len(rows(served, credential, **asked)) == got


def test_pages_begin_at_0_and_join_without_a_gap(served: Served, credential: dict[str, str]) -> None:
    whole = [row["id"] for row in rows(served, credential, limit="100")]
    parts = [row["id"] for start in range(0, 100, 30) for row in rows(served, credential, start=str(start), limit="30")]
    assert parts[:100] == whole
    assert rows(served, credential, start="100000") == []


@pytest.mark.parametrize("action", list(LogAction))
def test_an_action_narrows(served: Served, credential: dict[str, str], action: LogAction) -> None:
    found = rows(served, credential, action=action)
    assert {row["action"] for row in found} <= {str(action)}
    if action in {LogAction.ADD, LogAction.EDIT, LogAction.LOGIN}:
        assert found


def test_modules_and_sub_modules_narrow(served: Served, credential: dict[str, str]) -> None:
    assert rows(served, credential, module="10")
    assert rows(served, credential, module="1") == []
    found = rows(served, credential, module="10", sub_module=str(int(SubModule.PERMISSION_GROUPS)))
    assert {row["sub_module_description"] for row in found} == {"PERMISSION GROUPS"}
    assert rows(served, credential, sub_module="99") == []


@pytest.mark.parametrize(
    ("written", "shift"),
    [("%Y-%m-%dT%H:%M:%S-UTC", 0), ("%Y-%m-%dT%H:%M:%S-03", -3), ("%Y-%m-%dT%H:%M:%S-03:00", -3),
     ("%Y-%m-%dT%H:%M:%S+05:30", 5.5), ("%Y-%m-%dT%H:%M:%SZ", 0)],
)  # fmt: skip
def test_both_moments_are_part_of_the_stretch(
    served: Served, credential: dict[str, str], written: str, shift: float
) -> None:
    edited = rows(served, credential, action="EDIT", sub_module="3", limit="10")
    newest, oldest = edited[0], edited[-1]

    def moment(row: dict[str, Any]) -> str:
        return (datetime.fromisoformat(row["event_date"]) + timedelta(hours=shift)).strftime(written)

    found = rows(served, credential, since=moment(oldest), until=moment(newest), action="EDIT", sub_module="3")
    assert [row["id"] for row in found] == [row["id"] for row in edited]
    assert rows(served, credential, since="2030-01-01T00:00:00-UTC") == []


BAD = [("action", "DROP"), ("action", "add"), ("module", "x"), ("module", "-1"), ("sub_module", "1.5"), ("limit", "0"),
       ("limit", "-5"), ("start", "-1"), ("start", "1e3"), ("start", "9" * 40), ("since", "yesterday"),
       ("since", "2026-13-01T00:00:00-UTC"), ("since", "2026-01-01"), ("since", "2026-01-01T00:00:00"),
       ("until", "2026-01-01T00:00:00-99"), ("until", "0001-01-01T00:00:00+23"), ("until", "2026-01-01T25:00:00-03"),
       ("module", "\uff11\uff10")]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_is_a_400_that_names_its_field(
    served: Served, credential: dict[str, str], name: str, value: str
) -> None:
    answer = served.http.get(LOG, params={name: value}, headers=credential)
    assert answer.status_code == 400
    content = answer.json()
    assert (content["success"], content["data"]) == (False, {"field": name})
    assert name in content["message"]
    assert value not in content["message"]


def test_a_parameter_sent_twice_is_named_and_an_unknown_one_ignored(served: Served, credential: dict[str, str]) -> None:
    twice = served.http.get(f"{LOG}?action=ADD&action=EDIT", headers=credential)
    assert (twice.status_code, twice.json()["data"]) == (400, {"field": "action"})
    assert len(rows(served, credential, colour="blue", limit="3")) == 3


def test_it_takes_configuration_view_and_get(served: Served, credential: dict[str, str]) -> None:
    other = served.job().token(grant_type="client_credentials").json()["access_token"]
    assert served.http.get(LOG).status_code == 401
    assert served.http.get(LOG, headers={"Authorization": f"Bearer {other}"}).status_code == 403
    assert served.http.head(LOG, headers=credential).status_code == 200
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = served.http.request(method, LOG, headers=credential)
        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("profile", list(Profile))
def test_an_api_key_may_read_it_too(served: Served, profile: Profile) -> None:
    key = served.key(permission_group=GROUP, profile=profile)
    url = f"{served.url}{LOG}?action=LOGIN&limit=1"
    header = hawk(served.world, key, url).request_header
    answer = served.http.get(f"{LOG}?action=LOGIN&limit=1", headers={"Authorization": header})
    assert [row["action"] for row in answer.json()["data"]] == ["LOGIN"]
    assert "server-authorization" in answer.headers


def test_no_secret_is_in_it(served: Served, credential: dict[str, str]) -> None:
    key, job = served.key(), served.job()
    text = served.http.get(LOG, headers=credential).text
    assert key.secret.reveal() not in text
    assert str(job.secret) not in text


def test_every_kind_of_event_is_in_the_table_or_left_out_for_a_reason() -> None:
    assert set(ENTRIES) | LEFT_OUT == set(EVENT_KINDS) - {""}
    assert not set(ENTRIES) & LEFT_OUT
    assert {action for action, _ in ENTRIES.values()} == set(LogAction)


@pytest.mark.parametrize("wanted", [LogFilter(), LogFilter(action=LogAction.ADD), LogFilter(sub_module=3)])
def test_the_log_is_read_along_an_index(served: Served, wanted: LogFilter) -> None:
    asked = EventFilter(actions=wanted.tags, periods=(Period(served.world.clock.now()),))
    with served.world.console.store.reading() as repositories:
        statement = repositories.event_search._matching(select(schema.events.c.seq), asked)
    query = str(statement.compile(dialect=sqlite_dialect(), compile_kwargs={"literal_binds": True}))
    with closing(sqlite3.connect(served.world.settings.database_path)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN {query} ORDER BY seq DESC LIMIT 100").fetchall()
    assert any("USING" in step[3] and "INDEX" in step[3] for step in plan), plan


def answer_of(served: Served, credential: dict[str, str], query: str) -> httpx.Response:
    return served.http.get(f"{LOG}?{query}", headers=credential)


def test_a_plus_that_was_not_escaped_is_read_all_the_same(served: Served, credential: dict[str, str]) -> None:
    answer = answer_of(served, credential, "since=2026-01-01T00:00:00+00&limit=1")
    assert len(answer.json()["data"]) == 1

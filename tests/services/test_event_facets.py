"""The audit log, narrowed by values and words, and exported."""

import csv
import io
import json
import stat
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from fracttal_console.domain.actors import PROOF_LASTS, Operation
from fracttal_console.domain.errors import FileNotWritten, Invalid, NotAllowed, StepUpNeeded
from fracttal_console.services import audit as audit_module
from fracttal_console.services.event_documents import ExportFormat
from fracttal_console.services.listing import ListQuery
from tests.services.second_factors import proved
from tests.services.walks import events
from tests.support import ADMIN_EMAIL, World

Facets = Mapping[str, tuple[str, ...]]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Give a folder in which nothing is."""
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def told(world: World) -> World:
    """Make events of several kinds, by two people, about several things."""
    for name in ("Ñuble", "Báscula"):
        world.job(name)
        world.clock.advance(timedelta(days=1))
    world.console.consumers.disable(world.admin, "Ñuble")
    world.console.consumers.edit(world.admin, "Báscula", name="Balanza")
    world.console.people.all(world.support)
    with pytest.raises(NotAllowed):
        world.console.consumers.disable(world.support, "Balanza")
    return world


def tags(world: World, facets: Facets, text: str = "", *, descending: bool = False) -> list[str]:
    query = ListQuery(text=text, facets=facets, descending=descending)
    page = world.console.audit.page(world.admin, query, 0, 1000)
    assert (page.matching, page.total) == (len(page.rows), len(events(world)))
    parts = [world.console.audit.page(world.admin, query, start, 1).rows[0] for start in range(page.matching)]
    assert tuple(parts) == page.rows
    return [event.tag for event in page.rows]


def test_events_are_narrowed_by_who_acted(told: World) -> None:
    denied = ["sessions:sign_in", "operations:deny"]
    assert tags(told, {"actor": (f"person:{told.support.id}",)}) == denied
    assert tags(told, {"actor": (told.support.name,)}) == denied
    assert "consumers:disable" in tags(told, {"actor": (ADMIN_EMAIL,)})
    assert tags(told, {"actor": ("system",)})[0] == "base:init"
    both = tags(told, {"actor": (ADMIN_EMAIL, f"person:{told.support.id}"), "action": ("operations:*", "consumers:*")})
    assert both == ["consumers:create", "consumers:create", "consumers:disable", "consumers:edit", "operations:deny"]


def test_events_are_narrowed_by_what_was_done_and_to_what(told: World) -> None:
    assert tags(told, {"action": ("consumers:disable",)}) == ["consumers:disable"]
    assert tags(told, {"action": ("consumers:edit", "consumers:disable")}) == ["consumers:disable", "consumers:edit"]
    assert tags(told, {"target": ("Ñuble",)}) == ["consumers:create", "consumers:disable"]
    # what was renamed since is found under both of its names, each time with all of its events
    found = told.console.audit.facet_values(told.admin, "target", "bascula")
    assert [value.name for value in found] == ["Báscula"]
    assert tags(told, {"target": (found[0].text,)}) == ["consumers:create", "consumers:edit"]
    kinds = [value.text for value in told.console.audit.facet_values(told.admin, "target_kind")]
    assert {"consumer", "person", "permission_group"} <= set(kinds)
    assert set(tags(told, {"target_kind": ("permission_group",)})) == {"permission_groups:create"}


def test_events_are_narrowed_by_day_and_by_words(told: World) -> None:
    moment = (told.clock.now() - timedelta(hours=1)).isoformat()
    recent = {"date": (f"{moment}/..",), "action": ("consumers:*",)}
    assert tags(told, recent) == ["consumers:disable", "consumers:edit"]
    assert len(tags(told, {"date": ("1d",), "action": ("consumers:*",)})) == 3
    assert tags(told, {"date": ("../2000-01-01",)}) == []
    assert tags(told, {}, "nuble") == ["consumers:create", "consumers:disable"]
    assert tags(told, {}, "nuble", descending=True) == ["consumers:disable", "consumers:create"]
    assert tags(told, {"action": ("consumers:disable",)}, "nuble") == ["consumers:disable"]
    assert tags(told, {}, f"nuble {told.admin.name}") == ["consumers:create", "consumers:disable"]
    assert tags(told, {}, "nuble balanza") == []
    page = told.console.audit.page(
        told.admin, ListQuery(text="nuble", tags=("consumers:edit",), descending=False), 0, 9
    )
    assert [event.tag for event in page.rows] == ["consumers:create", "consumers:disable", "consumers:edit"]


def test_values_to_choose_from_are_found_by_name_and_by_address(told: World) -> None:
    audit = told.console.audit
    assert [v.text for v in audit.facet_values(told.admin, "actor", ADMIN_EMAIL)] == [f"person:{told.admin.id}"]
    assert audit.facet_values(told.admin, "actor", "nobody of this name") == []
    assert len(audit.facet_values(told.admin, "target", most=3)) == 3
    assert audit.facet_values(told.admin, "address", "no address") == []
    with pytest.raises(Invalid):
        audit.facet_values(told.admin, "action")


@pytest.mark.parametrize(
    "facets",
    [{"colour": ("x",)}, {"action": ("consumers:paint",)}, {"action": ("paint:*",)}, {"date": ("today",)},
     {"actor": ("",)}, {"target": ()}],
)  # fmt: skip
def test_what_the_log_does_not_know_is_refused(world: World, facets: Facets) -> None:
    with pytest.raises(Invalid):
        world.console.audit.page(world.admin, ListQuery(facets=facets), 0, 9)


# --- export ---------------------------------------------------------------------------------------


def test_an_export_holds_all_events_and_is_an_event_itself(told: World, out: Path) -> None:
    path, known = out / "events.csv", events(told)
    with pytest.raises(StepUpNeeded):
        told.console.audit.export(told.support, path)
    assert not path.exists()
    exported = told.console.audit.export(proved(told, told.support), path)
    assert (exported.events, exported.complete) == (len(known), True)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    assert [row["seq"] for row in rows] == [str(event.seq) for event in reversed(known)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in out.iterdir()] == ["events.csv"]
    newest = events(told)[0]
    assert (newest.tag, newest.target.name, newest.actor.id) == ("audit:export", "events.csv", told.support.id)
    assert newest.facts == {"filter": [], "format": "csv", "events": len(known), "matching": len(known)}


def test_lines_of_json_are_what_commands_show(told: World, out: Path) -> None:
    path = out / "events.jsonl"
    query = ListQuery(text="ñuble", facets={"action": ("consumers:disable", "consumers:create")})
    told.console.audit.export(told.admin, path, query, form=ExportFormat.JSON_LINES)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["event"] for line in lines] == ["consumers:create", "consumers:disable"]
    assert lines[0]["target"]["name"] == "Ñuble"
    assert events(told)[0].facts["filter"] == ["text=ñuble", "action=consumers:disable", "action=consumers:create"]


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+a", "-a", "@SUM(A1)", "\uff1dA1"])
def test_no_cell_is_a_formula(world: World, out: Path, name: str) -> None:
    world.job(name)
    path = out / "events.csv"
    world.console.audit.export(world.admin, path)
    cells = {cell for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")) for cell in row}
    assert f"'{name}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\uff1d"))]


def test_quotes_and_line_ends_stay_in_their_cell(world: World, out: Path) -> None:
    name = 'He said "no", twice'
    world.job(name)
    path = out / "events.csv"
    world.console.audit.export(world.admin, path, ListQuery(facets={"action": ("consumers:create",)}))
    raw = path.read_bytes()
    assert raw.count(b"\r\n") == 2
    assert b'"He said ""no"", twice"' in raw
    assert [row["target_name"] for row in csv.DictReader(io.StringIO(raw.decode(), newline=""))] == [name]


class StopsAt:
    """Progress that asks to stop once so many are done."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.reports: list[tuple[int, int]] = []

    def report(self, done: int, total: int) -> None:
        self.reports.append((done, total))

    def cancelled(self) -> bool:
        return bool(self.reports) and self.reports[-1][0] >= self.most


def test_an_export_that_is_stopped_keeps_what_it_wrote_and_says_so(
    told: World, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_module, "CHUNK", 2)
    path, known, progress = out / "events.jsonl", len(events(told)), StopsAt(4)
    exported = told.console.audit.export(told.admin, path, form=ExportFormat.JSON_LINES, progress=progress)
    assert (exported.events, exported.matching, exported.complete) == (4, known, False)
    assert progress.reports == [(2, known), (4, known)]
    assert len(path.read_text(encoding="utf-8").splitlines()) == 4
    assert (events(told)[0].facts["events"], events(told)[0].facts["matching"]) == (4, known)


def test_an_export_that_outlives_the_proof_goes_on_to_its_end(
    told: World, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_module, "CHUNK", 2)

    class Slow(StopsAt):
        def report(self, done: int, total: int) -> None:
            super().report(done, total)
            told.clock.advance(PROOF_LASTS)

    exported = told.console.audit.export(told.admin, out / "events.csv", progress=Slow(10**6))
    assert exported.complete
    assert events(told)[0].facts["events"] == exported.events


def test_where_no_file_can_be_nothing_is_exported_and_nothing_said(world: World, out: Path) -> None:
    known = events(world)
    (out / "folder").mkdir()
    for path in (out / "missing" / "events.csv", out / "folder"):
        with pytest.raises(FileNotWritten):
            world.console.audit.export(world.admin, path)
    assert events(world) == known
    assert [entry.name for entry in out.iterdir()] == ["folder"]


def test_who_may_not_export_leaves_no_file(world: World, out: Path) -> None:
    with pytest.raises(NotAllowed):
        world.console.audit.export(world.member, out / "events.csv")
    assert list(out.iterdir()) == []
    assert events(world)[0].facts == {"operation": str(Operation.AUDIT_EXPORT)}


def test_the_check_of_the_chain_can_be_stopped(told: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fracttal_console.storage.audit._CHUNK", 2)
    progress = StopsAt(3)
    report = told.console.audit.verify(told.admin, progress=progress)
    assert (report.events, report.broken_at, report.complete) == (3, None, False)
    whole = StopsAt(10_000)
    known = len(events(told))
    assert told.console.audit.verify(told.admin, progress=whole).complete
    assert whole.reports[-1] == (known, known)

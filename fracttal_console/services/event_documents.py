"""Events as documents: one JSON object each, or one row of a table that spreadsheets open."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from fracttal_console.domain.audit import Event


class ExportFormat(StrEnum):
    """In what form events are exported."""

    CSV = "csv"
    JSON_LINES = "jsonl"


_HEADINGS = (
    "seq", "at", "event", "actor_kind", "actor_id", "actor_name", "actor_role", "address", "target_kind", "target_id",
    "target_name", "changes", "facts", "reason",
)  # fmt: skip

# a spreadsheet takes what begins so for a formula and may run it (OWASP, "CSV Injection"); wide forms count as well
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def event_document(event: Event) -> dict[str, Any]:
    """Return an event as machines read it."""
    actor, target = event.actor, event.target
    return {
        "seq": event.seq,
        "at": _moment(event.at),
        "event": event.tag,
        "actor": {
            "kind": str(actor.kind),
            "id": actor.id,
            "name": actor.name,
            "role": str(actor.role) if actor.role else None,
            "address": actor.address,
        },
        "target": {"kind": target.kind, "id": target.id, "name": target.name},
        "changes": [{"field": c.field, "before": c.before, "after": c.after} for c in event.changes],
        "facts": dict(event.facts),
        "reason": event.reason,
    }


def heading(form: ExportFormat) -> str:
    """Return what a file of this form begins with."""
    return _csv([_HEADINGS]) if form is ExportFormat.CSV else ""


def written(events: Iterable[Event], form: ExportFormat) -> str:
    """Return events in this form, each ended by the end of a line."""
    documents = map(event_document, events)
    if form is ExportFormat.JSON_LINES:
        return "".join(f"{json.dumps(document, ensure_ascii=False)}\n" for document in documents)
    return _csv(map(_row, documents))


def _row(document: dict[str, Any]) -> list[object]:
    actor, target = document["actor"], document["target"]
    return [
        document["seq"], document["at"], document["event"], actor["kind"], actor["id"], _plain(actor["name"]),
        actor["role"], _plain(actor["address"]), target["kind"], target["id"], _plain(target["name"]),
        _packed(document["changes"]), _packed(document["facts"]), _plain(document["reason"]),
    ]  # fmt: skip


def _csv(rows: Iterable[Iterable[object]]) -> str:
    # lines end as RFC 4180 says; quotes and line ends inside of a cell are the writer's matter
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _plain(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


def _moment(value: datetime | None) -> str | None:
    if value is None:
        return None
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

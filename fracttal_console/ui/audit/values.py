"""Values of events as people read them: moments and numbers by locale, permissions and kinds in words."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from fracttal_console.domain.audit import Change, Fact
from fracttal_console.domain.permissions import Action, PermissionName, PermissionSet
from fracttal_console.texts.brief import number, whole_minute
from fracttal_console.texts.event_values import value_name
from fracttal_console.texts.events import field_name
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.permissions import ACTION_WORDS, allowed_rows
from fracttal_console.ui.widgets.panel_content import Allowed, Difference

PERMISSIONS = "permissions"
_MOMENTS = frozenset({"expires_at", "password_changed_at", "retire_by", "until"})


def value_text(desk: Desk, field: str, value: Fact) -> str | None:
    """Write a value as people read it; None where there is or was none."""
    texts = desk.texts
    if value is None or value in ("", []):
        return None
    if isinstance(value, bool):
        return texts.gettext("Yes") if value else texts.gettext("No")
    if isinstance(value, int):
        return number(value, texts)
    if isinstance(value, list):
        return "\n".join(value_name(field, one, texts) for one in value)
    if field in _MOMENTS:
        with suppress(ValueError):
            moment = datetime.fromisoformat(value)
            return whole_minute(moment if moment.tzinfo else moment.replace(tzinfo=UTC), texts)
    return value_name(field, value, texts)


def differences(desk: Desk, changes: tuple[Change, ...]) -> tuple[Difference, ...]:
    """Return what changed, field by field; of permissions each resource is one."""
    return tuple(line for change in changes for line in _differences(desk, change))


def permission_rows(desk: Desk, value: Fact) -> tuple[Allowed, ...]:
    """Return permissions by resource; none where the value is no list of them."""
    if not isinstance(value, list):
        return ()
    return allowed_rows(_permissions(value), desk.base.catalogue, desk.texts)


def _differences(desk: Desk, change: Change) -> Iterator[Difference]:
    if change.field == PERMISSIONS:
        yield from _by_resource(desk, change)
        return
    before, after = (value_text(desk, change.field, value) for value in (change.before, change.after))
    yield Difference(field_name(change.field, desk.texts), before, after)


def _by_resource(desk: Desk, change: Change) -> Iterator[Difference]:
    before, after = ({row.name: row for row in permission_rows(desk, value)} for value in (change.before, change.after))
    for row in permission_rows(desk, [*_listed(change.before), *_listed(change.after)]):
        had, has = before.get(row.name), after.get(row.name)
        if had != has:
            # of all that may be given it does most harm
            stressed = desk.texts.gettext(ACTION_WORDS[Action.DELETE]) if _deletes(has) and not _deletes(had) else ""
            yield Difference(row.name, had.words if had else None, has.words if has else None, stressed)


def _deletes(row: Allowed | None) -> bool:
    return row is not None and row.actions[list(Action).index(Action.DELETE)]


def _listed(value: Fact) -> list[str]:
    return value if isinstance(value, list) else []


def _permissions(names: list[str]) -> PermissionSet:
    return frozenset(PermissionName(name) for name in names)

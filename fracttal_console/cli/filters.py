"""Options that narrow a list; those that may be given several times take any of their values."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import click

from fracttal_console.cli.options import one_of
from fracttal_console.cli.spoken import option
from fracttal_console.domain.actors import Role
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.texts.catalogue import N_

F = Callable[..., Any]
Facets = dict[str, tuple[str, ...]]

DAYS = click.IntRange(1, 36_500)


def authorization_filters(command: F) -> F:
    """Add what narrows authorizations; the command gets it as one argument, `facets`."""
    for add in (
        option("--expiring-days", type=DAYS, metavar="N", help=N_("Only those that end within so many days.")),
        option("--unused-days", type=DAYS, metavar="N", help=N_("Only those that nobody used for so many days.")),
        option("--granted-before", metavar="DATE", help=N_("Only those granted before this moment.")),
        option("--granted-after", metavar="DATE", help=N_("Only those granted at this moment or later.")),
        option("--profile", multiple=True, **one_of_each(Profile),
               help=N_("Only of consumers of this profile; may be given several times.")),
        option("--status", multiple=True, metavar="STATE",
               help=N_("Only active, suspended, expired or revoked; may be given several times.")),
        option("--permission", multiple=True, metavar="PERMISSION",
               help=N_("Only what may do this, like work_orders:delete, work_orders:* or *:delete; several times.")),
        option("--person", multiple=True, metavar="PERSON",
               help=N_("Only for this person (id or e-mail), or itself; may be given several times.")),
        option("--consumer", multiple=True, metavar="CONSUMER",
               help=N_("Only of this consumer (id, client id or name); may be given several times.")),
    ):  # fmt: skip
        command = add(command)
    return gathered(command, _authorization_facets)


def event_filters(command: F) -> F:
    """Add what narrows events; the command gets it as one argument, `facets`."""
    for add in (
        option("--before", metavar="DATE", help=N_("Only what happened before this moment.")),
        option("--after", metavar="DATE", help=N_("Only what happened at this moment or later.")),
        option("--address", multiple=True, metavar="ADDRESS",
               help=N_("Only from this network address; may be given several times.")),
        option("--target-kind", multiple=True, metavar="KIND",
               help=N_("Only about this kind of thing, like consumer; may be given several times.")),
        option("--target", multiple=True, metavar="THING",
               help=N_("Only about this thing: kind:id, or its name at that time; may be given several times.")),
        option("--action", multiple=True, metavar="EVENT",
               help=N_("Only this kind of event, like consumers:edit or consumers:*; may be given several times.")),
        option("--actor", multiple=True, metavar="WHO",
               help=N_("Only what this person (e-mail) or kind:id did; may be given several times.")),
    ):  # fmt: skip
        command = add(command)
    return gathered(command, _event_facets)


def people_filters(command: F) -> F:
    """Add what narrows people; the command gets it as `search`, and as one argument, `facets`."""
    for add in (
        option("--idle-days", type=DAYS, metavar="N", help=N_("Only those who have not signed in for so many days.")),
        option("--with-codes/--without-codes", "codes", default=None,
               help=N_("Only those who sign in with codes, or without.")),
        option("--permission-group", "group", multiple=True, metavar="GROUP",
               help=N_("Only with this permission group (id or name), or none; may be given several times.")),
        option("--status", multiple=True, metavar="STATE",
               help=N_("Only active, invited or disabled; may be given several times.")),
        option("--role", multiple=True, **one_of_each(Role), help=N_("Only of this role; may be given several times.")),
        option("--search", default="", metavar="TEXT",
               help=N_("Only those whose name, e-mail or group has these words.")),
    ):  # fmt: skip
        command = add(command)
    return gathered(command, _people_facets)


def permission_group_filters(command: F) -> F:
    """Add what narrows permission groups; the command gets it as `search`, and as one argument, `facets`."""
    for add in (
        option("--used-by", multiple=True, metavar="WHAT",
               help=N_("Only those used by consumers, api_keys, people or nobody; may be given several times.")),
        option("--access", multiple=True, metavar="ACCESS", help=N_("Only read_only or as_ticked.")),
        option("--permission", multiple=True, metavar="PERMISSION",
               help=N_("Only what may do this, like work_orders:delete, work_orders:* or *:delete; several times.")),
        option("--search", default="", metavar="TEXT", help=N_("Only those whose names hold all these words.")),
    ):  # fmt: skip
        command = add(command)
    return gathered(command, _permission_group_facets)


def refusal_filters(command: F) -> F:
    """Add what narrows refused requests; the command gets it as one argument, `facets`."""
    for add in (
        option("--before", metavar="DATE", help=N_("Only what happened before this moment.")),
        option("--after", metavar="DATE", help=N_("Only what happened at this moment or later.")),
        option("--address", multiple=True, metavar="ADDRESS",
               help=N_("Only from this network address; may be given several times.")),
        option("--credential", multiple=True, metavar="CREDENTIAL",
               help=N_("Only with this name or public id, or kind:id; may be given several times.")),
        option("--kind", multiple=True, **one_of_each(RefusalKind),
               help=N_("Only refused by this part; may be given several times.")),
        option("--cause", multiple=True, metavar="CAUSE",
               help=N_("Only of this cause, by its code; may be given several times.")),
    ):  # fmt: skip
        command = add(command)
    return gathered(command, _refusal_facets)


def one_of_each(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - an enumeration, as in `one_of`
    """Return the settings of an option that takes values of an enumeration, several of them."""
    single = one_of(kind)

    def members(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[Any, ...]:
        return tuple(single["callback"](ctx, param, value) for value in values)

    return {"metavar": single["metavar"], "callback": members}


def gathered(command: F, gather: Callable[..., Facets]) -> F:
    """Give a command as one argument, `facets`, what `gather` makes of the options that it names."""
    names = gather.__kwdefaults__ or {}

    def narrowed(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - what the command gets and returns
        facets = gather(**{name: options.pop(name) for name in list(options) if name in names})
        return command(*args, facets=facets, **options)

    # the options that were declared on it so far
    narrowed.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    return narrowed


def _authorization_facets(
    *,
    consumer: tuple[str, ...] = (),
    person: tuple[str, ...] = (),
    permission: tuple[str, ...] = (),
    status: tuple[str, ...] = (),
    profile: tuple[str, ...] = (),
    granted_after: str | None = None,
    granted_before: str | None = None,
    unused_days: int | None = None,
    expiring_days: int | None = None,
) -> Facets:
    found: Facets = {
        "consumer": consumer, "person": person, "permission": permission, "state": status,
        "profile": tuple(map(str, profile)), "granted": _interval(granted_after, granted_before),
        "last_used": (f"unused:{unused_days}",) if unused_days else (),
        "expiring": (str(expiring_days),) if expiring_days else (),
    }  # fmt: skip
    return {facet: values for facet, values in found.items() if values}


def _event_facets(
    *,
    actor: tuple[str, ...] = (),
    action: tuple[str, ...] = (),
    target: tuple[str, ...] = (),
    target_kind: tuple[str, ...] = (),
    address: tuple[str, ...] = (),
    after: str | None = None,
    before: str | None = None,
) -> Facets:
    found: Facets = {
        "actor": actor, "action": action, "target": target, "target_kind": target_kind, "address": address,
        "date": _interval(after, before),
    }  # fmt: skip
    return {facet: values for facet, values in found.items() if values}


def _people_facets(
    *,
    role: tuple[str, ...] = (),
    status: tuple[str, ...] = (),
    group: tuple[str, ...] = (),
    codes: bool | None = None,
    idle_days: int | None = None,
) -> Facets:
    found: Facets = {
        "role": tuple(map(str, role)), "state": status, "group": group,
        "codes": () if codes is None else ("set_up",) if codes else ("missing",),
        "last_sign_in": (f"unused:{idle_days}",) if idle_days else (),
    }  # fmt: skip
    return {facet: values for facet, values in found.items() if values}


def _permission_group_facets(
    *, permission: tuple[str, ...] = (), access: tuple[str, ...] = (), used_by: tuple[str, ...] = ()
) -> Facets:
    found: Facets = {"permission": permission, "access": access, "used_by": used_by}
    return {facet: values for facet, values in found.items() if values}


def _refusal_facets(
    *,
    cause: tuple[str, ...] = (),
    kind: tuple[str, ...] = (),
    credential: tuple[str, ...] = (),
    address: tuple[str, ...] = (),
    after: str | None = None,
    before: str | None = None,
) -> Facets:
    found: Facets = {
        "cause": cause, "kind": tuple(map(str, kind)), "credential": credential, "address": address,
        "date": _interval(after, before),
    }  # fmt: skip
    return {facet: values for facet, values in found.items() if values}


def _interval(after: str | None, before: str | None) -> tuple[str, ...]:
    """Return both sides as one period.

    Raises:
        Invalid: field `date`, rule `date_malformed`.
    """
    if after is None and before is None:
        return ()
    return ("/".join(".." if side is None else _moment(side) for side in (after, before)),)


def _moment(text: str) -> str:
    try:
        read = datetime.fromisoformat(text.strip())
        return (read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)).isoformat()
    except (ValueError, OverflowError):
        raise Invalid("date", "date_malformed", value=text[:40]) from None

"""`authorizations revoke`, `suspend`, `resume`, `undo`, `impact`: on one, or on all that have something in common."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.impact import dry_run, impact_document, impact_lines
from fracttal_console.cli.options import acting
from fracttal_console.cli.output import moment, show
from fracttal_console.cli.progress import Stoppable
from fracttal_console.cli.spoken import SpokenCommand, option
from fracttal_console.domain.authorization_selection import Selection
from fracttal_console.texts.catalogue import N_

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.domain.authorizations import Authorization
    from fracttal_console.services.authorization_acts import Acted

F = Callable[..., Any]


def selecting(command: F) -> F:
    """Add the place of one id, and the options that say what several have in common."""
    for add in (
        click.argument("ref", required=False),
        option("--unused-days", type=int, metavar="N", help=N_("All that were not used for so many days.")),
        option("--permission", metavar="NAME", help=N_("All that hold a permission, such as work_orders:delete.")),
        option("--consumer", metavar="REF", help=N_("All of a consumer.")),
        option("--person", metavar="REF", help=N_("All that a person granted.")),
    ):
        command = add(command)
    return command


@click.command(
    "revoke",
    cls=SpokenCommand,
    help=N_("Revoke authorizations: the next request is refused. It can be undone for 5 minutes."),
)
@selecting
@option("--reason", default="", help=N_("Why, for the audit log."))
@dry_run
@acting
def revoke(invocation: Invocation, *, ref: str | None, reason: str, dry_run: bool, **fields: Any) -> None:  # noqa: ANN401
    """Revoke one or several."""
    if dry_run:
        _show_impact(invocation, ref, fields)
        return
    if ref is None:
        _act(invocation, "revoke", _selection(None, fields), reason)
        return
    _refuse_both(ref, fields)
    with invocation.acting() as (console, actor):
        revoked = console.authorizations.revoke(actor, ref, reason=reason)
    document = {
        "id": revoked.id,
        "status": str(revoked.status),
        "ended_at": moment(revoked.ended_at),
        "final_at": moment(revoked.final_at),
    }
    line = invocation.texts.gettext("Authorization {id} was revoked; the next request is refused.")
    show(invocation, document, [line.format(id=revoked.id)])


@click.command(
    "suspend",
    cls=SpokenCommand,
    help=N_("Suspend authorizations: their tokens answer inactive until they are resumed."),
)
@selecting
@option("--reason", default="", help=N_("Why, for the audit log."))
@acting
def suspend(invocation: Invocation, *, ref: str | None, reason: str, **fields: Any) -> None:  # noqa: ANN401
    """Suspend one or several."""
    if ref is None:
        _act(invocation, "suspend", _selection(None, fields), reason)
        return
    _refuse_both(ref, fields)
    with invocation.acting() as (console, actor):
        suspended = console.authorizations.suspend(actor, ref, reason=reason)
    line = invocation.texts.gettext("Authorization {id} was suspended; the next request is refused.")
    _show_status(invocation, suspended, line)


@click.command("resume", cls=SpokenCommand, help=N_("Resume suspended authorizations."))
@selecting
@option("--reason", default="", help=N_("Why, for the audit log."))
@acting
def resume(invocation: Invocation, *, ref: str | None, reason: str, **fields: Any) -> None:  # noqa: ANN401
    """Resume one or several."""
    if ref is None:
        _act(invocation, "resume", _selection(None, fields), reason)
        return
    _refuse_both(ref, fields)
    with invocation.acting() as (console, actor):
        resumed = console.authorizations.resume(actor, ref, reason=reason)
    _show_status(invocation, resumed, invocation.texts.gettext("Authorization {id} was resumed."))


@click.command("undo", cls=SpokenCommand, help=N_("Undo revocations that are less than 5 minutes old."))
@click.argument("refs", nargs=-1, required=True)
@option("--reason", default="", help=N_("Why, for the audit log."))
@acting
def undo(invocation: Invocation, *, refs: tuple[str, ...], reason: str) -> None:
    """Undo one revocation or several."""
    if len(refs) > 1:
        from fracttal_console.services.references import authorization_id  # noqa: PLC0415 - see TYPE_CHECKING

        _act(invocation, "undo", Selection(ids=tuple(authorization_id(ref) for ref in refs)), reason)
        return
    with invocation.acting() as (console, actor):
        restored = console.authorizations.undo(actor, refs[0], reason=reason)
    line = invocation.texts.gettext("The revocation of authorization {id} was undone; its tokens open again.")
    _show_status(invocation, restored, line)


@click.command("impact", cls=SpokenCommand, help=N_("Say what would notice if authorizations ended now."))
@selecting
@acting
def impact(invocation: Invocation, *, ref: str | None, **fields: Any) -> None:  # noqa: ANN401
    """Say what depends on one or several."""
    _show_impact(invocation, ref, fields)


def _selection(ref: str | None, fields: dict[str, Any]) -> Selection:
    _refuse_both(ref, fields)
    if ref is None and all(value is None for value in fields.values()):
        invocation = click.get_current_context().ensure_object(Invocation)
        raise click.UsageError(
            invocation.texts.gettext("Say which: an id, --person, --consumer, --permission or --unused-days.")
        )
    if ref is not None:
        from fracttal_console.services.references import authorization_id  # noqa: PLC0415 - see TYPE_CHECKING

        return Selection(ids=(authorization_id(ref),))
    return Selection(**fields)


def _refuse_both(ref: str | None, fields: dict[str, Any]) -> None:
    if ref is not None and any(value is not None for value in fields.values()):
        invocation = click.get_current_context().ensure_object(Invocation)
        raise click.UsageError(invocation.texts.gettext("An id and options that choose several exclude each other."))


def _act(invocation: Invocation, verb: str, selection: Selection, reason: str) -> None:
    texts = invocation.texts
    with invocation.acting() as (console, actor), Stoppable(texts) as stoppable:
        act = getattr(console.authorization_acts, verb)
        acted: Acted = act(actor, selection, reason=reason, progress=stoppable)
    number = len(acted.done)
    lines = {
        "revoke": texts.ngettext("{n} authorization was revoked.", "{n} authorizations were revoked.", number),
        "suspend": texts.ngettext("{n} authorization was suspended.", "{n} authorizations were suspended.", number),
        "resume": texts.ngettext("{n} authorization was resumed.", "{n} authorizations were resumed.", number),
        "undo": texts.ngettext("{n} revocation was undone.", "{n} revocations were undone.", number),
    }
    said = [lines[verb].format(n=number)]
    if acted.passed_over:
        said.append(
            texts.ngettext("{n} was passed over.", "{n} were passed over.", acted.passed_over).format(
                n=acted.passed_over
            )
        )
    if acted.stopped:
        said.append(texts.gettext("It was stopped before the end; what was done stays done."))
    document = {"ids": list(acted.done), "passed_over": acted.passed_over, "stopped": acted.stopped}
    show(invocation, document, said)


def _show_impact(invocation: Invocation, ref: str | None, fields: dict[str, Any]) -> None:
    selection = _selection(ref, fields)
    with invocation.acting() as (console, actor):
        found = console.impact.authorizations(actor, selection)
    show(invocation, impact_document(found), impact_lines(found, invocation.texts))


def _show_status(invocation: Invocation, authorization: "Authorization", line: str) -> None:
    document = {"id": authorization.id, "status": str(authorization.status)}
    show(invocation, document, [line.format(id=authorization.id)])

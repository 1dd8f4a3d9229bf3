"""`proposals`: support proposes a revocation, a super administrator decides."""

from typing import TYPE_CHECKING, Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.options import acting, ref
from fracttal_console.cli.output import moment, short_moment, show, state, table
from fracttal_console.cli.spoken import SpokenGroup, option
from fracttal_console.texts.catalogue import N_

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.domain.proposals import Proposal
    from fracttal_console.services.proposals import ProposalView


@click.group(cls=SpokenGroup, help=N_("Revocations that support proposes; and decide them."))
def proposals() -> None:
    """Hold the commands on proposals."""


@proposals.command("list", help=N_("List proposals, newest first; whoever may not decide sees the own ones."))
@option("--open", "only_open", is_flag=True, help=N_("Only those that are to be decided."))
@acting
def _list(invocation: Invocation, *, only_open: bool) -> None:
    with invocation.acting() as (console, actor):
        views = console.proposals.all(actor)
    if only_open:
        views = [view for view in views if view.proposal.status == "open"]
    texts = invocation.texts
    headings = (
        N_("Id"), N_("Consumer"), N_("Person"), N_("Status"), N_("Proposed"), N_("By"), N_("Reason"), N_("Answer"),
    )  # fmt: skip
    rows = [
        [
            str(view.proposal.id),
            view.consumer.name,
            view.person.email if view.person else "",
            state("proposal", view.proposal.status, texts),
            short_moment(view.proposal.proposed_at),
            view.proposal.proposed_by,
            view.proposal.reason,
            view.proposal.answer,
        ]
        for view in views
    ]
    documents = [_view_document(view) for view in views]
    show(invocation, documents, table([texts.gettext(heading) for heading in headings], rows, texts))


@proposals.command("create", help=N_("Propose to revoke the authorization with this id."))
@ref
@option("--reason", required=True, help=N_("Why it should end."))
@acting
def _create(invocation: Invocation, *, ref: str, reason: str) -> None:
    with invocation.acting() as (console, actor):
        made = console.proposals.create(actor, ref, reason=reason)
    line = invocation.texts.gettext("Proposal {id} was made; a super administrator decides it.")
    show(invocation, _document(made), [line.format(id=made.id)])


@proposals.command("approve", help=N_("Approve a proposal: what it is about is revoked."))
@ref
@option("--answer", default="", help=N_("What to tell who proposed it."))
@acting
def _approve(invocation: Invocation, *, ref: str, answer: str) -> None:
    with invocation.acting() as (console, actor):
        decided = console.proposals.approve(actor, ref, answer=answer)
    line = invocation.texts.gettext("Proposal {id} was approved and the authorization revoked.")
    show(invocation, _document(decided), [line.format(id=decided.id)])


@proposals.command("decline", help=N_("Decline a proposal, with an answer."))
@ref
@option("--answer", required=True, help=N_("What to tell who proposed it."))
@acting
def _decline(invocation: Invocation, *, ref: str, answer: str) -> None:
    with invocation.acting() as (console, actor):
        decided = console.proposals.decline(actor, ref, answer=answer)
    line = invocation.texts.gettext("Proposal {id} was declined.")
    show(invocation, _document(decided), [line.format(id=decided.id)])


def _document(proposal: "Proposal") -> dict[str, Any]:
    return {
        "id": proposal.id,
        "authorization_id": proposal.authorization_id,
        "status": str(proposal.status),
        "reason": proposal.reason,
        "proposed_at": moment(proposal.proposed_at),
        "proposed_by": proposal.proposed_by,
        "decided_at": moment(proposal.decided_at),
        "decided_by": proposal.decided_by or None,
        "answer": proposal.answer,
    }


def _view_document(view: "ProposalView") -> dict[str, Any]:
    consumer, person = view.consumer, view.person
    return {
        **_document(view.proposal),
        "consumer": {"id": consumer.id, "client_id": consumer.client_id, "name": consumer.name},
        "person": None if person is None else {"id": person.id, "email": person.email, "name": person.name},
    }

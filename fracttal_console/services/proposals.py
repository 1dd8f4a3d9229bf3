"""Proposals: support proposes a revocation, a super administrator approves or declines it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.audit import ProposalApproved, ProposalCreated, ProposalDeclined, Target
from fracttal_console.domain.authorizations import Authorization, AuthorizationStatus
from fracttal_console.domain.errors import AlreadyProposed, NotFound, WrongState
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.people import Person
from fracttal_console.domain.proposals import Proposal, ProposalStatus, check_stated
from fracttal_console.services.authorization_changes import about, revoke
from fracttal_console.services.listing import ListQuery, Page, check_choices, cut, matches
from fracttal_console.services.references import authorization_id
from fracttal_console.services.use_case import UseCases, Work
from fracttal_console.storage.repositories import Repositories

SUBSETS = tuple(ProposalStatus)


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with what it is about."""

    proposal: Proposal
    authorization: Authorization
    consumer: Consumer
    person: Person | None


SORTS: dict[str, Callable[[ProposalView], Any]] = {
    "consumer": lambda view: view.consumer.name.casefold(),
    "proposed": lambda view: view.proposal.proposed_at,
    "by": lambda view: view.proposal.proposed_by.casefold(),
    "status": lambda view: list(ProposalStatus).index(view.proposal.status),
}


class Proposals:
    """Use cases on proposals; who may not decide sees the own ones only."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def create(self, actor: Actor, ref: str, *, reason: str) -> Proposal:
        """Propose to revoke an authorization.

        Raises:
            NotFound: there is no authorization with this id.
            WrongState: it is revoked already.
            AlreadyProposed: there is an open proposal about it.
            Invalid: field `reason`: it is empty or breaks a rule of texts.
        """
        with self._use_cases.begin(actor, Operation.PROPOSALS_CREATE) as work:
            authorization = work.authorizations.get(authorization_id(ref))
            if authorization.status is AuthorizationStatus.REVOKED:
                raise WrongState("authorization", authorization.id, authorization.status)
            already = work.proposals.open_of(authorization.id)
            if already is not None:
                raise AlreadyProposed(authorization.id, already.proposed_by)
            proposal = Proposal(
                id=work.proposals.new_id(),
                authorization_id=authorization.id,
                reason=check_stated("reason", reason),
                status=ProposalStatus.OPEN,
                proposed_at=work.now,
                proposed_by_id=actor.id or 0,
                proposed_by=actor.name,
            )
            work.proposals.add(proposal)
            work.record(ProposalCreated(**_about(work, proposal, authorization, proposal.reason)))
        return proposal

    def approve(self, actor: Actor, ref: str, *, answer: str = "") -> Proposal:
        """Approve a proposal and revoke what it is about, unless that is revoked already.

        Raises:
            NotFound: there is no proposal with this id.
            WrongState: it is decided already.
            Invalid: field `answer`: it breaks a rule of texts.
        """
        with self._use_cases.begin(actor, Operation.PROPOSALS_DECIDE) as work:
            proposal = work.proposals.get(_number(ref))
            saved = work.proposals.save(proposal.approved(work.now, actor.name, answer))
            authorization = work.authorizations.get(proposal.authorization_id)
            if authorization.status is not AuthorizationStatus.REVOKED:
                revoke(work, authorization, proposal.reason)
            work.record(ProposalApproved(**_about(work, saved, authorization, saved.answer)))
        return saved

    def decline(self, actor: Actor, ref: str, *, answer: str) -> Proposal:
        """Decline a proposal with an answer to who proposed it.

        Raises:
            NotFound: there is no proposal with this id.
            WrongState: it is decided already.
            Invalid: field `answer`: it is empty or breaks a rule of texts.
        """
        with self._use_cases.begin(actor, Operation.PROPOSALS_DECIDE) as work:
            proposal = work.proposals.get(_number(ref))
            saved = work.proposals.save(proposal.declined(work.now, actor.name, answer))
            authorization = work.authorizations.get(proposal.authorization_id)
            work.record(ProposalDeclined(**_about(work, saved, authorization, saved.answer)))
        return saved

    def all(self, actor: Actor) -> list[ProposalView]:
        """Return the proposals that the person may see, newest first."""
        with self._use_cases.look(actor, Operation.PROPOSALS_VIEW) as repositories:
            return _views(repositories, _seen_by(repositories, actor))[::-1]

    def page(self, actor: Actor, query: ListQuery, start: int, most: int) -> Page[ProposalView]:
        """Return a page of the proposals that match and that the person may see.

        Raises:
            Invalid: field `sort` or `only`: there is no such choice.
        """
        check_choices(query, sorts=SORTS, subsets=SUBSETS)
        with self._use_cases.look(actor, Operation.PROPOSALS_VIEW) as repositories:
            views = _views(repositories, _seen_by(repositories, actor))
        rows = [view for view in views if query.only in {"", str(view.proposal.status)}]
        rows = [view for view in rows if matches(query.words, _searched(view)) and query.id in {None, view.proposal.id}]
        return cut(rows, query, dict(SORTS), (start, most), len(views))

    def number_open(self, actor: Actor) -> int:
        """Return how many of those that the person may see are to be decided."""
        with self._use_cases.look(actor, Operation.PROPOSALS_VIEW) as repositories:
            if actor.may(Operation.PROPOSALS_DECIDE):
                return repositories.proposals.number_open()
            return sum(row.status is ProposalStatus.OPEN for row in _seen_by(repositories, actor))


def _seen_by(repositories: Repositories, actor: Actor) -> list[Proposal]:
    if actor.may(Operation.PROPOSALS_DECIDE):
        return repositories.proposals.all()
    return repositories.proposals.by_person(actor.id or 0)


def _views(repositories: Repositories, rows: list[Proposal]) -> list[ProposalView]:
    authorizations = repositories.authorizations.among(row.authorization_id for row in rows)
    consumers = repositories.consumers.among(row.consumer_id for row in authorizations.values())
    people = repositories.people.among(row.person_id for row in authorizations.values() if row.person_id is not None)
    views = []
    for row in rows:
        authorization = authorizations[row.authorization_id]
        person = None if authorization.person_id is None else people[authorization.person_id]
        views.append(ProposalView(row, authorization, consumers[authorization.consumer_id], person))
    return views


def _searched(view: ProposalView) -> Iterable[str]:
    person = view.person
    return (
        view.consumer.name,
        view.consumer.client_id,
        "" if person is None else person.name,
        "" if person is None else person.email,
        view.proposal.reason,
        view.proposal.proposed_by,
        view.proposal.answer,
    )


def _about(work: Work, proposal: Proposal, authorization: Authorization, reason: str) -> dict[str, Any]:
    said = about(work, authorization, reason)
    target = Target("proposal", proposal.id, said["target"].name)
    return {**said, "target": target, "facts": {**said["facts"], "proposed_by": proposal.proposed_by}}


def _number(ref: str) -> int:
    if not (ref.isascii() and ref.isdecimal() and len(ref) < 19):
        raise NotFound("proposal", ref)
    return int(ref)

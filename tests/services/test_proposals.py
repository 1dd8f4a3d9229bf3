"""Proposals: support asks, a super administrator decides, and both see what became of it."""

import pytest

from fracttal_console.domain.errors import AlreadyProposed, Invalid, NotAllowed, NotFound, OAuthError, WrongState
from fracttal_console.domain.proposals import ProposalStatus
from fracttal_console.services.listing import ListQuery
from tests.services.walks import dump, events, may_now, tokens_for
from tests.support import World


def granted(world: World, name: str = "Portal de Contratistas") -> str:
    tokens_for(world, world.consumer(name))
    return str(world.console.authorizations.all(world.admin)[0].authorization.id)


def test_an_approved_proposal_revokes_in_the_same_moment(world: World) -> None:
    tokens = tokens_for(world, world.consumer())
    ref = str(world.console.authorizations.all(world.admin)[0].authorization.id)
    proposal = world.console.proposals.create(world.support, ref, reason="  Left the company ")
    assert (proposal.reason, proposal.status, proposal.proposed_by) == ("Left the company", "open", "Renata Coutinho")
    assert may_now(world.console, tokens.access_token)
    assert world.console.authorizations.all(world.admin)[0].proposal == proposal
    approved = world.console.proposals.approve(world.admin, str(proposal.id), answer="Thank you")
    assert (approved.status, approved.decided_by, approved.answer) == ("approved", "Lucía Ferreyra", "Thank you")
    with pytest.raises(OAuthError):
        may_now(world.console, tokens.access_token)
    new = events(world, 3)
    assert [(event.tag, event.reason, event.actor.name) for event in new] == [
        ("proposals:approve", "Thank you", "Lucía Ferreyra"),
        ("authorizations:revoke", "Left the company", "Lucía Ferreyra"),
        ("proposals:create", "Left the company", "Renata Coutinho"),
    ]
    assert world.console.authorizations.all(world.admin)[0].proposal is None
    world.console.authorizations.undo(world.admin, ref)
    assert may_now(world.console, tokens.access_token)


def test_a_declined_proposal_changes_nothing_and_tells_why(world: World) -> None:
    tokens = tokens_for(world, world.consumer())
    ref = str(world.console.authorizations.all(world.admin)[0].authorization.id)
    number = str(world.console.proposals.create(world.support, ref, reason="Dormant").id)
    with pytest.raises(Invalid) as refused:
        world.console.proposals.decline(world.admin, number, answer=" ")
    assert (refused.value.field, refused.value.rule) == ("answer", "empty")
    world.console.proposals.decline(world.admin, number, answer="The audit in March needs it")
    assert may_now(world.console, tokens.access_token)
    (seen,) = world.console.proposals.all(world.support)
    assert (seen.proposal.status, seen.proposal.answer) == ("declined", "The audit in March needs it")
    with pytest.raises(WrongState):
        world.console.proposals.approve(world.admin, number)
    with pytest.raises(WrongState):
        world.console.proposals.decline(world.admin, number, answer="Again")
    assert world.console.proposals.create(world.support, ref, reason="Dormant still").status is ProposalStatus.OPEN


def test_of_one_authorization_at_most_one_proposal_is_open(world: World) -> None:
    ref = granted(world)
    world.console.proposals.create(world.support, ref, reason="Dormant")
    with pytest.raises(AlreadyProposed) as refused:
        world.console.proposals.create(world.admin, ref, reason="Dormant")
    assert refused.value.params["by"] == "Renata Coutinho"


def test_a_proposal_needs_a_reason_and_something_to_revoke(world: World) -> None:
    ref = granted(world)
    before = dump(world.settings.database_path)
    for bad in ("", "  ", "x" * 501, "a\u202eb"):
        with pytest.raises(Invalid) as refused:
            world.console.proposals.create(world.support, ref, reason=bad)
        assert refused.value.field == "reason"
    with pytest.raises(NotFound):
        world.console.proposals.create(world.support, "999999", reason="Dormant")
    assert dump(world.settings.database_path) == before
    world.console.authorizations.revoke(world.admin, ref)
    with pytest.raises(WrongState):
        world.console.proposals.create(world.support, ref, reason="Dormant")


def test_what_was_revoked_meanwhile_is_only_closed(world: World) -> None:
    ref = granted(world)
    number = str(world.console.proposals.create(world.support, ref, reason="Dormant").id)
    world.console.authorizations.revoke(world.admin, ref)
    world.console.proposals.approve(world.admin, number)
    assert [event.tag for event in events(world, 2)] == ["proposals:approve", "authorizations:revoke"]


def test_support_sees_the_own_ones_and_a_super_administrator_all(world: World) -> None:
    own = world.console.proposals.create(world.support, granted(world), reason="Dormant")
    other = world.console.proposals.create(world.admin, granted(world, "Bodega"), reason="Not needed")
    assert [view.proposal.id for view in world.console.proposals.all(world.support)] == [own.id]
    assert [view.proposal.id for view in world.console.proposals.all(world.admin)] == [other.id, own.id]
    assert world.console.proposals.number_open(world.support) == 1
    assert world.console.proposals.number_open(world.admin) == 2
    with pytest.raises(NotAllowed):
        world.console.proposals.approve(world.support, str(own.id))
    with pytest.raises(NotAllowed):
        world.console.proposals.decline(world.support, str(own.id), answer="No")


def test_they_come_page_by_page_by_words_and_in_order(world: World) -> None:
    first = world.console.proposals.create(world.support, granted(world), reason="Dormida desde marzo")
    second = world.console.proposals.create(world.support, granted(world, "Bodega"), reason="Left")
    world.console.proposals.decline(world.admin, str(first.id), answer="Needed")

    def ids(query: ListQuery) -> list[int]:
        return [view.proposal.id for view in world.console.proposals.page(world.admin, query, 0, 9).rows]

    assert ids(ListQuery()) == [second.id, first.id]
    assert ids(ListQuery(only="open")) == [second.id]
    assert ids(ListQuery(text="MARZO")) == [first.id]
    assert ids(ListQuery(text="olavarria bodega")) == [second.id]
    assert ids(ListQuery(sort="consumer", descending=False)) == [second.id, first.id]
    assert ids(ListQuery(sort="status", descending=False)) == [second.id, first.id]
    with pytest.raises(Invalid):
        ids(ListQuery(only="blue"))


def test_of_those_proposed_in_the_same_moment_the_newest_comes_first(world: World) -> None:
    for name in ("Bodega", "Portal"):
        world.console.proposals.create(world.support, granted(world, name), reason="Dormant")
    # the world's clock stands still
    for query, names in (
        (ListQuery(sort="proposed"), ["Portal", "Bodega"]),
        (ListQuery(sort="proposed", descending=False), ["Bodega", "Portal"]),
    ):
        page = world.console.proposals.page(world.admin, query, start=0, most=10)
        assert [view.consumer.name for view in page.rows] == names

"""Events of proposals."""

from fracttal_console.domain.audit.event import Event


class ProposalCreated(Event):
    """Somebody proposed a revocation."""

    tag = "proposals:create"


class ProposalApproved(Event):
    """A proposal was approved; the revocation is an event of its own."""

    tag = "proposals:approve"


class ProposalDeclined(Event):
    """A proposal was declined; the reason is the answer that its author got."""

    tag = "proposals:decline"

"""Proposals: support asks for a revocation with a reason, a super administrator approves or declines."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from fracttal_console.domain.errors import Invalid, WrongState
from fracttal_console.domain.names import check_text


class ProposalStatus(StrEnum):
    """State of a proposal; of one authorization at most one is open."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody proposes to revoke and why, and what became of it; the names are those of that time."""

    id: int
    authorization_id: int
    reason: str
    status: ProposalStatus
    proposed_at: datetime
    proposed_by_id: int
    proposed_by: str
    decided_at: datetime | None = None
    decided_by: str = ""
    answer: str = ""
    version: int = 1

    def approved(self, now: datetime, by: str, answer: str) -> "Proposal":
        """Return the proposal approved; the answer may be empty.

        Raises:
            WrongState: it is decided already.
            Invalid: field `answer`: it breaks a rule of texts.
        """
        return self._decided(ProposalStatus.APPROVED, now, by, check_text("answer", answer))

    def declined(self, now: datetime, by: str, answer: str) -> "Proposal":
        """Return the proposal declined; who proposed it is owed an answer.

        Raises:
            WrongState: it is decided already.
            Invalid: field `answer`: it is empty or breaks a rule of texts.
        """
        return self._decided(ProposalStatus.DECLINED, now, by, check_stated("answer", answer))

    def _decided(self, status: ProposalStatus, now: datetime, by: str, answer: str) -> "Proposal":
        if self.status is not ProposalStatus.OPEN:
            raise WrongState("proposal", self.id, self.status)
        return replace(self, status=status, decided_at=now, decided_by=by, answer=answer)


def check_stated(field: str, value: str) -> str:
    """Return a text that must say something, in its stored form.

    Raises:
        Invalid: `empty`, or as in `check_text`.
    """
    text = check_text(field, value)
    if not text:
        raise Invalid(field, "empty")
    return text

"""The reviews page without its widgets: columns, panel, what can be decided."""

from collections.abc import Mapping, Sequence

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.audit import Event
from fracttal_console.domain.proposals import ProposalStatus
from fracttal_console.services.listing import ListQuery, Page
from fracttal_console.services.proposals import ProposalView
from fracttal_console.texts.brief import brief_ago, number, whole_moment
from fracttal_console.texts.catalogue import N_, NP_
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.paint import Pill, monogram
from fracttal_console.ui.permissions import allowed_rows
from fracttal_console.ui.tables.cells import Cell, Column, NameCell, PillCell, TextCell
from fracttal_console.ui.tables.presenter import Chosen, PageFact
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.panel_content import Action, Fact, Listed, PanelContent, Section, Words

_SUBSETS = {"open": N_("To decide"), "approved": N_("Approved"), "declined": N_("Declined")}
_PILLS: Mapping[ProposalStatus, tuple[str, tuple[str, str], str]] = {
    ProposalStatus.OPEN: ("message-square-warning", NP_("proposal state", "Open"), "info"),
    ProposalStatus.APPROVED: ("circle-check", NP_("proposal state", "Approved"), "ok"),
    ProposalStatus.DECLINED: ("circle-x", NP_("proposal state", "Declined"), "idle"),
}


class ReviewsPresenter:
    """Shows proposals."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.title = desk.texts.gettext("Reviews")
        self.search_hint = desk.texts.gettext("Consumer, person or reason")
        self.first_sort = ("proposed", True)

    def columns(self) -> Sequence[Column[ProposalView]]:
        """Return the columns from left to right."""
        desk, texts = self._desk, self._desk.texts

        def consumer(view: ProposalView) -> Cell:
            ink = "text" if view.proposal.status is ProposalStatus.OPEN else "text3"
            return NameCell(text=view.consumer.name, mark=monogram(view.consumer.name), ink=ink)

        def person(view: ProposalView) -> Cell:
            if view.person is None:
                return TextCell(text=texts.gettext("itself"), icon="bot")
            return TextCell(text=view.person.name, hint=view.person.email)

        def state(view: ProposalView) -> Cell:
            pill = self._pill(view)
            return PillCell(text=pill.word, pill=pill)

        def proposed(view: ProposalView) -> Cell:
            moment = view.proposal.proposed_at
            return TextCell(text=brief_ago(moment, desk.now(), texts), hint=whole_moment(moment, texts))

        return (
            Column(texts.gettext("Consumer"), 170, consumer, "consumer"),
            Column(texts.gettext("Person"), 124, person),
            Column(texts.gettext("Why it should end"), 0, lambda view: TextCell(text=view.proposal.reason, ink="text")),
            Column(texts.gettext("State"), 116, state, "status"),
            Column(texts.gettext("Proposed by"), 130, lambda view: TextCell(text=view.proposal.proposed_by), "by"),
            Column(texts.gettext("When"), 96, proposed, "proposed", first_down=True),
        )

    def key(self, row: ProposalView) -> int:
        """Return the id."""
        return row.proposal.id

    def page(self, query: ListQuery, start: int, most: int) -> Page[ProposalView]:
        """Return rows of a query."""
        return self._desk.base.proposals.page(self._desk.actor, query, start, most)

    def facts(self) -> tuple[PageFact, ...]:
        """Return how many are to be decided."""
        texts = self._desk.texts
        count = self._desk.base.proposals.number_open(self._desk.actor)
        if self._decides:
            words = texts.ngettext("{n} to decide", "{n} to decide", count)
        else:
            words = texts.ngettext("{n} of yours is to be decided", "{n} of yours are to be decided", count)
        return (PageFact(words.format(n=number(count, texts)), "open" if count else ""),)

    def name_of(self, only: str) -> str:
        """Return what a named subset is called."""
        return self._desk.texts.gettext(_SUBSETS[only])

    def query(self, text: str, only: str, sort: str, *, descending: bool) -> ListQuery:
        """Return the query for what a person typed and chose."""
        return ListQuery(text=text, only=only, sort=sort, descending=descending)

    def describe(self, row: ProposalView) -> PanelContent:
        """Describe one proposal: what, why, and what became of it."""
        texts, permissions = self._desk.texts, row.authorization.permissions
        whom = texts.gettext("acts for itself") if row.person is None else texts.gettext("for {person}")
        rows = allowed_rows(permissions, self._desk.base.catalogue, texts)
        count = texts.ngettext("{n} permission", "{n} permissions", len(permissions))
        return PanelContent(
            title=row.consumer.name,
            subtitle=whom.format(person=row.person.name if row.person else ""),
            mark=row.consumer.name,
            pills=(self._pill(row),),
            actions=self.menu(Chosen(1, (row,))),
            sections=(
                self._proposed(row),
                *self._decided(row),
                Section(texts.gettext("May do"), rows, count.format(n=len(permissions))),
            ),
        )

    def describe_several(self, chosen: Chosen[ProposalView]) -> PanelContent:
        """Describe several proposals; each is decided for itself."""
        texts = self._desk.texts
        title = texts.ngettext("{n} proposal chosen", "{n} proposals chosen", chosen.number)
        rows = tuple(Listed(row.consumer.name, row.proposal.reason, self._pill(row)) for row in chosen.rows[:12])
        return PanelContent(
            title=title.format(n=number(chosen.number, texts)), sections=(Section(texts.gettext("Chosen"), rows),)
        )

    def menu(self, chosen: Chosen[ProposalView]) -> tuple[Action, ...]:
        """Return how the chosen proposal can be decided."""
        if chosen.number != 1 or not chosen.rows or not self._decides:
            return ()
        if chosen.rows[0].proposal.status is not ProposalStatus.OPEN:
            return ()
        texts = self._desk.texts
        return (
            Action("decline", texts.gettext("Decline…"), "circle-x", shortcut="K"),
            Action("approve", texts.gettext("Approve…"), "ban", Kind.DANGER, "R"),
            Action("skip", texts.gettext("Skip"), "skip-forward", shortcut="S"),
        )

    def concerned(self, events: Sequence[Event]) -> bool:
        """Tell whether a row may look different after these events."""
        return any(event.tag.startswith(("proposals:", "authorizations:")) for event in events)

    @property
    def _decides(self) -> bool:
        return self._desk.session.may(Operation.PROPOSALS_DECIDE)

    def _pill(self, view: ProposalView) -> Pill:
        icon, word, tone = _PILLS[view.proposal.status]
        return Pill(icon, self._desk.texts.pgettext(*word), tone)

    def _proposed(self, row: ProposalView) -> Section:
        texts, proposal = self._desk.texts, row.proposal
        ago = brief_ago(proposal.proposed_at, self._desk.now(), texts)
        facts = (
            Fact(texts.gettext("Proposed by"), proposal.proposed_by),
            Fact(texts.gettext("When"), ago, hint=whole_moment(proposal.proposed_at, texts)),
        )
        return Section(texts.gettext("Proposal"), (Words(proposal.reason), *facts))

    def _decided(self, row: ProposalView) -> tuple[Section, ...]:
        texts, proposal = self._desk.texts, row.proposal
        if proposal.decided_at is None:
            return ()
        ago = brief_ago(proposal.decided_at, self._desk.now(), texts)
        facts = (
            Fact(texts.gettext("Decided by"), proposal.decided_by),
            Fact(texts.gettext("When"), ago, hint=whole_moment(proposal.decided_at, texts)),
        )
        words = (Words(proposal.answer),) if proposal.answer else ()
        return (Section(texts.gettext("Answer"), (*words, *facts)),)

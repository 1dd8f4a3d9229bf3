"""What the lists of API keys and of OAuth consumers say and offer alike."""

from collections.abc import Callable
from datetime import datetime

from fracttal_console.domain.credentials import CredentialStatus
from fracttal_console.domain.impact import IN_USE_WITHIN
from fracttal_console.domain.usage import Use
from fracttal_console.services.listing import ListQuery
from fracttal_console.texts.brief import number
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.ui.credentials.facets import ACTIVE, UNUSED
from fracttal_console.ui.tables.presenter import PageFact
from fracttal_console.ui.widgets.panel_content import Action

SUBSETS = {"active": N_("Only active"), "unused": N_("Not used in 90 days")}
"""The named subsets, by the services' words for them."""


def activity_facts(
    texts: Texts, matching: Callable[[ListQuery], int], words: Callable[[int], str]
) -> tuple[PageFact, ...]:
    """Return how many are active, and how many of them nobody uses.

    Args:
        texts: the person's language.
        matching: how many match a query.
        words: how a number of active ones is said, with {n} in place of the number.
    """
    active, unused = matching(ListQuery(facets=ACTIVE)), matching(ListQuery(facets=UNUSED))
    facts = [PageFact(words(active).format(n=number(active, texts)), facets=ACTIVE if active else {})]
    if unused:
        said = texts.ngettext("{n} not used in 90 days", "{n} not used in 90 days", unused)
        facts.append(PageFact(said.format(n=number(unused, texts)), facets=UNUSED))
    return tuple(facts)


def verbs(texts: Texts, status: CredentialStatus, end: Action, *, in_use: bool = False) -> tuple[Action, ...]:
    """Return what can be done with a credential.

    Args:
        texts: the person's language.
        status: of the credential.
        end: how its kind is ended for good.
        in_use: whether disabling it is asked about first.
    """
    if status is CredentialStatus.REVOKED:
        return ()
    edit = Action("edit", texts.gettext("Edit…"), "pencil", shortcut="F2")
    if status is CredentialStatus.ACTIVE:
        disable = texts.gettext("Disable…") if in_use else texts.gettext("Disable")
        return (edit, Action("disable", disable, "circle-off"), end)
    return (edit, Action("enable", texts.gettext("Enable"), "circle-check"), end)


def used_lately(use: Use | None, now: datetime) -> bool:
    """Tell whether it was used so lately that whoever ends it should see what would notice."""
    return use is not None and now - use.at <= IN_USE_WITHIN

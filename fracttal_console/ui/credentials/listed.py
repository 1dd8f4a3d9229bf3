"""What the lists of API keys and of OAuth consumers say and offer alike."""

from collections.abc import Callable
from datetime import datetime

from fracttal_console.domain.credentials import Credential, CredentialStatus
from fracttal_console.domain.impact import IN_USE_WITHIN
from fracttal_console.domain.usage import Use
from fracttal_console.services.listing import ListQuery
from fracttal_console.texts.brief import number
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.trial.steps import needs_secret
from fracttal_console.ui.credentials.facets import ACTIVE, UNUSED
from fracttal_console.ui.tables.presenter import PageFact
from fracttal_console.ui.widgets.panel_content import Action

SUBSETS = {"active": N_("Only active"), "unused": N_("Not used in 90 days"), "bin": N_("Bin")}
"""The named subsets, by the services' words for them."""


def activity_facts(
    texts: Texts, matching: Callable[[ListQuery], int], words: Callable[[int], str]
) -> tuple[PageFact, ...]:
    """Return how many are active, how many of them nobody uses, and how many can be restored.

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
    binned = matching(ListQuery(only="bin"))
    if binned:
        said = texts.ngettext("{n} in the bin", "{n} in the bin", binned)
        facts.append(PageFact(said.format(n=number(binned, texts)), "bin"))
    return tuple(facts)


def verbs(
    texts: Texts, credential: Credential, now: datetime, end: Action, *, secrets: int, in_use: bool = False
) -> tuple[Action, ...]:
    """Return what can be done with a credential.

    Args:
        texts: the person's language.
        credential: the one that is chosen.
        now: the moment (UTC).
        end: how its kind is ended.
        secrets: how many of its secrets work; none of a public consumer.
        in_use: whether disabling it is asked about first.
    """
    if credential.ended:
        restore = Action("restore", texts.gettext("Restore"), "archive-restore")
        return (restore,) if credential.restorable(now) else ()
    edit = Action("edit", texts.gettext("Edit…"), "pencil", shortcut="F2")
    if credential.status is CredentialStatus.ACTIVE:
        words = texts.gettext("Disable…") if in_use else texts.gettext("Disable")
        switch = Action("disable", words, "circle-off")
    else:
        switch = Action("enable", texts.gettext("Enable"), "circle-check")
    if not needs_secret(credential):
        return (edit, snippets_verb(texts), try_verb(texts), switch, end)
    if not secrets:
        return (edit, switch, end)
    return (edit, secret_verb(texts, secrets), snippets_verb(texts), try_verb(texts), switch, end)


def reading_verbs(texts: Texts, credential: Credential, *, secrets: int) -> tuple[Action, ...]:
    """Return what can be done with a credential by who changes nothing."""
    if credential.ended or (not secrets and needs_secret(credential)):
        return ()
    return ((secret_verb(texts, secrets),) if secrets > 1 else ()) + (snippets_verb(texts),)


def snippets_verb(texts: Texts) -> Action:
    """Return how programs for the integrator are shown."""
    return Action("snippets", texts.gettext("Snippets…"), "code-xml")


def try_verb(texts: Texts) -> Action:
    """Return how the real flow is walked with it."""
    return Action("try", texts.gettext("Try it…"), "play")


def secret_verb(texts: Texts, secrets: int) -> Action:
    """Return how the secrets are looked after: begin a rotation, or see the one that goes on."""
    if secrets > 1:
        return Action("follow", texts.gettext("See rotation…"), "refresh-cw")
    return Action("rotate", texts.gettext("Rotate…"), "refresh-cw")


def used_lately(use: Use | None, now: datetime) -> bool:
    """Tell whether it was used so lately that whoever ends it should see what would notice."""
    return use is not None and now - use.at <= IN_USE_WITHIN

"""The question before requests that are in use begin to be refused, in numbers; the safe answer goes on editing."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fracttal_console.domain.what_if import Affected, WhatIf
from fracttal_console.texts.brief import number
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.what_if import fewer_may, refused_line, share_refused, verdict
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.permission_groups.what_if_view import KIND_ICONS

_NAMED = 4


def ask_before_refusing(desk: Desk, parent: QWidget, found: WhatIf, action: str, save: Callable[[], None]) -> Confirm:
    """Return the question; `save` is called where the answer is the word of the action."""
    texts = desk.texts
    hit = [one for one in found.affected if one.refused]
    consequences = [(KIND_ICONS[one.kind], _said(one, texts)) for one in hit[:_NAMED]]
    if len(hit) > _NAMED:
        more = len(hit) - _NAMED
        words = texts.ngettext("and {n} more", "and {n} more", more)
        consequences.append(("users", words.format(n=number(more, texts))))
    if found.authorizations:
        consequences.append(("user-key", fewer_may(found, texts)))
    consequences.append(("ban", texts.gettext("It counts from the next request on.")))
    title = texts.ngettext("Refuse {n} request like these?", "Refuse {n} requests like these?", found.refused)
    return Confirm(
        desk,
        parent,
        title=title.format(n=number(found.refused, texts)),
        subtitle=verdict(found, texts),
        consequences=consequences,
        safe=texts.gettext("Go on editing"),
        action=action,
        icon="triangle-alert",
        then=lambda _reason: save(),
    )


def _said(one: Affected, texts: Texts) -> str:
    # Translators: a name, how many of its requests, and the most frequent kind of them.
    words = texts.gettext("{name}: {share} ({most})")
    return words.format(name=one.name, share=share_refused(one, texts), most=refused_line(one.refused[0], texts))

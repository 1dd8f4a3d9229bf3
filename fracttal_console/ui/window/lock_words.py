"""What the lock says: who, why and when, and what became of what was being edited."""

from fracttal_console.domain.actors import Actor
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.start.sign_in import Locked
from fracttal_console.ui.window.person_menu import role_name


def locked_words(texts: Texts, actor: Actor, company: str, *, why: str, time: str, minutes: int, kept: bool) -> Locked:
    """Return the words of the lock.

    Args:
        texts: of the person's language.
        actor: who is locked out.
        company: whose base it is.
        why: idle, asked, hidden, asleep, screen or ended.
        time: of the lock, as it is shown.
        minutes: after how long without activity the window locks.
        kept: whether something was being edited.
    """
    reasons = {
        "idle": texts.ngettext(
            "Locked at {time}: {n} minute without activity",
            "Locked at {time}: {n} minutes without activity",
            minutes,
        ),
        "asked": texts.gettext("Locked at {time}: you asked for it"),
        "hidden": texts.gettext("Locked at {time}: the window was put by"),
        "asleep": texts.gettext("Locked at {time}: the computer slept"),
        "screen": texts.gettext("Locked at {time}: the screen was locked"),
        "ended": texts.gettext("Locked at {time}: your account was changed"),
    }
    return Locked(
        name=actor.name,
        role=role_name(actor.role, texts),
        company=company,
        why=reasons[why].format(time=time, n=minutes),
        kept=texts.gettext("What you were editing is kept.") if kept else texts.gettext("Nothing was lost."),
    )

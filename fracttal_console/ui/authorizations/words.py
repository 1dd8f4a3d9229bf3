"""What is asked and said around acts on authorizations."""

from fracttal_console.domain.impact import Impact
from fracttal_console.services.authorization_acts import Acted
from fracttal_console.services.authorizations import AuthorizationView
from fracttal_console.texts.brief import number
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.listing import listed
from fracttal_console.ui.impact_dialog import ImpactQuestion

_NAMED = 3


def asked_of_one(view: AuthorizationView, texts: Texts) -> ImpactQuestion:
    """Ask about revoking one."""
    name = view.consumer.name
    person = texts.gettext("acts for itself") if view.person is None else texts.gettext("for {person}")
    return ImpactQuestion(
        title=texts.gettext("Revoke {name}?").format(name=name),
        subtitle=person.format(person=view.person.name if view.person else ""),
        safe=texts.gettext("Keep it"),
        action=texts.gettext("Revoke"),
        word=name,
        typed=texts.gettext("It is in use. Type {word} to go on"),
        foot=texts.gettext("You can undo for 5 minutes."),
        gentler=(
            texts.gettext("Not sure? Suspend stops it too and can be resumed."),
            texts.gettext("Suspend instead"),
        ),
    )


def asked_of_several(impact: Impact, texts: Texts) -> ImpactQuestion:
    """Ask about revoking several."""
    count, names = impact.things, impact.consumers
    shown = number(count, texts)
    question = texts.ngettext("Revoke {n} authorization?", "Revoke {n} authorizations?", count)
    return ImpactQuestion(
        title=question.format(n=shown),
        subtitle=listed(names, texts) if len(names) <= _NAMED else ", ".join((*names[:_NAMED], "…")),
        safe=texts.gettext("Keep them"),
        action=texts.ngettext("Revoke {n}", "Revoke {n}", count).format(n=shown),
        # Translators: the word that a person types to confirm; one word in small letters.
        word=texts.pgettext("typed to confirm", "revoke"),
        typed=texts.gettext("They are in use. Type {word} to go on"),
        foot=texts.gettext("You can undo for 5 minutes."),
        gentler=(
            texts.gettext("Not sure? Suspend stops them too and can be resumed."),
            texts.gettext("Suspend instead"),
        ),
    )


def revoked_one(view: AuthorizationView, texts: Texts) -> str:
    """Say which one was revoked."""
    if view.person is None:
        return texts.gettext("Revoked: {consumer}").format(consumer=view.consumer.name)
    words = texts.gettext("Revoked: {consumer} for {person}")
    return words.format(consumer=view.consumer.name, person=view.person.name)


def doing(verb: str, texts: Texts) -> str:
    """Say what is being done to several."""
    return {
        "suspend": texts.gettext("Suspending authorizations"),
        "resume": texts.gettext("Resuming authorizations"),
        "end": texts.gettext("Revoking authorizations"),
        "undo": texts.gettext("Undoing revocations"),
    }[verb]


def done(verb: str, acted: Acted, texts: Texts) -> str:
    """Say how many were changed, and that the rest is as it was where it was stopped."""
    n = len(acted.done)
    words = {
        "suspend": texts.ngettext("{n} authorization suspended", "{n} authorizations suspended", n),
        "resume": texts.ngettext("{n} authorization resumed", "{n} authorizations resumed", n),
        "end": texts.ngettext("{n} authorization revoked", "{n} authorizations revoked", n),
        "undo": texts.ngettext("{n} revocation undone", "{n} revocations undone", n),
    }[verb].format(n=number(n, texts))
    if not acted.stopped:
        return words
    return texts.gettext("Stopped. {done}; the rest is as it was.").format(done=words)

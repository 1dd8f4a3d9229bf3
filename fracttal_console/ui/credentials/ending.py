"""What is asked before a credential that is in use is stopped or ended."""

from dataclasses import dataclass

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.impact import ImpactLine
from fracttal_console.ui.impact_dialog import ImpactQuestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How ending one is asked about: the question, the verb and its picture, what follows, and what leads back."""

    title: str
    action: str
    icon: str
    consequences: tuple[tuple[str, str], ...]
    way_back: str


def asked_before_disabling(name: str, ref: str, texts: Texts) -> ImpactQuestion:
    """Ask about disabling one."""
    return ImpactQuestion(
        title=texts.gettext("Disable {name}?").format(name=name),
        subtitle=ref,
        safe=texts.gettext("Leave it on"),
        action=texts.gettext("Disable"),
        word=name,
        typed=texts.gettext("It is in use. Type {word} to go on"),
        icon="circle-off",
        foot=texts.gettext("It can be enabled again."),
        asks_reason=False,
    )


def asked_before_retiring(name: str, subtitle: str, title: str, action: str, texts: Texts) -> ImpactQuestion:
    """Ask about retiring what a credential called `name` proves itself by."""
    return ImpactQuestion(
        title=title,
        subtitle=subtitle,
        safe=texts.gettext("Keep it"),
        action=action,
        word=name,
        typed=texts.gettext("It is in use. Type {word} to go on"),
        foot=texts.gettext("It cannot be undone."),
        more=(ImpactLine("ban", texts.gettext("At once"), texts.gettext("The next request with it is refused.")),),
        asks_reason=False,
    )


def asked_before_ending(name: str, ref: str, texts: Texts, ending: Ending) -> ImpactQuestion:
    """Ask about ending one."""
    return ImpactQuestion(
        title=ending.title,
        subtitle=ref,
        safe=texts.gettext("Keep it"),
        action=ending.action,
        word=name,
        typed=texts.gettext("It is in use. Type {word} to go on"),
        icon=ending.icon,
        foot=ending.way_back,
        asks_reason=False,
    )

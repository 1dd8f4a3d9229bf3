"""What is asked before a credential that is in use is stopped or ended."""

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.impact import ImpactLine
from fracttal_console.ui.impact_dialog import ImpactQuestion


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


def asked_before_ending(name: str, ref: str, texts: Texts, *, title: str, action: str, icon: str) -> ImpactQuestion:
    """Ask about ending one for good."""
    final = texts.gettext("It cannot be undone. To stop it for a while, disable it instead.")
    return ImpactQuestion(
        title=title,
        subtitle=ref,
        safe=texts.gettext("Keep it"),
        action=action,
        word=name,
        typed=texts.gettext("It is in use. Type {word} to go on"),
        icon=icon,
        more=(ImpactLine("rotate-ccw", texts.gettext("For good"), final),),
        asks_reason=False,
    )

"""What is asked before an edit is saved that takes something away from a credential in use."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.edit_losses import Loss, Lost
from fracttal_console.domain.errors import ConsoleError
from fracttal_console.domain.impact import EditImpact
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.edit_losses import loss_words
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.impact import ImpactLine
from fracttal_console.ui.impact_dialog import ImpactDialog, ImpactQuestion
from fracttal_console.ui.operations import Lane

_ICONS = {
    Lost.REDIRECT_URIS: "link",
    Lost.NETWORKS: "map-pin",
    Lost.DEVICES: "smartphone",
}


def weigh_edit(
    desk: Desk,
    parent: QWidget,
    credential: Credential,
    read: Callable[[], EditImpact],
    *,
    save: Callable[[], None],
    leave: Callable[[], None],
    fail: Callable[[ConsoleError], None],
) -> None:
    """Save at once what nobody would notice; ask about the rest.

    Args:
        desk: the tools of the window.
        parent: the form over which it is asked.
        credential: what is edited.
        read: asks the services, beside the window.
        save: saves the edit.
        leave: lets the form go on as it is.
        fail: takes a known failure of reading.
    """

    def show(found: EditImpact) -> None:
        if not found.noticed:
            save()
        elif parent.isVisible():
            question = asked_before_edit(credential, found.losses, desk.texts)
            dialog = ImpactDialog(desk, parent, found.impact, question, then=lambda _reason: save())
            dialog.rejected.connect(leave)
            dialog.open()
        else:
            # locked meanwhile: nothing may open over that, and the form is as it was
            leave()

    desk.operations.run(parent, read, show, fail, lane=Lane.READ)


def asked_before_edit(credential: Credential, losses: tuple[Loss, ...], texts: Texts) -> ImpactQuestion:
    """Ask about an edit, with what it takes away."""
    more = tuple(ImpactLine(_ICONS.get(loss.kind, "ban"), *loss_words(loss, texts), "bad") for loss in losses)
    return ImpactQuestion(
        title=texts.gettext("Take this away from {name}?").format(name=credential.name),
        subtitle=credential.public_id,
        safe=texts.gettext("Go on editing"),
        action=texts.gettext("Save"),
        word=credential.name,
        typed=texts.gettext("It is in use. Type {word} to go on"),
        icon="pencil",
        foot=texts.gettext("It can be set again as it was."),
        more=more,
        asks_reason=False,
    )

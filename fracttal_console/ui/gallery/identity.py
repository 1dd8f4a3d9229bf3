"""Pictures of people, settings, codes and the step-up; what looks like a secret in them is none."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.second_factors import NewTotp
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.people.dialog import PersonDialog
from fracttal_console.ui.settings.codes import CodesDialog
from fracttal_console.ui.step_up import StepUpDialog
from fracttal_console.ui.tables.list_page import ListPage

_LETTERS = "EXAMPLE" * 4 + "EXAM"
_URI = f"otpauth://totp/Quillahue:lucia.ferreyra%40quillahue.example?secret={_LETTERS}&issuer=Quillahue"

Shown = Callable[[Any], AbstractContextManager[Any]]


def take_identity(desk: Desk, page: ListPage[Any], shown: Shown, take: Callable[[str], None]) -> None:
    """Take the dialogs about people and the own account.

    Args:
        desk: of the main window.
        page: of people.
        shown: shows a dialog while its block runs.
        take: takes a picture under a name.
    """
    with shown(PersonDialog(desk, page, None)) as person:
        person.name.setText("Iara Nunes")
        person.email.setText("iara.nunes@quillahue")
        take("26-invite-person")
    with shown(StepUpDialog(desk, page)):
        take("27-step-up")
    with shown(CodesDialog(desk, page)) as codes:
        codes.show_secret(NewTotp(SecretText(_URI), SecretText(_LETTERS)))
        take("28-codes")

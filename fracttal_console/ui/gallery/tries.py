"""Pictures of *Try it*: what it asks for, and the steps of a walk."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.trial.steps import Outcome, Step
from fracttal_console.ui.credentials.try_dialog import TryDialog
from fracttal_console.ui.desk import Desk

Taken = Callable[[QDialog, str], None]
"""Shows a dialog, takes its picture under a name, and puts it away."""

_STEPS = (
    Step(
        code="metadata",
        outcome=Outcome.HELD,
        sent=("GET /.well-known/oauth-authorization-server",),
        answered=("200 OK", "issuer: http://127.0.0.1:8750", "token_endpoint: http://127.0.0.1:8750/oauth/token"),
        status=200,
        milliseconds=4,
    ),
    Step(
        code="token",
        outcome=Outcome.FAILED,
        sent=("POST /oauth/token", "Authorization: Basic …", "grant_type=client_credentials"),
        answered=("401 Unauthorized", "error: invalid_client"),
        status=401,
        milliseconds=11,
        cause="other_status",
        findings=(("secret_wrong", {}),),
    ),
)


def try_pictures(desk: Desk, page: QWidget, taken: Taken) -> None:
    """Take the dialog before and after a walk whose secret was wrong, for the first consumer of its kind."""
    consumers = (view.consumer for view in desk.base.consumers.all(desk.actor))
    job = next((one for one in consumers if one.grant is GrantType.CLIENT_CREDENTIALS and not one.ended), None)
    if job is None:
        return
    taken(TryDialog(desk, page, job, lambda: job), "31-try-it")
    walked = TryDialog(desk, page, job, lambda: job)
    walked.show_walk(_STEPS, held=False)
    taken(walked, "32-try-it-steps")

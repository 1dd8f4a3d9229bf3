"""Who is asking."""

from datetime import datetime

from fracttal_console.domain.errors.tree import ConsoleError


class SignInFailed(ConsoleError):
    """E-mail or password wrong, or the account is disabled: never said which."""

    code = "sign_in_failed"


class SignInThrottled(ConsoleError):
    """Too many failed attempts; `seconds` until the next one is looked at."""

    code = "sign_in_throttled"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds


class SessionEnded(ConsoleError):
    """The browser session is unknown, expired or was signed out."""

    code = "session_ended"


class TotpNeeded(ConsoleError):
    """The password was right, and this person signs in with a code as well.

    `person_id` and `at` say who proved the password, and when: for a page that asks for the code next.
    """

    code = "totp_needed"

    def __init__(self, person_id: int, at: datetime) -> None:
        super().__init__()
        self.person_id = person_id
        self.at = at


class TotpWrong(ConsoleError):
    """The code is wrong, of another time, or was used already."""

    code = "totp_wrong"


class TotpExists(ConsoleError):
    """The person has a second factor already; nothing was changed."""

    code = "totp_exists"


class TotpAbsent(ConsoleError):
    """The person has no second factor; nothing was changed."""

    code = "totp_absent"


class InvitationEnded(ConsoleError):
    """The link was used, is older than it may be, was replaced by another, or never existed: never said which."""

    code = "invitation_ended"


class StepUpNeeded(ConsoleError):
    """The operation asks for a fresh proof of the password; nothing was done."""

    code = "step_up_needed"


class OperatorMissing(ConsoleError):
    """The command needs to know as whom it acts."""

    code = "operator_missing"


class PasswordFileUnreadable(ConsoleError):
    """The password file is missing, unreadable or empty."""

    code = "password_file_unreadable"

    def __init__(self, path: str) -> None:
        super().__init__(path=path)

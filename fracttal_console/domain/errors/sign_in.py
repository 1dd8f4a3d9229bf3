"""Who is asking."""

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

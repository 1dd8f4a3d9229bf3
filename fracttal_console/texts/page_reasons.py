"""What the error page says, by cause: a heading and the reason with what to do."""

from collections.abc import Mapping

from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.filling import fill

_HEADINGS: Mapping[str, str] = {
    "client_unknown": N_("This application is not registered"),
    "client_disabled": N_("This application is disabled"),
    "redirect_missing": N_("The return address is missing"),
    "redirect_unregistered": N_("The return address is not registered"),
    "pushed_request_ended": N_("The application's request has ended"),
    "parameter_repeated": N_("The application's request is malformed"),
    "form_expired": N_("This form has expired"),
    "session_ended": N_("You are signed out"),
    "nothing_to_grant": N_("There is nothing to allow"),
    "invitation_ended": N_("This link does not work any more"),
    "internal": N_("Something failed on our side"),
    "page_not_found": N_("This page does not exist"),
    "throttled": N_("Too many attempts"),
    "provider_unavailable": N_("The sign-in of your company does not answer"),
    "provider_refused": N_("You were not signed in"),
    "email_unproven": N_("Your e-mail address is not confirmed"),
    "account_missing": N_("You have no account here"),
}

_REASONS: Mapping[str, str] = {
    "client_unknown": N_(
        "You were not sent on. No application with this key is registered here. "
        "Tell the application's provider, or go back and try its newest version."
    ),
    "client_disabled": N_(
        "You were not sent on. The company has disabled this application. Ask the person in charge at your company."
    ),
    "redirect_missing": N_(
        "You were not sent on. The application did not say where to take you afterwards. Tell its provider."
    ),
    "redirect_unregistered": N_(
        "You were not sent on. The application wants to take you to {uri}, which is not registered for it. "
        "Tell its provider; do not open that address yourself."
    ),
    "parameter_repeated": N_(
        "You were not sent on. The application sent the same value twice, and it is not clear which one counts. "
        "Tell its provider."
    ),
    "pushed_request_ended": N_(
        "You were not sent on. The application's request was decided on already or is too old. "
        "Go back to the application and start again there."
    ),
    "form_expired": N_(
        "Nothing was changed. The form was open for too long or was opened in another window. Go back and start again."
    ),
    "session_ended": N_(
        "Nothing was changed. Your session was not used for a while or was closed elsewhere. Go back and sign in again."
    ),
    "nothing_to_grant": N_(
        "Nothing was allowed. Your permission group includes none of what the application asks for. "
        "Ask the person in charge at your company for another permission group."
    ),
    "invitation_ended": N_(
        "No password was set. The link was used already, is too old, or was replaced by a newer one. "
        "Ask whoever gave it to you for a new one."
    ),
    "internal": N_(
        "Your request was not completed. The reason is recorded under the number {incident}. "
        "Try again; if it fails again, give this number to the person in charge at your company."
    ),
    "provider_unavailable": N_(
        "You were not signed in. Your company's sign-in cannot be reached or does not answer as it should. "
        "Try again in a few minutes, or sign in with your password."
    ),
    "provider_refused": N_(
        "Your company's sign-in did not confirm who you are, or it was cancelled. "
        "Start again; if it fails again, tell the person in charge at your company."
    ),
    "email_unproven": N_(
        "You were not signed in. Your company's sign-in knows you, but does not confirm your e-mail address. "
        "Ask the person in charge at your company."
    ),
    "account_missing": N_(
        "You were not signed in. No active account here has the e-mail address that your company's sign-in confirmed. "
        "Ask the person in charge at your company."
    ),
    "page_not_found": N_(
        "There is nothing at this address. It may be mistyped or out of date. Go back and start again."
    ),
}


def page_heading(cause: str, texts: Texts) -> str:
    """Return the error page's heading for a cause; an unknown cause is an internal one."""
    return texts.gettext(_HEADINGS.get(cause, _HEADINGS["internal"]))


def page_reason(cause: str, texts: Texts, **values: object) -> str:
    """Say what happened, why, and what to do, as plain text; the page escapes it.

    Args:
        cause: one of `PAGE_CAUSES`; any other counts as `internal`.
        texts: language to say it in.
        values: `uri` for `redirect_unregistered`, `incident` for `internal`, `seconds` (int) for `throttled`.
    """
    if cause == "throttled":
        return _throttled(int(str(values.get("seconds", 60))), texts)
    return fill(texts.gettext(_REASONS.get(cause, _REASONS["internal"])), values)


def _throttled(seconds: int, texts: Texts) -> str:
    return texts.ngettext(
        "You were not signed in. There were too many failed attempts. Wait {n} second, then try again.",
        "You were not signed in. There were too many failed attempts. Wait {n} seconds, then try again.",
        seconds,
    ).format(n=seconds)


PAGE_CAUSES = frozenset(_HEADINGS)

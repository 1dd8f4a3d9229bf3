"""What the request doctor finds in a pasted request, in words and with what to do."""

from collections.abc import Mapping

from fracttal_console.domain.refusals import RefusalFact
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.causes import CAUSES
from fracttal_console.texts.filling import fill
from fracttal_console.texts.refusals import REASONS

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400

FINDINGS: Mapping[str, tuple[str, str]] = {
    "mac_right": (
        N_("The signature is right"),
        "",
    ),
    "mac_fits_nothing": (
        N_("The signature fits no likely request"),
        N_(
            "Either the secret is another one, or something else differs. Compare the lines below with what "
            "the program signs."
        ),
    ),
    "clock_right": (
        N_("The clock is right: {skew} s"),
        "",
    ),
    "clock_ahead": (
        N_("The clock is {skew} s ahead"),
        N_("At most 60 s are accepted. Set the program's clock by NTP."),
    ),
    "clock_behind": (
        N_("Signed {late} ago"),
        N_("It would be refused now: at most 60 s are accepted. If the program had just sent it, its clock is behind."),
    ),
    "payload_right": (
        N_("The payload hash is right"),
        "",
    ),
    "permission_there": (
        N_("{group} allows {needed}"),
        "",
    ),
    "permission_missing": (
        N_("Needs {needed}; group {group} has {has}"),
        N_("Add the permission to the group, or ask for less."),
    ),
    "permission_missing_all": (
        N_("Needs {needed}; group {group} has none of it"),
        N_("Add the permission to the group, or ask for less."),
    ),
    "permission_not_granted": (
        N_("Needs {needed}, which was not granted"),
        N_("The group allows it: let the person consent again, with a wider scope."),
    ),
    "request_missing": (
        N_("The request itself is missing"),
        N_("Paste the whole curl line or request to compare method, path, host and port."),
    ),
    "signed_other_method": (
        N_("Signed the method {signed}, sent {expected}"),
        N_("Sign the method that is sent."),
    ),
    "signed_other_resource": (
        N_("Signed the path {signed}, sent {expected}"),
        N_("Path and query must be the very same, with or without the slash at the end."),
    ),
    "signed_other_host": (
        N_("Signed the host {signed}, expected {expected}"),
        N_("Behind a proxy, name the outer host in the setting for Hawk hosts."),
    ),
    "signed_other_port": (
        N_("Signed the port {signed}, expected {expected}"),
        N_("Sign the port that clients see: 443 for https without a number."),
    ),
    "signed_other_hash": (
        N_("Signed without the payload hash that was sent"),
        N_("The hash must be inside the signed text."),
    ),
    "signed_other_ext": (
        N_("Signed without the ext that was sent"),
        N_("What ext says must be inside the signed text."),
    ),
    "token_good": (
        N_("The token is good"),
        "",
    ),
    "token_damaged": (
        N_("This is no access token of this program"),
        N_("It was cut or mistyped: its checksum does not fit."),
    ),
    "secret_as_token": (
        N_("A secret was sent as a token"),
        N_("Exchange it for an access token at the token endpoint. It may have leaked: make a new one."),
    ),
    "refresh_as_token": (
        N_("A refresh token was sent as an access token"),
        N_("Exchange it for an access token at the token endpoint."),
    ),
    "code_as_token": (
        N_("An authorization code was sent as a token"),
        N_("Exchange it for an access token at the token endpoint."),
    ),
    "redirect_registered": (
        N_("The redirect URI is registered"),
        "",
    ),
    "redirect_differs": (
        N_("The redirect URI differs at sign {place}: “{sent_part}” was sent, “{registered_part}” is registered"),
        N_("Correct it in the program, or add this exact one to the consumer."),
    ),
    "scope_everything": (
        N_("Asks for all that {group} allows"),
        "",
    ),
    "scope_inside": (
        N_("{group} allows the whole scope"),
        "",
    ),
    "secret_right": (
        N_("The secret is right"),
        "",
    ),
    "assertion_right": (
        N_("Signed by the key {kid}"),
        "",
    ),
    "secret_ended": (
        N_("The secret was retired or has expired"),
        N_("Store the current one in the program, or make a new one."),
    ),
    "public_without_secret": (
        N_("Public consumer, no secret needed"),
        "",
    ),
    "not_understood": (
        N_("Nothing of this was understood"),
        N_(
            "Paste an Authorization header, a request with its headers, a curl line, or the URL of an "
            "authorization request."
        ),
    ),
}
"""What was found and what to do, by code; what is not here is said as the cause of a refusal is."""

BASE_LINES: Mapping[str, str] = {
    "kind": N_("Kind"),
    "ts": N_("Time"),
    "nonce": N_("Nonce"),
    "method": N_("Method"),
    "resource": N_("Path"),
    "host": N_("Host"),
    "port": N_("Port"),
    "hash": N_("Payload hash"),
    "ext": N_("Ext"),
}


def finding_title(code: str, facts: Mapping[str, RefusalFact], texts: Texts) -> str:
    """Say what was found."""
    if code == "authorization_ended" and str(facts.get("why")) in REASONS:
        return f"{texts.gettext(CAUSES[code][0])}: {texts.gettext(REASONS[str(facts['why'])])}"
    if code == "permission_missing" and not facts.get("has"):
        code = "permission_missing_all"
    words = FINDINGS.get(code) or CAUSES.get(code) or (code, "")
    values: dict[str, object] = {"late": _span(-int(facts.get("skew", 0)), texts), **facts}
    for name in ("sent_part", "registered_part"):
        values[name] = facts.get(name) or texts.gettext("nothing")
    return fill(texts.gettext(words[0]), values)


def finding_advice(code: str, texts: Texts) -> str:
    """Say what to do about a finding; "" where there is nothing to do."""
    words = FINDINGS.get(code) or CAUSES.get(code) or ("", "")
    return texts.gettext(words[1]) if words[1] else ""


def line_name(name: str, texts: Texts) -> str:
    """Return what a line of Hawk's base string is called."""
    return texts.gettext(BASE_LINES[name])


def _span(seconds: int, texts: Texts) -> str:
    if seconds < 2 * _MINUTE:
        return texts.gettext("{n} s").format(n=seconds)
    if seconds < 2 * _HOUR:
        return texts.gettext("{n} min").format(n=seconds // _MINUTE)
    if seconds < 2 * _DAY:
        return texts.gettext("{n} h").format(n=seconds // _HOUR)
    days = seconds // _DAY
    return texts.ngettext("{n} day", "{n} days", days).format(n=days)

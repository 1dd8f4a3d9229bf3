"""Refused requests in words: what happened, who refused, the facts."""

from collections.abc import Mapping

from fracttal_console.domain.refusals import RefusalFact
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.causes import CAUSES

REASONS: Mapping[str, str] = {
    "revoked": N_("It was revoked"),
    "suspended": N_("It is suspended"),
    "expired": N_("It has expired"),
    "consumer_disabled": N_("The consumer is disabled"),
    "person_disabled": N_("The person's account is disabled"),
    "unknown": N_("It is not known any more"),
}
"""Why an authorization has ended."""

KINDS: Mapping[str, str] = {
    "bearer": N_("Bearer token"),
    "hawk": N_("Hawk"),
    "basic": N_("Legacy Basic"),
    "token": N_("Token endpoint"),
    "revocation": N_("Revocation endpoint"),
    "introspection": N_("Introspection endpoint"),
    "authorization": N_("Authorization page"),
    "gateway": N_("Gateway"),
}
"""By whom a request was refused."""

FACTS: Mapping[str, str] = {
    "skew": N_("Clock difference"),
    "scope": N_("Scope"),
    "redirect_uri": N_("Redirect URI sent"),
    "expected_redirect_uri": N_("Redirect URI expected"),
    "grant_type": N_("Grant type sent"),
    "response_type": N_("Response type sent"),
    "networks": N_("Allowed networks"),
    "expected_host": N_("Host expected"),
    "hash_sent": N_("Payload hash sent"),
    "hash_expected": N_("Payload hash expected"),
    "content_type": N_("Content type"),
    "proof_target": N_("Address in the proof"),
    "sent_target": N_("Address of the request"),
    "signed_method": N_("Method signed"),
    "sent_method": N_("Method sent"),
    "why": N_("Reason"),
    "host_sent": N_("Host sent"),
    "header": N_("Header"),
    "content_encoding": N_("Content encoding"),
    "limit_bytes": N_("Limit in bytes"),
    "allowed_methods": N_("Methods allowed"),
}
"""What the facts of a refusal are called."""


def cause_title(cause: str, texts: Texts) -> str:
    """Say what happened; a cause of a newer version keeps its code."""
    return texts.gettext(CAUSES[cause][0]) if cause in CAUSES else cause


def cause_advice(cause: str, texts: Texts) -> str:
    """Say what to do about a cause."""
    return texts.gettext(CAUSES[cause][1]) if cause in CAUSES else ""


def kind_name(kind: str, texts: Texts) -> str:
    """Say by whom a request was refused."""
    return texts.gettext(KINDS.get(kind, kind))


def fact_name(name: str, texts: Texts) -> str:
    """Return what a fact of a refusal is called."""
    return texts.gettext(FACTS[name]) if name in FACTS else name.replace("_", " ")


def fact_value(name: str, value: RefusalFact, texts: Texts) -> str:
    """Write the value of a fact."""
    if name == "why":
        return texts.gettext(REASONS.get(str(value), str(value)))
    return f"{value:+d} s" if name == "skew" and isinstance(value, int) else str(value)

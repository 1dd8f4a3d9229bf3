"""Known failures in words: what happened, why, what to do."""

from collections.abc import Mapping

from fracttal_console.domain.errors import ConsoleError, Invalid, SignInThrottled
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.failures import (
    FAILURES,
    FEMININE_KINDS,
    KIND_ALIASES,
    NOT_FOUND,
    OTHER_NOT_FOUND,
    STATES_FEMININE,
    STATES_MASCULINE,
)
from fracttal_console.texts.filling import fill
from fracttal_console.texts.invalid import FIELDS, OTHER_FIELD, OTHER_RULE, RULES
from fracttal_console.texts.oauth import oauth_description
from fracttal_console.texts.page_reasons import page_heading, page_reason

# One door for everything that is said about failures.
__all__ = ["error_text", "oauth_description", "page_heading", "page_reason"]


def error_text(error: ConsoleError, texts: Texts) -> str:
    """Say a known failure in the person's language, as plain text; the skin escapes it."""
    if isinstance(error, Invalid):
        return _invalid(error, texts)
    if isinstance(error, SignInThrottled):
        return page_reason("throttled", texts, seconds=error.seconds)
    return fill(texts.gettext(_message(error)), _values(error, texts))


def _invalid(error: Invalid, texts: Texts) -> str:
    happened = texts.gettext(FIELDS.get(error.field, OTHER_FIELD))
    why_and_what = texts.gettext(RULES.get(error.rule, OTHER_RULE))
    return f"{happened} {fill(why_and_what, _with_fragment(error.params))}"


def _with_fragment(params: Mapping[str, object]) -> Mapping[str, object]:
    """Give the fragment of a URI with its #, whether or not the rule has cut it out already."""
    if "uri" not in params and "fragment" not in params:
        return params
    fragment = params.get("fragment") or str(params.get("uri", "")).partition("#")[2]
    return {**params, "fragment": "#" + str(fragment).removeprefix("#")}


def _message(error: ConsoleError) -> str:
    if error.code == "not_found":
        return NOT_FOUND.get(_kind(error), OTHER_NOT_FOUND)
    return FAILURES.get(error.code, FAILURES[ConsoleError.code])


def _values(error: ConsoleError, texts: Texts) -> Mapping[str, object]:
    status = error.params.get("status")
    if status is None:
        return error.params
    states = STATES_FEMININE if _kind(error) in FEMININE_KINDS else STATES_MASCULINE
    known = states.get(str(status))
    return {**error.params, "status": texts.pgettext(*known) if known else status}


def _kind(error: ConsoleError) -> str:
    kind = str(error.params.get("kind", ""))
    return KIND_ALIASES.get(kind, kind)

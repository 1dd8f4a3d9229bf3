"""What a what-if and advice on least privilege say, in one sentence each."""

from fracttal_console.domain.permission_advice import WATCHED_LEAST, PermissionAdvice
from fracttal_console.domain.what_if import Affected, RefusedCalls, WhatIf
from fracttal_console.texts.brief import number
from fracttal_console.texts.catalogue import Texts


def verdict(found: WhatIf, texts: Texts) -> str:
    """Say how many of the requests that were accepted would be refused."""
    if found.refused:
        words = texts.ngettext(
            "{n} of {all} requests of the last {days} days would be refused.",
            "{n} of {all} requests of the last {days} days would be refused.",
            found.refused,
        )
        return words.format(n=number(found.refused, texts), all=number(found.calls, texts), days=found.days)
    if not found.members:
        return texts.gettext("It limits nobody: nobody would notice.")
    if not found.calls:
        return texts.gettext("There was no request in the last {days} days.").format(days=found.days)
    return texts.gettext("No request of the last {days} days would be refused.").format(days=found.days)


def looked_at(found: WhatIf, texts: Texts) -> str:
    """Say how many requests were looked at, "" where the verdict says it or there was none."""
    if found.refused or not found.members or not found.calls:
        return ""
    words = texts.ngettext("There was {n}.", "There were {n}.", found.calls)
    return words.format(n=number(found.calls, texts))


def fewer_may(found: WhatIf, texts: Texts) -> str:
    """Say how many authorizations could do less, "" where none."""
    count = found.authorizations
    if not count:
        return ""
    words = texts.ngettext("{n} authorization could do less.", "{n} authorizations could do less.", count)
    return words.format(n=number(count, texts))


def share_refused(one: Affected, texts: Texts) -> str:
    """Say how many of one's own requests would be refused."""
    words = texts.ngettext("{n} of {all} requests", "{n} of {all} requests", one.calls)
    return words.format(n=number(one.refused_calls, texts), all=number(one.calls, texts))


def refused_line(line: RefusedCalls, texts: Texts) -> str:
    """Say which requests would be refused, how many, and of a person through which consumer."""
    said = texts.gettext("{path}: {n}").format(path=line.path, n=number(line.calls, texts))
    return texts.gettext("{what}, by {name}").format(what=said, name=line.through) if line.through else said


def advice_title(advice: PermissionAdvice, texts: Texts) -> str:
    """Say how much of what is allowed was used."""
    words = texts.ngettext(
        "Allowed {all}, used {n} in {days} day", "Allowed {all}, used {n} in {days} days", advice.days
    )
    return words.format(
        all=number(len(advice.allowed), texts), n=number(len(advice.used), texts), days=number(advice.days, texts)
    )


def advice_reason(advice: PermissionAdvice, texts: Texts) -> str:
    """Say what follows: that less would do, or why nothing is advised."""
    if advice.narrower is not None:
        words = texts.ngettext(
            "Without the others, none of {n} request would have been refused.",
            "Without the others, none of {n} requests would have been refused.",
            advice.calls,
        )
        return words.format(n=number(advice.calls, texts))
    if not advice.watched_enough:
        words = texts.ngettext(
            "Requests are known for {n} day; advice needs {least}.",
            "Requests are known for {n} days; advice needs {least}.",
            advice.days,
        )
        return words.format(n=number(advice.days, texts), least=WATCHED_LEAST)
    if not advice.used:
        return texts.gettext("Nothing was used: end it instead, if nobody needs it.")
    return texts.gettext("Everything whose use requests show was used.")

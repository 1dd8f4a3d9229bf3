"""Links that lead to one thing of a base: `fracttal-console://consumer/7`. They name, and never do anything."""

import re
from dataclasses import dataclass
from enum import StrEnum

from fracttal_console.domain.errors import LinkInvalid

SCHEME = "fracttal-console"
_LARGEST_ID = 2**63 - 1
_FORM = re.compile(rf"{SCHEME}://([a-z]+(?:-[a-z]+)*)/([1-9][0-9]{{0,18}})")


class LinkNoun(StrEnum):
    """What a link can lead to; of an event the place in the chain is given, of all else the id."""

    API_KEY = "api-key"
    CONSUMER = "consumer"
    AUTHORIZATION = "authorization"
    EVENT = "event"
    PERSON = "person"
    PERMISSION_GROUP = "permission-group"


@dataclass(frozen=True, slots=True)
class Link:
    """One thing of a base, as a link names it."""

    noun: LinkNoun
    id: int

    def __str__(self) -> str:
        return f"{SCHEME}://{self.noun}/{self.id}"


def parsed_link(text: str) -> Link:
    """Return what a link leads to. Nothing but the one form is understood: links come from outside.

    Raises:
        LinkInvalid: it has another form, or an unknown noun.
    """
    form = _FORM.fullmatch(text)
    if form is None or form.group(1) not in set(LinkNoun) or int(form.group(2)) > _LARGEST_ID:
        raise LinkInvalid(text[:80])
    return Link(LinkNoun(form.group(1)), int(form.group(2)))

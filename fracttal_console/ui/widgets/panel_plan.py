"""Which lines a detail panel has, before any is made."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from fracttal_console.ui.widgets.panel_content import Allowed, Days, Fact, Named, PanelContent, Words

_PLAIN: dict[type, str] = {Named: "named", str: "id", Words: "words"}


@dataclass(frozen=True, slots=True)
class LinePlan:
    """What a line says, and what cannot change of a line once it is made: its kind and its shape."""

    kind: str
    value: Any
    shape: Any = None
    above: int = 0

    def fits(self, other: "LinePlan") -> bool:
        """Tell whether a line that was made for another plan can say what this one wants."""
        return replace(self, value=None) == replace(other, value=None)


def plan_lines(content: PanelContent) -> Iterator[LinePlan]:
    """Return the lines of a panel from top to bottom, without its foot."""
    yield LinePlan("head", content, (bool(content.subtitle), bool(content.icon), content.icon_ink, bool(content.mark)))
    if content.pills:
        yield LinePlan("pills", content.pills, len(content.pills), 12)
    if content.actions:
        yield LinePlan("actions", content.actions, content.actions, 16)
    for section in content.sections:
        yield LinePlan("caption", section, bool(section.aside), 20)
        copied = any(isinstance(part, Fact) and part.copied for part in section.rows)
        for place, part in enumerate(section.rows):
            yield _plan(part, first=not place, copied=copied)


def _plan(part: Any, *, first: bool, copied: bool) -> LinePlan:  # noqa: ANN401 - any of a section's rows
    if isinstance(part, Fact):
        # values of a section end below each other, also beside one that can be copied
        return LinePlan("fact", part, (part.mono, part.copied, copied))
    if isinstance(part, Allowed):
        return LinePlan("allowed", part, first)
    if isinstance(part, Days):
        return LinePlan("days", part, part.name)
    kind = next((kind for made, kind in _PLAIN.items() if isinstance(part, made)), "")
    # what changes seldom is made anew
    return LinePlan(kind, part) if kind else LinePlan("other", part, (part, first))

"""What a detail panel says, as plain values: presenters describe, the panel draws."""

from dataclasses import dataclass, field

from fracttal_console.ui.look.paint import Pill
from fracttal_console.ui.widgets.bar_chart import Bar
from fracttal_console.ui.widgets.buttons import Kind


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done with what is shown; `key` is how the presenter knows it."""

    key: str
    text: str
    icon: str
    kind: Kind = Kind.SECONDARY
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; `copied` says that the value can be copied, as for ids."""

    label: str
    value: str
    mono: bool = False
    copied: bool = False
    hint: str = ""
    ink: str = "text"


@dataclass(frozen=True, slots=True)
class Allowed:
    """One resource: which of the five actions are allowed, in places and in words."""

    name: str
    actions: tuple[bool, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that changed, before and after; None where there was or is nothing.

    `stressed` is a word of what stands there now that nobody must overlook, "" for none.
    """

    field: str
    before: str | None
    after: str | None
    stressed: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One of several things that are chosen."""

    name: str
    subtitle: str
    pill: Pill


@dataclass(frozen=True, slots=True)
class Words:
    """Words in full, over as many lines as they take."""

    text: str
    ink: str = "text"


@dataclass(frozen=True, slots=True)
class Days:
    """Requests of some days as bars; `name` says of what."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A name on a line of its own."""

    name: str
    ink: str = "text"


@dataclass(frozen=True, slots=True)
class SecretFact:
    """One secret: its hint and state, since and until when, its use, and from where for which path."""

    hint: str
    pill: Pill
    life: str
    use: str
    place: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Tip:
    """Advice in a box of its own; `link` leads to what is advised, "" where the person may not do it."""

    title: str
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the panel under a caption; `aside` stands at the right of the caption."""

    title: str
    rows: tuple[Fact | Allowed | Difference | Listed | Named | SecretFact | Tip | Words | Days | str, ...]
    aside: str = ""


@dataclass(frozen=True, slots=True)
class PanelContent:
    """Everything that a panel says about one thing, or about several.

    `mark` is the name whose monogram is shown, "" for none; `icon` stands in its place where there is one.
    """

    title: str
    subtitle: str = ""
    mark: str = ""
    icon: str = ""
    icon_ink: str = "text2"
    pills: tuple[Pill, ...] = ()
    actions: tuple[Action, ...] = ()
    sections: tuple[Section, ...] = field(default=())
    foot: str = ""

"""Where pages stand in the navigation, and how each is made."""

from collections.abc import Callable
from dataclasses import dataclass

from fracttal_console.ui.desk import Desk
from fracttal_console.ui.palette.found import Find
from fracttal_console.ui.widgets.panel_content import Action
from fracttal_console.ui.work_page import WorkPage


@dataclass(frozen=True, slots=True)
class Place:
    """One page as the navigation names it.

    `group` is the caption under which it stands, "" for none; a page at the foot stands below all others.
    """

    key: str
    title: str
    icon: str
    group: str = ""
    foot: bool = False


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page and where it stands; it is made when it is first opened.

    `waiting` counts what waits for a person there: it is asked beside the window, after the start and after events.
    Where `rings` is set, the bell in the header shows that number as well, and leads to the page. `noun` is what links
    call the things of the page, "" where none leads to one, and `find` looks for them by name. `commands` are what the
    palette offers from every page: actions of this one that need no chosen row.
    """

    place: Place
    make: Callable[[Desk], WorkPage]
    waiting: Callable[[Desk], int] | None = None
    rings: bool = False
    noun: str = ""
    find: Find | None = None
    commands: tuple[Action, ...] = ()

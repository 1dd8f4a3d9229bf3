"""What a window remembers of its own looks from one start to the next: never a name, never a content."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_LARGEST = 100_000
_LONGEST_KEY = 40
_MOST_PAGES = 40


@dataclass(frozen=True, slots=True)
class PageLook:
    """How one page was left: whether its panel was open, and by which of the services' words it was sorted."""

    panel: bool = True
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class WindowLook:
    """How the window was left; 0 stands for a size that is not known."""

    width: int = 0
    height: int = 0
    maximised: bool = False
    page: str = ""
    pages: Mapping[str, PageLook] = field(default_factory=dict)


def look_as_text(look: WindowLook) -> str:
    """Return a look in the form in which it is kept."""
    pages = {
        key: {"panel": page.panel, "sort": page.sort, "descending": page.descending} for key, page in look.pages.items()
    }
    kept = {"width": look.width, "height": look.height, "maximised": look.maximised, "page": look.page, "pages": pages}
    return json.dumps(kept, indent=1, sort_keys=True) + "\n"


def look_from_text(text: str) -> WindowLook:
    """Return a look from the form in which it is kept; what is not understood counts as never said."""
    try:
        kept = json.loads(text)
    except ValueError:
        return WindowLook()
    if not isinstance(kept, dict):
        return WindowLook()
    pages = kept.get("pages")
    named = list(pages.items())[:_MOST_PAGES] if isinstance(pages, dict) else []
    return WindowLook(
        width=_size(kept.get("width")),
        height=_size(kept.get("height")),
        maximised=kept.get("maximised") is True,
        page=_key(kept.get("page")),
        pages={_key(key): _page(page) for key, page in named if isinstance(page, dict)},
    )


def _page(kept: Mapping[str, Any]) -> PageLook:
    return PageLook(kept.get("panel") is not False, _key(kept.get("sort")), kept.get("descending") is True)


def _size(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < _LARGEST else 0


def _key(value: object) -> str:
    return value if isinstance(value, str) and value.isascii() and len(value) <= _LONGEST_KEY else ""

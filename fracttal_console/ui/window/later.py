"""Loads what the first page does not need, so that nobody waits for it when it is opened."""

import gc
import importlib
import sys

from fracttal_console.ui.window import pages

PAGES = {
    pages.OVERVIEW: "fracttal_console.ui.overview.page",
    pages.API_KEYS: "fracttal_console.ui.api_keys.page",
    pages.CONSUMERS: "fracttal_console.ui.oauth_consumers.page",
    pages.AUTHORIZATIONS: "fracttal_console.ui.authorizations.page",
    pages.AUDIT: "fracttal_console.ui.audit.page",
    pages.REQUEST_DOCTOR: "fracttal_console.ui.request_doctor.page",
    pages.REVIEWS: "fracttal_console.ui.reviews.page",
    pages.PEOPLE: "fracttal_console.ui.people.page",
    pages.PERMISSION_GROUPS: "fracttal_console.ui.permission_groups.page",
}
"""Named, not imported: what is imported here would be loaded at once."""

DIALOGS = (
    "fracttal_console.ui.api_keys.dialog",
    "fracttal_console.ui.oauth_consumers.dialog",
    "fracttal_console.ui.palette.palette",
    "fracttal_console.ui.settings.dialog",
    "fracttal_console.ui.credentials.snippets_dialog",
    "fracttal_console.ui.credentials.try_dialog",
)


def load_page(key: str) -> None:
    """Load one page; of a key that none has, the first."""
    importlib.import_module(PAGES.get(key, PAGES[pages.OVERVIEW]))


def load_later(first: str = "") -> None:
    """Load every page and dialog that nobody has opened yet, in a worker's thread; again, it does nothing.

    Args:
        first: key of the page that is wanted first.
    """
    waiting = [name for name in (*PAGES.values(), *DIALOGS) if name not in sys.modules]
    if not waiting:
        return
    collects = gc.isenabled()
    # what is loaded stays, so there is little to collect, and this thread must not take widgets along
    gc.disable()
    try:
        load_page(first)
        for name in waiting:
            importlib.import_module(name)
        # a whole collection that looks at all of it holds the window up
        gc.freeze()
    finally:
        if collects:
            gc.enable()

"""What the palette offers: pages, what can be done on the page that is shown, and what can be done anywhere."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from fracttal_console.domain.links import Link, LinkNoun
from fracttal_console.ui.palette.entries import Entry, Part
from fracttal_console.ui.palette.found import Found
from fracttal_console.ui.settings.words import LANGUAGE_NAMES, THEMES
from fracttal_console.ui.window.navigation import keys_of
from fracttal_console.ui.window.places import PlacedPage
from fracttal_console.ui.window.workbench import Workbench

if TYPE_CHECKING:
    from fracttal_console.ui.palette.palette import Finder, Palette

_RECENT = 5


class Commands:
    """Everything that can be gone to or done from one workbench.

    What was taken last is kept in memory, and no longer than the workbench: names are nobody's business afterwards.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._recent: list[Entry] = []

    def open_palette(self) -> "Palette":
        """Show the palette over the window."""
        from fracttal_console.ui.palette.palette import Palette  # noqa: PLC0415 - see later.py

        bench = self._bench
        palette = Palette(bench.desk, bench, self.entries(), self._finders(), self._recent, self._note)
        palette.open()
        return palette

    def entries(self) -> list[Entry]:
        """Return pages and actions."""
        return [*self._pages(), *self._of_page(), *self._of_other_pages(), *self._anywhere()]

    def _pages(self) -> list[Entry]:
        bench = self._bench
        keys = keys_of([page.place for page in bench.pages])
        return [
            Entry(
                key=f"page:{page.place.key}", part=Part.GO, title=page.place.title, note=page.place.group,
                icon=page.place.icon, keys=shown, run=partial(bench.open, page.place.key),
            )
            for page, shown in zip(bench.pages, keys, strict=True)
        ]  # fmt: skip

    def _of_page(self) -> list[Entry]:
        """Return what can be done with the chosen rows."""
        bench = self._bench
        everywhere = {command.key for page in bench.pages for command in page.commands}
        about = bench.page.about()
        return [
            Entry(
                key=f"here:{action.key}", part=Part.DO, title=action.text, note=about, icon=action.icon,
                keys=action.shortcut, run=partial(bench.page.act_by_key, action.key),
            )
            for action in bench.page.offered()
            if action.key not in everywhere
        ]  # fmt: skip

    def _of_other_pages(self) -> list[Entry]:
        return [
            Entry(
                key=f"do:{page.place.key}:{command.key}", part=Part.DO, title=command.text, note=page.place.title,
                icon=command.icon, run=self._doing(page.place.key, command.key),
            )
            for page in self._bench.pages
            for command in page.commands
        ]  # fmt: skip

    def _anywhere(self) -> list[Entry]:
        bench, texts, person = self._bench, self._bench.desk.texts, self._bench.header.person
        running = bool(bench.desk.base.gateway.url)
        rows: list[tuple[str, str, str, str, str, Callable[[], object]]] = [
            ("lock", texts.gettext("Lock"), "", "lock", "Ctrl+L", person.locked.emit),
        ]
        if bench.desk.session.runs_gateway:
            rows.append(("gateway", texts.gettext("Stop gateway") if running else texts.gettext("Start gateway"), "",
                         "square" if running else "play", "", bench.header.gateway.turn))  # fmt: skip
        hidden = bench.desk.theme.private
        hiding = texts.gettext("Show values again") if hidden else texts.gettext("Hide values for screen sharing")
        rows += [
            ("private", hiding, "", "eye" if hidden else "eye-off", "Ctrl+Shift+H", bench.turn_private),
            ("keys", texts.gettext("Keys"), "", "keyboard", "F1", bench.show_keys),
        ]  # fmt: skip
        if bench.desk.clipboard.seconds_left:
            rows.append(("clipboard", texts.gettext("Clear clipboard now"), "", "copy", "Ctrl+Shift+X",
                         bench.desk.clipboard.clear_now))  # fmt: skip
        for theme, name in THEMES.items():
            if theme != bench.desk.theme.wanted:
                rows.append((f"theme:{theme}", texts.gettext(name), texts.gettext("Theme"), "contrast", "",
                             partial(person.themed.emit, theme)))  # fmt: skip
        for language, name in LANGUAGE_NAMES.items():
            if language != texts.language:
                rows.append((f"language:{language}", name, texts.gettext("Language"), "languages", "",
                             partial(person.spoke.emit, language)))  # fmt: skip
        rows += [
            ("leave", texts.gettext("Sign out"), "", "log-out", "", person.left.emit),
            ("quit", texts.gettext("Quit"), "", "power", "Ctrl+Q", person.quitted.emit),
        ]
        return [
            Entry(key=f"do:{key}", part=Part.DO, title=title, note=note, icon=icon, keys=keys, run=run)
            for key, title, note, icon, keys, run in rows
        ]

    def _doing(self, page: str, command: str) -> Callable[[], None]:
        def do() -> None:
            self._bench.open(page)
            self._bench.page.act_by_key(command)

        return do

    def _finders(self) -> list["Finder"]:
        return [partial(self._find, page) for page in self._bench.pages if page.find is not None and page.noun]

    def _find(self, page: PlacedPage, text: str) -> Sequence[Entry]:
        found = page.find(self._bench.desk, text) if page.find is not None else ()
        return [self._entry(page, one) for one in found]

    def _entry(self, page: PlacedPage, found: Found) -> Entry:
        link = Link(LinkNoun(page.noun), found.id)
        return Entry(
            key=str(link), part=Part.GO, title=found.title, note=found.note, icon=found.icon or page.place.icon,
            words=(*found.words, str(link)), run=partial(self._bench.follow, link), thing=True,
        )  # fmt: skip

    def _note(self, entry: Entry) -> None:
        # what was done with a row makes no sense without it
        if entry.key.startswith("here:"):
            return
        fresh = Entry(
            key=entry.key, part=Part.RECENT, title=entry.title, note=entry.note, icon=entry.icon, keys=entry.keys,
            words=entry.words, run=entry.run, thing=entry.thing,
        )  # fmt: skip
        self._recent = [fresh, *(one for one in self._recent if one.key != entry.key)][:_RECENT]

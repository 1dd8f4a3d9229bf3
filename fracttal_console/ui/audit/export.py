"""Export the events that match: where to, in which form, and how far it is."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from fracttal_console.services.audit import Exported
from fracttal_console.services.event_documents import ExportFormat
from fracttal_console.services.listing import ListQuery
from fracttal_console.services.progress import Progress
from fracttal_console.texts.brief import number
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.progress import ProgressStrip

Say = Callable[[str, str, str], None]


class EventExport:
    """Asks for a file and writes the events of a query to it."""

    def __init__(self, desk: Desk, parent: QWidget, progress: ProgressStrip, say: Say) -> None:
        self._desk = desk
        self._parent = parent
        self._progress = progress
        self._say = say

    def ask(self, query: ListQuery) -> None:
        """Ask where to, and write what matches."""
        texts = self._desk.texts
        forms = {
            texts.gettext("Table (CSV) (*.csv)"): ExportFormat.CSV,
            texts.gettext("Lines of JSON (*.jsonl)"): ExportFormat.JSON_LINES,
        }
        dialog = QFileDialog(self._parent, texts.gettext("Export events"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilters(list(forms))
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(str(forms[chosen])))
        dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog.selectFile(f"{texts.gettext('events')}-{self._desk.now():%Y-%m-%d}")

        def chosen() -> None:
            path = Path(dialog.selectedFiles()[0])
            by_name = {f".{form}": form for form in ExportFormat}
            self.write(query, path, by_name.get(path.suffix.lower(), forms[dialog.selectedNameFilter()]))

        dialog.accepted.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, query: ListQuery, path: Path, form: ExportFormat) -> None:
        """Write the events of a query to a file."""

        def work(progress: Progress) -> Exported:
            # who acts is asked for anew: once more after a proof it is who has given it
            return self._desk.base.audit.export(self._desk.actor, path, query, form=form, progress=progress)

        self._progress.run(self._desk.texts.gettext("Exporting events"), work, self._tell)

    def _tell(self, exported: Exported) -> None:
        words = exported_in_words(exported, self._desk.texts)
        self._say(words, "ok" if exported.complete else "warn", "download")


def exported_in_words(exported: Exported, texts: Texts) -> str:
    """Say how many events stand in which file, and whether there are more."""
    shown = {"n": number(exported.events, texts), "name": exported.path.name}
    if exported.complete:
        words = texts.ngettext(
            "{n} event was written to {name}; only you can read it.",
            "{n} events were written to {name}; only you can read it.",
            exported.events,
        )
        return words.format(**shown)
    words = texts.gettext("Stopped: {n} of {total} events stand in {name}, the oldest first.")
    return words.format(total=number(exported.matching, texts), **shown)

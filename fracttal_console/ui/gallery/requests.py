"""Pictures of the overview and of the request doctor."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QDialog

from fracttal_console.ui.numbers_dialog import NumbersDialog
from fracttal_console.ui.request_doctor.page import RequestDoctorPage
from fracttal_console.ui.request_doctor.paste_dialog import PasteDialog
from fracttal_console.ui.window.pages import OVERVIEW, REQUEST_DOCTOR
from fracttal_console.ui.window.workbench import Workbench

_EXAMPLE = """curl -X GET https://127.0.0.1:8750/api/items/ \\
  -H 'Authorization: Hawk id="{key}", ts="1", nonce="n0nce", mac="not-a-real-mac"'"""


def take_requests(bench: Workbench, settle: Callable[[], None], take: Callable[[str], None]) -> None:
    """Take the overview, the list of refused requests and an explanation."""
    bench.open(OVERVIEW)
    settle()
    take("09-overview")
    bench.page.act_by_key("numbers")
    settle()
    take("29-numbers")
    for numbers in bench.window().findChildren(NumbersDialog):
        numbers.reject()
    bench.open(REQUEST_DOCTOR)
    settle()
    page = bench.page
    if not isinstance(page, RequestDoctorPage):
        return
    page.table.go_to(2)
    page.table.setFocus()
    settle()
    take("15-request-doctor")
    keys = bench.desk.base.api_keys.all(bench.desk.actor)
    page.act("create")
    with _first_dialog(bench) as dialog:
        dialog.pasted.setPlainText(_EXAMPLE.format(key=keys[0].api_key.key_id if keys else "fck_x"))
        dialog.explain.click()
        settle()
        take("26-explain-request")


@contextmanager
def _first_dialog(bench: Workbench) -> Iterator[PasteDialog]:
    dialog = next(one for one in bench.window().findChildren(PasteDialog) if one.isVisible())
    yield dialog
    dialog.done(QDialog.DialogCode.Rejected)

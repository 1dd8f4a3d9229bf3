"""The dialog of snippets by real clicks: which ways it offers, and what each program uses."""

import pytest

from fracttal_console.domain.consumer_switches import ConsumerSwitches, Demand
from fracttal_console.texts.snippets import SnippetKind
from fracttal_console.ui.credentials.snippets_dialog import SnippetsDialog
from tests.ui.desktop import Desktop

BACK = "https://portal.example/back"


def opened(desk: Desktop, *kinds: tuple[SnippetKind, str], switches: ConsumerSwitches) -> SnippetsDialog:
    bench = desk.bench
    dialog = SnippetsDialog(bench.desk, bench.page, name="Tablero", shown=kinds, public_id="fcc_x", switches=switches)
    dialog.open()
    return dialog


def test_a_consumer_without_switches_has_one_way(desk: Desktop) -> None:
    dialog = opened(desk, (SnippetKind.PUBLIC, BACK), switches=ConsumerSwitches())
    assert not dialog.way.isVisible()
    assert "response_type=code" in dialog.code.toPlainText()


@pytest.mark.parametrize("dpop", list(Demand))
def test_a_device_is_a_way_beside_the_browser(desk: Desktop, dpop: Demand) -> None:
    kinds = (SnippetKind.PUBLIC, BACK), (SnippetKind.DEVICE_PUBLIC, "")
    dialog = opened(desk, *kinds, switches=ConsumerSwitches(device=True, dpop=dpop))
    assert dialog.way.isVisible()
    dialog.language.button(1).click()
    assert "oauth/authorize" in dialog.code.toPlainText()
    dialog.way.button(1).click()
    text = dialog.code.toPlainText()
    assert "device_authorization" in text
    assert ("dpop+jwt" in text) is (dpop is not Demand.OFF)

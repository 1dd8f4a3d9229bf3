"""A super administrator without password and device: the recovery code mends it, in the window as by command."""

import time

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fracttal_console.crypto.totp import STEP_SECONDS, totp_code
from fracttal_console.domain.actors import Role
from fracttal_console.domain.errors import TotpNeeded
from fracttal_console.domain.secrets import SecretText
from fracttal_console.ui.start.rescue import RescuePage
from fracttal_console.ui.start.sign_in import SignInPage
from tests.journeys.live import LiveBase
from tests.services.second_factors import secret_of
from tests.support import ADMIN_EMAIL, SUPPORT_EMAIL, password
from tests.ui.accessible import unnamed
from tests.ui.desktop import Desktop, desktop

FRESH = "five quiet herons cross water"


def rescue_page(desk: Desktop) -> RescuePage:
    desk.until(lambda: isinstance(desk.window.face, SignInPage) and desk.sign_in_page.ready)
    desk.click(desk.button("Password or device lost?"))
    desk.until(lambda: isinstance(desk.window.face, RescuePage))
    assert isinstance(desk.window.face, RescuePage)
    return desk.window.face


def fill(desk: Desktop, page: RescuePage, email: str, code: str, again: str = FRESH) -> None:
    for edit, text in ((page.email, email), (page.code, code), (page.password, FRESH), (page.again, again)):
        desk.type(edit, text)
    desk.press(Qt.Key.Key_Return)
    desk.settled()


def test_the_recovery_code_gives_another_password_and_takes_the_codes_away(qtbot: QtBot, live: LiveBase) -> None:
    factors = live.console.second_factors
    step = int(time.time()) // STEP_SECONDS
    factors.confirm(live.admin, SecretText(totp_code(secret_of(factors.enrol(live.admin)), step)))
    with pytest.raises(TotpNeeded):
        live.console.sign_in.operator(ADMIN_EMAIL, password())
    with desktop(qtbot, live.settings, signed_in=False) as shown:
        page = rescue_page(shown)
        assert page.email.hasFocus()
        assert unnamed(page) == []
        fill(shown, page, ADMIN_EMAIL, live.recovery_code.reveal())
        shown.until(lambda: isinstance(shown.window.face, SignInPage))
        door = shown.sign_in_page
        shown.until(lambda: door.ready)
        shown.type(door.email, ADMIN_EMAIL)
        shown.type(door.password, FRESH)
        shown.press(Qt.Key.Key_Return)
        shown.until(lambda: shown.overview_filled)
        shown.settled()
    tags = [event.tag for event in live.console.audit.newest(live.admin, most=5)]
    assert "people:recover" in tags


@pytest.mark.parametrize(
    ("email", "spoilt", "said"),
    [
        (ADMIN_EMAIL, True, "recovery code"),
        ("nobody@quillahue.example", False, "nobody@quillahue.example"),
        (SUPPORT_EMAIL, False, "super administrator"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    qtbot: QtBot, live: LiveBase, email: str, said: str, *, spoilt: bool
) -> None:
    live.console.people.create(
        live.admin, email=SUPPORT_EMAIL, name="Renata Coutinho", role=Role.SUPPORT, password=password()
    )
    good = live.recovery_code.reveal()
    with desktop(qtbot, live.settings, signed_in=False) as shown:
        page = rescue_page(shown)
        fill(shown, page, email, good[:-2] + ("AA" if not good.endswith("AA") else "BB") if spoilt else good)
        shown.until(page.card.isEnabled)
        words = [page._problem.title.text(), *(field.problem for field in page._fields.values())]
        assert said in "\n".join(words).lower()
        shown.click(shown.button("Back to sign-in"))
        shown.until(lambda: isinstance(shown.window.face, SignInPage))
    assert live.console.sign_in.operator(ADMIN_EMAIL, password()).name == live.admin.name


def test_two_passwords_that_differ_are_said_before_anything_is_asked(qtbot: QtBot, live: LiveBase) -> None:
    with desktop(qtbot, live.settings, signed_in=False) as shown:
        page = rescue_page(shown)
        fill(shown, page, ADMIN_EMAIL, "x", again="something else entirely")
        assert page._fields["again"].problem
        assert page.again.hasFocus()
        page.email.clear()
        shown.press(Qt.Key.Key_Return)
        assert page._fields["email"].problem
        shown.settled()

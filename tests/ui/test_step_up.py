"""The password once more: asked for by one dialog, whatever the operation, and nothing lost when it is not given."""

import time
from dataclasses import replace

from PySide6.QtCore import Qt

from fracttal_console.crypto.totp import STEP_SECONDS, totp_code
from fracttal_console.domain.secrets import SecretText
from fracttal_console.ui.api_keys.dialog import ApiKeyDialog
from fracttal_console.ui.secret_dialog import SecretDialog
from fracttal_console.ui.start.sign_in import SignInPage
from fracttal_console.ui.step_up import StepUpDialog
from tests.journeys.live import LiveBase
from tests.services.second_factors import secret_of
from tests.support import password
from tests.ui.desktop import Desktop


def forget_proof(desk: Desktop) -> None:
    """Let the proof be old."""
    session = desk.bench.desk.session
    session.actor = replace(session.actor, proved_at=None)


def begin_key(desk: Desktop) -> ApiKeyDialog:
    desk.open("api_keys")
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.dialog(ApiKeyDialog)
    desk.settled()
    desk.type(dialog.name, "Bodega central")
    dialog.group.choice.setCurrentIndex(0)
    desk.press(Qt.Key.Key_Return)
    return dialog


def test_an_old_proof_is_asked_for_and_the_operation_goes_on_by_itself(desk: Desktop) -> None:
    forget_proof(desk)
    begin_key(desk)
    asked = desk.dialog(StepUpDialog)
    assert asked.password.hasFocus()
    desk.type(asked.password, "wrong-password-9999")
    desk.press(Qt.Key.Key_Return)
    desk.settled()
    assert asked.isVisible()
    assert "not your password" in asked._fields["password"][0].problem
    desk.type(asked.password, password().reveal())
    desk.press(Qt.Key.Key_Return)
    shown = desk.dialog(SecretDialog)
    assert asked.password.text() == ""
    shown.forget()
    desk.no_dialog()
    # the proof counts for the next one as well
    form = begin_key(desk)
    desk.settled()
    # another key has this name already: the operation went through to that
    desk.until(lambda: bool(form._fields["name"][0].problem))
    assert not any(dialog.isVisible() for dialog in desk.window.findChildren(StepUpDialog))
    form.reject()


def test_who_gives_no_proof_finds_the_form_as_it_was(desk: Desktop, live: LiveBase) -> None:
    forget_proof(desk)
    form = begin_key(desk)
    desk.dialog(StepUpDialog)
    desk.press(Qt.Key.Key_Escape)
    desk.settled()
    assert form.isVisible()
    assert form.action.isEnabled()
    assert form.name.text() == "Bodega central"
    assert live.console.api_keys.all(live.admin) == []
    form.reject()


def test_a_lock_lets_what_was_typed_go_and_keeps_the_form(desk: Desktop) -> None:
    forget_proof(desk)
    form = begin_key(desk)
    asked = desk.dialog(StepUpDialog)
    desk.type(asked.password, "half a passw")
    desk.application.flow.lock("asked")
    desk.until(lambda: isinstance(desk.window.face, SignInPage))
    assert asked.password.text() == ""
    desk.settled()
    desk.no_dialog()
    desk.type(desk.sign_in_page.password, password().reveal())
    desk.press(Qt.Key.Key_Return)
    desk.until(form.isVisible)
    desk.settled()
    assert not asked.isVisible()
    form.reject()


def test_who_signs_in_with_codes_is_asked_for_one_at_the_step_up_the_lock_and_the_door(
    desk: Desktop, live: LiveBase
) -> None:
    factors = live.console.second_factors
    new = factors.enrol(live.admin)

    def code(steps: int) -> str:
        return totp_code(secret_of(new), int(time.time()) // STEP_SECONDS + steps)

    recovery = factors.confirm(live.admin, SecretText(code(-1)))
    forget_proof(desk)
    form = begin_key(desk)
    asked = desk.dialog(StepUpDialog)
    assert not asked.code.isVisible()
    desk.type(asked.password, password().reveal())
    desk.press(Qt.Key.Key_Return)
    desk.until(asked.code.hasFocus)
    desk.type(asked.code, "000000")
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: bool(asked._fields["code"][0].problem))
    desk.type(asked.code, recovery[0].reveal())
    desk.press(Qt.Key.Key_Return)
    desk.dialog(SecretDialog).forget()
    desk.settled()
    desk.no_dialog()
    assert not form.isVisible()

    desk.application.flow.lock("asked")
    desk.until(lambda: isinstance(desk.window.face, SignInPage))
    desk.settled()
    page = desk.sign_in_page
    desk.type(page.password, password().reveal())
    desk.press(Qt.Key.Key_Return)
    desk.until(page.code.hasFocus)
    desk.type(page.code, "000000")
    desk.press(Qt.Key.Key_Return)
    desk.until(page._problem.isVisible)
    assert page.password.text()
    desk.type(page.code, recovery[1].reveal())
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: desk.window.face is desk.application.flow.workbench)
    desk.settled()

    desk.application.flow.leave()
    desk.until(lambda: isinstance(desk.window.face, SignInPage) and desk.sign_in_page is not page)
    desk.settled()
    page = desk.sign_in_page
    desk.type(page.email, "lucia.ferreyra@quillahue.example")
    desk.type(page.password, password().reveal())
    desk.press(Qt.Key.Key_Return)
    desk.until(page.code.hasFocus)
    desk.type(page.code, recovery[2].reveal())
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: desk.application.flow.workbench is not None and desk.page.model.ready)
    desk.settled()

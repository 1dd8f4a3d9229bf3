"""The password once more: asked for by one dialog, whatever the operation, and nothing lost when it is not given."""

import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt

from fracttal_console.crypto.totp import STEP_SECONDS, totp_code
from fracttal_console.domain.actors import Role
from fracttal_console.domain.credentials import CredentialStatus
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.event_documents import ExportFormat
from fracttal_console.ui.api_keys.dialog import ApiKeyDialog
from fracttal_console.ui.audit.page import AuditPage
from fracttal_console.ui.credentials.rotate_form import RotateForm
from fracttal_console.ui.people.dialog import PersonDialog
from fracttal_console.ui.secret_dialog import SecretDialog
from fracttal_console.ui.start.sign_in import SignInPage
from fracttal_console.ui.step_up import StepUpDialog
from tests.journeys.live import LiveBase
from tests.services.second_factors import secret_of
from tests.support import SUPPORT_EMAIL, password
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


def prove(desk: Desktop) -> None:
    asked = desk.dialog(StepUpDialog)
    desk.type(asked.password, password().reveal())
    desk.press(Qt.Key.Key_Return)


def test_a_rotation_asks_and_then_makes_the_secret(desk: Desktop, live: LiveBase) -> None:
    ref = live.job().consumer.client_id
    desk.open("oauth_consumers")
    desk.until(lambda: desk.page.model.matching == 1)
    desk.choose(0)
    desk.settled()
    desk.click(desk.button("Rotate…", desk.page.panel))
    form = desk.dialog(RotateForm)
    forget_proof(desk)
    desk.click(form.action)
    prove(desk)
    desk.dialog(SecretDialog).forget()
    desk.no_dialog()
    assert len(live.console.consumer_secrets.show(live.admin, ref).secrets) == 2


def test_what_comes_out_of_the_bin_asks_and_stays_there_without_a_proof(desk: Desktop, live: LiveBase) -> None:
    ref = live.job().consumer.client_id
    live.console.consumers.delete(live.admin, ref)
    desk.open("oauth_consumers")
    desk.click(desk.button("1 in the bin"))
    desk.until(lambda: desk.row_texts() == ["Sincronizador"])
    desk.choose(0)
    desk.settled()
    forget_proof(desk)
    desk.click(desk.button("Restore", desk.page.panel))
    desk.dialog(StepUpDialog)
    desk.press(Qt.Key.Key_Escape)
    desk.no_dialog()
    desk.settled()
    assert live.console.consumers.show(live.admin, ref).consumer.status is CredentialStatus.DELETED
    desk.click(desk.button("Restore", desk.page.panel))
    prove(desk)
    desk.until(lambda: desk.page.model.matching == 0)
    assert live.console.consumers.show(live.admin, ref).consumer.status is CredentialStatus.DISABLED


def test_an_export_asks_before_the_file_is_written(desk: Desktop, tmp_path: Path) -> None:
    desk.open("audit")
    assert isinstance(desk.page, AuditPage)
    forget_proof(desk)
    path = tmp_path / "evidence.csv"
    desk.page.export.write(desk.page.model.query, path, ExportFormat.CSV)
    desk.dialog(StepUpDialog)
    assert not path.exists()
    prove(desk)
    desk.until(path.exists)
    desk.until(desk.bench.toast.isVisible)
    desk.no_dialog()
    desk.settled()


def test_another_role_asks(desk: Desktop, live: LiveBase) -> None:
    live.console.people.create(
        live.admin, email=SUPPORT_EMAIL, name="Renata Coutinho", role=Role.SUPPORT, password=password()
    )
    desk.open("people")
    desk.until(lambda: "Renata Coutinho" in desk.row_texts())
    desk.choose(desk.place_of("Renata Coutinho"))
    desk.settled()
    desk.press(Qt.Key.Key_F2)
    form = desk.dialog(PersonDialog)
    desk.settled()
    form.role.setCurrentIndex(0 if form.role.currentIndex() else 1)
    forget_proof(desk)
    desk.click(form.action)
    prove(desk)
    desk.no_dialog()
    assert [person.role for person, _ in live.console.people.all(live.admin) if person.email == SUPPORT_EMAIL] != [
        Role.SUPPORT
    ]


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

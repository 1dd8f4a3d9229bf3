"""Rotation in the window: a new secret, who still uses the old one, its end; and what comes out of the bin."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import pyzipper
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from fracttal_console.domain.actors import Role
from fracttal_console.domain.secrets import SecretText
from fracttal_console.ui.credentials.credential_file_form import CredentialFileDialog
from fracttal_console.ui.credentials.rotate_form import RotateForm
from fracttal_console.ui.credentials.rotation_dialog import RotationDialog
from fracttal_console.ui.credentials.snippets_dialog import SnippetsDialog
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.secret_dialog import SecretDialog
from fracttal_console.ui.widgets.secret_row import SecretRow
from tests.journeys.live import LiveBase
from tests.support import SUPPORT_EMAIL, password
from tests.ui.desktop import Desktop, desktop


def words(widget: QWidget) -> set[str]:
    """Return the words and states that can be read on a widget."""
    labels = [label for label in widget.findChildren(QLabel) if label.isVisible()]
    return {label.text() or label.accessibleName() for label in labels}


def states(desk: Desktop) -> list[str]:
    """Return the states of the secrets in the panel, newest first."""
    found = []
    for row in desk.page.panel.findChildren(SecretRow):
        found += [text for text in words(row) if text in {"New", "Active", "Retiring", "Retired", "Expired"}]
    return found


def opens(desk: Desktop, client_id: str, secret: SecretText) -> bool:
    """Get a token from the gateway of the window."""
    url = desk.bench.desk.base.gateway.url
    answer = httpx.post(
        f"{url}/oauth/token", data={"grant_type": "client_credentials"}, auth=(client_id, secret.reveal())
    )
    return answer.status_code == 200


def rotated(desk: Desktop, *, way: int = 0, named: str = "") -> SecretText:
    """Rotate the chosen credential's secret, store the new one and return it; its name is typed where it is in use."""
    desk.click(desk.button("Rotate…", desk.page.panel))
    form = desk.dialog(RotateForm)
    if way:
        desk.click(form.way.button(way))
        assert not form.idle_days.isVisible()
    desk.click(form.action)
    if named:
        question = desk.dialog(ImpactDialog)
        desk.type(question.typed, named)
        desk.click(question.go)
    shown = desk.dialog(SecretDialog)
    assert shown._secret is not None
    secret = SecretText(shown._secret.reveal())
    desk.click(shown.tick)
    desk.click(shown.done_button)
    desk.no_dialog()
    desk.settled()
    return secret


@pytest.mark.gateway
def test_a_rotation_goes_from_the_new_secret_to_the_end_of_the_old_one(desk: Desktop, live: LiveBase) -> None:
    job = live.job()
    old, client_id = job.secret, job.consumer.client_id
    assert old is not None
    desk.open("oauth_consumers")
    desk.until(lambda: desk.page.model.matching == 1)
    desk.choose(0)
    desk.settled()
    assert states(desk) == ["Active"]
    new = rotated(desk)
    desk.until(lambda: states(desk) == ["New", "Retiring"])

    desk.click(desk.button("See rotation…", desk.page.panel))
    dialog = desk.dialog(RotationDialog)
    told = {"Rotation in progress", "day 1 of 30", "Both secrets work", "The old secret is not in use"}
    desk.until(lambda: told <= words(dialog))

    # what happens at the gateway appears by itself
    assert opens(desk, client_id, old)
    desk.until(lambda: "The old secret is still in use" in words(dialog))
    desk.until(lambda: "127.0.0.1, /oauth/token" in words(dialog))
    assert opens(desk, client_id, new)
    desk.until(lambda: dialog._share.text() == "Today: 50 % new")
    desk.click(dialog.copy_note)
    note = QGuiApplication.clipboard().text()
    assert client_id in note
    assert old.reveal()[-4:] in note
    assert old.reveal() not in note
    assert new.reveal() not in note

    desk.click(dialog.retire)
    question = desk.dialog(ImpactDialog)
    assert question.keep.isDefault()
    # it was used a moment ago: who uses it is said, and the name is asked for
    shown = {label.text() for label in question.findChildren(QLabel) if label.isVisible()}
    assert {"1 request in 24 h", "1 address", "127.0.0.1"} <= shown
    assert not question.go.isEnabled()
    desk.type(question.typed, job.consumer.name)
    desk.click(question.go)
    desk.until(lambda: not dialog.retire.isVisible())
    desk.until(lambda: words(dialog) >= {"Secrets", "Active", "Retired"})
    desk.click(dialog.leave)
    desk.no_dialog()
    assert (opens(desk, client_id, old), opens(desk, client_id, new)) == (False, True)
    desk.until(lambda: states(desk) == ["Active", "Retired"])


def test_an_api_key_is_rotated_at_once(desk: Desktop, live: LiveBase) -> None:
    live.console.api_keys.create(live.admin, name="Bodega central", permission_group="Field work")
    desk.open("api_keys")
    desk.until(lambda: desk.page.model.matching == 1)
    desk.choose(0)
    desk.settled()
    rotated(desk, way=1)
    desk.until(lambda: states(desk) == ["Active", "Retired"])
    shown = live.console.api_key_secrets.show(live.admin, "Bodega central")
    assert shown.rotations == {}


@pytest.mark.gateway
def test_a5_07_what_was_got_with_a_leaked_secret_ends_with_it(desk: Desktop, live: LiveBase) -> None:
    job, url = live.job(), desk.bench.desk.base.gateway.url
    old, client_id = job.secret, job.consumer.client_id
    assert old is not None
    answer = httpx.post(f"{url}/oauth/token", data={"grant_type": "client_credentials"}, auth=(client_id, old.reveal()))
    credential = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    assert httpx.get(f"{url}/api/user/", headers=credential).status_code == 200
    # uses are written every second
    desk.until(lambda: live.console.consumer_secrets.impact(live.admin, client_id).in_use)
    desk.open("oauth_consumers")
    desk.until(lambda: desk.page.model.matching == 1)
    desk.choose(0)
    desk.settled()
    new = rotated(desk, way=2, named=job.consumer.name)
    assert (opens(desk, client_id, old), opens(desk, client_id, new)) == (False, True)
    assert httpx.get(f"{url}/api/user/", headers=credential).status_code == 401


@pytest.mark.gateway
def test_a_secret_in_use_is_retired_at_once_only_after_its_name_is_typed(desk: Desktop, live: LiveBase) -> None:
    job = live.job()
    assert job.secret is not None
    assert opens(desk, job.consumer.client_id, job.secret)
    secrets, ref = live.console.consumer_secrets, job.consumer.client_id
    # uses are written every second
    desk.until(lambda: secrets.impact(live.admin, ref).in_use)
    desk.open("oauth_consumers")
    desk.choose(0)
    desk.settled()
    desk.click(desk.button("Rotate…", desk.page.panel))
    form = desk.dialog(RotateForm)
    desk.click(form.way.button(1))
    desk.click(form.action)
    question = desk.dialog(ImpactDialog)
    assert not question.go.isEnabled()
    desk.click(question.keep)
    # nothing was done, and the form is as it was
    desk.until(form.action.isEnabled)
    assert opens(desk, job.consumer.client_id, job.secret)
    desk.click(form.action)
    question = desk.dialog(ImpactDialog)
    desk.type(question.typed, job.consumer.name)
    desk.click(question.go)
    shown = desk.dialog(SecretDialog)
    desk.click(shown.tick)
    desk.click(shown.done_button)
    desk.no_dialog()
    assert not opens(desk, job.consumer.client_id, job.secret)


def test_a_rotation_is_extended_and_what_cannot_be_is_said_beside_its_field(desk: Desktop, live: LiveBase) -> None:
    job = live.job()
    ref = job.consumer.client_id
    live.console.consumer_secrets.rotate(live.admin, ref)
    desk.open("oauth_consumers")
    desk.until(lambda: desk.page.model.matching == 1)
    desk.choose(0)
    desk.click(desk.button("See rotation…", desk.page.panel))
    dialog = desk.dialog(RotationDialog)
    desk.until(dialog.extend.isVisible)
    desk.click(dialog.extend)
    form = desk.dialog(RotateForm)
    desk.type(form.idle_days, "0")
    desk.type(form.retire_by, "2020-01-01")
    desk.click(form.action)
    assert form._idle_field.problem
    assert form._by_field.problem
    desk.type(form.idle_days, "20")
    desk.type(form.retire_by, "soon")
    assert "not a date" in form._by_field.problem
    desk.type(form.retire_by, (datetime.now(UTC) + timedelta(days=60)).date().isoformat())
    desk.press(Qt.Key.Key_Return)
    desk.until(lambda: "Old secret idle 20 days" in words(dialog))
    shown = live.console.consumer_secrets.show(live.admin, ref)
    assert [rotation.idle_days for rotation in shown.rotations.values()] == [20]
    desk.click(desk.dialog(RotationDialog).leave)
    desk.no_dialog()


def test_support_follows_a_rotation_and_changes_nothing(qtbot: QtBot, live: LiveBase) -> None:
    live.console.people.create(
        live.admin, email=SUPPORT_EMAIL, name="Renata Coutinho", role=Role.SUPPORT, password=password()
    )
    ref = live.job().consumer.client_id
    live.console.consumer_secrets.rotate(live.admin, ref)
    with desktop(qtbot, live.settings, email=SUPPORT_EMAIL) as desk:
        desk.open("oauth_consumers")
        desk.choose(0)
        desk.settled()
        desk.click(desk.button("See rotation…", desk.page.panel))
        dialog = desk.dialog(RotationDialog)
        desk.until(lambda: dialog.shown is not None)
        assert not dialog.extend.isVisible()
        assert not dialog.retire.isVisible()
        desk.press(Qt.Key.Key_Escape)
        desk.no_dialog()


def test_a_deleted_consumer_and_a_revoked_key_come_out_of_the_bin_disabled(desk: Desktop, live: LiveBase) -> None:
    live.job("Stays")
    live.console.consumers.delete(live.admin, live.job().consumer.client_id)
    live.console.api_keys.create(live.admin, name="Bodega central", permission_group="Field work")
    live.console.api_keys.revoke(live.admin, "Bodega central")
    for key, name in (("oauth_consumers", "Sincronizador"), ("api_keys", "Bodega central")):
        page = desk.open(key)
        desk.click(desk.button("1 in the bin"))
        desk.until(lambda: desk.row_texts() == [name])  # noqa: B023 - waited for here
        desk.choose(0)
        desk.click(desk.button("Restore", page.panel))
        desk.until(lambda: page.model.matching == 0)  # noqa: B023 - as above
        QTest.keyClick(page.filter.field, Qt.Key.Key_Backspace)
        desk.until(lambda: name in desk.row_texts())  # noqa: B023 - as above
        assert "Disabled" in [page.model.cell(desk.place_of(name), column).text for column in range(6)]  # type: ignore[union-attr]


def test_the_days_of_the_chart_are_told_by_keys(desk: Desktop, live: LiveBase) -> None:
    job = live.job()
    live.console.consumer_secrets.rotate(live.admin, job.consumer.client_id)
    desk.open("oauth_consumers")
    desk.choose(0)
    desk.click(desk.button("See rotation…", desk.page.panel))
    dialog = desk.dialog(RotationDialog)
    desk.until(dialog._bars.isVisible)
    dialog._bars.setFocus()
    desk.press(Qt.Key.Key_Left)
    assert dialog._bars_note.text().endswith(": new 0, old 0")
    today = dialog._bars_note.text()
    desk.press(Qt.Key.Key_Left)
    assert dialog._bars_note.text() != today
    desk.press(Qt.Key.Key_Right)
    assert dialog._bars_note.text() == today
    desk.press(Qt.Key.Key_Escape)
    desk.no_dialog()


@pytest.mark.gateway
def test_a_snippet_is_copied_in_the_language_that_is_chosen(desk: Desktop, live: LiveBase) -> None:
    live.console.api_keys.create(live.admin, name="Bodega central", permission_group="Field work")
    key = live.console.api_keys.show(live.admin, "Bodega central").api_key
    desk.open("api_keys")
    desk.until(lambda: desk.page.model.matching == 1)
    desk.choose(0)
    desk.click(desk.button("Snippets…", desk.page.panel))
    dialog = desk.dialog(SnippetsDialog)
    desk.click(dialog.language.button(2))
    desk.click(dialog.copy)
    copied = QGuiApplication.clipboard().text()
    assert key.key_id in copied
    assert "node:crypto" in copied
    assert desk.bench.desk.base.gateway.url in copied
    desk.click(dialog.leave)
    desk.no_dialog()


def test_a_new_secret_is_saved_to_a_private_file(desk: Desktop, live: LiveBase, tmp_path: Path) -> None:
    live.job()
    desk.open("oauth_consumers")
    desk.until(lambda: desk.page.model.matching == 1)
    desk.choose(0)
    desk.click(desk.button("Rotate…", desk.page.panel))
    desk.click(desk.dialog(RotateForm).action)
    shown = desk.dialog(SecretDialog)
    assert shown._secret is not None
    secret = shown._secret.reveal()
    desk.click(shown.save_button)
    form = desk.dialog(CredentialFileDialog)
    assert form.path.text().endswith("sincronizador.json")
    desk.type(form.path, str(tmp_path / "portal.json"))
    desk.type(form.passphrase, "four words nobody says")
    desk.click(form.action)
    assert "differ" in form._fields["again"][0].problem
    desk.type(form.again, "four words nobody says")
    desk.click(form.action)
    path = tmp_path / "portal.json.zip"
    desk.until(lambda: not form.isVisible())
    assert form.passphrase.text() == ""
    assert path.stat().st_mode & 0o777 == 0o600
    with pyzipper.AESZipFile(path) as archive:
        document = json.loads(archive.read("portal.json", pwd=b"four words nobody says"))
    assert document["secret"] == secret
    shown = desk.dialog(SecretDialog)
    desk.click(shown.tick)
    desk.click(shown.done_button)
    desk.no_dialog()

"""Pictures of every screen: pages, dialogs, first start, lock, empty pages; taken without a display."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from fracttal_console.domain.secrets import SecretText
from fracttal_console.ui.api_keys.dialog import ApiKeyDialog
from fracttal_console.ui.application import Application
from fracttal_console.ui.gallery.ending import ending_dialogs
from fracttal_console.ui.gallery.identity import take_identity
from fracttal_console.ui.gallery.keys import key_pictures
from fracttal_console.ui.gallery.lists import narrowed_lists
from fracttal_console.ui.gallery.pictures import ScreenMissing, few_colours, grab_with
from fracttal_console.ui.gallery.requests import take_requests
from fracttal_console.ui.gallery.secrets import EXAMPLE, secret_once, secret_pictures
from fracttal_console.ui.gallery.tries import try_pictures
from fracttal_console.ui.gallery.what_if import what_if_pictures
from fracttal_console.ui.oauth_consumers.dialog import ConsumerDialog
from fracttal_console.ui.permission_groups.dialog import GroupDialog
from fracttal_console.ui.settings.dialog import SettingsDialog
from fracttal_console.ui.start.first_start import FirstStartPage
from fracttal_console.ui.start.recovery import RecoveryPage
from fracttal_console.ui.start.rescue import RescuePage
from fracttal_console.ui.start.sign_in import SignInPage
from fracttal_console.ui.tables.list_page import ListPage
from fracttal_console.ui.window.commands import Commands
from fracttal_console.ui.window.console_window import SMALLEST
from fracttal_console.ui.window.pages import (
    API_KEYS,
    AUDIT,
    AUTHORIZATIONS,
    CONSUMERS,
    PEOPLE,
    PERMISSION_GROUPS,
    REVIEWS,
)
from fracttal_console.ui.window.workbench import Workbench

SIZE = (1440, 900)
_PATIENCE_MS = 20_000
_EXAMPLE_CODE = "EXAMP-LENOT-AREAL-CODEE-XAMPL-ENOTA-REALC-ODEEX"


Shown = TypeVar("Shown", bound=QDialog)
Face = TypeVar("Face", bound=QWidget)


class Gallery:
    """Walks through one application and takes its pictures."""

    def __init__(self, application: Application, directory: Path, size: tuple[int, int] = SIZE) -> None:
        """Take where the pictures go.

        Args:
            application: not begun yet.
            directory: made if it is missing.
            size: of the window.
        """
        self._application = application
        self._directory = directory
        self._taken: list[Path] = []
        directory.mkdir(parents=True, exist_ok=True)
        application.window.setMinimumSize(*map(min, size, SMALLEST))
        application.window.resize(*size)
        application.window.show()

    def of_first_start(self) -> list[Path]:
        """Take the first start, on a place without a base."""
        self._application.flow.begin()
        page = self._face(FirstStartPage)
        self._until(lambda: bool(page.choices))
        page.company.setText("Industrias Quillahue")
        page.name.setText("Lucía Ferreyra")
        page.email.setText("lucia.ferreyra@quillahue.example")
        page.password.setText("four words that nobody says")
        page.again.setText("four words that nobody says")
        self._settle()
        page.show_strength(4)
        self._take("01-first-start")
        code = RecoveryPage(self._application.theme, self._application.flow.texts, SecretText(_EXAMPLE_CODE))
        self._application.window.show_face(code)
        self._take("02-recovery-code")
        self._application.window.show_face(RescuePage(self._application.theme, self._application.flow.texts))
        self._take("04-password-lost")
        return self._taken

    def of_base(self, email: str, password: SecretText) -> list[Path]:
        """Take signing in, every page and dialog, and the lock, on a base with something in it.

        Args:
            email: of a super administrator.
            password: of the same.
        """
        flow = self._application.flow
        flow.begin()
        page = self._face(SignInPage)
        page.email.setText(email)
        self._take("03-sign-in")
        page.asked.emit(email, password)
        self._until(lambda: flow.workbench is not None)
        bench = self._bench
        self._until(lambda: bool(bench.desk.base.gateway.url))
        for number, key in enumerate((API_KEYS, CONSUMERS, AUTHORIZATIONS, AUDIT, REVIEWS, PEOPLE), 10):
            shown = self._page(key)
            shown.table.go_to(2)
            shown.table.setFocus()
            self._take(f"{number}-{key.replace('_', '-')}")
        narrowed_lists(bench.desk, self._page(AUDIT), self._shown, self._settle, self._take)
        take_requests(bench, self._settle, self._take)
        self._dialogs()
        self._ways()
        flow.lock("asked")
        self._face(SignInPage)
        self._take("30-lock")
        return self._taken

    def of_pages(self, email: str, password: SecretText) -> list[Path]:
        """Take every page, each with a row chosen where there are rows."""
        self._sign_in(email, password)
        for number, page in enumerate(self._bench.pages, 10):
            key = page.place.key
            self._bench.open(key)
            if isinstance(self._bench.page, ListPage):
                self._page(key).table.go_to(0)
            self._take(f"{number}-{key.replace('_', '-')}")
        return self._taken

    def of_empty_base(self, email: str, password: SecretText) -> list[Path]:
        """Take the pages of a base with nothing in it."""
        self._sign_in(email, password)
        for number, key in enumerate((API_KEYS, CONSUMERS, AUTHORIZATIONS), 40):
            self._page(key)
            self._take(f"{number}-empty-{key.replace('_', '-')}")
        return self._taken

    def _sign_in(self, email: str, password: SecretText) -> None:
        flow = self._application.flow
        flow.begin()
        self._face(SignInPage).asked.emit(email, password)
        self._until(lambda: flow.workbench is not None)
        self._until(lambda: bool(self._bench.desk.base.gateway.url))

    def _dialogs(self) -> None:
        desk = self._bench.desk
        page = self._page(API_KEYS)
        with self._shown(ApiKeyDialog(desk, page, None)) as key:
            key.name.setText("1234")
            key.submit()
            self._take("20-create-api-key")
        with self._shown(secret_once(desk, page)) as dialog:
            desk.clipboard.copy(EXAMPLE, secret=True)
            self._take("21-secret-once")
            dialog.forget()
        desk.clipboard.clear_now()
        page = self._page(CONSUMERS)
        page.table.go_to(3)
        self._settle()
        with self._shown(ConsumerDialog(desk, page, None)) as consumer:
            consumer.name.setText("Portal de Contratistas")
            consumer.uris.setPlainText("https://portal.contratistas.example/oauth/callback#inicio")
            consumer.group.choice.setCurrentIndex(0)
            self._take("22-register-consumer")
        with self._shown(GroupDialog(desk, page, None)) as group:
            group.name.setText("Contratistas")
            for name in ("items:view", "work_orders:view", "work_orders:add", "work_orders:edit"):
                group.matrix.box(name).setChecked(True)
            self._take("23-permission-group")
        self._asked("end", "24-delete-consumer")
        take_identity(desk, self._page(PEOPLE), self._shown, self._take)
        self._bench.set_up.emit()
        self._settle()
        for settings in self._bench.findChildren(SettingsDialog):
            settings.keeper.setText("keyring")
            self._take("29-settings")
            settings.reject()
        secret_pictures(desk, page, self._taken_of)
        try_pictures(desk, page, self._taken_of)
        key_pictures(desk, page, self._taken_of)
        page = self._page(AUTHORIZATIONS)
        page.table.clearSelection()
        for place in (2, 3, 4):
            self._also(page, place)
        self._settle()
        self._asked("end", "25-revoke-several")
        view = page.chosen().rows[0]
        for name, ending in ending_dialogs(desk, page, view):
            with self._shown(ending):
                self._take(name)

    def _ways(self) -> None:
        """Take the palette, the keys, and a page whose values are hidden."""
        bench = self._bench
        shown = self._page(PERMISSION_GROUPS)
        shown.table.go_to(0)
        self._take("14-permission-groups")
        what_if_pictures(bench.desk, shown, self._shown, self._settle, self._take)
        bench.turn_private()
        self._take("28-values-hidden")
        bench.turn_private()
        bench.show_keys()
        self._take("27-keys")
        for dialog in self._dialogs_shown():
            dialog.done(0)
        self._settle()
        with self._shown(Commands(bench).open_palette()) as palette:
            palette.field.setText("contra")
            self._until(palette.found_all)
            self._take("26-palette")

    @staticmethod
    def _also(page: ListPage[Any], place: int) -> None:
        model = page.table.selectionModel()
        flags = model.SelectionFlag.Select | model.SelectionFlag.Rows
        model.select(page.model.index(place, 0), flags)

    def _asked(self, action: str, name: str) -> None:
        self._bench.page.act(action)
        self._settle()
        self._take(name)
        for dialog in self._dialogs_shown():
            dialog.done(0)
        self._settle()

    def _taken_of(self, dialog: QDialog, name: str) -> None:
        with self._shown(dialog):
            self._take(name)

    @contextmanager
    def _shown(self, dialog: Shown) -> Iterator[Shown]:
        dialog.open()
        self._settle()
        yield dialog
        if dialog.isVisible():
            dialog.done(0)
        self._settle()

    @property
    def _bench(self) -> Workbench:
        bench = self._application.flow.workbench
        if bench is None:
            raise ScreenMissing
        return bench

    def _page(self, key: str) -> ListPage[Any]:
        self._bench.open(key)
        page = self._bench.page
        if not isinstance(page, ListPage):
            raise ScreenMissing
        self._until(lambda: page.model.ready)
        self._settle()
        return page

    def _face(self, kind: type[Face]) -> Face:
        self._until(lambda: isinstance(self._application.window.face, kind))
        self._settle()
        face = self._application.window.face
        if not isinstance(face, kind):
            raise ScreenMissing
        return face

    def _take(self, name: str) -> None:
        self._settle()
        path = self._directory / f"{name}.png"
        few_colours(grab_with(self._application.window, self._dialogs_shown())).save(str(path))
        self._taken.append(path)

    def _dialogs_shown(self) -> list[QDialog]:
        return [dialog for dialog in self._application.window.findChildren(QDialog) if dialog.isVisible()]

    def _settle(self) -> None:
        """Let everything under way come home and be painted."""
        self._until(lambda: not self._application.operations.busy)
        for _ in range(8):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        self._until(lambda: not self._application.operations.busy)

    @staticmethod
    def _until(holds: Callable[[], bool]) -> None:
        deadline = QDeadlineTimer(_PATIENCE_MS)
        while not holds():
            if deadline.hasExpired():
                raise ScreenMissing
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)

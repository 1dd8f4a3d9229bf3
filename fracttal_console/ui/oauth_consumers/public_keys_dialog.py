"""The public keys of one consumer: which there are, add and retire, and by what the consumer proves itself."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLayout, QWidget

from fracttal_console.domain.consumer_keys import AuthMethod, ConsumerKey
from fracttal_console.domain.errors import ConsoleError
from fracttal_console.services.consumer_views import ConsumerView
from fracttal_console.ui.credentials.edit_question import weigh_edit
from fracttal_console.ui.credentials.ending import asked_before_retiring
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.impact import read_impact
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.oauth_consumers.key_form import KeyForm
from fracttal_console.ui.oauth_consumers.key_words import key_fact, method_name
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.dialog import Dialog
from fracttal_console.ui.widgets.labels import ElidedLabel, Label, Line
from fracttal_console.ui.widgets.layouts import clear, column, row
from fracttal_console.ui.widgets.marks import PillLabel
from fracttal_console.ui.widgets.surfaces import Card

_WIDTH = 720


class PublicKeysDialog(Dialog):
    """Shows the keys that are in use, as they are at this moment."""

    def __init__(self, desk: Desk, parent: QWidget, view: ConsumerView) -> None:
        texts = desk.texts
        super().__init__(desk.theme, parent, texts.gettext("Public keys"), width=_WIDTH)
        self.desk = desk
        self.view = view
        self.retires: dict[str, Button] = {}
        self._method = Label(self.theme, "", Role.STRONG)
        self._what = Label(self.theme, "", Role.BODY, "text2", wrap=True)
        self._keys = column(spacing=0, margins=(16, 8, 16, 8))
        self.switch = Button(self.theme, "")
        self.new = Button(self.theme, texts.gettext("Add key…"), icon="plus")
        self.leave = Button(self.theme, texts.gettext("Close"))
        proof = Card(self.theme, "panel")
        words = column(
            Label(self.theme, texts.gettext("It proves itself by"), Role.LABEL, "text2"),
            self._method,
            self._what,
            spacing=4,
        )
        proof.setLayout(column(row(words, self.switch, spacing=16, stretch=0), margins=(16, 14, 16, 14)))
        keys = Card(self.theme)
        keys.setLayout(self._keys)
        head = self.head(texts.gettext("Public keys"), view.consumer.name, icon="key-round")
        caption = Label(self.theme, texts.gettext("Keys in use"), Role.LABEL, "text2")
        self.lay_out(head, column(proof, caption, keys, spacing=12), foot=(self.new, None, self.leave))
        self.set_default(self.leave)
        self._show(view)
        self.leave.clicked.connect(self.reject)
        self.new.clicked.connect(lambda: KeyForm(self.desk, self, self.view).open())
        self.switch.clicked.connect(self._switch)
        desk.bridge.happened.connect(self._hear)
        self.leave.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what may have changed meanwhile."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read anew."""
        desk, ref = self.desk, self.view.consumer.client_id
        if self.isVisible():
            read = desk.base.consumers.show
            desk.operations.run(self, lambda: read(desk.actor, ref), self._renew, self._fail, lane=Lane.READ)

    def _hear(self, _events: list[object]) -> None:
        self.refresh()

    def _fail(self, error: ConsoleError) -> None:
        self.reject()
        self.desk.operations.refuse(error)

    def _renew(self, view: ConsumerView) -> None:
        # what is as it was keeps its buttons, and the focus on them
        if view == self.view:
            return
        focused = next((kid for kid, retire in self.retires.items() if retire.hasFocus()), "")
        self._show(view)
        for kid, retire in self.retires.items():
            # a layout shows what is new in it a moment later: whoever is about to press it must not miss it
            retire.show()
            if kid == focused:
                retire.setFocus()

    def _show(self, view: ConsumerView) -> None:
        texts, by_key = self.desk.texts, view.method is AuthMethod.PRIVATE_KEY_JWT
        live = [key for key in reversed(view.keys) if key.live]
        self.view = view
        self._method.setText(method_name(view.method, texts))
        self._what.setText(
            texts.gettext("It signs each request with a key of its own; nothing secret travels.")
            if by_key
            else texts.gettext("It sends its secret with each request.")
        )
        switch = texts.gettext("Switch to the client secret") if by_key else texts.gettext("Switch to public keys")
        self.switch.setText(switch)
        self.switch.setVisible(bool(live))
        clear(self._keys)
        self.retires.clear()
        if not live:
            self._keys.addWidget(Label(self.theme, texts.gettext("No key yet."), Role.BODY, "text2"))
        for place, key in enumerate(live):
            if place:
                self._keys.addWidget(Line(self.theme))
            self._keys.addLayout(self._key_row(view, key))

    def _key_row(self, view: ConsumerView, key: ConsumerKey) -> QLayout:
        theme, texts, fact = self.theme, self.desk.texts, key_fact(self.desk, view, key)
        retire = Button(theme, texts.gettext("Retire…"), Kind.DANGER, small=True)
        retire.setAccessibleName(texts.gettext("Retire {kid}").format(kid=key.kid))
        retire.clicked.connect(lambda: self._ask_to_retire(key))
        self.retires[key.kid] = retire
        print_ = ElidedLabel(theme, key.thumbprint, Role.MONO, "text2", elide=Qt.TextElideMode.ElideMiddle)
        lived = Label(theme, f"{fact.life} · {fact.use}", Role.SMALL, "text2")
        words = column(print_, lived, spacing=2)
        if key.kid != key.thumbprint:
            words.insertWidget(0, ElidedLabel(theme, key.kid, Role.STRONG, elide=Qt.TextElideMode.ElideMiddle))
        line = row(words, PillLabel(theme, fact.pill), retire, spacing=16, margins=(0, 10, 0, 10))
        line.setStretch(0, 1)
        return line

    def _switch(self) -> None:
        desk, base, consumer = self.desk, self.desk.base, self.view.consumer
        by_key = self.view.method is AuthMethod.PRIVATE_KEY_JWT
        wanted = AuthMethod.CLIENT_SECRET if by_key else AuthMethod.PRIVATE_KEY_JWT
        actor, ref = desk.actor, consumer.client_id

        def save() -> None:
            desk.operations.run(
                self, lambda: base.consumers.edit(actor, ref, auth_method=wanted), lambda _saved: self.refresh()
            )

        weigh_edit(
            desk, self, consumer, lambda: base.impact.consumer_edit(actor, ref, auth_method=wanted),
            save=save, leave=lambda: None, fail=desk.operations.refuse,
        )  # fmt: skip

    def _ask_to_retire(self, key: ConsumerKey) -> None:
        desk, texts, keys, consumer = self.desk, self.desk.texts, self.desk.base.consumer_keys, self.view.consumer
        actor, ref = desk.actor, consumer.client_id
        question = asked_before_retiring(
            consumer.name, key.kid, texts.gettext("Retire this key?"), texts.gettext("Retire"), texts
        )

        def retire(_reason: str) -> None:
            desk.operations.run(self, lambda: keys.retire(actor, ref, key.kid), lambda _gone: self.refresh())

        read_impact(
            self, desk, lambda: keys.impact(actor, ref, key.kid),
            lambda impact: ImpactDialog(desk, self, impact, question, then=retire).open(),
        )  # fmt: skip

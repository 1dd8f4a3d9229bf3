"""Give a consumer a public key: pasted, read at once, named by its thumbprint."""

from PySide6.QtWidgets import QWidget

from fracttal_console.domain.errors import Invalid
from fracttal_console.services.consumer_views import ConsumerView
from fracttal_console.services.key_registration import keys_seen
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.widgets.fields import Field, LinesEdit, TextEdit

_EXAMPLE = "-----BEGIN PUBLIC KEY-----"
_LINES = 6


class KeyField(Field):
    """Where public keys are pasted; below stand their thumbprints, or the rule that they break."""

    def __init__(self, theme: Theme, texts: Texts, label: str) -> None:
        self.paste = LinesEdit(theme, lines=_LINES, placeholder=_EXAMPLE)
        self._texts = texts
        self._what = texts.gettext("A public key as PEM, or a JWK or JWKS. Nothing is fetched from an address.")
        super().__init__(theme, label, self.paste, help_text=self._what)

    def text(self) -> str:
        """Return what was pasted."""
        return self.paste.toPlainText()

    def check(self) -> None:
        """Read the keys, and tell their thumbprints.

        Raises:
            Invalid: field `key`, the rule that they break.
        """
        self.explain(self._what)
        if not self.text().strip():
            raise Invalid("key", "empty")
        seen = keys_seen(self.text())
        named = self._texts.gettext("Thumbprint {thumbprint}")
        self.explain("\n".join(named.format(thumbprint=key.thumbprint) for key in seen))


class KeyForm(FormDialog):
    """Asks for a public key of a consumer."""

    def __init__(self, desk: Desk, parent: QWidget, view: ConsumerView) -> None:
        texts = desk.texts
        super().__init__(
            desk,
            parent,
            title=texts.gettext("Add key"),
            subtitle=view.consumer.name,
            icon="key-round",
            action=texts.gettext("Add key"),
        )
        self._ref = view.consumer.client_id
        self.key = KeyField(desk.theme, texts, texts.gettext("Public key"))
        self.kid = TextEdit(desk.theme)
        self.add("key", self.key, self.key.check)
        only = texts.gettext("Only for a key without a name of its own.")
        optional = texts.gettext("optional")
        name = Field(desk.theme, texts.gettext("Name of the key"), self.kid, optional=optional, help_text=only)
        self.add("kid", name, lambda: None)
        self.finish()
        self.key.paste.textChanged.connect(lambda: self.recheck("key"))
        self.submitted.connect(self._save)
        self.key.paste.setFocus()

    def _save(self) -> None:
        desk, keys, ref = self.desk, self.desk.base.consumer_keys, self._ref
        text, kid = self.key.text(), self.kid.text()
        desk.operations.run(
            self, lambda: keys.add(desk.actor, ref, text, kid=kid), lambda _added: self.accept(), self.fail
        )

"""Snippets: programs for integrators, complete but for the secret."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from fracttal_console.domain.consumer_switches import ConsumerSwitches
from fracttal_console.texts.snippets import (
    ALL_OFF,
    SECRET_VARIABLE,
    SnippetKind,
    SnippetLanguage,
    needs_packages,
    snippet,
)
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.choices import Choices
from fracttal_console.ui.widgets.dialog import Dialog
from fracttal_console.ui.widgets.fields import LinesEdit
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column

_LINES = 21
_LINES_BELOW_WAYS = 16
_USUAL_URL = "http://127.0.0.1:8750"


class SnippetsDialog(Dialog):
    """Shows one program in the chosen language, to be copied."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        *,
        name: str,
        shown: Sequence[tuple[SnippetKind, str]],
        public_id: str,
        switches: ConsumerSwitches = ALL_OFF,
    ) -> None:
        """Take for what it is.

        Args:
            desk: the tools of the window.
            parent: over what it stands.
            name: of the credential.
            shown: which grants, or Hawk, each with the redirect URI that it uses.
            public_id: client id or key id.
            switches: what the consumer may use beyond the usual grants.
        """
        texts = desk.texts
        super().__init__(desk.theme, parent, texts.gettext("Snippets"), width=880)
        self._desk = desk
        self._shown, self._public_id, self._switches = tuple(shown), public_id, switches
        kind = self._shown[0][0]
        packages = needs_packages(kind, switches)
        self.way = Choices(
            desk.theme,
            tuple(
                (texts.gettext("On a device"), texts.gettext("The person enters a code elsewhere."))
                if kind.for_device
                else (texts.gettext("With a browser"), texts.gettext("The person is led to the sign-in page and back."))
                for kind, _ in self._shown
            ),
            0,
        )
        self.way.setVisible(len(self._shown) > 1)
        self.language = Choices(
            desk.theme,
            (
                ("curl", texts.gettext("In a shell, with openssl.")),
                (
                    "Python",
                    texts.gettext("With requests, and joserfc for proofs.")
                    if packages
                    else texts.gettext("With requests, and mohawk for Hawk."),
                ),
                (
                    "JavaScript",
                    texts.gettext("Node 20 or newer, with openid-client.")
                    if packages
                    else texts.gettext("Node 18 or newer, no package."),
                ),
            ),
            0,
        )
        self.code = LinesEdit(desk.theme, lines=_LINES if len(self._shown) == 1 else _LINES_BELOW_WAYS)
        self.code.setReadOnly(True)
        self.code.setAccessibleName(texts.gettext("Snippet"))
        self.copy = Button(desk.theme, texts.gettext("Copy"), Kind.PRIMARY, icon="copy")
        self.leave = Button(desk.theme, texts.gettext("Close"))
        self._secret = Label(desk.theme, "", Role.SMALL, "text2")
        body = column(self.scrolling(column(self.way, self.language, self.code, spacing=16)))
        self.lay_out(
            self.head(texts.gettext("Snippets"), name, icon="code-xml"),
            body,
            foot=(self._secret, None, self.leave, self.copy),
        )
        self.way.changed.connect(self._show)
        self.language.changed.connect(self._show)
        self.copy.clicked.connect(self._copy)
        self.leave.clicked.connect(self.reject)
        self.set_default(self.copy)
        self._show()
        self.language.button(0).setFocus()

    def _show(self) -> None:
        language = tuple(SnippetLanguage)[max(0, self.language.chosen)]
        url = self._desk.base.gateway.url or _USUAL_URL
        kind, uri = self._shown[max(0, self.way.chosen)]
        self.code.setPlainText(
            snippet(kind, language, url=url, public_id=self._public_id, redirect_uri=uri, switches=self._switches)
        )
        self._secret.setText(self._of_secret(kind))
        self.copy.setText(self._desk.texts.gettext("Copy"))
        self.copy.set_icon("copy")

    def _of_secret(self, kind: SnippetKind) -> str:
        texts = self._desk.texts
        if kind.has_secret:
            return texts.gettext("It reads the secret from the environment: {variable}.").format(
                variable=SECRET_VARIABLE
            )
        if kind.for_device:
            return texts.gettext("It needs no secret.")
        return texts.gettext("It needs no secret: PKCE proves who asks.")

    def _copy(self) -> None:
        self._desk.clipboard.copy(self.code.toPlainText())
        self.copy.setText(self._desk.texts.gettext("Copied"))
        self.copy.set_icon("check")

"""The page of API keys."""

from typing import TYPE_CHECKING

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.services.api_keys import ApiKeyView, CreatedApiKey
from fracttal_console.ui.api_keys.presenter import ApiKeysPresenter
from fracttal_console.ui.credentials.credentials_page import CredentialsPage, CredentialVerbs
from fracttal_console.ui.credentials.ending import Ending
from fracttal_console.ui.credentials.secret_flow import SecretWords
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.empty import EmptyPage
from fracttal_console.ui.widgets.panel_content import Action

if TYPE_CHECKING:
    from fracttal_console.ui.api_keys.dialog import ApiKeyDialog


class ApiKeysPage(CredentialsPage[ApiKeyView]):
    """Credentials with which programs sign their requests."""

    def __init__(self, desk: Desk) -> None:
        texts = desk.texts
        may = desk.session.may(Operation.API_KEYS_CREATE)
        create = Action("create", texts.gettext("Create API key"), "plus", Kind.PRIMARY, "Ctrl+N") if may else None
        empty = EmptyPage(
            desk.theme,
            icon="key-round",
            title=texts.gettext("Let a program read or write this base"),
            text=texts.gettext(
                "An API key is a public key id and a secret. A program signs each request with it (Hawk), "
                "so the secret itself never travels."
            ),
            action=create,
            or_press=texts.gettext("or press"),
            steps=(
                (
                    texts.gettext("Name it and choose a group"),
                    texts.gettext("The group decides what the key may do. Start with a read-only one."),
                ),
                (
                    texts.gettext("Store the secret"),
                    texts.gettext("It is shown once, and the clipboard clears itself."),
                ),
                (
                    texts.gettext("Watch its first use"),
                    texts.gettext("When, from where and which path appear here within two seconds."),
                ),
            ),
        )
        words = SecretWords(
            made=texts.gettext("{name} · new API key"),
            rotated=texts.gettext("{name} · new secret"),
            why=texts.gettext(
                "It is shown this once. It is kept sealed to check requests with, and nobody can show it again, "
                "not even support. If it is lost, rotate the secret."
            ),
            public_name="key_id",
            public_label=texts.gettext("Key id"),
            secret_label=texts.gettext("Secret"),
        )
        base = desk.base
        verbs = CredentialVerbs(
            disable=base.api_keys.disable,
            enable=base.api_keys.enable,
            restore=base.api_keys.restore,
            end=base.api_keys.revoke,
            impact=base.impact.api_key,
            begin_try=base.credential_tries.of_api_key,
            secrets=base.api_key_secrets,
            rotating=Operation.API_KEYS_ROTATE,
        )
        super().__init__(desk, ApiKeysPresenter(desk), empty, create, verbs, words)

    def credential(self, view: ApiKeyView) -> ApiKey:
        """Return the key of a row."""
        return view.api_key

    def ask_for(self, view: ApiKeyView | None) -> "ApiKeyDialog":
        """Return the form of a key."""
        from fracttal_console.ui.api_keys.dialog import ApiKeyDialog  # noqa: PLC0415 - see later.py

        dialog = ApiKeyDialog(self.desk, self, view)
        dialog.created.connect(self._created)
        return dialog

    def ending(self, view: ApiKeyView) -> Ending:
        """Return how revoking a key is asked about."""
        texts = self.desk.texts
        return Ending(
            title=texts.gettext("Revoke {name}?").format(name=view.api_key.name),
            action=texts.gettext("Revoke"),
            icon="ban",
            consequences=(("ban", texts.gettext("The next request that is signed with it is refused.")),),
            way_back=texts.gettext("It can be restored for 30 days. To stop it for a while, disable it."),
        )

    def _created(self, made: CreatedApiKey) -> None:
        self._secrets.show(made.api_key, made.secret)

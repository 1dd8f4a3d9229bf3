"""The page of API keys."""

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.impact import Impact
from fracttal_console.services.api_keys import ApiKeyView, CreatedApiKey
from fracttal_console.texts.snippets import SnippetKind
from fracttal_console.ui.api_keys.dialog import ApiKeyDialog
from fracttal_console.ui.api_keys.presenter import ApiKeysPresenter
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.credentials.ending import asked_before_disabling, asked_before_ending
from fracttal_console.ui.credentials.secret_flow import SecretFlow, SecretWords
from fracttal_console.ui.credentials.snippets_dialog import SnippetsDialog
from fracttal_console.ui.credentials.try_dialog import TryDialog
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.impact import read_impact
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.permission_groups.advice import AdvisedPage
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.empty import EmptyPage
from fracttal_console.ui.widgets.panel_content import Action


class ApiKeysPage(AdvisedPage[ApiKeyView]):
    """Credentials with which programs sign their requests."""

    def __init__(self, desk: Desk) -> None:
        texts = desk.texts
        may = desk.session.may(Operation.API_KEYS_CREATE)
        create = Action("create", texts.gettext("Create API key"), "plus", Kind.PRIMARY, "Ctrl+N")
        button = Button(desk.theme, create.text, create.kind, icon=create.icon) if may else None
        empty = EmptyPage(
            desk.theme,
            icon="key-round",
            title=texts.gettext("Let a program read or write this base"),
            text=texts.gettext(
                "An API key is a public key id and a secret. A program signs each request with it (Hawk), "
                "so the secret itself never travels."
            ),
            button=button,
            or_press=texts.gettext("or press"),
            keys="Ctrl N" if may else "",
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
        super().__init__(desk, ApiKeysPresenter(desk), empty, (create,) if may else ())
        self._secrets = SecretFlow(
            desk,
            self,
            desk.base.api_key_secrets,
            Operation.API_KEYS_ROTATE,
            SecretWords(
                made=texts.gettext("{name} · new API key"),
                rotated=texts.gettext("{name} · new secret"),
                why=texts.gettext(
                    "It is shown this once. It is kept sealed to check requests with, and nobody can show it again, "
                    "not even support. If it is lost, rotate the secret."
                ),
                public_name="key_id",
                public_label=texts.gettext("Key id"),
                secret_label=texts.gettext("Secret"),
            ),
        )
        if button is not None:
            button.clicked.connect(lambda: self.act("create"))

    def act(self, key: str) -> None:
        """Create a key, or do something with the chosen one."""
        if key == "create":
            dialog = ApiKeyDialog(self.desk, self, None)
            dialog.created.connect(self._created)
            dialog.open()
            return
        chosen = self.chosen()
        if not chosen.rows:
            return
        view, keys, actor = chosen.rows[0], self.desk.base.api_keys, self.desk.actor
        ref = view.api_key.key_id
        if key == "edit":
            ApiKeyDialog(self.desk, self, view).open()
        elif key in {"end", "disable"}:
            impact = self.desk.base.impact
            read_impact(
                self, self.desk, lambda: impact.api_key(actor, ref), lambda found: self._weigh(key, view, found)
            )
        elif key == "rotate":
            self._secrets.rotate(view.api_key)
        elif key == "follow":
            self._secrets.follow(view.api_key)
        elif key == "snippets":
            SnippetsDialog(self.desk, self, name=view.api_key.name, kind=SnippetKind.HAWK, public_id=ref).open()
        elif key == "try":
            tries = self.desk.base.credential_tries
            TryDialog(self.desk, self, view.api_key, lambda: tries.of_api_key(actor, ref)).open()
        else:
            verb = {"enable": keys.enable, "restore": keys.restore}[key]
            self.desk.operations.run(self, lambda: verb(self.desk.actor, ref), lambda _saved: None)

    def _weigh(self, key: str, view: ApiKeyView, impact: Impact) -> None:
        """Disable at once what is not in use; ask about the rest."""
        texts, keys, actor = self.desk.texts, self.desk.base.api_keys, self.desk.actor
        name, ref = view.api_key.name, view.api_key.key_id

        def disable(_reason: str = "") -> None:
            self.desk.operations.run(self, lambda: keys.disable(actor, ref), lambda _saved: None)

        def revoke(_reason: str = "") -> None:
            self.desk.operations.run(self, lambda: keys.revoke(actor, ref), lambda _saved: None)

        if key == "disable" and not impact.in_use:
            disable()
        elif key == "disable":
            ImpactDialog(self.desk, self, impact, asked_before_disabling(name, ref, texts), then=disable).open()
        elif not impact.in_use:
            self._ask_about(view)
        else:
            title, action = texts.gettext("Revoke {name}?").format(name=name), texts.gettext("Revoke")
            question = asked_before_ending(name, ref, texts, title=title, action=action, icon="ban")
            ImpactDialog(self.desk, self, impact, question, then=revoke).open()

    def _ask_about(self, view: ApiKeyView) -> None:
        texts, keys, actor = self.desk.texts, self.desk.base.api_keys, self.desk.actor
        ref = view.api_key.key_id
        Confirm(
            self.desk,
            self,
            title=texts.gettext("Revoke {name}?").format(name=view.api_key.name),
            subtitle=ref,
            consequences=(
                ("ban", texts.gettext("The next request that is signed with it is refused.")),
                ("rotate-ccw", texts.gettext("It can be restored for 30 days. To stop it for a while, disable it.")),
            ),
            safe=texts.gettext("Keep it"),
            action=texts.gettext("Revoke"),
            then=lambda _reason: self.desk.operations.run(self, lambda: keys.revoke(actor, ref), lambda _saved: None),
        ).open()

    def _created(self, made: CreatedApiKey) -> None:
        self._secrets.show(made.api_key, made.secret)

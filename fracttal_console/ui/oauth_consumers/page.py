"""The page of OAuth consumers."""

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.impact import Impact
from fracttal_console.services.consumer_views import ConsumerView
from fracttal_console.services.oauth_consumers import CreatedConsumer
from fracttal_console.texts.brief import number
from fracttal_console.texts.snippets import snippet_of
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.credentials.ending import asked_before_disabling, asked_before_ending
from fracttal_console.ui.credentials.secret_flow import SecretFlow, SecretWords
from fracttal_console.ui.credentials.snippets_dialog import SnippetsDialog
from fracttal_console.ui.credentials.try_dialog import TryDialog
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.impact import read_impact
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.oauth_consumers.dialog import ConsumerDialog
from fracttal_console.ui.oauth_consumers.presenter import ConsumersPresenter
from fracttal_console.ui.oauth_consumers.public_keys_dialog import PublicKeysDialog
from fracttal_console.ui.permission_groups.advice import AdvisedPage
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.empty import EmptyPage
from fracttal_console.ui.widgets.panel_content import Action


class ConsumersPage(AdvisedPage[ConsumerView]):
    """Third-party applications that may ask for access."""

    def __init__(self, desk: Desk) -> None:
        texts = desk.texts
        may = desk.session.may(Operation.CONSUMERS_CREATE)
        create = Action("create", texts.gettext("Register consumer"), "plus", Kind.PRIMARY, "Ctrl+N")
        button = Button(desk.theme, create.text, create.kind, icon=create.icon) if may else None
        empty = EmptyPage(
            desk.theme,
            icon="app-window",
            title=texts.gettext("Let an application act for your people"),
            text=texts.gettext(
                "An OAuth consumer is a third-party application. It sends people here to agree to what it may do, or "
                "acts for itself; either way you can end it with a click."
            ),
            button=button,
            or_press=texts.gettext("or press"),
            keys="Ctrl N" if may else "",
            steps=(
                (
                    texts.gettext("Register it"),
                    texts.gettext("Its name, its redirect URIs, and the group that limits it."),
                ),
                (
                    texts.gettext("Hand over the secret"),
                    texts.gettext("It is shown once, and the clipboard clears itself."),
                ),
                (
                    texts.gettext("People agree"),
                    texts.gettext("Each authorization appears under Active authorizations."),
                ),
            ),
        )
        super().__init__(desk, ConsumersPresenter(desk), empty, (create,) if may else ())
        self._secrets = SecretFlow(
            desk,
            self,
            desk.base.consumer_secrets,
            Operation.CONSUMERS_ROTATE,
            SecretWords(
                made=texts.gettext("{name} · new client secret"),
                rotated=texts.gettext("{name} · new client secret"),
                why=texts.gettext(
                    "It is shown this once. Only a digest is kept, so nobody can show it again, not even support. "
                    "If it is lost, rotate the secret."
                ),
                public_name="client_id",
                public_label=texts.gettext("Client id"),
                secret_label=texts.gettext("Client secret"),
            ),
        )
        if button is not None:
            button.clicked.connect(lambda: self.act("create"))

    def act(self, key: str) -> None:
        """Register a consumer, or do something with the chosen one."""
        if key == "create":
            dialog = ConsumerDialog(self.desk, self, None)
            dialog.created.connect(self._created)
            dialog.open()
            return
        chosen = self.chosen()
        if not chosen.rows:
            return
        view, consumers, actor = chosen.rows[0], self.desk.base.consumers, self.desk.actor
        ref = view.consumer.client_id
        if key == "edit":
            ConsumerDialog(self.desk, self, view).open()
        elif key in {"end", "disable"}:
            impact = self.desk.base.impact
            read_impact(
                self, self.desk, lambda: impact.consumer(actor, ref), lambda found: self._weigh(key, view, found)
            )
        elif key == "rotate":
            self._secrets.rotate(view.consumer)
        elif key == "follow":
            self._secrets.follow(view.consumer)
        elif key == "keys":
            PublicKeysDialog(self.desk, self, view).open()
        elif key == "snippets":
            kind, uri = snippet_of(view.consumer)
            SnippetsDialog(
                self.desk,
                self,
                name=view.consumer.name,
                kind=kind,
                public_id=ref,
                redirect_uri=uri,
            ).open()
        elif key == "try":
            tries = self.desk.base.credential_tries
            TryDialog(self.desk, self, view.consumer, lambda: tries.of_consumer(actor, ref)).open()
        else:
            verb = {"enable": consumers.enable, "restore": consumers.restore}[key]
            self.desk.operations.run(self, lambda: verb(self.desk.actor, ref), lambda _saved: None)

    def _weigh(self, key: str, view: ConsumerView, impact: Impact) -> None:
        """Disable at once what is not in use; ask about the rest."""
        texts, consumers, actor = self.desk.texts, self.desk.base.consumers, self.desk.actor
        name, ref = view.consumer.name, view.consumer.client_id

        def disable(_reason: str = "") -> None:
            self.desk.operations.run(self, lambda: consumers.disable(actor, ref), lambda _saved: None)

        def delete(_reason: str = "") -> None:
            self.desk.operations.run(self, lambda: consumers.delete(actor, ref), lambda _saved: None)

        if key == "disable" and not impact.in_use:
            disable()
        elif key == "disable":
            ImpactDialog(self.desk, self, impact, asked_before_disabling(name, ref, texts), then=disable).open()
        elif not impact.in_use:
            self._ask_about(view)
        else:
            title, action = texts.gettext("Delete {name}?").format(name=name), texts.gettext("Delete")
            question = asked_before_ending(name, ref, texts, title=title, action=action, icon="trash-2")
            ImpactDialog(self.desk, self, impact, question, then=delete).open()

    def _ask_about(self, view: ConsumerView) -> None:
        texts, consumers, actor = self.desk.texts, self.desk.base.consumers, self.desk.actor
        ref, count = view.consumer.client_id, view.authorizations
        ends = texts.ngettext(
            "{n} authorization ends, and its tokens are dead.",
            "{n} authorizations end, and their tokens are dead.",
            count,
        )
        Confirm(
            self.desk,
            self,
            title=texts.gettext("Delete {name}?").format(name=view.consumer.name),
            subtitle=ref,
            consequences=(
                ("users", ends.format(n=number(count, texts))),
                ("ban", texts.gettext("Its next request is refused.")),
                ("rotate-ccw", texts.gettext("It can be restored for 30 days, but people must agree anew.")),
            ),
            safe=texts.gettext("Keep it"),
            action=texts.gettext("Delete"),
            icon="trash-2",
            then=lambda _reason: self.desk.operations.run(
                self, lambda: consumers.delete(actor, ref), lambda _saved: None
            ),
        ).open()

    def _created(self, made: CreatedConsumer) -> None:
        texts, consumer = self.desk.texts, made.consumer
        if made.secret is None:
            by_keys = texts.gettext("{name} is registered and proves itself by its key; its client id is {id}.")
            public = texts.gettext("{name} is registered. It is public and has no secret; its client id is {id}.")
            words = by_keys if consumer.confidential else public
            self.said.emit(words.format(name=consumer.name, id=consumer.client_id), "ok", "circle-check")
            return
        self._secrets.show(consumer, made.secret)

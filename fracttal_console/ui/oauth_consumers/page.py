"""The page of OAuth consumers."""

from typing import TYPE_CHECKING

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.consumer_switches import ConsumerSwitches
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.services.consumer_views import ConsumerView
from fracttal_console.services.oauth_consumers import CreatedConsumer
from fracttal_console.texts.brief import number
from fracttal_console.ui.credentials.credentials_page import CredentialsPage, CredentialVerbs
from fracttal_console.ui.credentials.ending import Ending
from fracttal_console.ui.credentials.secret_flow import SecretWords
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.oauth_consumers.presenter import ConsumersPresenter
from fracttal_console.ui.oauth_consumers.public_keys_dialog import PublicKeysDialog
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.empty import EmptyPage
from fracttal_console.ui.widgets.panel_content import Action

if TYPE_CHECKING:
    from fracttal_console.ui.oauth_consumers.dialog import ConsumerDialog


class ConsumersPage(CredentialsPage[ConsumerView]):
    """Third-party applications that may ask for access."""

    def __init__(self, desk: Desk) -> None:
        texts = desk.texts
        may = desk.session.may(Operation.CONSUMERS_CREATE)
        create = Action("create", texts.gettext("Register consumer"), "plus", Kind.PRIMARY, "Ctrl+N") if may else None
        empty = EmptyPage(
            desk.theme,
            icon="app-window",
            title=texts.gettext("Let an application act for your people"),
            text=texts.gettext(
                "An OAuth consumer is a third-party application. It sends people here to agree to what it may do, or "
                "acts for itself; either way you can end it with a click."
            ),
            action=create,
            or_press=texts.gettext("or press"),
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
        words = SecretWords(
            made=texts.gettext("{name} · new client secret"),
            rotated=texts.gettext("{name} · new client secret"),
            why=texts.gettext(
                "It is shown this once. Only a digest is kept, so nobody can show it again, not even support. "
                "If it is lost, rotate the secret."
            ),
            public_name="client_id",
            public_label=texts.gettext("Client id"),
            secret_label=texts.gettext("Client secret"),
        )
        base = desk.base
        verbs = CredentialVerbs(
            disable=base.consumers.disable,
            enable=base.consumers.enable,
            restore=base.consumers.restore,
            end=base.consumers.delete,
            impact=base.impact.consumer,
            begin_try=base.credential_tries.of_consumer,
            secrets=base.consumer_secrets,
            rotating=Operation.CONSUMERS_ROTATE,
        )
        super().__init__(desk, ConsumersPresenter(desk), empty, create, verbs, words)

    def act(self, key: str) -> None:
        """Register a consumer, or do something with the chosen one."""
        chosen = self.chosen()
        if key == "keys" and chosen.rows:
            PublicKeysDialog(self.desk, self, chosen.rows[0]).open()
        else:
            super().act(key)

    def credential(self, view: ConsumerView) -> Consumer:
        """Return the consumer of a row."""
        return view.consumer

    def switches(self, view: ConsumerView) -> ConsumerSwitches:
        """Return the switches of the consumer of a row."""
        return view.switches

    def ask_for(self, view: ConsumerView | None) -> "ConsumerDialog":
        """Return the form of a consumer."""
        from fracttal_console.ui.oauth_consumers.dialog import ConsumerDialog  # noqa: PLC0415 - see later.py

        dialog = ConsumerDialog(self.desk, self, view)
        dialog.created.connect(self._created)
        return dialog

    def ending(self, view: ConsumerView) -> Ending:
        """Return how deleting a consumer is asked about."""
        texts, count = self.desk.texts, view.authorizations
        ends = texts.ngettext(
            "{n} authorization ends, and its tokens are dead.",
            "{n} authorizations end, and their tokens are dead.",
            count,
        )
        return Ending(
            title=texts.gettext("Delete {name}?").format(name=view.consumer.name),
            action=texts.gettext("Delete"),
            icon="trash-2",
            consequences=(
                ("users", ends.format(n=number(count, texts))),
                ("ban", texts.gettext("Its next request is refused.")),
            ),
            way_back=texts.gettext("It can be restored for 30 days, but people must agree anew."),
        )

    def _created(self, made: CreatedConsumer) -> None:
        texts, consumer = self.desk.texts, made.consumer
        if made.secret is None:
            by_keys = texts.gettext("{name} is registered and proves itself by its key; its client id is {id}.")
            public = texts.gettext("{name} is registered. It is public and has no secret; its client id is {id}.")
            words = by_keys if consumer.confidential else public
            self.said.emit(words.format(name=consumer.name, id=consumer.client_id), "ok", "circle-check")
            return
        self._secrets.show(consumer, made.secret)

"""Register or edit an OAuth consumer."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fracttal_console.domain.consumer_switches import ConsumerSwitches
from fracttal_console.domain.names import check_name, check_text
from fracttal_console.domain.oauth_consumers import GrantType, Lifetimes, check_shape
from fracttal_console.services.consumer_views import ConsumerView
from fracttal_console.services.oauth_consumers import CreatedConsumer
from fracttal_console.ui.credentials.edit_question import weigh_edit
from fracttal_console.ui.credentials.expiry import ExpiryEdit
from fracttal_console.ui.credentials.group_choice import GroupChoice
from fracttal_console.ui.credentials.limits import Limits
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.oauth_consumers.key_form import KeyField
from fracttal_console.ui.oauth_consumers.lifetimes import LifetimesEdit
from fracttal_console.ui.oauth_consumers.switches import SwitchesEdit
from fracttal_console.ui.widgets.choices import Choices
from fracttal_console.ui.widgets.fields import Field, LinesEdit, TextEdit


class ConsumerDialog(FormDialog):
    """Asks for what a consumer is, what it may do, and where people are sent back to.

    Signals:
        created: a consumer and its secret, in clear this once.
    """

    created = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, view: ConsumerView | None) -> None:
        texts = desk.texts
        super().__init__(
            desk,
            parent,
            title=texts.gettext("Edit consumer") if view else texts.gettext("Register consumer"),
            subtitle=view.consumer.client_id
            if view
            else texts.gettext("A third-party application that asks for access."),
            icon="app-window",
            action=texts.gettext("Save") if view else texts.gettext("Register consumer"),
            width=920,
        )
        self._view = view
        self.name = TextEdit(desk.theme)
        self.description = TextEdit(desk.theme)
        self.group = GroupChoice(desk, view.group.name if view else "")
        self.grant = Choices(
            desk.theme,
            (
                (texts.gettext("For people"), texts.gettext("Authorization code: each person agrees in the browser.")),
                (texts.gettext("For itself"), texts.gettext("Client credentials: a job that acts without anybody.")),
            ),
            0,
        )
        self.secrecy = Choices(
            desk.theme,
            (
                (texts.gettext("Confidential"), texts.gettext("It runs on a server and keeps a secret.")),
                (
                    texts.gettext("Public"),
                    texts.gettext("On a phone, a desktop or in a browser: no secret, PKCE only."),
                ),
            ),
            0,
        )
        self.proof = Choices(
            desk.theme,
            (
                (texts.gettext("Client secret"), texts.gettext("It sends its secret with each request.")),
                (
                    texts.gettext("Public key"),
                    texts.gettext("It signs each request with a key of its own; nothing secret travels."),
                ),
            ),
            0,
        )
        self.key = KeyField(desk.theme, texts, texts.gettext("Public key"))
        self.uris = LinesEdit(desk.theme, placeholder="https://portal.example.com/oauth/callback")
        self.expiry = ExpiryEdit(desk, view.consumer.expires_at if view else None)
        self.lifetimes = LifetimesEdit(desk, view.consumer.lifetimes if view else Lifetimes())
        self.switches = SwitchesEdit(desk, view.switches if view else ConsumerSwitches())
        self._add_fields()
        self.finish("" if view else texts.gettext("The secret is shown next, this once."))
        self._fill(view)
        self._join()
        self._settle()
        self.name.setFocus()

    @property
    def _for_people(self) -> bool:
        return self._grant() is GrantType.AUTHORIZATION_CODE

    def _grant(self) -> GrantType:
        if self._view is not None:
            return self._view.consumer.grant
        return GrantType.CLIENT_CREDENTIALS if self.grant.chosen else GrantType.AUTHORIZATION_CODE

    def _public(self) -> bool:
        if self._view is not None:
            return not self._view.consumer.confidential
        return self._for_people and self.secrecy.chosen == 1

    def _by_key(self) -> bool:
        return self._view is None and not self._public() and self.proof.chosen == 1

    def _uris(self) -> tuple[str, ...]:
        return tuple(self.uris.lines()) if self._for_people else ()

    def _add_fields(self) -> None:
        theme, texts = self.theme, self.desk.texts
        optional = texts.gettext("optional")
        seen = texts.gettext("People see it on the consent page.")
        self.add("name", Field(theme, texts.gettext("Name"), self.name, help_text=seen), self._check_name)
        self.add(
            "description",
            Field(theme, texts.gettext("Description"), self.description, optional=optional),
            lambda: check_text("description", self.description.text()),
        )
        self._grant_field = self.add("grant", Field(theme, texts.gettext("It acts"), self.grant), lambda: None)
        self._secrecy_field = self.add("public", Field(theme, texts.gettext("Kind"), self.secrecy), lambda: None)
        # as grant and kind it is settled when a consumer is registered
        proof = Field(theme, texts.gettext("It proves itself by"), self.proof)
        self._proof_field = self.add("proof", proof, lambda: None)
        self.add("key", self.key, self.key.check)
        one_a_line = texts.gettext("One on each line, compared exactly as written.")
        self._uris_field = self.add(
            "redirect_uri",
            Field(theme, texts.gettext("Redirect URIs"), self.uris, help_text=one_a_line),
            self._check_uris,
        )
        self.add("permission_group", Field(theme, texts.gettext("Permission group"), self.group), self.group.value)
        self.add("expires", Field(theme, texts.gettext("Expires"), self.expiry), self.expiry.value)
        weaker = texts.gettext(
            "Weaker: no PKCE where a secret is kept, refresh tokens stay the same and are given for itself too, "
            "access tokens live 2 hours."
        )
        self.limits = Limits(self.desk, self, self._view.consumer if self._view else None, weaker)
        spans = texts.gettext("A number and a unit: 90s, 15m, 2h, 30d.")
        lifetimes = Field(theme, texts.gettext("Lifetimes"), self.lifetimes, help_text=spans)
        self.add("lifetimes", lifetimes, self.lifetimes.change, aside=True)
        beyond = Field(theme, texts.gettext("Beyond the usual"), self.switches)
        self.add("switches", beyond, self.switches.change, aside=True)

    def _fill(self, view: ConsumerView | None) -> None:
        if view is None:
            return
        self.name.setText(view.consumer.name)
        self.description.setText(view.consumer.description)
        self.uris.setPlainText("\n".join(view.consumer.redirect_uris))

    def _join(self) -> None:
        self.name.textChanged.connect(lambda: self.recheck("name"))
        self.description.textChanged.connect(lambda: self.recheck("description"))
        self.uris.textChanged.connect(lambda: self.recheck("redirect_uri"))
        self.group.changed.connect(lambda: self.recheck("permission_group"))
        self.expiry.changed.connect(lambda: self.recheck("expires"))
        self.key.paste.textChanged.connect(lambda: self.recheck("key"))
        for choice in (self.grant, self.secrecy, self.proof):
            choice.changed.connect(self._settle)
        self.switches.changed.connect(lambda: self.recheck("redirect_uri"))
        self.submitted.connect(self._save)

    def _settle(self) -> None:
        # grant and secrecy are a consumer's nature: they are settled when it is registered
        new = self._view is None
        self._grant_field.setVisible(new)
        self._secrecy_field.setVisible(new and self._for_people)
        self._proof_field.setVisible(new and not self._public())
        self.key.setVisible(self._by_key())
        self.note.setVisible(new and not self._public() and not self._by_key())
        self._uris_field.setVisible(self._for_people)
        self.lifetimes.show_only_access(only=not self._for_people)
        self.switches.show_for_people(people=self._for_people)

    def _check_name(self) -> str:
        return check_name("name", self.name.text())

    def _check_uris(self) -> None:
        check_shape(
            grant=self._grant(),
            confidential=not self._public(),
            redirect_uris=self._uris(),
            may_introspect=False,
            device=bool(self.switches.change().device),
        )

    def _save(self) -> None:
        desk, consumers, view = self.desk, self.desk.base.consumers, self._view
        name, description, uris = self.name.text(), self.description.text(), self._uris()
        group, expires = self.group.value(), self.expiry.value()
        limits, lifetimes = self.limits, self.lifetimes.change()
        profile, networks = limits.chosen_profile, limits.networks.lines()
        owner, contact, switches = limits.owner.text(), limits.contact.text(), self.switches.change()
        if view is None:
            grant, public, keys = self._grant(), self._public(), self.key.text() if self._by_key() else ""
            self.desk.operations.run(
                self,
                lambda: consumers.create(
                    desk.actor, name=name, permission_group=group, grant=grant, redirect_uris=uris, public=public,
                    description=description, expires_at=expires, profile=profile, networks=networks, owner=owner,
                    contact=contact, lifetimes=lifetimes, public_keys=keys, switches=switches,
                ),
                self._created,
                self.fail,
            )  # fmt: skip
            return
        ref, (until, never) = view.consumer.client_id, self.expiry.change()
        impact = desk.base.impact

        def save() -> None:
            desk.operations.run(
                self,
                lambda: consumers.edit(
                    desk.actor, ref, name=name, permission_group=group, redirect_uris=uris, description=description,
                    expires_at=until, never_expires=never, profile=profile, networks=networks, owner=owner,
                    contact=contact, lifetimes=lifetimes, switches=switches,
                ),
                lambda _saved: self.accept(),
                self.fail,
            )  # fmt: skip

        weigh_edit(
            desk, self, view.consumer,
            lambda: impact.consumer_edit(
                desk.actor, ref, redirect_uris=uris, networks=networks, switches=switches
            ),
            save=save, leave=lambda: self.set_busy(busy=False), fail=self.fail,
        )  # fmt: skip

    def _created(self, made: CreatedConsumer) -> None:
        self.accept()
        self.created.emit(made)

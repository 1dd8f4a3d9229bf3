"""The page of people."""

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.invitations import link_of
from fracttal_console.services.invitations import Invited
from fracttal_console.services.people_views import PersonView
from fracttal_console.texts.brief import number
from fracttal_console.texts.moments import long_date
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.people.dialog import PersonDialog
from fracttal_console.ui.people.presenter import PeoplePresenter
from fracttal_console.ui.secret_dialog import SecretDialog
from fracttal_console.ui.tables.list_page import ListPage
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.empty import EmptyPage
from fracttal_console.ui.widgets.panel_content import Action


class PeoplePage(ListPage[PersonView]):
    """Who has an account, and as what."""

    def __init__(self, desk: Desk) -> None:
        texts = desk.texts
        may = desk.session.may(Operation.PEOPLE_INVITE)
        invite = Action("create", texts.gettext("Invite person…"), "user-plus", Kind.PRIMARY, "Ctrl+N")
        # never seen: whoever looks at this page is a person
        empty = EmptyPage(desk.theme, icon="users", title=texts.gettext("People"), text="")
        super().__init__(desk, PeoplePresenter(desk), empty, (invite,) if may else ())

    def act(self, key: str) -> None:
        """Invite somebody, or do something with the chosen person."""
        if key == "create":
            self._ask_for(None)
            return
        chosen = self.chosen()
        if not chosen.rows:
            return
        view, desk, base = chosen.rows[0], self.desk, self.desk.base
        ref = str(view.person.id)
        if key == "edit":
            self._ask_for(view)
        elif key == "follow":
            self.led.emit("authorizations", view.person.email)
        elif key == "enable":
            desk.operations.run(self, lambda: base.people.enable(desk.actor, ref), lambda _saved: None)
        elif key == "reset_password":
            desk.operations.run(self, lambda: base.invitations.reset(desk.actor, ref), self._show_link)
        elif key == "reset_totp":
            self._ask_about_codes(view)
        else:
            self._ask_about(view)

    def _ask_for(self, view: PersonView | None) -> None:
        dialog = PersonDialog(self.desk, self, view)
        dialog.invited.connect(self._show_link)
        dialog.open()

    def _ask_about(self, view: PersonView) -> None:
        texts, desk, people = self.desk.texts, self.desk, self.desk.base.people
        ref, count = str(view.person.id), view.authorizations
        consequences = [("log-out", texts.gettext("Sessions end at once, and links for a password are dead."))]
        if count:
            words = texts.ngettext(
                "{n} application that acts for this person is refused.",
                "{n} applications that act for this person are refused.",
                count,
            )
            consequences.append(("ban", words.format(n=number(count, texts))))
        consequences.append(
            ("rotate-ccw", texts.gettext("The account can be enabled again; applications then need new tokens."))
        )
        Confirm(
            desk,
            self,
            title=texts.gettext("Disable {name}?").format(name=view.person.name),
            subtitle=view.person.email,
            consequences=consequences,
            safe=texts.gettext("Keep the account"),
            action=texts.gettext("Disable"),
            icon="circle-off",
            then=lambda _reason: desk.operations.run(
                self, lambda: people.disable(desk.actor, ref), lambda _saved: None
            ),
        ).open()

    def _ask_about_codes(self, view: PersonView) -> None:
        texts, desk, factors = self.desk.texts, self.desk, self.desk.base.second_factors
        ref = str(view.person.id)
        Confirm(
            desk,
            self,
            title=texts.gettext("Reset the codes of {name}?").format(name=view.person.name),
            subtitle=view.person.email,
            consequences=(
                ("smartphone", texts.gettext("The person signs in with the password alone until codes are set up.")),
                ("ban", texts.gettext("The old device and its recovery codes open nothing any more.")),
            ),
            safe=texts.gettext("Keep the codes"),
            action=texts.gettext("Reset codes"),
            icon="smartphone",
            then=lambda _reason: desk.operations.run(self, lambda: factors.reset(desk.actor, ref), lambda _done: None),
        ).open()

    def _show_link(self, made: Invited) -> None:
        texts, desk = self.desk.texts, self.desk
        until = long_date(made.expires_at, texts)
        why = texts.gettext(
            "Whoever has it can set the password of this account, once, until {moment}. Hand it over on a way that "
            "only this person reads. If it is lost, make another one."
        )
        SecretDialog(
            desk.theme,
            texts,
            desk.clipboard,
            self,
            title=texts.gettext("Hand over this link now"),
            subtitle=f"{made.person.name} · {made.person.email}",
            why=why.format(moment=until),
            public=None,
            secret_name=texts.gettext("Link to set the password"),
            secret=link_of(desk.base.address(), made.token),
            tick=texts.gettext("I handed it over"),
        ).open()

"""`/account`: where a person sees and revokes what applications may do in that person's name."""

from dataclasses import dataclass

from fracttal_console.domain.errors import NotFound, NothingChosen, WrongState
from fracttal_console.domain.people import Person
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.gateway.browser import Browser, see_other
from fracttal_console.gateway.exchange import Request, Response, parse_what_can_be_read
from fracttal_console.gateway.own_forms import OwnForms, with_language
from fracttal_console.gateway.page_values import hue, monogram
from fracttal_console.gateway.sign_in_form import SignInForm
from fracttal_console.gateway.visits import Visit, Visits
from fracttal_console.services.authorization_acts import AuthorizationActs
from fracttal_console.services.authorizations import Authorizations, AuthorizationView
from fracttal_console.services.sign_in import SignIn
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.moments import ago, long_date
from fracttal_console.texts.permissions import consent_lines

PATH = "/account"
REVOKE_PATH = "/account/revoke"
REVOKE_ALL_PATH = "/account/revoke-all"
SIGN_OUT_PATH = "/account/sign-out"
EVERYWHERE_PATH = "/account/sign-out-everywhere"
PASSWORD_PATH = "/account/password"  # noqa: S105  # a path
CODES_PATH = "/account/codes"
_PURPOSE = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPages:
    """The pages under `/account`."""

    authorizations: Authorizations
    acts: AuthorizationActs
    sign_in: SignIn
    form: SignInForm
    visits: Visits
    browser: Browser
    catalogue: PermissionCatalogue

    def show(self, request: Request) -> Response:
        """Return the person's authorizations, or the sign-in form."""
        visit = self.visits.of(request)
        if request.method == "POST":
            return self.form.take(request, visit, parse_what_can_be_read(request.body))
        if visit.person is None:
            return self.form.show(request, visit)
        return self._list(request, visit, visit.person)

    def revoke(self, request: Request) -> Response:
        """Revoke one authorization and show what is left."""
        sent = self._forms.take(request)
        if isinstance(sent, Response):
            return sent
        wanted = sent.form.get("authorization")
        try:
            self.authorizations.revoke_own(sent.person.as_actor(request.address), _authorization_id(wanted))
        except (NotFound, WrongState):
            # somebody else's looks like none at all; what is revoked already is what was asked for
            return see_other(with_language(request, PATH))
        return see_other(with_language(request, PATH, "revoked=1"))

    def revoke_all(self, request: Request) -> Response:
        """Ask whether to revoke every authorization, or do so."""
        if request.method != "POST":
            return self._ask_for_all(request)
        sent = self._forms.take(request)
        if isinstance(sent, Response):
            return sent
        try:
            self.acts.revoke_own(sent.person.as_actor(request.address))
        except NothingChosen:
            return see_other(with_language(request, PATH))
        return see_other(with_language(request, PATH, "revoked=all"))

    def sign_out(self, request: Request) -> Response:
        """End the session."""
        return self._signed_out(request, everywhere=False)

    def sign_out_everywhere(self, request: Request) -> Response:
        """End this session and those of all other browsers."""
        return self._signed_out(request, everywhere=True)

    @property
    def _forms(self) -> OwnForms:
        return OwnForms(self.visits, self.browser, _PURPOSE)

    def _signed_out(self, request: Request, *, everywhere: bool) -> Response:
        sent = self._forms.take(request)
        if isinstance(sent, Response):
            return sent
        actor = sent.person.as_actor(request.address)
        if everywhere:
            self.sign_in.sign_out_everywhere(actor)
        else:
            self.sign_in.sign_out(actor, sent.visit.session)
        texts = self.browser.texts(request)
        return self.browser.page(
            request,
            "signed_out.html",
            texts.gettext("You are signed out"),
            headers=self.visits.signed_out(),
            everywhere=everywhere,
        )

    def _ask_for_all(self, request: Request) -> Response:
        visit = self.visits.of(request)
        if visit.person is None:
            return see_other(with_language(request, PATH))
        own = self.authorizations.own(visit.person.as_actor(request.address))
        if not own:
            return see_other(with_language(request, PATH))
        texts = self.browser.texts(request)
        question = texts.ngettext("Revoke {number} authorization?", "Revoke {number} authorizations?", len(own))
        return self.browser.page(
            request,
            "revoke_all.html",
            question.format(number=len(own)),
            url=with_language(request, REVOKE_ALL_PATH),
            headers=self.visits.anchored(visit),
            question=question.format(number=len(own)),
            applications=sorted({view.consumer.name for view in own}),
            action=with_language(request, REVOKE_ALL_PATH),
            back=with_language(request, PATH),
            csrf=self._forms.token(visit),
        )

    def _list(self, request: Request, visit: Visit, person: Person) -> Response:
        texts = self.browser.texts(request)
        notice = {
            "1": texts.gettext("Revoked. The application has no access any more."),
            "all": texts.gettext("Revoked. No application acts for you any more."),
        }.get(parse_what_can_be_read(request.query).get("revoked"), "")
        rows = [self._row(request, view, texts) for view in self.authorizations.own(person.as_actor(request.address))]
        return self.browser.page(
            request,
            "account.html",
            texts.gettext("My authorizations"),
            url=with_language(request, PATH),
            headers=self.visits.anchored(visit),
            person={"name": person.name, "email": person.email, "monogram": monogram(person.name)},
            csrf=self._forms.token(visit),
            rows=rows,
            notice=notice,
            sign_out_action=with_language(request, SIGN_OUT_PATH),
            everywhere_action=with_language(request, EVERYWHERE_PATH),
            revoke_all_url=with_language(request, REVOKE_ALL_PATH) if len(rows) > 1 else "",
            password_url=with_language(request, PASSWORD_PATH),
            codes_url=with_language(request, CODES_PATH),
        )

    def _row(self, request: Request, view: AuthorizationView, texts: Texts) -> dict[str, object]:
        authorization, consumer = view.authorization, view.consumer
        return {
            "id": authorization.id,
            "application": consumer.name,
            "organisation": consumer.owner,
            "monogram": monogram(consumer.name),
            "hue": hue(consumer.name),
            "sentences": [line.title for line in consent_lines(authorization.permissions, self.catalogue, texts)],
            "since": long_date(authorization.granted_at, texts),
            "last_used": "" if view.last_use is None else ago(view.last_use.at, self.authorizations.now(), texts),
            "expires": "" if authorization.expires_at is None else long_date(authorization.expires_at, texts),
            "revoke_action": with_language(request, REVOKE_PATH),
        }


def _authorization_id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise NotFound("authorization", "")
    return int(text)

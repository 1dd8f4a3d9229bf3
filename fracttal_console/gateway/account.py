"""`/account`: where a person sees and revokes what applications may do in that person's name."""

from dataclasses import dataclass

from fracttal_console.domain.errors import NotFound, WrongState
from fracttal_console.domain.people import Person
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.gateway.browser import Browser, see_other
from fracttal_console.gateway.exchange import Parameters, Request, Response, method_not_allowed, parse_what_can_be_read
from fracttal_console.gateway.page_values import hue, monogram
from fracttal_console.gateway.sign_in_form import SignInForm
from fracttal_console.gateway.visits import Visit, Visits
from fracttal_console.services.authorizations import Authorizations, AuthorizationView
from fracttal_console.services.sign_in import SignIn
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.moments import ago, long_date
from fracttal_console.texts.permissions import consent_lines

PATH = "/account"
REVOKE_PATH = "/account/revoke"
SIGN_OUT_PATH = "/account/sign-out"
_PURPOSE = "account"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPages:
    """The pages under `/account`."""

    authorizations: Authorizations
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
        if request.method not in {"GET", "HEAD"}:
            return method_not_allowed("GET", "HEAD", "POST")
        if visit.person is None:
            return self.form.show(request, visit)
        return self._list(request, visit, visit.person)

    def revoke(self, request: Request) -> Response:
        """Revoke one authorization and show what is left."""
        visit, form, refusal = self._genuine(request)
        if refusal is not None or visit.person is None:
            return refusal or self.browser.error(request, "session_ended", status=403)
        wanted = form.get("authorization")
        try:
            self.authorizations.revoke_own(visit.person.as_actor(request.address), _authorization_id(wanted))
        except (NotFound, WrongState):
            # somebody else's looks like none at all; what is revoked already is what was asked for
            return see_other(_with_language(request, PATH))
        return see_other(_with_language(request, PATH, "revoked=1"))

    def sign_out(self, request: Request) -> Response:
        """End the session."""
        visit, _, refusal = self._genuine(request)
        if refusal is not None:
            return refusal
        if visit.person is not None:
            self.sign_in.sign_out(visit.person.as_actor(request.address), visit.session)
        texts = self.browser.texts(request)
        return self.browser.page(
            request,
            "signed_out.html",
            texts.gettext("You are signed out"),
            headers=self.visits.signed_out(),
        )

    def _genuine(self, request: Request) -> tuple[Visit, Parameters, Response | None]:
        visit = self.visits.of(request)
        if request.method != "POST":
            return visit, Parameters(), method_not_allowed("POST")
        form = parse_what_can_be_read(request.body)
        if visit.person is None:
            return visit, form, self.browser.error(request, "session_ended", status=403)
        if not self.visits.genuine(request, visit, _PURPOSE, PATH, form.get("csrf")):
            return visit, form, self.browser.error(request, "form_expired", status=403)
        return visit, form, None

    def _list(self, request: Request, visit: Visit, person: Person) -> Response:
        texts = self.browser.texts(request)
        revoked = parse_what_can_be_read(request.query).get("revoked")
        rows = [self._row(request, view, texts) for view in self.authorizations.own(person.as_actor(request.address))]
        return self.browser.page(
            request,
            "account.html",
            texts.gettext("My authorizations"),
            url=_with_language(request, PATH),
            headers=self.visits.anchored(visit),
            person={"name": person.name, "email": person.email, "monogram": monogram(person.name)},
            csrf=self.visits.form_token(visit, _PURPOSE, PATH),
            rows=rows,
            notice=texts.gettext("Revoked. The application has no access any more.") if revoked else "",
            sign_out_action=_with_language(request, SIGN_OUT_PATH),
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
            "revoke_action": _with_language(request, REVOKE_PATH),
        }


def _with_language(request: Request, path: str, more: str = "") -> str:
    wanted = parse_what_can_be_read(request.query).get("ui_locales")
    # only what can stand in a language tag is carried on
    tag = "".join(sign for sign in wanted[:40] if sign.isascii() and (sign.isalnum() or sign in "-_"))
    query = "&".join(part for part in (f"ui_locales={tag}" if tag else "", more) if part)
    return f"{path}?{query}" if query else path


def _authorization_id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        raise NotFound("authorization", "")
    return int(text)

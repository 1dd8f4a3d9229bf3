"""`/device`: where a person enters the code that a device shows, and decides (RFC 8628 section 3.3)."""

from dataclasses import dataclass
from typing import TypeAlias

from fracttal_console.domain.device_grants import typed_user_code
from fracttal_console.domain.errors import NothingToGrant, OAuthError, UserCodeRefused, UserCodesThrottled
from fracttal_console.domain.people import Person
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.browser import Browser
from fracttal_console.gateway.exchange import Parameters, Request, Response, parse_what_can_be_read
from fracttal_console.gateway.page_values import hue, monogram
from fracttal_console.gateway.sign_in_form import SignInForm
from fracttal_console.gateway.visits import Visit, Visits
from fracttal_console.services.device_grants import DeviceGrants
from fracttal_console.services.offers import Offer
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.errors import error_text
from fracttal_console.texts.moments import lifetime, long_date
from fracttal_console.texts.page_reasons import page_reason
from fracttal_console.texts.permissions import consent_lines

PATH = "/device"
_ENTER, _DECIDE = "device-code", "device-decision"


_Refusal: TypeAlias = UserCodeRefused | UserCodesThrottled | OAuthError | NothingToGrant


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicePages:
    """The pages for people whose device has no browser: sign in, enter the code, decide."""

    devices: DeviceGrants
    form: SignInForm
    visits: Visits
    browser: Browser
    catalogue: PermissionCatalogue
    books: Bookkeeping

    def __call__(self, request: Request) -> Response:
        """Return the page that comes next."""
        visit = self.visits.of(request)
        form = parse_what_can_be_read(request.body) if request.method == "POST" else Parameters()
        asking = self.browser.texts(request).gettext("A device")
        if self.form.sent(form):
            return self.form.take(request, visit, form, application=asking)
        if visit.person is None and form.values:
            return self.browser.error(request, "session_ended", status=403)
        if visit.person is None:
            return self.form.show(request, visit, application=asking)
        if request.method != "POST":
            return self._show(request, visit, typed=parse_what_can_be_read(request.query).get("user_code"))
        return self._take(request, visit, visit.person, form)

    def _take(self, request: Request, visit: Visit, person: Person, form: Parameters) -> Response:
        code = typed_user_code(form.get("user_code"))
        purpose = _ENTER if form.optional("decision") is None else _decision_on(code)
        if not self.visits.genuine(request, visit, purpose, request.url, form.get("csrf")):
            return self.browser.error(request, "form_expired", status=403)
        if purpose == _ENTER:
            return self._enter(request, visit, person, form.get("user_code"), code)
        return self._decide(request, visit, person, code, form.get("decision"))

    def _enter(self, request: Request, visit: Visit, person: Person, typed: str, code: str) -> Response:
        try:
            offer = self.devices.enter(person.as_actor(request.address), code)
        except (UserCodeRefused, UserCodesThrottled, OAuthError, NothingToGrant) as error:
            status = 422 if isinstance(error, UserCodeRefused) else 409
            return self._refused(request, visit, person, error, typed=typed, status=status)
        return self._ask(request, visit, person, code, offer)

    def _decide(self, request: Request, visit: Visit, person: Person, code: str, decision: str) -> Response:
        texts, actor = self.browser.texts(request), person.as_actor(request.address)
        allowed, disowned = decision == "allow", decision == "not-me"
        try:
            # whatever is not clearly Allow is Deny
            consumer = self.devices.allow(actor, code) if allowed else self.devices.deny(actor, code, disowned=disowned)
        except (UserCodeRefused, OAuthError, NothingToGrant) as error:
            return self._refused(request, visit, person, error, status=409)
        title = texts.gettext("Nothing was allowed") if disowned else texts.gettext("Go back to your device")
        return self.browser.page(
            request,
            "device_disowned.html" if disowned else "device_done.html",
            title,
            application={"name": consumer.name},
            allowed=allowed,
            account_url=f"/account?ui_locales={texts.tag}",
        )

    def _refused(
        self, request: Request, visit: Visit, person: Person, error: _Refusal, *, status: int, typed: str = ""
    ) -> Response:
        """Note why a code opens nothing, and say to the person what to do."""
        texts, told = self.browser.texts(request), {"person_id": person.id}
        cause = error.cause if isinstance(error, (UserCodeRefused, OAuthError)) else error.code
        shown = error.client_id if isinstance(error, UserCodeRefused) else ""
        self.books.refused(
            RefusalKind.AUTHORIZATION, request, OAuthError("access_denied", cause, facts=told), public_id=shown
        )
        if isinstance(error, UserCodesThrottled):
            return self._show(request, visit, problem=error_text(error, texts), status=429)
        if isinstance(error, UserCodeRefused):
            return self._show(request, visit, typed=typed, problem=error_text(error, texts), status=status)
        if isinstance(error, NothingToGrant):
            return self._show(request, visit, problem=page_reason("nothing_to_grant", texts), status=status)
        return self._show(request, visit, problem=_not_allowed(texts), status=status)

    def _show(
        self, request: Request, visit: Visit, *, typed: str = "", problem: str = "", status: int = 200
    ) -> Response:
        return self.browser.page(
            request,
            "device_code.html",
            self.browser.texts(request).gettext("Enter the code of your device"),
            status=status,
            url=request.url,
            headers=self.visits.anchored(visit),
            action=request.url,
            csrf=self.visits.form_token(visit, _ENTER, request.url),
            user_code=typed[:20],
            problem=problem,
        )

    def _ask(self, request: Request, visit: Visit, person: Person, code: str, offer: Offer) -> Response:
        texts, consumer = self.browser.texts(request), offer.consumer
        days = consumer.lifetimes.authorization
        # without links to the other languages: this page cannot be asked for again
        return self.browser.page(
            request,
            "device_consent.html",
            texts.gettext("Allow {application} to act on your behalf?").format(application=consumer.name),
            headers=self.visits.anchored(visit),
            action=request.url,
            csrf=self.visits.form_token(visit, _decision_on(code), request.url),
            user_code=code,
            application={
                "name": consumer.name,
                "organisation": consumer.owner,
                "monogram": monogram(consumer.name),
                "hue": hue(consumer.name),
            },
            person={"name": person.name, "email": person.email, "monogram": monogram(person.name)},
            lines=consent_lines(offer.permissions, self.catalogue, texts),
            until="" if offer.until is None else long_date(offer.until, texts),
            lifetime="" if days is None else lifetime(days.days, texts),
            account_url=f"/account?ui_locales={texts.tag}",
        )


def _not_allowed(texts: Texts) -> str:
    return texts.gettext(
        "Nothing was allowed. Access for this application is suspended, or it asks for what it cannot have. "
        "Ask the person in charge at your company."
    )


def _decision_on(code: str) -> str:
    return f"{_DECIDE} {code}"

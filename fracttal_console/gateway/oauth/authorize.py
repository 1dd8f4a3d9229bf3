"""The authorization endpoint (RFC 6749 section 3.1): sign in, consent, and back to the application.

The order of the steps is their security: client and redirect URI come first, because until both are known to be good
nothing may be sent to that URI; the person comes next, because an unknown visitor must not be redirected anywhere
(OAuth 2.1 section 7.12.2); everything else after that is reported to the application.
"""

import logging
import secrets
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fracttal_console.domain.errors import NothingToGrant, OAuthError, SessionEnded, StorageBusy, StorageFailed
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.people import Person
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.pushed_requests import PUSHED_CAUSES, REQUEST_URI
from fracttal_console.domain.redirect_uris import display_host, origin
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.browser import Browser, see_other
from fracttal_console.gateway.exchange import (
    Parameters,
    Request,
    Response,
    parse_parameters,
    parse_what_can_be_read,
)
from fracttal_console.gateway.oauth.authorization_request import check_redirect_uri, checked_request
from fracttal_console.gateway.oauth.posted_request import posted_as_asked
from fracttal_console.gateway.page_values import hue, monogram
from fracttal_console.gateway.sign_in_form import SignInForm
from fracttal_console.gateway.visits import Visit, Visits
from fracttal_console.services.consent import Consent
from fracttal_console.services.offers import Offer
from fracttal_console.services.pushed_requests import PushedRequests
from fracttal_console.services.sign_in import SignIn
from fracttal_console.texts.moments import lifetime, long_date
from fracttal_console.texts.oauth import oauth_description
from fracttal_console.texts.page_reasons import page_reason
from fracttal_console.texts.permissions import consent_lines

PATH = "/oauth/authorize"
SWITCH_PATH = "/oauth/authorize/not-me"
_CONSENT, _SWITCH = "consent", "switch"

_log = logging.getLogger(__name__)


class _Shown(Exception):  # no error: an answer that ends the steps early
    """An answer for the browser, never for the application."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request whose consumer and redirect URI are good; `pushed` is its digest where it came beforehand."""

    consumer: Consumer
    redirect_uri: str
    parameters: Parameters
    pushed: bytes

    @property
    def state(self) -> str | None:
        """What the application wants back unchanged; of two, neither."""
        return None if "state" in self.parameters.repeated else self.parameters.optional("state")


class AuthorizationEndpoint:
    """Ask a person whether a consumer may act in that person's name."""

    def __init__(
        self,
        *,
        consent: Consent,
        pushed: PushedRequests,
        sign_in: SignIn,
        form: SignInForm,
        visits: Visits,
        browser: Browser,
        catalogue: PermissionCatalogue,
        issuer: str,
        books: Bookkeeping,
    ) -> None:
        self._consent = consent
        self._pushed = pushed
        self._sign_in = sign_in
        self._form = form
        self._visits = visits
        self._browser = browser
        self._catalogue = catalogue
        self._issuer = issuer
        self._books = books

    def __call__(self, request: Request) -> Response:
        """Return a page, or lead back to the application."""
        request = posted_as_asked(request)
        try:
            asked = self._asked(request)
            if asked.pushed:
                request = replace(request, ui_locales=asked.parameters.get("ui_locales"))
            visit = self._visits.of(request)
            form = parse_what_can_be_read(request.body) if request.method == "POST" else Parameters()
            if self._form.sent(form):
                return self._form.take(
                    request, visit, form, application=asked.consumer.name, form_target=origin(asked.redirect_uri)
                )
            if visit.person is None:
                self._no_decision(request, form)
                return self._form.show(
                    request, visit, application=asked.consumer.name, form_target=origin(asked.redirect_uri)
                )
            return self._decide(request, visit, visit.person, asked, form)
        except _Shown as shown:
            return shown.response

    def switch(self, request: Request) -> Response:
        """End the session ("not me") and ask again who is there."""
        visit = self._visits.of(request)
        transaction = _joined(PATH, request.query)
        form = parse_what_can_be_read(request.body)
        if not self._visits.genuine(request, visit, _SWITCH, transaction, form.get("csrf")):
            return self._browser.error(request, "form_expired", status=403)
        if visit.person is not None:
            self._sign_in.sign_out(visit.person.as_actor(request.address), visit.session)
        return see_other(transaction, self._visits.signed_out())

    # --- the steps, in their order --------------------------------------------------------------------

    def _asked(self, request: Request) -> _Asked:
        """Check consumer and redirect URI; whatever is wrong here is shown and never sent on (section 4.1.2.1)."""
        try:
            parameters = parse_parameters(request.query)
        except OAuthError:
            raise self._not_sent_on(request, "parameter_repeated", Parameters()) from None
        if {"client_id", "redirect_uri"} & parameters.repeated:
            raise self._not_sent_on(request, "parameter_repeated", parameters)
        consumer = self._consent.consumer(parameters.get("client_id"))
        if consumer is None:
            raise self._not_sent_on(request, "client_unknown", parameters)
        pushed = b""
        try:
            if parameters.get("request_uri").startswith(REQUEST_URI):
                # whatever stands beside it in the URL went through a browser and does not count (RFC 9126 section 4)
                kept = self._pushed.open(consumer, parameters.get("request_uri"))
                pushed, parameters = kept.digest, parse_parameters(kept.query)
            check_redirect_uri(consumer, parameters.get("redirect_uri"))
        except OAuthError as error:
            raise self._not_sent_on(request, error.cause, parameters, uri=parameters.get("redirect_uri")) from None
        return _Asked(consumer, parameters.get("redirect_uri"), parameters, pushed)

    def _not_sent_on(self, request: Request, cause: str, parameters: Parameters, uri: str = "") -> _Shown:
        self._note(request, OAuthError("invalid_request", cause), parameters)
        # whoever arrives is told the same of every pushed request that opens nothing
        shown = "pushed_request_ended" if cause in PUSHED_CAUSES else cause
        return _Shown(self._browser.error(request, shown, uri=uri))

    def _note(self, request: Request, error: OAuthError, parameters: Parameters) -> None:
        kind = RefusalKind.AUTHORIZATION
        self._books.refused_form(kind, request, error, parameters, parameters.get("client_id"))

    def _no_decision(self, request: Request, form: Parameters) -> None:
        """Refuse a decision sent by nobody: the session ended while the page was open."""
        if form.optional("decision") is not None:
            raise _Shown(self._browser.error(request, "session_ended", status=403))

    def _check_genuine(self, request: Request, visit: Visit, form: Parameters) -> None:
        if not self._visits.genuine(request, visit, _CONSENT, request.url, form.get("csrf")):
            raise _Shown(self._browser.error(request, "form_expired", status=403))

    def _decide(self, request: Request, visit: Visit, person: Person, asked: _Asked, form: Parameters) -> Response:
        """Take the last steps; a redirect can carry neither 503 nor 500, so a code says it (section 4.1.2.1)."""
        try:
            return self._decided(request, visit, person, asked, form)
        except (_Shown, SessionEnded):
            raise
        except (StorageBusy, StorageFailed) as error:
            # nothing was granted
            _log.error("storage failed on %s %s: %s", request.method, request.path, error)
            return self._back(asked, error="temporarily_unavailable")
        except Exception as error:  # noqa: BLE001 - the last resort, for here the program is told as well
            incident = request.finding.incident = secrets.token_hex(4)
            _log.error("incident %s on %s %s", incident, request.method, request.path, exc_info=error)
            return self._back(asked, error="server_error", error_description=f"Incident {incident}.")

    def _decided(self, request: Request, visit: Visit, person: Person, asked: _Asked, form: Parameters) -> Response:
        """Check the rest, then show the consent page or carry out the decision."""
        actor = person.as_actor(request.address)
        try:
            self._pushed.check_way(asked.consumer, pushed=bool(asked.pushed))
            consent_request = checked_request(asked.consumer, asked.parameters, self._issuer, asked.pushed)
            if request.method != "POST":
                return self._ask(request, visit, person, asked, self._consent.offer(actor, consent_request))
            self._check_genuine(request, visit, form)
            if form.get("decision") != "allow":
                # whatever is not clearly Allow is Deny
                self._consent.decline(actor, asked.consumer.client_id, asked.pushed)
                return self._back(asked, error="access_denied", error_description=oauth_description("denied"))
            code = self._consent.allow(actor, consent_request, cookie=visit.session)
        except NothingToGrant:
            told = {"person_id": person.id}
            self._note(request, OAuthError("access_denied", "nothing_to_grant", facts=told), asked.parameters)
            return self._nothing(request, visit, person, asked)
        except OAuthError as error:
            self._note(request, error, asked.parameters)
            return self._back(asked, error=error.error, error_description=oauth_description(error.cause))
        return self._back(asked, code=code.reveal())

    def _back(self, asked: _Asked, **answer: str) -> Response:
        """Lead back to the application with the answer, its state and our issuer (RFC 9207)."""
        values = {name: value for name, value in answer.items() if value}
        if asked.state is not None:
            values["state"] = asked.state
        values["iss"] = self._issuer
        joint = "&" if "?" in asked.redirect_uri else "?"
        return see_other(asked.redirect_uri + joint + urlencode(values))

    # --- the pages ------------------------------------------------------------------------------------

    def _ask(self, request: Request, visit: Visit, person: Person, asked: _Asked, offer: Offer) -> Response:
        texts = self._browser.texts(request)
        days = offer.consumer.lifetimes.authorization
        return self._browser.page(
            request,
            "consent.html",
            texts.gettext("Allow {application} to act on your behalf?").format(application=offer.consumer.name),
            form_target=origin(asked.redirect_uri),
            url=request.url,
            headers=self._visits.anchored(visit),
            action=request.url,
            csrf=self._visits.form_token(visit, _CONSENT, request.url),
            application=_application(offer.consumer),
            person=_person(person),
            switch_action=_joined(SWITCH_PATH, request.query),
            switch_csrf=self._visits.form_token(visit, _SWITCH, request.url),
            lines=consent_lines(offer.permissions, self._catalogue, texts),
            redirect_host=display_host(asked.redirect_uri),
            until="" if offer.until is None else long_date(offer.until, texts),
            lifetime="" if days is None else lifetime(days.days, texts),
            account_url=_joined("/account", f"ui_locales={texts.tag}"),
        )

    def _nothing(self, request: Request, visit: Visit, person: Person, asked: _Asked) -> Response:
        texts = self._browser.texts(request)
        # whoever presses "Allow" when nothing is left (the group changed meanwhile) is told so, not the application
        status = 409 if request.method == "POST" else 200
        return self._browser.page(
            request,
            "nothing_to_grant.html",
            asked.consumer.name,
            status=status,
            form_target=origin(asked.redirect_uri),
            url=request.url,
            headers=self._visits.anchored(visit),
            action=request.url,
            csrf=self._visits.form_token(visit, _CONSENT, request.url),
            application=_application(asked.consumer),
            person=_person(person),
            reason=page_reason("nothing_to_grant", texts),
        )


def _joined(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _application(consumer: Consumer) -> dict[str, object]:
    return {
        "name": consumer.name,
        "organisation": consumer.owner,
        "monogram": monogram(consumer.name),
        "hue": hue(consumer.name),
    }


def _person(person: Person) -> dict[str, object]:
    return {"name": person.name, "email": person.email, "monogram": monogram(person.name)}

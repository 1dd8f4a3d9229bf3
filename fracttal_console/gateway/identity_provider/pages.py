"""`/account/sign-in/company`: to the company's identity provider, and back from it."""

import logging
from dataclasses import dataclass, replace

from fracttal_console.domain.errors import (
    AccountMissing,
    ConsoleError,
    EmailUnproven,
    OAuthError,
    ProviderRefused,
    ProviderUnavailable,
    TotpNeeded,
)
from fracttal_console.gateway.browser import Browser, see_other
from fracttal_console.gateway.exchange import Parameters, Request, Response, parse_parameters
from fracttal_console.gateway.identity_provider.provider import IdentityProvider
from fracttal_console.gateway.identity_provider.round_trips import Return, RoundTrip, RoundTrips
from fracttal_console.gateway.sign_in_form import SignInForm
from fracttal_console.gateway.visits import Visit, Visits
from fracttal_console.services.company_sign_in import CompanySignIn

_STATUS = {
    ProviderUnavailable.code: 503,
    ProviderRefused.code: 400,
    EmailUnproven.code: 403,
    AccountMissing.code: 403,
}

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySignInPages:
    """The two ends of the way to the provider."""

    provider: IdentityProvider
    sign_in: CompanySignIn
    trips: RoundTrips
    form: SignInForm
    visits: Visits
    browser: Browser

    def start(self, request: Request) -> Response:
        """Send a browser to the provider.

        It comes by a link and not by a form: of a form's answer Chromium checks every redirect against `form-action`,
        also those with which a provider leads on to servers of its own that nobody here knows (A1.19).
        """
        visit = self.visits.of(request)
        parameters = _read(request)
        back = None if parameters is None else self.trips.asked(request, visit, parameters)
        if back is None:
            return self.browser.error(request, "form_expired", status=403)
        trip = self.trips.begin(back, self.sign_in.now())
        there = _at(request, back)
        try:
            address = self.provider.address(
                state=self.trips.state(visit, trip),
                nonce=self.trips.nonce(visit, trip),
                verifier=self.trips.verifier(visit, trip),
                language=self.browser.texts(there).tag,
            )
        except ProviderUnavailable as error:
            return self._failed(there, error)
        return see_other(address, self.trips.kept(trip))

    def callback(self, request: Request) -> Response:
        """Let in whom the provider vouches for."""
        visit = self.visits.of(request)
        parameters = _read(request)
        state = "" if parameters is None else parameters.get("state")
        trip = self.trips.came_back(request, visit, state, self.sign_in.now())
        if trip is None or parameters is None:
            return self.browser.error(request, "form_expired", status=403)
        there = _at(request, trip.back)
        try:
            cookie = self._entered(request, visit, trip, parameters)
        except TotpNeeded as needed:
            return self.form.ask_code(
                there, visit, needed, form_target=trip.back.form_target, headers=self.trips.forgotten()
            )
        except (ProviderUnavailable, ProviderRefused, EmailUnproven, AccountMissing) as error:
            return self._failed(there, error)
        return see_other(trip.back.url, (*cookie, *self.trips.forgotten()))

    def _entered(
        self, request: Request, visit: Visit, trip: RoundTrip, parameters: Parameters
    ) -> tuple[tuple[str, str], ...]:
        try:
            proven = self.provider.proven(
                _code(parameters),
                parameters.optional("iss"),
                nonce=self.trips.nonce(visit, trip),
                verifier=self.trips.verifier(visit, trip),
            )
        except ProviderRefused as error:
            self.sign_in.refused(error.cause, address=request.address)
            raise
        except EmailUnproven as error:
            self.sign_in.refused(error.code, address=request.address)
            raise
        return self.visits.signed_in(self.sign_in.enter(proven, address=request.address))

    def _failed(self, there: Request, error: ConsoleError) -> Response:
        if isinstance(error, ProviderUnavailable):
            _log.warning("identity provider: %s", error)
        return self.browser.error(
            there, error.code, status=_STATUS[error.code], again=there.url, headers=self.trips.forgotten()
        )


def _read(request: Request) -> Parameters | None:
    try:
        return parse_parameters(request.query)
    except OAuthError:
        return None


def _code(parameters: Parameters) -> str:
    code = parameters.get("code")
    if not code or parameters.optional("error") is not None:
        raise ProviderRefused("declined")
    if parameters.repeated:
        raise ProviderRefused("parameter_repeated")
    return code


def _at(request: Request, back: Return) -> Request:
    """Return the request as if it were for the page to come back to, whose language and address the answer has."""
    path, _, query = back.url.partition("?")
    return replace(request, path=path, query=query)

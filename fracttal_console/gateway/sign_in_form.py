"""The sign-in form, for whatever page stands behind it."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from fracttal_console.domain.errors import SignInFailed, SignInThrottled, TotpNeeded, TotpWrong
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.browser import Browser, see_other
from fracttal_console.gateway.exchange import Headers, Parameters, Request, Response, parse_what_can_be_read
from fracttal_console.gateway.identity_provider.round_trips import Return, RoundTrips
from fracttal_console.gateway.visits import Visit, Visits
from fracttal_console.services import company_sign_in
from fracttal_console.services.sign_in import SignIn
from fracttal_console.texts.errors import error_text

PURPOSE = "sign-in"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BY_PROVIDER = ".p"
_TICKET = re.compile(r"([0-9]{1,18})\.([0-9]{1,14})(\.p)?")


class SignInForm:
    """Show the form, and sign people in with what they sent."""

    def __init__(self, sign_in: SignIn, visits: Visits, browser: Browser, trips: RoundTrips | None = None) -> None:
        """Take what signs people in.

        Args:
            sign_in: by e-mail and password.
            visits: knows browsers.
            browser: makes pages.
            trips: to the company's identity provider, where there is one.
        """
        self._sign_in = sign_in
        self._trips = trips
        self._visits = visits
        self._browser = browser

    @staticmethod
    def sent(form: Parameters) -> bool:
        """Tell whether this is what one of the two pages sends."""
        return any(form.optional(name) is not None for name in ("password", "email", "ticket"))

    def show(
        self,
        request: Request,
        visit: Visit,
        *,
        application: str = "",
        form_target: str = "",
        email: str = "",
        problem: str = "",
        status: int = 200,
    ) -> Response:
        """Return the form; it comes back to the URL of this request.

        Args:
            request: what is answered.
            visit: the browser that asks.
            application: name of the application on whose behalf somebody shall sign in.
            form_target: where the URL of this request may lead on to at once, as in `Browser.page`: an application
                whose request cannot be granted is told so right after the sign-in.
            email: what was typed before.
            problem: why the form is shown again.
            status: HTTP status.
        """
        texts = self._browser.texts(request)
        return self._browser.page(
            request,
            "sign_in.html",
            texts.gettext("Sign in"),
            status=status,
            form_target=form_target,
            url=request.url,
            headers=self._visits.anchored(visit),
            action=request.url,
            csrf=self._visits.form_token(visit, PURPOSE, request.url),
            email=email,
            problem=problem,
            application=application,
            company_url=self._company_url(visit, Return(_spoken(request, texts.tag), form_target)),
        )

    def _company_url(self, visit: Visit, back: Return) -> str:
        return "" if self._trips is None else self._trips.link(visit, back)

    def take(
        self, request: Request, visit: Visit, form: Parameters, *, application: str = "", form_target: str = ""
    ) -> Response:
        """Sign in and come back to the URL of this request, or show the form again with the problem."""
        texts = self._browser.texts(request)
        if form.optional("ticket") is not None:
            return self._take_code(request, visit, form, application=application, form_target=form_target)
        if not self._visits.genuine(request, visit, PURPOSE, request.url, form.get("csrf")):
            return self._browser.error(request, "form_expired", status=403)
        email = form.get("email")
        try:
            cookie = self._sign_in.browser(email, SecretText(form.get("password")), address=request.address)
        except TotpNeeded as needed:
            ticket = _Ticket(needed.person_id, _to_milliseconds(needed.at))
            return self._ask_code(request, visit, ticket, form_target=form_target)
        except SignInThrottled as error:
            status, problem = 429, error_text(error, texts)
        except SignInFailed as error:
            status, problem = 401, error_text(error, texts)
        else:
            return see_other(request.url, self._visits.signed_in(cookie))
        return self.show(
            request,
            visit,
            application=application,
            form_target=form_target,
            email=email,
            problem=problem,
            status=status,
        )

    def ask_code(
        self, request: Request, visit: Visit, needed: TotpNeeded, *, form_target: str, headers: Headers
    ) -> Response:
        """Ask for a code whom the company's identity provider vouches for; it comes back to the URL of this request.

        Args:
            request: for the page to come back to.
            visit: the browser that asks.
            needed: who, and when that was proven.
            form_target: as in `show`.
            headers: further headers.
        """
        ticket = _Ticket(needed.person_id, _to_milliseconds(needed.at), _BY_PROVIDER)
        return self._ask_code(request, visit, ticket, form_target=form_target, headers=headers)

    def _take_code(
        self, request: Request, visit: Visit, form: Parameters, *, application: str, form_target: str
    ) -> Response:
        """Let in who gave the password on the page before; the ticket of that page is part of this form's token."""
        texts = self._browser.texts(request)
        ticket = _read_ticket(form.get("ticket"))
        if ticket is None or not self._visits.genuine(request, visit, ticket.purpose, request.url, form.get("csrf")):
            return self._browser.error(request, "form_expired", status=403)
        code = SecretText(form.get("code"))
        try:
            cookie = self._sign_in.browser_second(
                ticket.person_id, ticket.proved_at, code, address=request.address, via=ticket.via
            )
        except SignInThrottled as error:
            status, problem = 429, error_text(error, texts)
        except TotpWrong as error:
            status, problem = 401, error_text(error, texts)
        except SignInFailed:
            problem = texts.gettext("The code came too late, or your account was changed meanwhile. Sign in again.")
            return self.show(
                request, visit, application=application, form_target=form_target, problem=problem, status=401
            )
        else:
            return see_other(request.url, self._visits.signed_in(cookie))
        return self._ask_code(request, visit, ticket, form_target=form_target, problem=problem, status=status)

    def _ask_code(
        self,
        request: Request,
        visit: Visit,
        ticket: "_Ticket",
        *,
        form_target: str,
        problem: str = "",
        status: int = 200,
        headers: Headers = (),
    ) -> Response:
        # without links to the other languages: this page cannot be asked for again
        return self._browser.page(
            request,
            "second_step.html",
            self._browser.texts(request).gettext("Enter your code"),
            status=status,
            form_target=form_target,
            headers=(*self._visits.anchored(visit), *headers),
            action=request.url,
            csrf=self._visits.form_token(visit, ticket.purpose, request.url),
            ticket=str(ticket),
            problem=problem,
        )


class _Ticket(NamedTuple):
    """Who gave the password on the first page, or was proven otherwise, and when, in milliseconds since 1970 UTC."""

    person_id: int
    at: int
    mark: str = ""

    @property
    def purpose(self) -> str:
        return f"second-step {self}"

    @property
    def proved_at(self) -> datetime:
        return _EPOCH + timedelta(milliseconds=self.at)

    @property
    def via(self) -> str:
        return company_sign_in.VIA if self.mark == _BY_PROVIDER else "browser"

    def __str__(self) -> str:
        return f"{self.person_id}.{self.at}{self.mark}"


def _read_ticket(text: str) -> _Ticket | None:
    found = _TICKET.fullmatch(text)
    return _Ticket(int(found[1]), int(found[2]), found[3] or "") if found else None


def _to_milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _spoken(request: Request, tag: str) -> str:
    """Return the URL of a request, with the language where that is known from what was pushed and not from the URL."""
    if not request.ui_locales or parse_what_can_be_read(request.query).get("ui_locales"):
        return request.url
    return f"{request.url}&ui_locales={tag}"

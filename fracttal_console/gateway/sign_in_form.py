"""The sign-in form, for whatever page stands behind it."""

from fracttal_console.domain.errors import SignInFailed, SignInThrottled
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.browser import Browser, see_other
from fracttal_console.gateway.exchange import Parameters, Request, Response
from fracttal_console.gateway.visits import Visit, Visits
from fracttal_console.services.sign_in import SignIn
from fracttal_console.texts.errors import error_text

PURPOSE = "sign-in"


class SignInForm:
    """Show the form, and sign people in with what they sent."""

    def __init__(self, sign_in: SignIn, visits: Visits, browser: Browser) -> None:
        self._sign_in = sign_in
        self._visits = visits
        self._browser = browser

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
        )

    def take(
        self, request: Request, visit: Visit, form: Parameters, *, application: str = "", form_target: str = ""
    ) -> Response:
        """Sign in and come back to the URL of this request, or show the form again with the problem."""
        texts = self._browser.texts(request)
        if not self._visits.genuine(request, visit, PURPOSE, request.url, form.get("csrf")):
            return self._browser.error(request, "form_expired", status=403)
        email = form.get("email")
        try:
            cookie = self._sign_in.browser(email, SecretText(form.get("password")), address=request.address)
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

"""`/account/password`: where a person who is signed in sets another password."""

from dataclasses import dataclass

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.account import PASSWORD_PATH, PATH
from fracttal_console.gateway.browser import Browser, see_other
from fracttal_console.gateway.exchange import Request, Response
from fracttal_console.gateway.own_forms import OwnForm, OwnForms, with_language
from fracttal_console.gateway.own_proof import Unproved, prove
from fracttal_console.gateway.visits import Visit, Visits
from fracttal_console.services.people import People
from fracttal_console.services.second_factors import SecondFactors
from fracttal_console.services.sign_in import SignIn
from fracttal_console.texts.errors import error_text

_PURPOSE = "own password"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPasswordPage:
    """The form for another password: the one that holds now proves who asks."""

    people: People
    sign_in: SignIn
    second_factors: SecondFactors
    visits: Visits
    browser: Browser

    def __call__(self, request: Request) -> Response:
        """Return the form, or change the password."""
        if request.method == "POST":
            sent = self._forms.take(request)
            return sent if isinstance(sent, Response) else self._change(request, sent)
        visit = self.visits.of(request)
        if visit.person is None:
            return see_other(with_language(request, PATH))
        return self._show(request, visit)

    @property
    def _forms(self) -> OwnForms:
        return OwnForms(self.visits, self.browser, _PURPOSE)

    def _change(self, request: Request, sent: OwnForm) -> Response:
        texts, form = self.browser.texts(request), sent.form
        if form.get("password") != form.get("again"):
            problem = texts.gettext("The two passwords differ. Enter the same one twice.")
            return self._show(request, sent.visit, problems={"again": problem}, status=422)
        proved = prove(self.sign_in, sent, request.address, texts)
        if isinstance(proved, Unproved):
            return self._show(request, sent.visit, problems=proved.problems, status=proved.status)
        try:
            self.people.change_own_password(proved, SecretText(form.get("password")))
        except Invalid as error:
            return self._show(request, sent.visit, problems={"password": error_text(error, texts)}, status=422)
        return self.browser.page(
            request,
            "password_set.html",
            texts.gettext("Your password is set"),
            # every session of this person has ended, this one too
            headers=self.visits.signed_out(),
            account_url=with_language(request, PATH),
            by_link=False,
        )

    def _show(
        self, request: Request, visit: Visit, *, problems: dict[str, str] | None = None, status: int = 200
    ) -> Response:
        asks_code = (
            visit.person is not None
            and self.second_factors.state(visit.person.as_actor(request.address)).since is not None
        )
        return self.browser.page(
            request,
            "own_password.html",
            self.browser.texts(request).gettext("Change your password"),
            status=status,
            url=with_language(request, PASSWORD_PATH),
            headers=self.visits.anchored(visit),
            action=with_language(request, PASSWORD_PATH),
            back=with_language(request, PATH),
            csrf=self._forms.token(visit),
            asks_code=asks_code,
            email="" if visit.person is None else visit.person.email,
            problems=problems or {},
        )

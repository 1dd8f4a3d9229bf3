"""`/account/set-password`: where a person sets the password with the link that was handed over."""

from dataclasses import dataclass

from fracttal_console.domain.errors import Invalid, InvitationEnded
from fracttal_console.domain.invitations import LINK_PATH
from fracttal_console.domain.people import Person
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.browser import Browser
from fracttal_console.gateway.exchange import Request, Response, parse_what_can_be_read
from fracttal_console.gateway.page_values import monogram
from fracttal_console.gateway.visits import Visit, Visits
from fracttal_console.services.invitations import Invitations
from fracttal_console.texts.errors import error_text

PATH = LINK_PATH
_PURPOSE = "set-password"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPasswordPage:
    """The page behind a one-time link."""

    invitations: Invitations
    visits: Visits
    browser: Browser
    company: str

    def __call__(self, request: Request) -> Response:
        """Return the form, or set the password; a link that ended says so and nothing else."""
        visit = self.visits.of(request)
        token = parse_what_can_be_read(request.query).get("token")
        try:
            person = self.invitations.look(token)
            if request.method == "POST":
                return self._take(request, visit, person, token)
            return self._show(request, visit, person)
        except InvitationEnded:
            return self.browser.error(request, "invitation_ended", status=410)

    def _take(self, request: Request, visit: Visit, person: Person, token: str) -> Response:
        form, texts = parse_what_can_be_read(request.body), self.browser.texts(request)
        if not self.visits.genuine(request, visit, _PURPOSE, request.url, form.get("csrf")):
            return self.browser.error(request, "form_expired", status=403)
        if form.get("password") != form.get("again"):
            problem = texts.gettext("The two passwords differ. Enter the same one twice.")
            return self._show(request, visit, person, again_problem=problem, status=422)
        password = SecretText(form.get("password"))
        try:
            self.invitations.take(token, password, company=self.company, address=request.address)
        except Invalid as error:
            return self._show(request, visit, person, problem=error_text(error, texts), status=422)
        return self.browser.page(
            request,
            "password_set.html",
            texts.gettext("Your password is set"),
            # whoever was signed in here no longer is
            headers=self.visits.signed_out(),
            account_url=f"/account?ui_locales={texts.tag}",
            by_link=True,
        )

    def _show(
        self,
        request: Request,
        visit: Visit,
        person: Person,
        *,
        problem: str = "",
        again_problem: str = "",
        status: int = 200,
    ) -> Response:
        return self.browser.page(
            request,
            "set_password.html",
            self.browser.texts(request).gettext("Set your password"),
            status=status,
            url=request.url,
            headers=self.visits.anchored(visit),
            action=request.url,
            csrf=self.visits.form_token(visit, _PURPOSE, request.url),
            person={"name": person.name, "email": person.email, "monogram": monogram(person.name)},
            problem=problem,
            again_problem=again_problem,
        )

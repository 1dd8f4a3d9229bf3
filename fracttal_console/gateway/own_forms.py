"""Forms that somebody sends who is signed in: they come from our own page, or nothing happens."""

from dataclasses import dataclass

from fracttal_console.domain.people import Person
from fracttal_console.gateway.browser import Browser
from fracttal_console.gateway.exchange import Parameters, Request, Response, parse_what_can_be_read
from fracttal_console.gateway.visits import Visit, Visits


@dataclass(frozen=True, slots=True)
class OwnForm:
    """A form of a person's own page, and who sent it."""

    visit: Visit
    person: Person
    form: Parameters


@dataclass(frozen=True, slots=True)
class OwnForms:
    """Take the forms of one page of the account."""

    visits: Visits
    browser: Browser
    purpose: str

    def take(self, request: Request, *, bound: str = "") -> OwnForm | Response:
        """Return a form that was sent to this page, or the page that refuses it.

        Args:
            request: the form's.
            bound: what else the form's token was made for.
        """
        visit = self.visits.of(request)
        if visit.person is None:
            return self.browser.error(request, "session_ended", status=403)
        form = parse_what_can_be_read(request.body)
        if not self.visits.genuine(request, visit, self.purpose + bound, self.purpose, form.get("csrf")):
            return self.browser.error(request, "form_expired", status=403)
        return OwnForm(visit, visit.person, form)

    def token(self, visit: Visit, *, bound: str = "") -> str:
        """Return the token that a form of this page carries."""
        return self.visits.form_token(visit, self.purpose + bound, self.purpose)


def with_language(request: Request, path: str, more: str = "") -> str:
    """Return a path of ours in the language that was asked for by this request's URL."""
    wanted = parse_what_can_be_read(request.query).get("ui_locales")
    # only what can stand in a language tag is carried on
    tag = "".join(sign for sign in wanted[:40] if sign.isascii() and (sign.isalnum() or sign in "-_"))
    query = "&".join(part for part in (f"ui_locales={tag}" if tag else "", more) if part)
    return f"{path}?{query}" if query else path

"""`/account/codes`: where a person sets up, or takes away, the codes of the own device."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fracttal_console.domain.actors import Actor
from fracttal_console.domain.errors import (
    StepUpNeeded,
    TotpAbsent,
    TotpExists,
    TotpWrong,
)
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.account import CODES_PATH, PATH
from fracttal_console.gateway.browser import Browser, see_other
from fracttal_console.gateway.exchange import Request, Response, parse_what_can_be_read
from fracttal_console.gateway.own_forms import OwnForm, OwnForms, with_language
from fracttal_console.gateway.own_proof import Unproved, prove
from fracttal_console.gateway.visits import Visit, Visits
from fracttal_console.qr_codes import squares_of
from fracttal_console.services.second_factors import SecondFactors
from fracttal_console.services.sign_in import SignIn
from fracttal_console.texts.moments import long_date

_PURPOSE = "own codes"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCodesPage:
    """Codes of the own device, in three steps: password, picture and first code, recovery codes."""

    sign_in: SignIn
    second_factors: SecondFactors
    visits: Visits
    browser: Browser

    def __call__(self, request: Request) -> Response:
        """Return the step that comes next."""
        if request.method != "POST":
            visit = self.visits.of(request)
            if visit.person is None:
                return see_other(with_language(request, PATH))
            return self._show(request, visit)
        # the page with the picture is tied to the moment at which the password was given
        proved_at = parse_what_can_be_read(request.body).get("proved_at")
        sent = self._forms.take(request, bound=f" {proved_at}" if proved_at else "")
        if isinstance(sent, Response):
            return sent
        try:
            return self._confirm(request, sent, proved_at) if proved_at else self._begin_or_remove(request, sent)
        except (TotpExists, TotpAbsent, StepUpNeeded):
            # done meanwhile in another window, or it took too long: what holds now is what the page shows
            return see_other(with_language(request, CODES_PATH))

    @property
    def _forms(self) -> OwnForms:
        return OwnForms(self.visits, self.browser, _PURPOSE)

    def _begin_or_remove(self, request: Request, sent: OwnForm) -> Response:
        proved = prove(self.sign_in, sent, request.address, self.browser.texts(request))
        if isinstance(proved, Unproved):
            return self._show(request, sent.visit, problems=proved.problems, status=proved.status)
        if self.second_factors.state(proved).since is not None:
            self.second_factors.remove(proved)
            return see_other(with_language(request, CODES_PATH))
        return self._picture(request, sent.visit, proved)

    def _picture(self, request: Request, visit: Visit, proved: Actor) -> Response:
        new = self.second_factors.enrol(proved)
        rows = squares_of(new.uri)
        milliseconds = 0 if proved.proved_at is None else (proved.proved_at - _EPOCH) // timedelta(milliseconds=1)
        return self.browser.page(
            request,
            "own_codes_picture.html",
            self.browser.texts(request).gettext("Read the picture"),
            headers=self.visits.anchored(visit),
            action=with_language(request, CODES_PATH),
            back=with_language(request, CODES_PATH),
            edge=len(rows),
            path="".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark),
            letters=new.letters.reveal(),
            proved_at=str(milliseconds),
            csrf=self._forms.token(visit, bound=f" {milliseconds}"),
        )

    def _confirm(self, request: Request, sent: OwnForm, proved_at: str) -> Response:
        texts = self.browser.texts(request)
        actor = sent.person.as_actor(request.address, _EPOCH + timedelta(milliseconds=int(proved_at)))
        try:
            codes = self.second_factors.confirm(actor, SecretText(sent.form.get("code")))
        except TotpWrong:
            # the secret was shown once: whoever mistyped begins anew, with another one
            problem = texts.gettext("That code is not of the picture that was shown. Begin once more.")
            return self._show(request, sent.visit, problems={"current": problem}, status=401)
        return self.browser.page(
            request,
            "own_codes_done.html",
            texts.gettext("Store your recovery codes"),
            codes=[code.reveal() for code in codes],
            back=with_language(request, PATH),
        )

    def _show(
        self, request: Request, visit: Visit, *, problems: dict[str, str] | None = None, status: int = 200
    ) -> Response:
        texts = self.browser.texts(request)
        if visit.person is None:
            return see_other(with_language(request, PATH))
        state = self.second_factors.state(visit.person.as_actor(request.address))
        return self.browser.page(
            request,
            "own_codes.html",
            texts.gettext("Codes of your device"),
            status=status,
            url=with_language(request, CODES_PATH),
            headers=self.visits.anchored(visit),
            action=with_language(request, CODES_PATH),
            back=with_language(request, PATH),
            csrf=self._forms.token(visit),
            since="" if state.since is None else long_date(state.since, texts),
            left=state.recovery_codes_left,
            email=visit.person.email,
            problems=problems or {},
        )

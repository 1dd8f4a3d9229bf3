"""From a sign-in page to the provider and back: tied to one browser and one page, and kept nowhere here.

The state, the nonce and the PKCE verifier are MACs over a random seed, this browser's visit and the page to come back
to; the seed travels in a cookie. So no other browser can come back with them, nobody can send somebody else's browser
here, and the gateway stores nothing for who never comes back.
"""

import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from urllib.parse import urlencode

from fracttal_console.gateway.exchange import Headers, Parameters, Request
from fracttal_console.gateway.visits import Visit, Visits

START_PATH = "/account/sign-in/company"
CALLBACK_PATH = "/account/sign-in/company/callback"
LASTS = timedelta(minutes=10)
LONGEST_RETURN = 2800
"""A cookie has room for 4096 bytes; from an address that is longer nobody is sent to the provider."""

_COOKIE = "fc_company"
_SEED_BYTES = 18
_KEPT = re.compile(r"([\w-]{24})\.([0-9]{1,14})\.([\w-]+)", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Return:
    """The page to come back to, and where its form may lead on to; neither can hold a blank."""

    url: str
    form_target: str

    def __str__(self) -> str:
        return f"{self.form_target} {self.url}"


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """One way to the provider and back, begun at `began` milliseconds since 1970 UTC."""

    seed: str
    began: int
    back: Return

    def age(self, now: datetime) -> timedelta:
        """Return how long ago it began."""
        return now - (_EPOCH + timedelta(milliseconds=self.began))

    def __str__(self) -> str:
        return f"{self.seed}.{self.began} {self.back}"


class RoundTrips:
    """Begin round trips, and recognise those that come back."""

    def __init__(self, visits: Visits) -> None:
        self._visits = visits

    def link(self, visit: Visit, back: Return) -> str:
        """Return the address of the button on a sign-in page; "" where that page's own is too long to be kept."""
        if len(str(back)) > LONGEST_RETURN:
            return ""
        token = self._visits.form_token(visit, "company sign-in", str(back))
        return f"{START_PATH}?{urlencode({'back': back.url, 'target': back.form_target, 'token': token})}"

    def asked(self, request: Request, visit: Visit, parameters: Parameters) -> Return | None:
        """Return where to come back to, where the button of our own page was pressed in this browser."""
        back = Return(parameters.get("back"), parameters.get("target"))
        token = parameters.get("token")
        genuine = self._visits.genuine(request, visit, "company sign-in", str(back), token)
        return back if genuine and not parameters.repeated else None

    def begin(self, back: Return, now: datetime) -> RoundTrip:
        """Return a round trip that begins now."""
        return RoundTrip(secrets.token_urlsafe(_SEED_BYTES), (now - _EPOCH) // timedelta(milliseconds=1), back)

    def kept(self, trip: RoundTrip) -> Headers:
        """Return the cookie that goes with a round trip."""
        back = urlsafe_b64encode(str(trip.back).encode()).rstrip(b"=").decode()
        return self._visits.set_cookie(_COOKIE, f"{trip.seed}.{trip.began}.{back}", LASTS)

    def forgotten(self) -> Headers:
        """Return the header that takes the cookie away."""
        return self._visits.set_cookie(_COOKIE, "", timedelta(0))

    def came_back(self, request: Request, visit: Visit, state: str, now: datetime) -> RoundTrip | None:
        """Return the round trip that this browser comes back from, where it began it itself and lately."""
        trip = _read(self._visits.cookie(request, _COOKIE))
        if trip is None or not compare_digest(self.state(visit, trip).encode(), state.encode()):
            return None
        return trip if timedelta(0) <= trip.age(now) <= LASTS else None

    def state(self, visit: Visit, trip: RoundTrip) -> str:
        """Return what the provider sends back unchanged."""
        return self._visits.form_token(visit, "company state", str(trip))

    def nonce(self, visit: Visit, trip: RoundTrip) -> str:
        """Return what the provider writes into the ID token."""
        return self._visits.form_token(visit, "company nonce", str(trip))

    def verifier(self, visit: Visit, trip: RoundTrip) -> str:
        """Return what proves to the provider that the code was meant for this sign-in: 43 characters (RFC 7636)."""
        return self._visits.form_token(visit, "company verifier", str(trip))


def _read(text: str) -> RoundTrip | None:
    found = _KEPT.fullmatch(text)
    if found is None:
        return None
    try:
        back = urlsafe_b64decode(found[3] + "=" * (-len(found[3]) % 4)).decode("ascii")
    except ValueError:
        return None
    form_target, _, url = back.partition(" ")
    return RoundTrip(found[1], int(found[2]), Return(url, form_target))

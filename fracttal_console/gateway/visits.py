"""Browser visits: cookies, form tokens, and the checks that a form comes from our own page."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest

from fracttal_console.domain.errors import SessionEnded
from fracttal_console.domain.people import Person
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.exchange import Headers, Request
from fracttal_console.services.sign_in import SignIn

_VISIT_BYTES = 18


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser that asks: who is signed in, if anybody, and to what its forms are tied."""

    session: str
    anchor: str
    person: Person | None
    new_anchor: bool


class Visits:
    """Recognise browsers and make their forms unusable for anybody else.

    A form's token is bound to the browser (its session, or before sign-in a random cookie) and to the transaction (path
    and query), so that neither another site, another window's request nor another browser can send it.
    """

    def __init__(self, sign_in: SignIn, page_token: Callable[[bytes], str], *, secure: bool) -> None:
        self._sign_in = sign_in
        self._page_token = page_token
        self._prefix = "__Host-" if secure else ""
        self._session_cookie = f"{self._prefix}fc_session"
        self._anchor_cookie = f"{self._prefix}fc_visit"
        self._attributes = "; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")

    def of(self, request: Request) -> Visit:
        """Return the visit that a request belongs to."""
        session, anchor = request.cookie(self._session_cookie), request.cookie(self._anchor_cookie)
        person = None
        if session:
            try:
                person = self._sign_in.session(session)
            except SessionEnded:
                session = ""
        new = len(anchor) < _VISIT_BYTES
        return Visit(session, secrets.token_urlsafe(_VISIT_BYTES) if new else anchor, person, new)

    def form_token(self, visit: Visit, purpose: str, transaction: str) -> str:
        """Return the token that a form must carry."""
        holder = visit.session if visit.person is not None else visit.anchor
        # none of the parts can hold a line break, so the payload reads in one way only
        return self._page_token(f"{purpose}\n{holder}\n{transaction}".encode())

    def genuine(self, request: Request, visit: Visit, purpose: str, transaction: str, token: str) -> bool:
        """Tell whether a form was sent by the page that we gave to this browser."""
        if not _from_here(request):
            return False
        return compare_digest(token.encode(), self.form_token(visit, purpose, transaction).encode())

    def anchored(self, visit: Visit) -> Headers:
        """Return the cookie header that a page with a form needs."""
        if not visit.new_anchor:
            return ()
        return (("set-cookie", f"{self._anchor_cookie}={visit.anchor}{self._attributes}"),)

    def set_cookie(self, name: str, value: str, lasts: timedelta) -> Headers:
        """Return the header that keeps a value in this browser for some time, or with none at all, takes it away."""
        age = f"; Max-Age={int(lasts.total_seconds())}"
        return (("set-cookie", f"{self._prefix}{name}={value}{age}{self._attributes}"),)

    def cookie(self, request: Request, name: str) -> str:
        """Return what was kept under a name, empty where nothing was."""
        return request.cookie(self._prefix + name)

    def signed_in(self, cookie: SecretText) -> Headers:
        """Return the cookie headers after signing in; the anchor is renewed too."""
        return (
            ("set-cookie", f"{self._session_cookie}={cookie.reveal()}{self._attributes}"),
            ("set-cookie", f"{self._anchor_cookie}={secrets.token_urlsafe(_VISIT_BYTES)}{self._attributes}"),
        )

    def signed_out(self) -> Headers:
        """Return the cookie header that takes the session away from the browser."""
        return (("set-cookie", f"{self._session_cookie}=; Max-Age=0{self._attributes}"),)


def _from_here(request: Request) -> bool:
    origin, site = request.header("origin"), request.header("sec-fetch-site")
    if origin == "null":
        # `Referrer-Policy: no-referrer` makes Chromium send this with our own forms
        return site == "same-origin"
    if origin and origin != _own_origin(request):
        return False
    return site in {"", "same-origin"}


def _own_origin(request: Request) -> str:
    default = 443 if request.scheme == "https" else 80
    port = "" if request.port == default else f":{request.port}"
    return f"{request.scheme}://{request.host}{port}"

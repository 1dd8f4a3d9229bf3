"""Do in a few lines what a person does in a browser: sign in, consent, and what the application does then."""

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from tests.support import MEMBER_EMAIL, REDIRECT_URI, password

VERIFIER = "verifier-verifier-verifier-verifier-verifier-000"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def authorize_url(client_id: str, **changes: str | None) -> str:
    """Return the path and query of an authorization request; a change to None leaves a parameter out."""
    parameters: dict[str, str | None] = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": REDIRECT_URI,
        "state": "state-0000",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }
    return "/oauth/authorize?" + urlencode({name: value for name, value in parameters.items() if value is not None})


def hidden(page: httpx.Response, place: int = 0) -> str:
    """Return the value of the form token at a place of a page."""
    return unescape(re.findall(r'name="csrf" value="([^"]*)"', page.text)[place])


def sign_in(http: httpx.Client, path: str, email: str = MEMBER_EMAIL) -> httpx.Response:
    """Sign in on the page at a path and return what came of it."""
    page = http.get(path)
    form = {"csrf": hidden(page), "email": email, "password": password().reveal()}
    return http.post(path, data=form)


def decide(http: httpx.Client, path: str, decision: str = "allow") -> httpx.Response:
    """Press Allow or Deny on the consent page at a path."""
    page = http.get(path)
    return http.post(path, data={"csrf": hidden(page, -1), "decision": decision})


def return_uri(base_url: str, authorization_url: str, email: str = MEMBER_EMAIL, decision: str = "allow") -> str:
    """Sign in and decide with a new browser, and return the URI by which it comes back to the application."""
    path = authorization_url.removeprefix(base_url)
    with httpx.Client(base_url=base_url) as browser:
        assert sign_in(browser, path, email).status_code == 303
        response = decide(browser, path, decision)
    assert response.status_code == 303, (response.status_code, response.text[:400])
    return response.headers["location"]


def answer(response: httpx.Response) -> dict[str, str]:
    """Return the parameters with which the browser comes back to the application."""
    assert response.status_code == 303, (response.status_code, response.text[:400])
    return {name: values[0] for name, values in parse_qs(urlsplit(response.headers["location"]).query).items()}


@dataclass(frozen=True)
class Application:
    """An application that uses the gateway, with its consumer's credentials."""

    http: httpx.Client
    client_id: str
    secret: str | None

    def token(self, **form: str) -> httpx.Response:
        """Ask the token endpoint."""
        return self._post("/oauth/token", form)

    def exchange(self, code: str, **changes: str) -> httpx.Response:
        """Exchange a code."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI}
        return self.token(**{**form, "code_verifier": VERIFIER, **changes})

    def refresh(self, token: str, **more: str) -> httpx.Response:
        """Refresh."""
        return self.token(grant_type="refresh_token", refresh_token=token, **more)

    def introspect(self, token: str) -> httpx.Response:
        """Introspect."""
        return self._post("/oauth/introspect", {"token": token})

    def revoke(self, token: str, **more: str) -> httpx.Response:
        """Revoke."""
        return self._post("/oauth/revoke", {"token": token, **more})

    def user(self, token: str) -> httpx.Response:
        """Call the API with a token."""
        return self.http.get("/api/user/", headers={"Authorization": f"Bearer {token}"})

    def consent(self, **changes: str | None) -> str:
        """Let the member sign in and consent, and return the code."""
        path = authorize_url(self.client_id, **changes)
        with httpx.Client(base_url=self.http.base_url) as browser:
            assert sign_in(browser, path).status_code == 303
            return answer(decide(browser, path))["code"]

    def code_in(self, browser: httpx.Client) -> str:
        """Let whoever is signed in in a browser consent, and return the code."""
        return answer(decide(browser, authorize_url(self.client_id)))["code"]

    def _post(self, path: str, form: dict[str, str]) -> httpx.Response:
        if self.secret is None:
            return self.http.post(path, data={"client_id": self.client_id, **form})
        return self.http.post(path, data=form, auth=(self.client_id, self.secret))

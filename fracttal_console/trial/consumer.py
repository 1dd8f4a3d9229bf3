"""What every try of an OAuth consumer does: find the endpoints, take tokens, use them, give them back."""

import base64
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.trial.steps import Outcome, Step
from fracttal_console.trial.trying import USER, Try, expected
from fracttal_console.trial.wire import Answered, Asked, Wire

METADATA = "/.well-known/oauth-authorization-server"
_FORM = "application/x-www-form-urlencoded"
_GIVING_BACK_SECONDS = 5
_TOKEN_SHOWN = ("token_type", "access_token", "expires_in", "refresh_token", "scope")
_LIVE_SHOWN = ("active", "client_id", "username", "scope", "exp")


class ConsumerTry(Try):
    """The steps that both grants have in common."""

    credential: Consumer
    metadata: Mapping[str, Any]

    _live = ""
    """The token that has to be given back; with a refresh token everything made from it ends."""

    def read_metadata(self) -> None:
        """Read what the gateway says of itself (RFC 8414)."""

        def check(answered: Answered) -> str:
            if answered.status != 200:
                return "other_status"
            return "" if answered.json().get("token_endpoint") else "metadata_incomplete"

        shown = ("issuer", "authorization_endpoint", "token_endpoint", "revocation_endpoint")
        asked = Asked(method="GET", resource=METADATA)
        self.metadata = self.ask("metadata", asked, check, shown, explained=False).json()

    def take_tokens(self, step: str, **form: str) -> None:
        """Ask the token endpoint."""

        def check(answered: Answered) -> str:
            if answered.status != 200:
                return "other_status"
            return "" if answered.json().get("access_token") else "no_token"

        answered = self.ask(step, self._form("token_endpoint", "/oauth/token", form), check, _TOKEN_SHOWN).json()
        self.access_token = str(answered["access_token"])
        self.refresh_token = str(answered.get("refresh_token", ""))
        self._live = self.refresh_token or self.access_token

    def call(self) -> None:
        """Ask with the access token who one is (RFC 6750)."""
        headers = {"Authorization": f"Bearer {self.access_token}"}
        shown = ("data.company", "data.credential.name", "data.person.name", "data.permissions")
        self.ask("call", Asked(method="GET", resource=USER, headers=headers), expected(200), shown)

    def introspect(self, code: str, *, active: bool) -> None:
        """Ask what the access token is worth (RFC 7662), where the consumer can prove who it is."""
        if not self.credential.confidential:
            return

        def check(answered: Answered) -> str:
            if answered.status != 200:
                return "other_status"
            return "" if answered.json().get("active") is active else "token_alive" if not active else "token_dead"

        asked = self._form("introspection_endpoint", "/oauth/introspect", {"token": self.access_token})
        self.ask(code, asked, check, _LIVE_SHOWN, explained=False)

    def revoke(self) -> None:
        """Give the tokens back (RFC 7009)."""
        asked = self._form("revocation_endpoint", "/oauth/revoke", {"token": self._live})
        self.ask("revoke", asked, expected(200), explained=False)
        self._live = ""

    def give_back(self) -> None:
        """Give back the tokens of a walk that ended early."""
        if not self._live:
            return
        # a wire of its own: the walk's own may have been cut
        wire = Wire(self.address, timeout=_GIVING_BACK_SECONDS)
        asked = self._form("revocation_endpoint", "/oauth/revoke", {"token": self._live})
        try:
            answered = wire.send(asked)
        except (OSError, HTTPException):
            answered = None
        good = answered is not None and answered.status == 200
        self.around.say(
            Step(
                code="revoke",
                outcome=Outcome.HELD if good else Outcome.FAILED,
                sent=self._sent_lines(asked),
                answered=() if answered is None else self._answered_lines(answered, ()),
                status=0 if answered is None else answered.status,
                milliseconds=0 if answered is None else answered.milliseconds,
                cause="" if good else "not_given_back",
            )
        )

    def _form(self, endpoint: str, usual: str, form: Mapping[str, str]) -> Asked:
        for name in ("code", "token", "code_verifier", "refresh_token"):
            self.veil.note(form.get(name, ""))
        headers, fields = {"Content-Type": _FORM}, dict(form)
        client_id = self.credential.public_id
        if self.credential.confidential:
            pair = f"{quote(client_id, safe='')}:{quote(self.secret, safe='')}"
            basic = base64.b64encode(pair.encode()).decode()
            # its end would show that of the secret, which may be a short one that was pasted by mistake
            headers["Authorization"] = f"Basic {self.veil.note(basic, ends=False)}"
        else:
            fields["client_id"] = client_id
        resource = self.path_of(endpoint, usual)
        return Asked(method="POST", resource=resource, headers=headers, body=urlencode(fields).encode())

    def path_of(self, endpoint: str, usual: str) -> str:
        """Return the path of an endpoint below the address that is tried, whatever the gateway is called outside."""
        url, issuer = str(self.metadata.get(endpoint, "")), str(self.metadata.get("issuer", ""))
        if issuer and url.startswith(issuer):
            return url.removeprefix(issuer)
        return urlsplit(url).path or usual


class ClientCredentialsTry(ConsumerTry):
    """An application that acts for itself (RFC 6749 section 4.4)."""

    def walk(self) -> None:
        """Take a token, use it, look at it, give it back, and see that it is worth nothing any more."""
        self.read_metadata()
        self.take_tokens("token", grant_type="client_credentials")
        self.call()
        self.introspect("introspect", active=True)
        self.revoke()
        self.introspect("introspect_dead", active=False)

"""Try a consumer that acts for people: consent in the browser, and back to this computer (RFC 8252)."""

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from urllib.parse import urlencode

from fracttal_console.domain.redirect_uris import loopback_uri
from fracttal_console.trial.consumer import ConsumerTry
from fracttal_console.trial.loopback import Loopback
from fracttal_console.trial.steps import Outcome, Step
from fracttal_console.trial.wire import Answered, Asked

PATIENCE_SECONDS = 300
"""How long a person may take to sign in and decide."""

_LOOK_SECONDS = 0.2


class AuthorizationCodeTry(ConsumerTry):
    """An application that acts for the person who consents (RFC 6749 section 4.1, with PKCE: RFC 7636)."""

    def walk(self) -> None:
        """Ask for consent and use it, where the answer can come back to this computer; else check the request only."""
        self.read_metadata()
        state, verifier = secrets.token_urlsafe(16), self.veil.note(secrets.token_urlsafe(48))
        registered = loopback_uri(self.credential.redirect_uris)
        if not registered:
            self._check_request(next(iter(self.credential.redirect_uris), ""), state, verifier)
            self.around.say(Step(code="consent", outcome=Outcome.LEFT_OUT, cause="loopback_missing"))
            return
        try:
            loopback = Loopback(registered, state, self.around.words)
        except OSError:
            facts = {"uri": registered}
            raise self.failed(
                Step(code="consent", outcome=Outcome.FAILED, cause="loopback_taken", facts=facts)
            ) from None
        try:
            page = self._check_request(loopback.uri, state, verifier)
            code = self._consented(loopback, page)
        finally:
            loopback.close()
        self.take_tokens(
            "token", grant_type="authorization_code", code=code, redirect_uri=loopback.uri, code_verifier=verifier
        )
        self.call()
        self.introspect("introspect", active=True)
        if self.refresh_token:
            self.take_tokens("refresh", grant_type="refresh_token", refresh_token=self.refresh_token)
        self.revoke()
        self.introspect("introspect_dead", active=False)

    def _check_request(self, redirect_uri: str, state: str, verifier: str) -> str:
        """See that the authorization request is understood, and return the address of its page."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self.credential.public_id,
                "redirect_uri": redirect_uri,
                "code_challenge": challenge,
                "code_challenge_method": "S256",
                "state": state,
            }
        )

        def check(answered: Answered) -> str:
            # 200 is the page on which to sign in; a redirect leads back with an error
            return "" if answered.status == 200 else "other_status"

        resource = f"{self.path_of('authorization_endpoint', '/oauth/authorize')}?{query}"
        self.ask("authorize", Asked(method="GET", resource=resource), check)
        return f"{self.metadata.get('authorization_endpoint') or self.address + '/oauth/authorize'}?{query}"

    def _consented(self, loopback: Loopback, page: str) -> str:
        """Wait for the person, and return the code."""
        began = time.monotonic()
        self.around.say(Step(code="consent", outcome=Outcome.WAITING, opens=page))
        self.around.open_page(page)
        answer: Mapping[str, str] | None = None
        while answer is None and time.monotonic() - began < PATIENCE_SECONDS and not self.around.stopped():
            answer = loopback.wait(_LOOK_SECONDS)
        if answer is None:
            stopped = self.around.stopped()
            cause = "stopped" if stopped else "nobody_consented"
            raise self.failed(
                Step(code="consent", outcome=Outcome.LEFT_OUT if stopped else Outcome.FAILED, cause=cause)
            )
        self.veil.note(answer.get("code", ""))
        cause = self._why_not(answer)
        names = ("code", "state", "iss", "error", "error_description")
        step = Step(
            code="consent",
            outcome=Outcome.FAILED if cause else Outcome.HELD,
            answered=self.lines((name, answer[name]) for name in names if name in answer),
            milliseconds=round((time.monotonic() - began) * 1000),
            cause=cause,
            facts={"error": answer.get("error", "")},
        )
        if cause:
            raise self.failed(step)
        self.around.say(step)
        return answer["code"]

    def _why_not(self, answer: Mapping[str, str]) -> str:
        if answer.get("error") == "access_denied":
            return "denied"
        if "code" not in answer:
            return "answer_is_error"
        # RFC 9207: an answer of another server must not be taken for ours
        return "" if answer.get("iss") == self.metadata.get("issuer") else "other_issuer"

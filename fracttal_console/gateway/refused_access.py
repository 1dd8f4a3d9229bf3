"""What a program is told whose request to a protected resource is refused: at `/api/…` and at `/auth/verify` alike."""

from dataclasses import dataclass

from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.errors import HawkRefused, OAuthError
from fracttal_console.gateway.exchange import Headers
from fracttal_console.gateway.oauth.clients import TooManyFailures
from fracttal_console.gateway.proofs import PROOF_CAUSES, challenge
from fracttal_console.gateway.request_budget import Allowance
from fracttal_console.services.hawk_mistakes import holds_secret
from fracttal_console.services.principal import CredentialKind, Principal

BEARER = 'Bearer realm="fracttal-console"'
CHALLENGES: Headers = (("www-authenticate", BEARER), ("www-authenticate", "Hawk"))
# a refusal has an attribute: clients of the reference family cannot read a challenge that has none
_HAWK_REFUSED: Headers = (("www-authenticate", 'Hawk error="Not accepted"'),)

SPENT = OAuthError("temporarily_unavailable", "requests_spent")
"""How a request is noted that the budget has no room for."""
UNAUTHORIZED = "UNAUTHORIZED_ENDPOINT"
"""What programs for the real service look for, so that they do not renew a token in vain."""

_SECRET_SENT = "The Hawk secret was sent in the header. Sign with it, never send it, and replace it now."  # noqa: S105


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal: status and message for the program, our own word for the cause, headers.

    `named` where the message names the fault in the program itself.
    """

    status: int
    cause: str
    message: str = ""
    headers: Headers = ()
    named: bool = False


def told_of_oauth(error: OAuthError, authorization: str) -> Told:
    """Return what is told of a refused bearer token, a refused Basic, or of no credential at all.

    Args:
        error: why it was refused.
        authorization: the header as it came.
    """
    if holds_secret(authorization) and not authorization[:6].lower().startswith("basic"):
        # seen from its form alone: whether there is such a key is not told
        return Told(401, "secret_in_header", _SECRET_SENT, CHALLENGES, named=True)
    if isinstance(error, TooManyFailures):
        return Told(429, error.cause, headers=(("retry-after", str(error.seconds)),))
    if error.error == "invalid_client":
        # key unknown, secret wrong, mode off, network: to the outside all the same
        return Told(401, "basic_refused", "basic_refused", CHALLENGES)
    if not error.error:
        # no credential at all: say how one would be sent, and no error (RFC 6750 section 3.1)
        return Told(401, error.cause, headers=CHALLENGES)
    if error.cause in PROOF_CAUSES:
        return Told(401, error.cause, error.error, challenge(error.error))
    bearer = f'{BEARER}, error="{error.error}"'
    status = 400 if error.error == "invalid_request" else 401
    return Told(status, error.cause, error.error, (("www-authenticate", bearer),))


def told_of_hawk(error: HawkRefused) -> Told:
    """Return what is told of a refused signature."""
    if error.ts is not None:
        stale = f'Hawk ts="{error.ts}", tsm="{error.tsm}", error="Stale timestamp"'
        status = 407 if error.profile == Profile.FRACTTAL else 401
        return Told(status, "stale_timestamp", "stale_timestamp", (("www-authenticate", stale),))
    headers = _HAWK_REFUSED if error.status == 401 else ()
    if error.cause == "secret_in_header":
        return Told(error.status, error.cause, _SECRET_SENT, headers, named=True)
    if error.cause == "method_differs":
        signed, sent = error.facts["signed_method"], error.facts["sent_method"]
        message = f"The request was signed for the method {signed} and sent with {sent}."
        return Told(error.status, error.cause, message, headers, named=True)
    if error.status != 401:
        return Told(error.status, error.cause, error.cause)
    # key unknown, MAC wrong, payload changed, nonce used: to the outside all the same
    return Told(401, "hawk_refused", "hawk_refused", headers)


def told_of_permission(principal: Principal, error: OAuthError) -> Told:
    """Return what is told of a missing permission: the real service says 401, and programs wait for that."""
    needed = error.facts.get("scope")
    if principal.kind is CredentialKind.API_KEY:
        headers = _HAWK_REFUSED
    else:
        scope = f', scope="{needed}"' if needed else ""
        headers = (("www-authenticate", f'{BEARER}, error="{error.error}"{scope}'),)
    if principal.profile is Profile.FRACTTAL:
        return Told(401, error.cause, UNAUTHORIZED, headers)
    return Told(403, error.cause, error.error, headers if principal.kind is CredentialKind.CONSUMER else ())


def told_of_budget(allowance: Allowance) -> Told:
    """Return what is told where the base's requests of this minute are spent."""
    return Told(406, "requests_spent", "Maximum number of request exceeded", (("retry-after", str(allowance.reset)),))

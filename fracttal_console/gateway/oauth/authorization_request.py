"""What an authorization request must be like (RFC 6749 section 4.1.1), however it comes."""

from fracttal_console.domain.credentials import PROFILE_RULES
from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.proofs import read_thumbprint
from fracttal_console.domain.redirect_uris import registered
from fracttal_console.domain.tokens import challenge_well_formed
from fracttal_console.gateway.exchange import Parameters
from fracttal_console.gateway.oauth.audience import check_audience
from fracttal_console.services.consent import ConsentRequest


def check_redirect_uri(consumer: Consumer, redirect_uri: str) -> None:
    """Check where people would be sent.

    Raises:
        OAuthError: `invalid_request`; nothing may be sent to that URI.
    """
    if not redirect_uri:
        raise OAuthError("invalid_request", "redirect_missing")
    if not registered(redirect_uri, consumer.redirect_uris):
        raise OAuthError("invalid_request", "redirect_unregistered")


def checked_request(consumer: Consumer, parameters: Parameters, issuer: str, pushed: bytes = b"") -> ConsentRequest:
    """Return a request that can be put to a person; consumer and redirect URI are known to be good.

    Args:
        consumer: who asks.
        parameters: what it asks for.
        issuer: our own name.
        pushed: the digest of the `request_uri`, where the request was pushed beforehand.

    Raises:
        OAuthError: `invalid_request`, `unsupported_response_type`, `invalid_target`.
    """
    if parameters.repeated:
        raise OAuthError("invalid_request", "parameter_repeated")
    if parameters.optional("request") is not None or parameters.optional("request_uri") is not None:
        # neither is fetched nor read: this server makes no request because a client says so
        raise OAuthError("invalid_request", "request_object")
    if parameters.required("response_type") != "code":
        raise OAuthError("unsupported_response_type", "response_type")
    if parameters.get("response_mode") not in {"", "query"}:
        raise OAuthError("invalid_request", "response_mode")
    challenge = _challenge(consumer, parameters)
    check_audience(parameters, issuer)
    return ConsentRequest(
        client_id=consumer.client_id,
        redirect_uri=parameters.get("redirect_uri"),
        scope=parameters.get("scope"),
        challenge=challenge,
        pushed=pushed,
        key=named_key(parameters) or b"",
    )


def named_key(parameters: Parameters) -> bytes | None:
    """Return the key that a request names in `dpop_jkt`, None where it names none.

    Raises:
        OAuthError: `invalid_request`: it is no thumbprint.
    """
    named = parameters.optional("dpop_jkt")
    key = None if named is None else read_thumbprint(named)
    if named is not None and key is None:
        raise OAuthError("invalid_request", "proof_key_malformed")
    return key


def _challenge(consumer: Consumer, parameters: Parameters) -> str:
    """Check PKCE (RFC 7636 section 4.3): S256 only, and required but for what the consumer's profile allows."""
    challenge = parameters.optional("code_challenge")
    method = parameters.optional("code_challenge_method")
    if challenge is None:
        optional = consumer.confidential and PROFILE_RULES[consumer.profile].pkce_optional_for_confidential
        if optional and method is None:
            return ""
        raise OAuthError("invalid_request", "challenge_missing")
    if method != "S256":
        raise OAuthError("invalid_request", "challenge_method")
    if not challenge_well_formed(challenge):
        raise OAuthError("invalid_request", "challenge_malformed")
    return challenge

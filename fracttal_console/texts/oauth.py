"""`error_description` for programs: English, and only the characters RFC 6749 sections 4.1.2.1 and 5.2 allow."""

from collections.abc import Mapping

OAUTH_DESCRIPTIONS: Mapping[str, str] = {
    # Who is calling
    "client_unknown": "Client authentication failed: no consumer has this client_id.",
    "client_disabled": "This consumer is disabled.",
    "client_refused": "Client authentication failed.",
    "method_unsupported": "This way of client authentication is not supported.",
    "parameters_malformed": "The parameters are malformed or too many.",
    "verifier_unexpected": "A code_verifier was sent, but the request had no code_challenge.",
    "authorization_suspended": "The authorization is suspended.",
    "secret_wrong": "Client authentication failed: the client secret is wrong.",
    "secret_missing": "Client authentication failed: send the client secret by HTTP Basic or in the form.",
    "two_methods": "Authenticate the client by HTTP Basic or by the form, not by both.",
    "public_with_secret": "This consumer is public and has no secret; send the client_id only.",
    "too_many_failures": "Too many failed attempts; wait before the next one.",
    # What is asked for
    "grant_unsupported": "This grant_type is not supported.",
    "grant_not_allowed": "This consumer is not registered for this grant type.",
    "scope_unknown": "The scope names a permission that does not exist.",
    "scope_wider": "The scope is wider than what was granted.",
    "scope_nothing": "Nothing of the requested scope can be granted.",
    "resource_unknown": "The resource is not served here; this authority serves its own issuer only.",
    "parameter_repeated": "A parameter was sent more than once.",
    "parameter_missing": "A required parameter is missing.",
    "content_type": "Send the parameters as application/x-www-form-urlencoded.",
    "credentials_in_url": "Send credentials in the header or the form, never in the URL.",
    # Authorization code and PKCE (RFC 7636)
    "code_unknown": "The authorization code is unknown.",
    "code_expired": "The authorization code has expired.",
    "code_used": "The authorization code was used before; its tokens were revoked.",
    "code_other_client": "The authorization code was issued to another client.",
    "code_redirect_differs": "The redirect_uri differs from the one in the authorization request.",
    "verifier_missing": "The code_verifier is missing.",
    "verifier_malformed": "The code_verifier must have 43 to 128 unreserved characters.",
    "verifier_wrong": "The code_verifier does not match the code_challenge.",
    "challenge_missing": "PKCE is required for this consumer: send code_challenge with method S256.",
    "challenge_method": "The code_challenge_method must be S256.",
    "challenge_malformed": "The code_challenge must be 43 characters of base64url without padding.",
    # Authorization request
    "response_type": "The response_type must be code.",
    "response_mode": "This response_mode is not supported.",
    "request_object": "Request objects are not supported.",
    "redirect_missing": "The redirect_uri is missing.",
    "redirect_unregistered": "The redirect_uri is not registered for this client.",
    "par_off": "This consumer may not push authorization requests.",
    "par_required": "This consumer must push its authorization requests (RFC 9126).",
    "pushed_request_ended": "The request_uri is unknown, was used before or has expired.",
    "device_off": "This consumer may not use the device authorization grant.",
    "device_code_unknown": "The device code is unknown or was used before.",
    "device_code_other_client": "The device code was issued to another client.",
    "device_code_expired": "The device code has expired; start again.",
    "device_waiting": "The person has not decided yet.",
    "device_too_fast": "Wait longer between two requests: the interval grew by 5 seconds.",
    "proof_missing": "A DPoP proof is required.",
    "proof_malformed": "The DPoP proof is malformed.",
    "proof_key": "The DPoP proof must hold a public key that fits its algorithm.",
    "proof_key_malformed": "The dpop_jkt is not a SHA-256 thumbprint in base64url.",
    "proof_signature": "The signature of the DPoP proof is wrong.",
    "proof_other_method": "The htm of the DPoP proof is not the method of this request.",
    "proof_other_target": "The htu of the DPoP proof is not the address of this request.",
    "proof_other_token": "The ath of the DPoP proof does not belong to this access token.",
    "proof_other_key": "The DPoP proof was made with another key.",
    "proof_stale": "The DPoP proof is too old or from the future.",
    "proof_replayed": "The DPoP proof was used before.",
    "denied": "The person denied the request.",
    "nothing_to_grant": "The person's permission group allows nothing of what was requested.",
    # Refresh tokens and authorizations
    "refresh_unknown": "The refresh token is unknown.",
    "refresh_expired": "The refresh token has expired.",
    "refresh_reused": "The refresh token was used before; its tokens were revoked.",
    "authorization_ended": "The authorization was revoked, suspended or has expired.",
    "owner_disabled": "The person behind this authorization is disabled.",
    # Access tokens
    "token_missing": "No access token was sent.",
    "token_unknown": "The access token is unknown, expired or revoked.",
    "introspection_not_allowed": "This consumer may not introspect tokens.",
}


def oauth_description(cause: str) -> str:
    """Return the description of a cause, or "" for one that the protocol should not explain."""
    return OAUTH_DESCRIPTIONS.get(cause, "")

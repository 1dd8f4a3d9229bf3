"""Why requests are refused, in words and with what to do."""

from collections.abc import Mapping

from fracttal_console.texts.catalogue import N_
from fracttal_console.texts.causes_before import TURNED_AWAY
from fracttal_console.texts.causes_grants import GRANT_CAUSES
from fracttal_console.texts.client_causes import CLIENT_CAUSES

CAUSES: Mapping[str, tuple[str, str]] = {
    **CLIENT_CAUSES,
    "token_missing": (
        N_("No credential was sent"),
        N_("Send an access token as “Authorization: Bearer …”, or sign the request with an API key (Hawk)."),
    ),
    "token_unknown": (
        N_("Access token unknown"),
        N_("It was revoked, expired long ago or belongs to another base. The program must get a new one."),
    ),
    "permission_missing": (
        N_("Permission missing"),
        N_(
            "The credential is good, but may not do this. Add the permission to its group, or let the program ask less."
        ),
    ),
    "path_unmapped": (
        N_("Path unknown"),
        N_("No permission stands for this path and method, so nobody may use it. Check the address in the program."),
    ),
    "request_unclear": (
        N_("Proxy not trusted, or path with two meanings"),
        N_(
            "The proxy that asked is not named in the settings, or the path changes when it is normalised. Name the "
            "proxy under trusted proxies, or correct the path in the program."
        ),
    ),
    "token_expired": (
        N_("Access token expired"),
        N_("The program must renew it with its refresh token before it expires."),
    ),
    "authorization_ended": (
        N_("Authorization ended"),
        N_(
            "It was revoked, suspended or has expired, or the consumer or the person is disabled. Resume it, "
            "or let the person consent again."
        ),
    ),
    "authorization_suspended": (
        N_("Authorization suspended"),
        N_("Consenting again does not lift a suspension. Resume the authorization."),
    ),
    "header_malformed": (
        N_("Hawk header malformed"),
        N_("It needs id, ts, nonce and mac, each once and in double quotes. Use a kept Hawk library."),
    ),
    "key_unknown": (
        N_("API key unknown"),
        N_("No API key has this key id. Compare the id in the program with the list of API keys."),
    ),
    "key_ended": (
        N_("API key disabled, expired or revoked"),
        N_("Enable it, give it a later end, or give the program another key."),
    ),
    "mac_wrong": (
        N_("Hawk: bad MAC"),
        N_(
            "Either the secret is another one, or the program signed another method, path, host or port than "
            "it sent. “Explain a request” compares them line by line."
        ),
    ),
    "nonce_used": (
        N_("Hawk: nonce used twice"),
        N_("The same request was sent again. Each request, repeated ones too, must be signed anew with a fresh nonce."),
    ),
    "payload_hash_missing": (
        N_("Hawk: payload hash missing"),
        N_("In the standard profile a request with a body must carry its hash. Sign the payload in the program."),
    ),
    "payload_hash_wrong": (
        N_("Hawk: payload hash differs"),
        N_("The body or its Content-Type changed after signing. Sign exactly the bytes that are sent."),
    ),
    "stale_timestamp": (
        N_("Hawk: clock is off"),
        N_(
            "The program's clock differs by more than 60 seconds. Set it by NTP, or use the time that the answer names."
        ),
    ),
    "method_differs": (
        N_("Hawk: signed for another method"),
        N_("The signature is right for another method than the one that was sent. Sign the method that is sent."),
    ),
    "secret_in_header": (
        N_("The secret was sent in the header"),
        N_(
            "The Hawk secret signs requests and is never sent. Correct the program and rotate the secret, "
            "which others may have seen."
        ),
    ),
    "nonces_full": (
        N_("Hawk: no room for more nonces"),
        N_(
            "A million requests were signed within two minutes. Each is remembered so that none can be repeated; "
            "find the program that sends so many."
        ),
    ),
    "basic_wrong": (
        N_("Legacy Basic: key or secret wrong"),
        N_("The program holds another or a retired secret. Store the current one there, or make a new one."),
    ),
    "basic_off": (
        N_("Legacy Basic is off for this API key"),
        N_("Let the program sign its requests (Hawk). Where that cannot be, switch legacy Basic on in the API key."),
    ),
    "requests_spent": (
        N_("Too many requests in a minute"),
        N_(
            "All programs with the Fracttal profile share 200 requests a minute. Let the program wait and ask for "
            "more rows at once, or move it to the standard profile."
        ),
    ),
    "network_not_allowed": (
        N_("Address not in the allowed networks"),
        N_("Add the network of this address, if the program is meant to call from there."),
    ),
    "grant_unsupported": (
        N_("Grant type not supported"),
        N_("Supported are authorization_code, client_credentials and refresh_token."),
    ),
    "grant_not_allowed": (
        N_("Grant type not the consumer's"),
        N_(
            "The consumer was registered for another grant type, which cannot be changed. Register another "
            "consumer for this one."
        ),
    ),
    "scope_unknown": (
        N_("Scope names an unknown permission"),
        N_("Permissions are written like work_orders:view. Leave the scope out to ask for all that the group allows."),
    ),
    "scope_wider": (
        N_("Scope wider than what was granted"),
        N_("A renewed token can only carry what was granted. Let the person consent again to more."),
    ),
    "scope_nothing": (
        N_("Nothing of the scope is in the group"),
        N_("Add the permission to the consumer's permission group, or ask for less."),
    ),
    "resource_unknown": (
        N_("Resource not served here"),
        N_("Leave the parameter resource out, or send the address of this authority in it."),
    ),
    "nothing_to_grant": (
        N_("The person has nothing of it to grant"),
        N_("The person's permission group allows none of what is asked for. Give the person another group."),
    ),
    "parameter_repeated": (
        N_("Parameter sent twice"),
        N_("The program must send each parameter once."),
    ),
    "parameter_missing": (
        N_("Parameter missing"),
        N_("The program left out a parameter that the protocol asks for."),
    ),
    "parameters_malformed": (
        N_("Parameters malformed"),
        N_("They are not form-encoded UTF-8, or too many."),
    ),
    "content_type": (
        N_("Wrong content type"),
        N_("Send the parameters as application/x-www-form-urlencoded, not as JSON."),
    ),
    "credentials_in_url": (
        N_("Credentials in the URL"),
        N_("They end up in logs. Send them in the header or the form, and make a new secret."),
    ),
    "code_unknown": (
        N_("Authorization code unknown"),
        N_("It was cut, spent or never given. Start again with the authorization request."),
    ),
    "code_expired": (
        N_("Authorization code expired"),
        N_("It is good for 60 seconds. The program must exchange it at once."),
    ),
    "code_used": (
        N_("Authorization code used twice"),
        N_("All tokens made from it were revoked. Find out whether the program repeated itself or the code leaked."),
    ),
    "code_other_client": (
        N_("Authorization code of another consumer"),
        N_("The program mixes up two client ids."),
    ),
    "code_redirect_differs": (
        N_("Redirect URI differs from the authorization request"),
        N_("Send the very same redirect_uri to both endpoints."),
    ),
    "verifier_missing": (
        N_("PKCE verifier missing"),
        N_("The authorization request had a code_challenge; send its code_verifier."),
    ),
    "verifier_malformed": (
        N_("PKCE verifier malformed"),
        N_("It must have 43 to 128 letters, digits or - . _ ~"),
    ),
    "verifier_wrong": (
        N_("PKCE verifier does not fit"),
        N_("The program must keep the verifier of this very attempt."),
    ),
    "verifier_unexpected": (
        N_("PKCE verifier without a challenge"),
        N_("Send code_challenge with the authorization request as well."),
    ),
    "challenge_missing": (
        N_("PKCE challenge missing"),
        N_("Send code_challenge and code_challenge_method=S256 with the authorization request."),
    ),
    "challenge_method": (
        N_("PKCE method is not S256"),
        N_("Only S256 is accepted; plain is not."),
    ),
    "challenge_malformed": (
        N_("PKCE challenge malformed"),
        N_("It is the base64url of a SHA-256 without padding: 43 characters."),
    ),
    "response_type": (
        N_("Response type is not code"),
        N_("Send response_type=code; the implicit flow is not offered."),
    ),
    "response_mode": (
        N_("Response mode not supported"),
        N_("Leave response_mode out."),
    ),
    "request_object": (
        N_("Request object not supported"),
        N_("Send the parameters in the URL, not as request or request_uri."),
    ),
    "refresh_unknown": (
        N_("Refresh token unknown"),
        N_("It was revoked or belongs to another consumer. The person must consent again."),
    ),
    "refresh_expired": (
        N_("Refresh token expired"),
        N_("It was not used for too long. The person must consent again."),
    ),
    "refresh_reused": (
        N_("Old refresh token used again"),
        N_(
            "All tokens of its family were revoked. Find out whether the program lost the newer one or the "
            "token leaked."
        ),
    ),
    "redirect_missing": (
        N_("Redirect URI missing"),
        N_("The program must send the redirect_uri that is registered."),
    ),
    "redirect_unregistered": (
        N_("Redirect URI not registered"),
        N_("It is compared sign by sign. Correct it in the program, or add this exact one to the consumer."),
    ),
    **TURNED_AWAY,
    **GRANT_CAUSES,
}
"""What happened and what to do, by the code of the cause."""

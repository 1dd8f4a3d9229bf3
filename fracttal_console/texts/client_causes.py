"""Why a consumer could not prove who it is, in words and with what to do."""

from collections.abc import Mapping

from fracttal_console.texts.catalogue import N_

CLIENT_CAUSES: Mapping[str, tuple[str, str]] = {
    "client_unknown": (
        N_("Consumer unknown"),
        N_("No consumer has this client id. Compare the id in the program with the list of OAuth consumers."),
    ),
    "client_disabled": (
        N_("Consumer disabled or expired"),
        N_("Enable it or give it a later end, if it should work again."),
    ),
    "method_unsupported": (
        N_("Way of authentication not supported"),
        N_("Send client id and secret by HTTP Basic or in the form."),
    ),
    "secret_wrong": (
        N_("Client secret wrong"),
        N_("The program holds another or a retired secret. Store the current one there, or make a new one."),
    ),
    "secret_missing": (
        N_("Client secret missing"),
        N_("This endpoint needs client id and secret, by HTTP Basic or in the form."),
    ),
    "method_not_chosen": (
        N_("Another way of authentication is chosen"),
        N_("The consumer proves itself either by its secret or by a key. Choose what the program uses."),
    ),
    "assertion_signature": (
        N_("Signature of no registered key"),
        N_("The program signs with a key that is not registered or was retired. Add its public key to the consumer."),
    ),
    "assertion_malformed": (
        N_("Client assertion malformed"),
        N_("It is no signed JWT in compact form, or longer than 8192 characters. Use a kept library."),
    ),
    "assertion_algorithm": (
        N_("Algorithm of the client assertion not accepted"),
        N_("Sign with ES256, PS256, RS256 or EdDSA; never with a shared secret."),
    ),
    "assertion_header": (
        N_("Header of the client assertion not accepted"),
        N_("Leave out crit, jku, jwk, x5u and x5c; typ is JWT or client-authentication+jwt."),
    ),
    "assertion_claims": (
        N_("Client assertion incomplete"),
        N_("It needs iss and sub, both the client id, and aud, exp and a jti of its own."),
    ),
    "assertion_audience": (
        N_("Client assertion made for somebody else"),
        N_("Its aud must be the address of this authority or of its token endpoint, and nothing besides."),
    ),
    "assertion_expired": (
        N_("Client assertion expired"),
        N_("Sign one for each request, and set the program's clock by NTP."),
    ),
    "assertion_lifetime": (
        N_("Client assertion lives too long"),
        N_("Its exp may lie 5 minutes ahead at most. Sign one for each request."),
    ),
    "assertion_early": (
        N_("Client assertion lies in the future"),
        N_("The program's clock is ahead. Set it by NTP."),
    ),
    "assertion_used": (
        N_("Client assertion used twice"),
        N_("Each request, repeated ones too, needs a new one with a jti of its own."),
    ),
    "public_with_secret": (
        N_("Public consumer sent a secret"),
        N_("A public consumer has none. Send the client id only, with PKCE."),
    ),
    "introspection_not_allowed": (
        N_("Introspection not allowed"),
        N_("Only a consumer with a secret may ask what tokens are worth."),
    ),
    "two_methods": (
        N_("Credentials sent in two ways"),
        N_("Send them once: in the header or in the form, not in both."),
    ),
    "too_many_failures": (
        N_("Too many wrong secrets"),
        N_("Nothing is looked at for a minute. Stop the program and correct its secret."),
    ),
}

"""Which client does what: the pairs that `test_client_matrix.py` runs and docs/conformance.md shows.

A flow is missing where the client has no part in it, and only there.
"""

#: In the order in which a newcomer meets them; each is a test in `test_client_matrix.py`.
OAUTH_FLOWS = {
    "discovery": "metadata found and accepted",
    "code_basic": "code, PKCE, secret by Basic",
    "code_post": "code, PKCE, secret in the form",
    "code_public": "code, PKCE, public",
    "job_basic": "client credentials by Basic",
    "job_post": "client credentials in the form",
    "code_signed": "code, PKCE, private_key_jwt; refresh, introspection, revocation too",
    "job_signed": "client credentials, private_key_jwt",
    "unknown_key": "signature of an unknown key refused",
    "refresh": "refresh, rotated",
    "introspect": "introspection",
    "revoke": "revocation",
    "denied": "the person denies",
    "wrong_secret": "wrong secret refused",
    "ended_grant": "refresh refused after a revocation",
    "pushed": "request pushed beforehand (PAR)",
    "device": "device without a browser",
    "bound": "tokens bound to a key (DPoP): code, call, refresh, call",
    "bound_job": "client credentials bound to a key (DPoP)",
}
HAWK_FLOWS = {
    "get": "GET with query and ext",
    "post": "POST with payload",
    "changed_payload": "changed payload refused",
    "genuine": "Server-Authorization verified",
    "stale": "stale clock told the time (tsm) and let in",
    "replay": "second use refused",
    "wrong_key": "wrong key refused",
}

_SIGNED = {"code_signed", "job_signed", "unknown_key"}
_SWITCHED = ("pushed", "device", "bound", "bound_job")
_ALL = tuple(flow for flow in OAUTH_FLOWS if flow not in _SWITCHED)
_WITHOUT_SIGNATURES = tuple(flow for flow in _ALL if flow not in _SIGNED)
_WITHOUT_INTROSPECTION = tuple(flow for flow in _WITHOUT_SIGNATURES if flow not in {"discovery", "introspect"})

OAUTH_CLIENTS = {
    "openid-client": (*_ALL, *_SWITCHED),
    "oauth4webapi": (*_ALL, *_SWITCHED),
    # asks for a secret in any case, and reads no answer of the browser itself
    "simple-oauth2": tuple(flow for flow in _WITHOUT_INTROSPECTION if flow not in {"code_public", "denied"}),
    "@badgateway/oauth2-client": _WITHOUT_SIGNATURES,
    "requests-oauthlib": _WITHOUT_INTROSPECTION,
    # takes the code out of the browser's answer, and leaves it to the application to see that there is an error instead
    "Authlib": tuple(flow for flow in _ALL if flow != "denied"),
    # knows no client credentials and no public clients
    "httpx-oauth": tuple(
        flow for flow in _WITHOUT_INTROSPECTION if flow not in {"code_public", "denied", "job_basic", "job_post"}
    ),
}
HAWK_CLIENTS = {
    "hawk": tuple(HAWK_FLOWS),
    "@hapi/hawk": tuple(HAWK_FLOWS),
    "mohawk": tuple(HAWK_FLOWS),
    # signs only
    "requests-hawk": tuple(flow for flow in HAWK_FLOWS if flow != "genuine"),
}

OAUTH_PAIRS = [(client, flow) for client, flows in OAUTH_CLIENTS.items() for flow in flows]
HAWK_PAIRS = [(client, flow) for client, flows in HAWK_CLIENTS.items() for flow in flows]

"""How refusals look on the wire (RFC 6749 section 5.2)."""

from fracttal_console.domain.errors import OAuthError
from fracttal_console.gateway.exchange import NO_STORE, Headers, Request, Response, json_response
from fracttal_console.gateway.oauth.clients import TooManyFailures
from fracttal_console.texts.oauth import oauth_description

# what the outside is told of a failed client authentication must not tell known from unknown (A3.06, A10.02)
_SAME_TO_ALL = frozenset(
    {
        "client_unknown", "secret_wrong", "client_disabled", "network_not_allowed", "method_not_chosen",
        "assertion_signature",
    }
)  # fmt: skip


def protocol_error(request: Request, error: OAuthError) -> Response:
    """Return the answer to a refused token, revocation or introspection request."""
    cause = "client_refused" if error.cause in _SAME_TO_ALL else error.cause
    content = {"error": error.error}
    description = oauth_description(cause)
    if description:
        content["error_description"] = description
    headers: Headers = NO_STORE
    if isinstance(error, TooManyFailures):
        return json_response(429, content, (("retry-after", str(error.seconds)), *headers))
    if error.error == "invalid_client":
        if request.header("authorization"):
            headers = (("www-authenticate", 'Basic realm="fracttal-console", charset="UTF-8"'), *headers)
        return json_response(401, content, headers)
    return json_response(400, content, headers)

"""The revocation endpoint (RFC 7009)."""

from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.secrets import SecretText
from fracttal_console.gateway.exchange import Request, Response, json_response
from fracttal_console.gateway.limits import FailureLimiter
from fracttal_console.gateway.oauth.clients import presented_client, read_form, with_limit
from fracttal_console.gateway.oauth.errors import protocol_error
from fracttal_console.services.tokens import Tokens


class RevocationEndpoint:
    """Take tokens back; `token_type_hint` is not needed to find one and never hides one (section 2.1)."""

    def __init__(self, tokens: Tokens, limiter: FailureLimiter) -> None:
        self._tokens = tokens
        self._limiter = limiter

    def __call__(self, request: Request) -> Response:
        """Return 200 with an empty object, whatever became of the token, or the refusal."""
        try:
            form = read_form(request)
            client = presented_client(request, form)
            token = form.required("token")
            with_limit(
                self._limiter,
                client,
                request.address,
                lambda: self._tokens.revoke(client, token=SecretText(token), address=request.address),
            )
        except OAuthError as error:
            return protocol_error(request, error)
        return json_response(200, {})

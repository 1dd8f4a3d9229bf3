"""Resource indicators (RFC 8707): what a token is wanted for; here there is one base, and tokens are for that."""

from fracttal_console.domain.errors import OAuthError
from fracttal_console.gateway.exchange import Parameters


def check_audience(parameters: Parameters, issuer: str) -> None:
    """Check that a request which names a resource names the one there is, which introspection tells as `aud`.

    Raises:
        OAuthError: `invalid_target` (section 2).
    """
    resource = parameters.optional("resource")
    # clients that parse the address and write it again give it the slash of an empty path
    if resource is not None and resource not in {issuer, f"{issuer}/"}:
        raise OAuthError("invalid_target", "resource_unknown")

"""Authorization server metadata (RFC 8414)."""

from collections.abc import Callable

from fracttal_console.domain.consumer_keys import SIGNING_ALGORITHMS
from fracttal_console.domain.device_grants import GRANT_TYPE
from fracttal_console.domain.proofs import PROOF_ALGORITHMS
from fracttal_console.gateway.exchange import Request, Response, json_response

_GRANTS = ["authorization_code", "client_credentials", "refresh_token"]
_PROVED = ("token", "revocation", "introspection")
_CLIENT_METHODS = ["client_secret_basic", "client_secret_post", "private_key_jwt"]


class MetadataEndpoint:
    """Describe this server; the issuer is the configured one, never what a request claims (section 3.3).

    What is switched on for no consumer is not advertised: nobody could use it.
    """

    def __init__(self, issuer: str, scopes: list[str], offered: Callable[[], frozenset[str]]) -> None:
        self._offered = offered
        self._content: dict[str, object] = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/oauth/authorize",
            "token_endpoint": f"{issuer}/oauth/token",
            "revocation_endpoint": f"{issuer}/oauth/revoke",
            "introspection_endpoint": f"{issuer}/oauth/introspect",
            "scopes_supported": scopes,
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": _GRANTS,
            "token_endpoint_auth_methods_supported": [*_CLIENT_METHODS, "none"],
            "revocation_endpoint_auth_methods_supported": [*_CLIENT_METHODS, "none"],
            "introspection_endpoint_auth_methods_supported": _CLIENT_METHODS,
            **{
                f"{endpoint}_endpoint_auth_signing_alg_values_supported": list(SIGNING_ALGORITHMS)
                for endpoint in _PROVED
            },
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            "ui_locales_supported": ["es", "pt-BR", "en"],
        }
        self._switched: dict[str, dict[str, object]] = {
            "device": {
                "device_authorization_endpoint": f"{issuer}/oauth/device_authorization",
                "grant_types_supported": [*_GRANTS, GRANT_TYPE],
            },
            "dpop": {"dpop_signing_alg_values_supported": list(PROOF_ALGORITHMS)},
            "par": {"pushed_authorization_request_endpoint": f"{issuer}/oauth/par"},
        }

    def __call__(self, _request: Request) -> Response:
        """Return the document."""
        content = dict(self._content)
        for name in sorted(self._offered()):
            content.update(self._switched.get(name, {}))
        return json_response(200, content, (("cache-control", "public, max-age=300"),))

"""The company's identity provider: where it sends browsers, and what it proves when they come back.

Requests leave this computer for the configured issuer and for the addresses in that issuer's own document, and for no
other: nothing that a browser sends decides where (A1.10).
"""

import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlsplit

from fracttal_console.domain.errors import EmailUnproven, ProviderRefused, ProviderUnavailable
from fracttal_console.domain.identity_provider import IdentityProviderAccess, ProvenEmail
from fracttal_console.gateway.identity_provider.fetching import Fetcher, check_address

if TYPE_CHECKING:
    from authlib.oauth2.client import OAuth2Client
    from joserfc.jwk import KeySet

DISCOVERY_PATH = "/.well-known/openid-configuration"
DOCUMENT_SECONDS = 3600.0
KEYS_SECONDS = 60.0
"""How long keys are held for current, though a token names one that is not among them."""

AT_ONCE = 4
"""Of the gateway's threads half go on answering others, however slow the provider is."""

_EMAIL_MAX = 254
_TOLD = frozenset({"invalid_grant", "invalid_client", "unauthorized_client", "invalid_request"})


@dataclass(frozen=True, slots=True)
class _Document:
    """What the provider says of itself (OpenID Connect Discovery 1.0 section 3)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    methods: tuple[str, ...]
    names_issuer: bool


class IdentityProvider:
    """Speak to one provider; any thread may."""

    def __init__(self, access: IdentityProviderAccess, redirect_uri: str, now: Callable[[], datetime]) -> None:
        """Take what is known of it; nothing is asked yet.

        Args:
            access: issuer, client id and secret.
            redirect_uri: where it sends browsers back.
            now: the moment, in UTC.
        """
        self._access = access
        self._redirect_uri = redirect_uri
        self._now = now
        self._plain = urlsplit(access.issuer).scheme == "http"
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._document: tuple[float, _Document] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def address(self, *, state: str, nonce: str, verifier: str, language: str) -> str:
        """Return the address at which a person signs in, and comes back from with `state`.

        Raises:
            ProviderUnavailable: the provider does not tell it.
        """
        with self._asking() as fetcher:
            document = self._known(fetcher)
            client = self._client(fetcher, document)
            address, _ = client.create_authorization_url(
                document.authorization_endpoint, state=state, nonce=nonce, code_verifier=verifier, ui_locales=language
            )
        return str(address)

    def proven(self, code: str, issuer: str | None, *, nonce: str, verifier: str) -> ProvenEmail:
        """Return what a code proves that a browser came back with.

        Args:
            code: the authorization code.
            issuer: who sent it, as the browser says (RFC 9207); None where it says nothing.
            nonce: what this sign-in was begun with.
            verifier: the same.

        Raises:
            ProviderUnavailable: the provider does not answer as it should.
            ProviderRefused: what it answers proves nothing.
            EmailUnproven: it does not vouch for an e-mail address.
        """
        if issuer not in {None, self._access.issuer}:
            raise ProviderRefused("issuer")
        with self._asking() as fetcher:
            document = self._known(fetcher)
            if issuer is None and document.names_issuer:
                raise ProviderRefused("issuer")
            tokens = self._exchanged(fetcher, document, code, verifier)
            access_token = str(tokens.get("access_token") or "")
            claims = self._claims(fetcher, document, tokens.get("id_token"), nonce=nonce, access_token=access_token)
            if "email" not in claims and document.userinfo_endpoint and access_token:
                claims = self._told(fetcher, document, access_token, claims.get("sub"))
        return ProvenEmail(_email_of(claims), self._access.issuer)

    @contextmanager
    def _asking(self) -> Iterator[Fetcher]:
        if not self._turns.acquire(blocking=False):
            raise ProviderUnavailable("too many at once")
        try:
            yield Fetcher(plain=self._plain)
        finally:
            self._turns.release()

    def _known(self, fetcher: Fetcher) -> _Document:
        known = self._document
        if known is not None and time.monotonic() - known[0] < DOCUMENT_SECONDS:
            return known[1]
        issuer = self._access.issuer
        content = fetcher.get(issuer.rstrip("/") + DISCOVERY_PATH)
        if not isinstance(content, dict) or content.get("issuer") != issuer:
            raise ProviderUnavailable("another issuer's document")
        document = _read_document(content, plain=self._plain)
        self._document = time.monotonic(), document
        return document

    def _client(self, fetcher: Fetcher, document: _Document) -> "OAuth2Client":
        from authlib.oauth2.client import OAuth2Client  # noqa: PLC0415  # only those pay for it who sign in this way

        post = document.methods and "client_secret_basic" not in document.methods
        client = OAuth2Client(
            fetcher,
            client_id=self._access.client_id,
            client_secret=self._access.secret.reveal(),
            token_endpoint_auth_method="client_secret_post" if post else "client_secret_basic",
            redirect_uri=self._redirect_uri,
            scope="openid email",
            code_challenge_method="S256",
        )
        client.register_client_auth_method(("client_secret_basic", _sign_basic))
        return client

    def _exchanged(self, fetcher: Fetcher, document: _Document, code: str, verifier: str) -> Mapping[str, Any]:
        from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415  # as above

        try:
            tokens: Mapping[str, Any] = self._client(fetcher, document).fetch_token(
                document.token_endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
            )
        except AuthlibBaseError as error:
            # the code was used, is too old, or is another sign-in's; or our own secret is wrong, which the event tells
            raise ProviderRefused(error.error if error.error in _TOLD else "code") from None
        except (ValueError, TypeError):
            raise ProviderUnavailable("no tokens") from None
        return tokens

    def _claims(
        self, fetcher: Fetcher, document: _Document, text: object, *, nonce: str, access_token: str
    ) -> Mapping[str, Any]:
        from fracttal_console.gateway.identity_provider import id_token  # noqa: PLC0415  # as above

        def read(keys: "KeySet") -> Mapping[str, Any]:
            return id_token.read_id_token(
                text,
                keys,
                issuer=self._access.issuer,
                client_id=self._access.client_id,
                nonce=nonce,
                access_token=access_token,
                now=self._now(),
            )

        known = self._keys
        if known is not None and time.monotonic() - known[0] < DOCUMENT_SECONDS:
            try:
                return read(known[1])
            except id_token.KeyUnknown:
                # keys are changed without notice; who makes tokens up must not make us ask each time
                if time.monotonic() - known[0] < KEYS_SECONDS:
                    raise
        keys = id_token.read_keys(fetcher.get(document.jwks_uri))
        self._keys = time.monotonic(), keys
        return read(keys)

    def _told(self, fetcher: Fetcher, document: _Document, access_token: str, subject: object) -> Mapping[str, Any]:
        """Ask for what the ID token left out; it counts only where it is about the same person (section 5.3.2)."""
        if not access_token.isascii() or not access_token.isprintable():
            raise ProviderUnavailable("access token malformed")
        told = fetcher.get(document.userinfo_endpoint, {"Authorization": f"Bearer {access_token}"})
        if not isinstance(told, dict) or not subject or told.get("sub") != subject:
            raise ProviderRefused("user_info")
        return told


def _read_document(content: Mapping[str, Any], *, plain: bool) -> _Document:
    endpoints = {
        name: str(content.get(name) or "")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
    }
    for name, url in endpoints.items():
        if url or name != "userinfo_endpoint":
            check_address(url, plain=plain)
    methods = content.get("token_endpoint_auth_methods_supported")
    return _Document(
        **endpoints,
        methods=tuple(str(method) for method in methods) if isinstance(methods, list) else (),
        names_issuer=content.get("authorization_response_iss_parameter_supported") is True,
    )


def _sign_basic(
    client: Any,  # noqa: ANN401 - Authlib's own, without types
    _method: str,
    uri: str,
    headers: dict[str, str],
    body: str,
) -> tuple[str, dict[str, str], str]:
    """Sign a request as RFC 6749 section 2.3.1 says: encoded as a form is, which Authlib leaves out."""
    pair = f"{quote_plus(client.client_id)}:{quote_plus(client.client_secret)}"
    return uri, {**headers, "Authorization": f"Basic {b64encode(pair.encode()).decode()}"}, body


def _email_of(claims: Mapping[str, Any]) -> str:
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str) or not 0 < len(email) <= _EMAIL_MAX:
        raise EmailUnproven
    return email

"""An identity provider that can be told to misbehave: small, and on a real socket."""

import hmac
import json
import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey, Key, RSAKey
from joserfc.jwt import encode

from fracttal_console.gateway.tls import Tls, server_context

CLIENT_ID = "fracttal-console"
CLIENT_SECRET = "not-a-secret-of-anybody"
_RSA = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
_OTHER_RSA = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
_EC = ECKey.generate_key("P-256", {"kid": "curve", "use": "sig"})

Change = Callable[[dict[str, Any]], None]
Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class OddProvider:
    """What the provider says next; each test changes one thing."""

    now: Callable[[], datetime]
    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    user_info: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    key: Key = field(default_factory=lambda: _RSA)
    algorithm: str = "RS256"
    shown: tuple[Key, ...] = (_RSA,)
    id_token: Callable[[str], str] = str
    token: dict[str, Any] = field(default_factory=dict)
    replies: dict[str, Reply] = field(default_factory=dict)
    begun: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def authorized(self, address: str) -> str:
        """Take the browser's request to sign in, and return the code that a person who did brings back."""
        parts = urlsplit(address)
        assert address.startswith(f"{self.issuer}/authorize?")
        parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert parameters["response_type"] == "code"
        assert parameters["client_id"] == CLIENT_ID
        assert parameters["code_challenge_method"] == "S256"
        assert set(parameters["scope"].split()) == {"openid", "email"}
        code = f"code-{len(self.begun)}"
        self.begun[code] = parameters
        return code

    def rotate(self) -> None:
        """Sign with another key from now on, and show that one alone."""
        self.key, self.shown = _OTHER_RSA, (_OTHER_RSA,)

    def use_curve(self) -> None:
        """Sign with ECDSA."""
        self.key, self.algorithm, self.shown = _EC, "ES256", (_RSA, _EC)

    def forge_with_public_key(self) -> None:
        """Sign as anybody can who takes the public key for a shared secret."""
        public = _RSA.as_pem(private=False)

        def forged(text: str) -> str:
            header = _coded(b'{"alg": "HS256", "kid": "one"}')
            signed = f"{header}.{text.split('.')[1]}"
            return f"{signed}.{_coded(hmac.digest(public, signed.encode(), 'sha256'))}"

        self.id_token = forged

    def sign_with_hidden_key(self) -> None:
        """Sign with a key that is not the one shown under its name."""
        self.key = RSAKey.import_key({**_OTHER_RSA.as_dict(private=True), "kid": "one"})

    def demand_the_unknown(self) -> None:
        """Sign a token that says what must be understood, and nobody understands (RFC 7515 section 4.1.11)."""

        def demanding(text: str) -> str:
            header = _coded(b'{"alg": "RS256", "kid": "one", "crit": ["bork"], "bork": true}')
            signed = f"{header}.{text.split('.')[1]}"
            key = _RSA.private_key
            assert key is not None
            return f"{signed}.{_coded(key.sign(signed.encode(), PKCS1v15(), SHA256()))}"

        self.id_token = demanding

    def answered(self, path: str, headers: Any, form: dict[str, str]) -> tuple[int, object]:  # noqa: ANN401
        """Return status and content for a request of the gateway's."""
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/me",
                **self.document,
            }
        if path == "/keys":
            return 200, {"keys": [key.as_dict(private=False) for key in self.shown]}
        if path == "/me":
            return 200, {"sub": "one", **self.user_info}
        assert path == "/token"
        pair = b64decode(headers["authorization"].removeprefix("Basic ")).decode()
        assert [unquote_plus(part) for part in pair.split(":")] == [CLIENT_ID, CLIENT_SECRET]
        begun = self.begun.pop(form["code"], None)
        challenge = _coded(sha256(form["code_verifier"].encode()).digest())
        if begun is None or begun["code_challenge"] != challenge or begun["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {
            "access_token": "access",
            "token_type": "Bearer",
            "id_token": self.id_token(self._signed(begun["nonce"])),
            **self.token,
        }

    def _signed(self, nonce: str) -> str:
        now = int(self.now().timestamp())
        claims = {"iss": self.issuer, "sub": "one", "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": nonce}
        claims |= self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return encode(header, claims, self.key, algorithms=[self.algorithm])


def _coded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


@contextmanager
def odd_provider(now: Callable[[], datetime], tls: Tls | None = None) -> Iterator[OddProvider]:
    """Run one while the block runs.

    Args:
        now: the clock that its tokens go by.
        tls: its certificate, where it speaks TLS.
    """
    provider = OddProvider(now)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            provider.asked.append(path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
            if path in provider.replies:
                provider.replies[path](self)
                return
            form = {name: values[0] for name, values in parse_qs(body).items()}
            status, content = provider.answered(path, self.headers, form)
            self.reply(status, json.dumps(content).encode())

        do_POST = do_GET  # noqa: N815 - the server looks for this name

        def reply(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing: what matters is in `asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    if tls is not None:
        server.socket = server_context(tls).wrap_socket(server.socket, server_side=True)
        provider.issuer = provider.issuer.replace("http:", "https:")
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="provider")
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

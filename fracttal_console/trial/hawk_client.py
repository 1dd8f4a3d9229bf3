"""The client's side of Hawk, written apart from the gateway's: if both erred alike, nobody would notice."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HawkRequest:
    """One request that is signed with an API key; its repr shows nothing, for it holds the secret.

    `resource` is path and query, `ts` the time in seconds since 1970 (UTC), `nonce` a text never used with this time;
    `body` None leaves the payload out of the signature.
    """

    key_id: str
    secret: str
    method: str = "GET"
    resource: str
    host: str
    port: int
    ts: int
    nonce: str
    content_type: str = ""
    body: bytes | None = None

    def header(self) -> str:
        """Return the Authorization header (Hawk API, "Response/Request MAC", normalised string)."""
        hashed = "" if self.body is None else _payload_hash(self.content_type, self.body)
        carried = f'hash="{hashed}", ' if hashed else ""
        mac = self._mac("header", hashed)
        return f'Hawk id="{self.key_id}", ts="{self.ts}", nonce="{self.nonce}", {carried}mac="{mac}"'

    def answer_is_genuine(self, server_authorization: str, content_type: str, body: bytes) -> bool:
        """Tell whether an answer was signed by who knows the secret, for this very request, and came unchanged."""
        said = dict(_ATTRIBUTE.findall(server_authorization))
        hashed = said.get("hash", "")
        expected = self._mac("response", hashed, said.get("ext", ""))
        return _same(said.get("mac", ""), expected) and _same(hashed, _payload_hash(content_type, body))

    def _mac(self, kind: str, hashed: str, ext: str = "") -> str:
        lines = [f"hawk.1.{kind}", str(self.ts), self.nonce, self.method, self.resource, self.host.lower(),
                 str(self.port), hashed, ext, ""]  # fmt: skip
        return _base64(hmac.digest(self.secret.encode(), "\n".join(lines).encode(), hashlib.sha256))


def _payload_hash(content_type: str, body: bytes) -> str:
    media_type = content_type.partition(";")[0].strip().lower()
    return _base64(hashlib.sha256(b"hawk.1.payload\n" + media_type.encode() + b"\n" + body + b"\n").digest())


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())

"""The client's side of Hawk, written apart from the gateway's: if both erred alike, the tour would not notice."""

import base64
import hashlib
import hmac


def hawk_header(key_id: str, secret: str, *, resource: str, host: str, port: int, ts: int, nonce: str) -> str:
    """Return the Authorization header of a GET (Hawk API, "Response/Request MAC", normalised string).

    Args:
        key_id: the API key.
        secret: its secret.
        resource: path and query.
        host: of the gateway.
        port: of the gateway.
        ts: the time in seconds since 1970 (UTC).
        nonce: a text never used with this time.
    """
    lines = ["hawk.1.header", str(ts), nonce, "GET", resource, host.lower(), str(port), "", "", ""]
    mac = base64.b64encode(hmac.digest(secret.encode(), "\n".join(lines).encode(), hashlib.sha256)).decode()
    return f'Hawk id="{key_id}", ts="{ts}", nonce="{nonce}", mac="{mac}"'

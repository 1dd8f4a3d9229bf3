"""The bound: an application that reads the body and answers as many bytes as a token answer has."""

from typing import Any

BODY = b'{"access_token":"' + b"x" * 53 + b'","token_type":"Bearer","expires_in":900,"scope":"work_orders:view"}'
HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(BODY)).encode())]


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Answer."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})

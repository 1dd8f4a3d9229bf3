"""`/openapi.json`: the description of the JSON endpoints, for those who write clients."""

from pathlib import Path

from fracttal_console.gateway.exchange import Request, Response

PATH = "/openapi.json"


class OpenApiDocument:
    """The document as it lies among the resources; tests hold it to what the gateway does."""

    def __init__(self, resources: Path) -> None:
        self._body = (resources / "openapi.json").read_bytes()

    def __call__(self, _request: Request) -> Response:
        """Return the document."""
        return Response(200, self._body, "application/json", (("cache-control", "public, max-age=300"),))

"""`/assets/…`: the style sheet, the mark and the fonts of the pages, read once; nothing else can be asked for."""

import hashlib
from pathlib import Path

from fracttal_console.gateway.exchange import Request, Response, method_not_allowed

PREFIX = "/assets/"
_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml; charset=utf-8", ".woff2": "font/woff2"}


class Assets:
    """The files that pages refer to."""

    def __init__(self, resources: Path) -> None:
        files = [resources / "pages" / "pages.css", resources / "pages" / "mark.svg"]
        files += sorted((resources / "fonts").glob("*.woff2"))
        self._files = {PREFIX + file.name: (file.read_bytes(), _TYPES[file.suffix]) for file in files}
        self._tags = {path: f'"{hashlib.sha256(body).hexdigest()[:20]}"' for path, (body, _) in self._files.items()}

    def __contains__(self, path: str) -> bool:
        return path in self._files

    def __call__(self, request: Request) -> Response:
        """Return a file, or that the browser's copy is still good."""
        if request.method not in {"GET", "HEAD"}:
            return method_not_allowed("GET", "HEAD")
        body, content_type = self._files[request.path]
        tag = self._tags[request.path]
        headers = (("etag", tag), ("cache-control", "public, max-age=3600"))
        if request.header("if-none-match") == tag:
            return Response(304, headers=headers)
        return Response(200, body, content_type, headers)

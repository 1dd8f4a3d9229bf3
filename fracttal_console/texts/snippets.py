"""Programs for integrators: complete but for the secret, which each reads from the environment."""

from enum import StrEnum
from urllib.parse import quote, urlsplit

from fracttal_console.resources import resource

SECRET_VARIABLE = "FRACTTAL_SECRET"  # noqa: S105 - the name of a variable
"""Where a snippet looks for the secret: nothing that is pasted into a file or a chat holds it."""


class SnippetLanguage(StrEnum):
    """In which language a snippet is written."""

    CURL = "curl"
    PYTHON = "python"
    JAVASCRIPT = "javascript"


class SnippetKind(StrEnum):
    """What a snippet shows."""

    CLIENT_CREDENTIALS = "client_credentials"
    AUTHORIZATION_CODE = "authorization_code"
    HAWK = "hawk"


def snippet(kind: SnippetKind, language: SnippetLanguage, *, url: str, public_id: str, redirect_uri: str = "") -> str:
    """Return a program that gets access and asks who it is.

    Args:
        kind: what it shows.
        language: what it is written in.
        url: where the gateway answers, without a path.
        public_id: client id or key id.
        redirect_uri: where people come back to, for authorization code.
    """
    place = urlsplit(url)
    values = {
        "@URL@": url.rstrip("/"),
        "@HOST@": place.hostname or "",
        "@PORT@": str(place.port or (443 if place.scheme == "https" else 80)),
        "@PUBLIC_ID@": public_id,
        "@REDIRECT_URI_ENCODED@": quote(redirect_uri, safe=""),
        "@REDIRECT_URI@": redirect_uri,
    }
    text = resource("snippets", f"{kind}.{language}").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(name, value)
    return text

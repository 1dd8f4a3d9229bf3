"""Programs for integrators: complete but for the secret, which each reads from the environment."""

from enum import StrEnum
from urllib.parse import quote, urlsplit

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.redirect_uris import loopback_uri
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
    PUBLIC = "public"
    """Authorization code without a secret, where the code comes back to another place than this computer."""
    LOOPBACK = "loopback"
    """Authorization code without a secret, for a program that waits for the code on this computer."""

    @property
    def has_secret(self) -> bool:
        """Whether the program reads a secret."""
        return self not in {SnippetKind.PUBLIC, SnippetKind.LOOPBACK}


def snippet_of(credential: Credential) -> tuple[SnippetKind, str]:
    """Return what a snippet for a credential shows, and the redirect URI that it uses."""
    if not isinstance(credential, Consumer):
        return SnippetKind.HAWK, ""
    uri = next(iter(credential.redirect_uris), "")
    if credential.confidential:
        return SnippetKind(credential.grant), uri
    # what is written for IPv4 is shorter in every language
    here = loopback_uri(uri for uri in credential.redirect_uris if urlsplit(uri).hostname != "::1")
    return (SnippetKind.LOOPBACK, here) if here else (SnippetKind.PUBLIC, uri)


def snippet(kind: SnippetKind, language: SnippetLanguage, *, url: str, public_id: str, redirect_uri: str = "") -> str:
    """Return a program that gets access and asks who it is.

    Args:
        kind: what it shows.
        language: what it is written in.
        url: where the gateway answers, without a path.
        public_id: client id or key id.
        redirect_uri: where people come back to, for authorization code.
    """
    place, back = urlsplit(url), urlsplit(redirect_uri)
    values = {
        "@URL@": url.rstrip("/"),
        "@HOST@": place.hostname or "",
        "@PORT@": str(place.port or (443 if place.scheme == "https" else 80)),
        "@PUBLIC_ID@": public_id,
        # on an address any port will do, on a name only the one that is registered
        "@LISTEN_HOST@": back.hostname or "",
        "@LISTEN_PORT@": str(back.port if kind is SnippetKind.LOOPBACK and back.hostname == "localhost" else 0),
        "@REDIRECT_HOST@": back.netloc.removesuffix(f":{back.port}") if kind is SnippetKind.LOOPBACK else "",
        "@REDIRECT_REST@": redirect_uri.removeprefix(f"http://{back.netloc}"),
        "@REDIRECT_URI_ENCODED@": quote(redirect_uri, safe=""),
        "@REDIRECT_URI@": redirect_uri,
    }
    # a shell cannot listen without a further program: there the code is pasted
    shown = SnippetKind.PUBLIC if (kind, language) == (SnippetKind.LOOPBACK, SnippetLanguage.CURL) else kind
    text = resource("snippets", f"{shown}.{language}").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(name, value)
    return text

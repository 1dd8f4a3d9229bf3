"""Programs for integrators: complete but for the secret, which each reads from the environment."""

import re
from enum import StrEnum
from urllib.parse import quote, urlsplit

from fracttal_console.domain.consumer_switches import ConsumerSwitches, Demand
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
    DEVICE = "device"
    """A device without a browser, whose code a person enters elsewhere."""
    DEVICE_PUBLIC = "device_public"
    """The same without a secret."""

    @property
    def has_secret(self) -> bool:
        """Whether the program reads a secret."""
        return self not in {SnippetKind.PUBLIC, SnippetKind.LOOPBACK, SnippetKind.DEVICE_PUBLIC}

    @property
    def for_device(self) -> bool:
        """Whether the program runs on a device without a browser."""
        return self in {SnippetKind.DEVICE, SnippetKind.DEVICE_PUBLIC}


ALL_OFF = ConsumerSwitches()
_MARKS = re.compile(r"(?:@[a-z]+@)*")


def snippets_of(credential: Credential, switches: ConsumerSwitches = ALL_OFF) -> tuple[tuple[SnippetKind, str], ...]:
    """Return what snippets for a credential show, the usual one first, and the redirect URI that each uses."""
    if not isinstance(credential, Consumer) or not switches.device:
        return (snippet_of(credential),)
    device = (SnippetKind.DEVICE if credential.confidential else SnippetKind.DEVICE_PUBLIC, "")
    return (snippet_of(credential), device) if credential.redirect_uris else (device,)


def needs_packages(kind: SnippetKind, switches: ConsumerSwitches) -> bool:
    """Tell whether the programs in Python and JavaScript use packages for what is switched on."""
    return _template(kind, SnippetLanguage.PYTHON, switches) not in set(SnippetKind)


def snippet_of(credential: Credential) -> tuple[SnippetKind, str]:
    """Return what the usual snippet for a credential shows, and the redirect URI that it uses."""
    if not isinstance(credential, Consumer):
        return SnippetKind.HAWK, ""
    uri = next(iter(credential.redirect_uris), "")
    if credential.confidential:
        return SnippetKind(credential.grant), uri
    # what is written for IPv4 is shorter in every language
    here = loopback_uri(uri for uri in credential.redirect_uris if urlsplit(uri).hostname != "::1")
    return (SnippetKind.LOOPBACK, here) if here else (SnippetKind.PUBLIC, uri)


def snippet(
    kind: SnippetKind,
    language: SnippetLanguage,
    *,
    url: str,
    public_id: str,
    redirect_uri: str = "",
    switches: ConsumerSwitches = ALL_OFF,
) -> str:
    """Return a program that gets access and asks who it is.

    Args:
        kind: what it shows.
        language: what it is written in.
        url: where the gateway answers, without a path.
        public_id: client id or key id.
        redirect_uri: where people come back to, for authorization code.
        switches: what the consumer may use beyond the usual grants; the program uses it.
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
    template = resource("snippets", f"{_template(kind, language, switches)}.{language}").read_text(encoding="utf-8")
    text = _kept(template, _marks(kind, switches, place.scheme))
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def _template(kind: SnippetKind, language: SnippetLanguage, switches: ConsumerSwitches) -> str:
    bound = switches.dpop is not Demand.OFF
    if kind is SnippetKind.HAWK:
        return kind
    if kind.for_device:
        return "device"
    if kind is SnippetKind.CLIENT_CREDENTIALS:
        return "switched_job" if bound else kind
    if bound or switches.par is not Demand.OFF:
        return "switched_code"
    # a shell cannot listen without a further program: there the code is pasted
    return SnippetKind.PUBLIC if (kind, language) == (SnippetKind.LOOPBACK, SnippetLanguage.CURL) else kind


def _marks(kind: SnippetKind, switches: ConsumerSwitches, scheme: str) -> frozenset[str]:
    """Return the marks of the lines that belong into a program."""
    required = switches.dpop is Demand.REQUIRED
    return frozenset({
        "secret" if kind.has_secret else "public",
        "bearer" if switches.dpop is Demand.OFF else "dpop",
        "direct" if switches.par is Demand.OFF else "par",
        # what a shell can do, which signs no proofs
        *(("required",) if required else ("free",)),
        *(("allowed",) if switches.dpop is Demand.ALLOWED else ()),
        scheme,
    })  # fmt: skip


def _kept(template: str, marks: frozenset[str]) -> str:
    lines = []
    for line in template.splitlines(keepends=True):
        found = _MARKS.match(line)
        before = found.group() if found else ""
        if set(re.findall("[a-z]+", before)) <= marks:
            lines.append(line.removeprefix(before))
    return "".join(lines)

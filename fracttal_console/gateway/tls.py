"""TLS of the gateway's own: certificate and key, read and joined before anything listens."""

import ssl
from dataclasses import dataclass
from pathlib import Path

from fracttal_console.domain.errors import TlsUnusable


@dataclass(frozen=True, slots=True)
class Tls:
    """Where certificate chain and private key lie, both PEM; the key has no passphrase."""

    certificate: Path
    key: Path


def server_context(tls: Tls) -> ssl.SSLContext:
    """Return a context that speaks TLS 1.2 and 1.3 (RFC 9325 section 3.1).

    Raises:
        TlsUnusable: a file cannot be read, is not what it should be, or the key is not the certificate's.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    for path in (tls.certificate, tls.key):
        try:
            path.open("rb").close()
        except (OSError, ValueError):
            raise TlsUnusable(path, "unreadable") from None
    try:
        # a passphrase would be asked for on the terminal, where nobody may be
        context.load_cert_chain(tls.certificate, tls.key, password="")
    except (ssl.SSLError, OSError, ValueError):
        raise TlsUnusable(tls.certificate, "unfit") from None
    return context

"""TLS of the gateway's own: it is spoken, named in the address, and what cannot be used is refused before anything."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from fracttal_console.bootstrap import gateway_in_thread
from fracttal_console.domain.errors import ListenRefused, TlsUnusable
from fracttal_console.gateway.tls import Tls
from tests.support import World


def make_tls(directory: Path, passphrase: bytes = b"") -> Tls:
    """Make a key and a certificate for 127.0.0.1 that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    tls = Tls(directory / "cert.pem", directory / "key.pem")
    tls.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    sealed = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    tls.key.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, sealed))
    return tls


def test_it_speaks_tls_and_says_so(world: World, tmp_path: Path) -> None:
    tls = make_tls(tmp_path)
    with gateway_in_thread(world.settings, world.console, tls=tls) as url:
        assert url.startswith("https://127.0.0.1:")
        trusting = ssl.create_default_context(cafile=str(tls.certificate))
        with httpx.Client(verify=trusting) as client:
            document = client.get(f"{url}/.well-known/oauth-authorization-server").json()
        assert document["issuer"] == url
        with httpx.Client() as suspicious, pytest.raises(httpx.ConnectError):
            suspicious.get(f"{url}/healthz")


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_nothing_older_than_tls_1_2_is_spoken(world: World, tmp_path: Path, version: ssl.TLSVersion) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.minimum_version = old.maximum_version = version
    old.set_ciphers("ALL:@SECLEVEL=0")
    with gateway_in_thread(world.settings, world.console, tls=make_tls(tmp_path)) as url:
        port = int(url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as plain, pytest.raises((ssl.SSLError, ConnectionError)):
            old.wrap_socket(plain)


def test_plain_http_gets_no_answer_where_tls_is_spoken(world: World, tmp_path: Path) -> None:
    with (
        gateway_in_thread(world.settings, world.console, tls=make_tls(tmp_path)) as url,
        httpx.Client() as client, pytest.raises(httpx.TransportError),
    ):  # fmt: skip
        client.get(url.replace("https://", "http://") + "/healthz")


def spoil(tls: Tls, how: str) -> Tls:
    other = tls.certificate.parent / "other"
    other.mkdir()
    match how:
        case "no certificate":
            tls.certificate.unlink()
        case "no key":
            tls.key.unlink()
        case "another key":
            return Tls(tls.certificate, make_tls(other).key)
        case "a passphrase":
            return make_tls(other, b"nobody is there to type it")
        case "no PEM":
            tls.key.write_text("key")
    return tls


@pytest.mark.parametrize("how", ["no certificate", "no key", "another key", "a passphrase", "no PEM"])
def test_what_cannot_be_used_is_refused_and_names_the_file(world: World, tmp_path: Path, how: str) -> None:
    tls = spoil(make_tls(tmp_path), how)
    with pytest.raises(TlsUnusable) as refused, gateway_in_thread(world.settings, world.console, tls=tls):
        pass
    assert str(tmp_path) in str(refused.value.params["path"])


def test_with_tls_it_may_listen_beyond_loopback(world: World, tmp_path: Path) -> None:
    with gateway_in_thread(world.settings, world.console, host="0.0.0.0", tls=make_tls(tmp_path)) as url:  # noqa: S104
        assert url.startswith("https://0.0.0.0:")
    with pytest.raises(ListenRefused), gateway_in_thread(world.settings, world.console, host="0.0.0.0"):  # noqa: S104
        pass

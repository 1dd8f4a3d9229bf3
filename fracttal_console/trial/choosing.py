"""Which walk tries which credential."""

from urllib.parse import urlsplit

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.errors import TryAddressRefused
from fracttal_console.domain.redirect_uris import LOOPBACK_ADDRESSES
from fracttal_console.domain.secrets import SecretText
from fracttal_console.trial.api_key import ApiKeyTry
from fracttal_console.trial.consent import AuthorizationCodeTry
from fracttal_console.trial.consumer import ClientCredentialsTry
from fracttal_console.trial.steps import Way, way_of
from fracttal_console.trial.trying import Surroundings, Try

_TRIES: dict[Way, type[Try]] = {
    Way.HAWK: ApiKeyTry,
    Way.CLIENT_CREDENTIALS: ClientCredentialsTry,
    Way.AUTHORIZATION_CODE: AuthorizationCodeTry,
}


def try_of(credential: Credential, address: str, secret: SecretText | None, around: Surroundings) -> Try:
    """Return the walk for a credential.

    Args:
        credential: what is tried.
        address: where the gateway answers.
        secret: in clear; None of a public consumer.
        around: who is told, and who stops it.

    Raises:
        TryAddressRefused: the secret would travel in clear, or nowhere.
    """
    if not _safe(address):
        raise TryAddressRefused(address)
    return _TRIES[way_of(credential)](credential, address, secret, around)


def _safe(address: str) -> bool:
    try:
        place = urlsplit(address)
        host, _ = place.hostname, place.port
    except ValueError:
        return False
    if not host or place.query or place.fragment or "@" in place.netloc:
        return False
    return place.scheme == "https" or (place.scheme == "http" and host in {*LOOPBACK_ADDRESSES, "localhost"})

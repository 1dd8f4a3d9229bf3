"""Give a consumer public keys, and settle by what it proves itself, inside the use case that decided to."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fracttal_console.crypto.public_keys import LONGEST_KID, PublicKey, read_public_keys
from fracttal_console.domain.audit import Change
from fracttal_console.domain.consumer_keys import MOST_LIVE_KEYS, AuthMethod, ConsumerKey, live_keys
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.rotations import live_secrets
from fracttal_console.services.use_case import Work


@dataclass(frozen=True, slots=True)
class KeySeen:
    """A key as it was read from what was pasted, before anything is stored."""

    kid: str
    thumbprint: str
    algorithms: tuple[str, ...]


def keys_seen(text: str) -> tuple[KeySeen, ...]:
    """Return what keys a JWKS, a JWK or a PEM file has.

    Raises:
        Invalid: field `key`, a rule of `read_public_keys`.
    """
    return tuple(KeySeen(key.kid or key.thumbprint, key.thumbprint, key.algorithms) for key in read_public_keys(text))


def add_keys(work: Work, consumer: Consumer, text: str, kid: str = "") -> tuple[ConsumerKey, ...]:
    """Give a consumer the public keys of a JWKS, a JWK or a PEM file.

    Args:
        work: of the use case.
        consumer: whose keys they are.
        text: the keys.
        kid: names a single key; without it a key goes by the name it has, or else by its thumbprint.

    Raises:
        Invalid: field `key`: `key_for_public`, `key_name`, `key_known`, `key_duplicate`, `key_too_many`, or a rule of
            `read_public_keys`.
    """
    if not consumer.confidential:
        raise Invalid("key", "key_for_public")
    read = read_public_keys(text)
    wanted = kid.strip()
    if wanted:
        if len(read) > 1 or len(wanted) > LONGEST_KID or not wanted.isprintable():
            raise Invalid("key", "key_name", max=LONGEST_KID)
        read = (replace(read[0], kid=wanted),)
    live = live_keys(work.consumer_keys.of_consumer(consumer.id))
    _check_names(live, read)
    if len(live) + len(read) > MOST_LIVE_KEYS:
        raise Invalid("key", "key_too_many", max=MOST_LIVE_KEYS)
    added = tuple(_kept(work, consumer, key) for key in read)
    for key in added:
        work.consumer_keys.add(key)
    return added


def prove_by_keys(work: Work, consumer: Consumer, text: str) -> str:
    """Let a new consumer prove itself by public keys, and return by which.

    Raises:
        Invalid: as in `add_keys`.
    """
    added = add_keys(work, consumer, text)
    put_method(work, consumer, AuthMethod.PRIVATE_KEY_JWT)
    return ", ".join(key.kid for key in added)


def put_method(work: Work, consumer: Consumer, method: AuthMethod) -> None:
    """Settle by what a consumer proves itself from now on.

    Raises:
        Invalid: field `auth_method`: `method_for_public`, `method_without_key`, `method_without_secret`.
    """
    if not consumer.confidential:
        raise Invalid("auth_method", "method_for_public")
    if method is AuthMethod.PRIVATE_KEY_JWT:
        if not live_keys(work.consumer_keys.of_consumer(consumer.id)):
            raise Invalid("auth_method", "method_without_key")
    elif not live_secrets(work.secrets.of_consumer(consumer.id), work.now):
        raise Invalid("auth_method", "method_without_secret")
    work.consumer_methods.put(consumer.id, method)


def _check_names(live: Iterable[ConsumerKey], read: Iterable[PublicKey]) -> None:
    known = {key.thumbprint for key in live}
    names = {key.kid for key in live}
    for key in read:
        name = key.kid or key.thumbprint
        if key.thumbprint in known:
            raise Invalid("key", "key_known", value=key.thumbprint)
        if name in names:
            raise Invalid("key", "key_duplicate", value=name)
        known.add(key.thumbprint)
        names.add(name)


def _kept(work: Work, consumer: Consumer, key: PublicKey) -> ConsumerKey:
    return ConsumerKey(
        id=work.consumer_keys.new_id(),
        consumer_id=consumer.id,
        kid=key.kid or key.thumbprint,
        thumbprint=key.thumbprint,
        jwk=key.jwk,
        created_at=work.now,
        created_by=work.actor.name,
    )


def method_changes(work: Work, consumer: Consumer, wanted: AuthMethod | None) -> tuple[Change, ...]:
    """Settle by what a consumer proves itself, where that is asked for, and return what changed."""
    before = work.consumer_methods.of(consumer.id)
    if wanted is None or wanted is before:
        return ()
    put_method(work, consumer, wanted)
    return (Change("auth_method", str(before), str(wanted)),)

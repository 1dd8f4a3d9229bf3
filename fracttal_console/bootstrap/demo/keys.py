"""A consumer that proves itself by keys, one of them new, for the demo base."""

from collections.abc import Callable

from fracttal_console.bootstrap.console import Console
from fracttal_console.bootstrap.demo.names import ADDRESSES
from fracttal_console.domain.actors import Actor
from fracttal_console.domain.consumer_keys import AuthMethod

Later = Callable[[float, Callable[[], object]], None]

# sample keys whose private halves nobody has
_OLD = (
    '{"kty":"EC","crv":"P-256","kid":"2026-05","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",'
    '"y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}'
)
_NEW = '{"kty":"OKP","crv":"Ed25519","kid":"2026-11","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'


def plan_keys(console: Console, admin: Callable[[], Actor], later: Later, consumer: str) -> None:
    """Plan a consumer's way from its secret to keys, and the second key, which it is about to use.

    Args:
        console: the demo base.
        admin: gives who does it, at the moment when it is done.
        later: plans something, so many days ago.
        consumer: name of the consumer.
    """
    later(180, lambda: console.consumer_keys.add(admin(), consumer, _OLD))
    later(179, lambda: console.consumers.edit(admin(), consumer, auth_method=AuthMethod.PRIVATE_KEY_JWT))
    later(0.8, lambda: console.consumer_keys.add(admin(), consumer, _NEW))


def use_keys(console: Console, admin: Actor, consumer: str) -> None:
    """Note that the older key is in use."""
    old = console.consumers.show(admin, consumer).keys[0]
    console.usage.consumer_key(old.id, console.use_cases.now(), ADDRESSES[2], "/oauth/token")
    console.usage.flush()

"""Consumers that prove themselves within the transaction that serves them."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from fracttal_console.domain.actors import Actor
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.services.client_authentication import PresentedClient, authenticate
from fracttal_console.services.usage import UsageRecorder
from fracttal_console.storage.repositories import Repositories

Identify: TypeAlias = Callable[[Repositories, datetime], tuple[Actor, Consumer]]


def proving(
    client: PresentedClient,
    usage: UsageRecorder,
    *,
    address: str,
    path: str,
    check: Callable[[Repositories, Consumer], None],
) -> Identify:
    """Return what `UseCases.begin_as` asks who acts.

    Args:
        client: what the request says of the consumer.
        usage: remembers which secret or key was used.
        address: where the request comes from.
        path: of the endpoint.
        check: raises where this consumer may not do it.
    """

    def identify(repositories: Repositories, now: datetime) -> tuple[Actor, Consumer]:
        known = authenticate(repositories, client, address=address, now=now)
        if known.secret_id is not None:
            usage.secret(known.secret_id, now, address, path)
        elif known.key_id is not None:
            usage.consumer_key(known.key_id, now, address, path)
        check(repositories, known.consumer)
        return known.consumer.as_actor(address), known.consumer

    return identify

"""Retire secrets: what a person does by hand and housekeeping by itself."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from fracttal_console.domain.audit import ApiKeySecretRetired, ConsumerSecretRetired, Target
from fracttal_console.domain.rotations import live_secrets
from fracttal_console.domain.secrets import CredentialSecret
from fracttal_console.services.use_case import Work
from fracttal_console.storage.repositories import Repositories


def secrets_beside(repositories: Repositories, secret: CredentialSecret) -> list[CredentialSecret]:
    """Return all secrets of the credential that one belongs to, that one too, oldest first."""
    if secret.consumer_id is not None:
        return repositories.secrets.of_consumer(secret.consumer_id)
    return repositories.secrets.of_api_key(secret.api_key_id or 0)


def retire(work: Work, secret: CredentialSecret) -> None:
    """Let a secret open nothing from now on.

    Where one secret is left and that one was on its way out, it stays: nothing loses its last secret by itself.
    """
    work.secrets.retire(secret, work.now)
    work.rotations.drop(secret.id)
    left = live_secrets(secrets_beside(work.repositories, secret), work.now)
    if len(left) == 1 and left[0].id in work.rotations.among([left[0].id]):
        work.secrets.save(replace(left[0], expires_at=None))
        work.rotations.drop(left[0].id)


def due_to_retire(repositories: Repositories, now: datetime) -> Mapping[int, str]:
    """Return by secret id which old secrets retire at `now` (UTC), and why: `idle` or `overdue`."""
    rotations = {rotation.secret_id: rotation for rotation in repositories.rotations.all()}
    uses = repositories.secret_uses.among(rotations)
    due: dict[int, str] = {}
    for secret in repositories.secrets.among(rotations):
        use = uses.get(secret.id)
        if secret.expires_at is not None and secret.expires_at <= now:
            due[secret.id] = "overdue"
        elif rotations[secret.id].idle_at(use.at if use else None) <= now:
            due[secret.id] = "idle"
    return due


def record_retired(work: Work, secret: CredentialSecret, cause: str) -> None:
    """Record that a secret was retired, and why: `by_hand`, `idle` or `overdue`."""
    facts = {"hint": secret.hint, "cause": cause}
    if secret.consumer_id is not None:
        consumer = work.consumers.get(secret.consumer_id)
        work.record(ConsumerSecretRetired(target=Target("consumer", consumer.id, consumer.name), facts=facts))
    else:
        api_key = work.api_keys.get(secret.api_key_id or 0)
        work.record(ApiKeySecretRetired(target=Target("api_key", api_key.id, api_key.name), facts=facts))

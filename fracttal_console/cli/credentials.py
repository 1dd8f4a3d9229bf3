"""What API keys and OAuth consumers have in common when they are shown."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from fracttal_console.cli.output import Fact, facts, moment, short_moment, state, table
from fracttal_console.domain.rotations import Rotation, SecretState, secret_state
from fracttal_console.domain.secrets import CredentialSecret
from fracttal_console.domain.usage import Use
from fracttal_console.texts.catalogue import N_, Texts


class HasSecrets(Protocol):
    """What the lists know of a credential's secrets; the mappings are by secret id."""

    @property
    def secrets(self) -> tuple[CredentialSecret, ...]:
        """All of them, oldest first."""

    @property
    def uses(self) -> Mapping[int, Use]:
        """Their last uses."""

    @property
    def rotations(self) -> Mapping[int, Rotation]:
        """Those on their way out."""


def secret_documents(view: HasSecrets, now: datetime) -> list[dict[str, Any]]:
    """Return what is known of a credential's secrets after each was shown once."""
    return [_secret_document(view, secret, now) for secret in view.secrets]


def secret_words(view: HasSecrets, now: datetime, texts: Texts) -> str:
    """Return hints and states of a credential's secrets for people."""
    words = ((secret.hint, _state(view, secret, now)) for secret in view.secrets)
    return ", ".join(f"{hint} ({state('secret', status, texts)})" for hint, status in words)


def secret_lines(view: HasSecrets, now: datetime, texts: Texts) -> list[str]:
    """Return a credential's secrets for people, one a line below an empty one; none where it has none."""
    if not view.secrets:
        return []
    headings = (
        N_("Secret"),
        N_("Status"),
        N_("Created"),
        N_("By"),
        N_("Expires"),
        N_("Last used"),
        N_("From"),
        N_("Path"),
    )
    rows = []
    for secret in view.secrets:
        use = view.uses.get(secret.id)
        rows.append(
            [
                secret.hint, state("secret", _state(view, secret, now), texts), short_moment(secret.created_at),
                secret.created_by, short_moment(secret.expires_at), short_moment(use.at if use else None),
                use.address if use else "", use.path if use else "",
            ]
        )  # fmt: skip
    return ["", *table([texts.gettext(heading) for heading in headings], rows, texts)]


def _secret_document(view: HasSecrets, secret: CredentialSecret, now: datetime) -> dict[str, Any]:
    use, rotation = view.uses.get(secret.id), view.rotations.get(secret.id)
    return {
        "id": secret.id,
        "hint": secret.hint,
        "status": _state(view, secret, now),
        "created_at": moment(secret.created_at),
        "created_by": secret.created_by,
        "expires_at": moment(secret.expires_at),
        "retired_at": moment(secret.retired_at),
        "idle_days": rotation.idle_days if rotation else None,
        "last_used_at": moment(use.at if use else None),
        "last_used_from": use.address if use else None,
        "last_used_path": use.path if use else None,
    }


def _state(view: HasSecrets, secret: CredentialSecret, now: datetime) -> str:
    # to a machine, a new one is an active one
    known = secret_state(secret, view.rotations, now)
    return str(SecretState.ACTIVE if known is SecretState.NEW else known)


def shown_once(done: str, rows: Sequence[Fact], texts: Texts) -> list[str]:
    """Return what is said of a new credential: the only time that its secret is in clear."""
    return [done, "", *facts(rows), "", texts.gettext("The secret is shown this once. Store it in a safe place now.")]

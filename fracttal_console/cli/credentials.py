"""What API keys and OAuth consumers have in common when they are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from fracttal_console.cli.output import Fact, facts, moment
from fracttal_console.domain.secrets import CredentialSecret
from fracttal_console.domain.usage import Use
from fracttal_console.texts.catalogue import Texts


def secret_documents(secrets: Sequence[CredentialSecret], uses: Mapping[int, Use]) -> list[dict[str, Any]]:
    """Return what is known of a credential's secrets after each was shown once, with their last uses by id."""
    return [
        {
            "id": secret.id,
            "hint": secret.hint,
            "status": str(secret.status),
            "created_at": moment(secret.created_at),
            "expires_at": moment(secret.expires_at),
            "last_used_at": moment(uses[secret.id].at if secret.id in uses else None),
        }
        for secret in secrets
    ]


def shown_once(done: str, rows: Sequence[Fact], texts: Texts) -> list[str]:
    """Return what is said of a new credential: the only time that its secret is in clear."""
    return [done, "", *facts(rows), "", texts.gettext("The secret is shown this once. Store it in a safe place now.")]

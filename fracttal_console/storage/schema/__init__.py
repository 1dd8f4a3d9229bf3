"""The tables: what the newest migration leaves behind, as SQLAlchemy sees it.

Moments are integers, milliseconds since 1970 UTC. A `mac` column seals every other column of its row with a key that
the database does not hold. Statistics (`*_uses`) stand in tables of their own, so that they never touch a sealed row.
"""

from fracttal_console.storage.schema.access import (
    api_keys,
    base,
    hawk_nonces,
    id_counters,
    oauth_consumers,
    people,
    permission_groups,
    secret_uses,
    secrets,
    wrapped_keys,
)
from fracttal_console.storage.schema.api_key_options import api_key_options
from fracttal_console.storage.schema.authorizations import (
    access_tokens,
    authorization_codes,
    authorization_uses,
    authorizations,
    refresh_tokens,
)
from fracttal_console.storage.schema.code_guesses import code_guesses
from fracttal_console.storage.schema.code_sessions import code_sessions
from fracttal_console.storage.schema.columns import LIVE, NOT_REVOKED, metadata
from fracttal_console.storage.schema.consumer_keys import (
    assertion_ids,
    consumer_key_uses,
    consumer_keys,
    consumer_methods,
)
from fracttal_console.storage.schema.consumer_switches import consumer_switches
from fracttal_console.storage.schema.device_grants import device_grants
from fracttal_console.storage.schema.events import chain_head, events
from fracttal_console.storage.schema.invitations import invitations
from fracttal_console.storage.schema.nonces import hawk_nonce_count
from fracttal_console.storage.schema.preferences import preferences
from fracttal_console.storage.schema.proofs_seen import proofs_seen
from fracttal_console.storage.schema.proposals import proposals
from fracttal_console.storage.schema.pushed_requests import pushed_requests
from fracttal_console.storage.schema.requests import refusals, usage_days
from fracttal_console.storage.schema.revocations import revocations
from fracttal_console.storage.schema.rotations import rotations, secret_hours
from fracttal_console.storage.schema.second_factors import recovery_codes, totp, totp_steps
from fracttal_console.storage.schema.sign_in import browser_sessions, sign_in_attempts
from fracttal_console.storage.schema.usage_hours import usage_hours

__all__ = [
    "LIVE",
    "NOT_REVOKED",
    "access_tokens",
    "api_key_options",
    "api_keys",
    "assertion_ids",
    "authorization_codes",
    "authorization_uses",
    "authorizations",
    "base",
    "browser_sessions",
    "chain_head",
    "code_guesses",
    "code_sessions",
    "consumer_key_uses",
    "consumer_keys",
    "consumer_methods",
    "consumer_switches",
    "device_grants",
    "events",
    "hawk_nonce_count",
    "hawk_nonces",
    "id_counters",
    "invitations",
    "metadata",
    "oauth_consumers",
    "people",
    "permission_groups",
    "preferences",
    "proofs_seen",
    "proposals",
    "pushed_requests",
    "recovery_codes",
    "refresh_tokens",
    "refusals",
    "revocations",
    "rotations",
    "secret_hours",
    "secret_uses",
    "secrets",
    "sign_in_attempts",
    "totp",
    "totp_steps",
    "usage_days",
    "usage_hours",
    "wrapped_keys",
]

"""What is weaker about a credential than the standards of today ask for."""

from collections.abc import Iterator
from enum import StrEnum

from fracttal_console.domain.api_keys import ApiKey, ApiKeyOptions
from fracttal_console.domain.credentials import PROFILE_RULES, Profile
from fracttal_console.domain.oauth_consumers import Consumer, GrantType, Lifetimes


class Weakness(StrEnum):
    """One thing that is weaker, in the order in which they are named."""

    SECRET_SENT = "secret_sent"  # noqa: S105 - the name of a weakness
    PAYLOAD_UNSIGNED = "payload_unsigned"
    PKCE_OPTIONAL = "pkce_optional"
    REFRESH_TOKEN_KEPT = "refresh_token_kept"  # noqa: S105 - as above
    REFRESH_TOKEN_FOR_ITSELF = "refresh_token_for_itself"  # noqa: S105 - as above
    LONG_ACCESS_TOKEN = "long_access_token"  # noqa: S105 - as above


def weaknesses_of_api_key(api_key: ApiKey, options: ApiKeyOptions) -> tuple[Weakness, ...]:
    """Return what is weaker about an API key."""

    def found() -> Iterator[Weakness]:
        if options.legacy_basic:
            yield Weakness.SECRET_SENT
        if not PROFILE_RULES[api_key.profile].payload_hash_required:
            yield Weakness.PAYLOAD_UNSIGNED

    return tuple(found())


def weaknesses_of_consumer(consumer: Consumer) -> tuple[Weakness, ...]:
    """Return what is weaker about a consumer: what its profile allows to one of its kind."""
    rules, for_people = PROFILE_RULES[consumer.profile], consumer.grant is GrantType.AUTHORIZATION_CODE

    def found() -> Iterator[Weakness]:
        if consumer.confidential and for_people and rules.pkce_optional_for_confidential:
            yield Weakness.PKCE_OPTIONAL
        if consumer.confidential and not rules.refresh_tokens_rotate_for_confidential:
            yield Weakness.REFRESH_TOKEN_KEPT
        if not for_people and rules.refresh_token_for_client_credentials:
            yield Weakness.REFRESH_TOKEN_FOR_ITSELF
        if consumer.profile is Profile.FRACTTAL and consumer.lifetimes.access_token > Lifetimes().access_token:
            yield Weakness.LONG_ACCESS_TOKEN

    return tuple(found())

"""What is weaker about a credential, in words."""

from collections.abc import Iterable, Mapping

from fracttal_console.domain.weaknesses import Weakness
from fracttal_console.texts.catalogue import N_, Texts

WEAKNESSES: Mapping[Weakness, str] = {
    Weakness.SECRET_SENT: N_("The secret may be sent as it is, by HTTP Basic."),
    Weakness.PAYLOAD_UNSIGNED: N_("The content of requests need not be signed."),
    Weakness.PKCE_OPTIONAL: N_("A consent may do without PKCE."),
    Weakness.REFRESH_TOKEN_KEPT: N_("A refresh token stays the same when it is used, so a stolen one is not noticed."),
    Weakness.REFRESH_TOKEN_FOR_ITSELF: N_("It gets a refresh token for itself, beside its secret."),
    Weakness.LONG_ACCESS_TOKEN: N_("An access token lives longer than a quarter of an hour."),
}


def weakness_words(found: Iterable[Weakness], texts: Texts) -> tuple[str, ...]:
    """Return a sentence for each."""
    return tuple(texts.gettext(WEAKNESSES[one]) for one in found)

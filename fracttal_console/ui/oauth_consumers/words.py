"""What the grants and kinds of consumers are called."""

from fracttal_console.domain.oauth_consumers import Consumer, GrantType
from fracttal_console.texts.catalogue import N_, Texts

GRANTS = {
    GrantType.AUTHORIZATION_CODE: N_("Authorization code"),
    GrantType.CLIENT_CREDENTIALS: N_("Client credentials"),
}


def grant_name(grant: GrantType, texts: Texts) -> str:
    """Return what a grant is called."""
    return texts.gettext(GRANTS[grant])


def nature(consumer: Consumer, texts: Texts) -> str:
    """Say in a few words what kind of consumer it is."""
    secret = texts.gettext("confidential") if consumer.confidential else texts.gettext("public, with PKCE")
    return f"{grant_name(consumer.grant, texts)} · {secret}"

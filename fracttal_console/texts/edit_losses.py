"""What an edit takes away, in words."""

from collections.abc import Mapping

from fracttal_console.domain.edit_losses import Loss, Lost
from fracttal_console.texts.catalogue import N_, Texts

_SAID: Mapping[Lost, tuple[str, str]] = {
    Lost.REDIRECT_URIS: (N_("Redirect URIs"), N_("no longer accepted: {gone}")),
    Lost.NETWORKS: (N_("Allowed networks"), N_("no longer accepted from {gone}")),
    Lost.CLIENT_SECRET: (N_("Client secret"), N_("what is proved by it is refused")),
    Lost.PUBLIC_KEYS: (N_("Public keys"), N_("what is proved by them is refused")),
    Lost.LEGACY_BASIC: (N_("Legacy Basic"), N_("requests with the secret itself are refused")),
    Lost.DEVICES: (N_("Devices without a browser"), N_("no device gets tokens any more")),
    Lost.PUSHED: (N_("Pushed requests"), N_("requests that are pushed are refused")),
    Lost.UNPUSHED: (N_("Pushed requests"), N_("requests that are not pushed are refused")),
    Lost.UNBOUND: (N_("Proof of possession"), N_("requests without a proof are refused")),
}


def loss_words(loss: Loss, texts: Texts) -> tuple[str, str]:
    """Return what it is about, and what comes of it."""
    name, meaning = _SAID[loss.kind]
    gone = ", ".join(loss.gone) or texts.gettext("everywhere else")
    return texts.gettext(name), texts.gettext(meaning).format(gone=gone)

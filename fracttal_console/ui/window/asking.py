"""The card that asks who it is, at the beginning and at the lock."""

from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.look.theme import Theme
from fracttal_console.ui.ports import Guest
from fracttal_console.ui.start.sign_in import Locked, SignInPage


def sign_in_card(theme: Theme, texts: Texts, guest: Guest | None) -> SignInPage:
    """Return the card that asks who it is, not ready yet."""
    page = SignInPage(theme, texts, ready=False)
    _hint(page, texts, guest)
    return page


def lock_card(theme: Theme, texts: Texts, locked: Locked, gateway: str, guest: Guest | None) -> SignInPage:
    """Return the card that asks whether it is still the same person.

    Args:
        theme: gives the looks.
        texts: gives the words.
        locked: who, why and when.
        gateway: where the gateway answers, "" while it is stopped.
        guest: who works on a demo base.
    """
    page = SignInPage(theme, texts, locked=locked)
    if gateway and guest is None:
        words = texts.gettext("The gateway keeps running: {address}")
        page.show_below("circle-play", "ok", words.format(address=gateway.partition("://")[2]))
    _hint(page, texts, guest)
    return page


def _hint(page: SignInPage, texts: Texts, guest: Guest | None) -> None:
    if guest is not None:
        words = texts.gettext("Demo base. E-mail: {email} · password: {password}")
        page.show_below("info", "info", words.format(email=guest.email, password=guest.password.reveal()))

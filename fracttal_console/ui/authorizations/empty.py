"""What stands on the authorizations page while nobody has granted anything."""

from fracttal_console.ui.desk import Desk
from fracttal_console.ui.widgets.empty import EmptyPage


def nothing_granted(desk: Desk) -> EmptyPage:
    """Return the drawing, what this is, why, and how it begins."""
    texts = desk.texts
    return EmptyPage(
        desk.theme,
        icon="user-key",
        title=texts.gettext("What people allow applications to do appears here"),
        text=texts.gettext(
            "An authorization is what one person granted to one consumer. It appears the moment the person agrees "
            "in the browser, and you can revoke it here with a click."
        ),
        steps=(
            (
                texts.gettext("Register a consumer"),
                texts.gettext("It gets a client id, and a secret that is shown once."),
            ),
            (
                texts.gettext("A person agrees"),
                texts.gettext("The consent page says who asks, for what, until when."),
            ),
            (texts.gettext("Revoke when it is over"), texts.gettext("The application's next request is refused.")),
        ),
    )

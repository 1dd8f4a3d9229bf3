"""What limits a credential and who answers for it: fields that both dialogs have."""

from PySide6.QtWidgets import QWidget

from fracttal_console.domain.credentials import Credential, Profile, check_networks
from fracttal_console.domain.names import check_text
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.widgets.choices import Choices
from fracttal_console.ui.widgets.fields import Field, LinesEdit, TextEdit

_PROFILES = (Profile.STANDARD, Profile.FRACTTAL)


class Limits:
    """Profile, networks, owner and contact, at the right of a form."""

    def __init__(self, desk: Desk, form: FormDialog, credential: Credential | None, weaker: str) -> None:
        """Add the fields.

        Args:
            desk: the tools of the window.
            form: gets them.
            credential: what is set now; None for a new one.
            weaker: what is weaker about the profile `fracttal` with this kind of credential.
        """
        theme, texts = desk.theme, desk.texts
        optional = texts.gettext("optional")
        chosen = 0 if credential is None else _PROFILES.index(credential.profile)
        self.profile = Choices(
            theme,
            (
                (texts.gettext("Standard"), texts.gettext("All that the current standards ask for.")),
                (texts.gettext("Fracttal"), weaker),
            ),
            chosen,
            below=True,
        )
        self.networks = LinesEdit(theme, lines=2, placeholder="203.0.113.0/24")
        self.owner = TextEdit(theme)
        self.contact = TextEdit(theme)
        if credential is not None:
            self.networks.setPlainText("\n".join(credential.networks))
            self.owner.setText(credential.owner)
            self.contact.setText(credential.contact)
        everywhere = texts.gettext("One on each line, such as 203.0.113.0/24; none means from everywhere.")
        rows: tuple[tuple[str, str, QWidget, str, str], ...] = (
            ("profile", texts.gettext("Profile"), self.profile, "", ""),
            ("allow_network", texts.gettext("Allowed networks"), self.networks, optional, everywhere),
            ("owner", texts.gettext("Owner"), self.owner, optional, ""),
            ("contact", texts.gettext("Contact"), self.contact, optional, ""),
        )
        checks = {
            "profile": lambda: None,
            "allow_network": lambda: check_networks(self.networks.lines()),
            "owner": lambda: check_text("owner", self.owner.text()),
            "contact": lambda: check_text("contact", self.contact.text()),
        }
        for name, label, control, word, help_text in rows:
            field = Field(theme, label, control, optional=word, help_text=help_text)
            form.add(name, field, checks[name], aside=True)
        self.networks.textChanged.connect(lambda: form.recheck("allow_network"))
        self.owner.textChanged.connect(lambda: form.recheck("owner"))
        self.contact.textChanged.connect(lambda: form.recheck("contact"))

    @property
    def chosen_profile(self) -> Profile:
        """The profile that is chosen."""
        return _PROFILES[self.profile.chosen]

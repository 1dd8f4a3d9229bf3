"""What languages, themes and ways of the tray are called."""

from fracttal_console.texts.catalogue import N_

LANGUAGE_NAMES = {"en": "English", "es": "Español", "pt_BR": "Português (Brasil)"}
THEMES = {
    "system": N_("As the system"),
    "light": N_("Light"),
    "dark": N_("Dark"),
    "contrast": N_("High contrast"),
}
TRAYS = {
    "off": N_("Not shown"),
    "on": N_("Shown"),
    "close": N_("Shown, and the window closes to it"),
    "minimise": N_("Shown, and the window closes and minimises to it"),
}

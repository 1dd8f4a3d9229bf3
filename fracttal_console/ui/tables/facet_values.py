"""Values that several lists have to choose from: days, uses, profiles."""

from fracttal_console.services.facets import FacetValue
from fracttal_console.texts.catalogue import N_, Texts

_LAST = (
    ("1d", N_("last 24 hours")), ("7d", N_("last 7 days")), ("30d", N_("last 30 days")), ("90d", N_("last 90 days")),
    ("365d", N_("last 12 months")),
)  # fmt: skip
_IDLE_DAYS = (30, 60, 90, 180)
_ENDING_DAYS = (1, 7, 14, 30, 90)


def last_days(texts: Texts) -> tuple[FacetValue, ...]:
    """Return the periods that end now."""
    return tuple(FacetValue(text, texts.gettext(name)) for text, name in _LAST)


def uses(texts: Texts) -> tuple[FacetValue, ...]:
    """Return what can be asked of the last use: never, not for so long, in the last days."""
    idle = [
        FacetValue(f"unused:{days}", texts.ngettext("not in {n} day", "not in {n} days", days).format(n=days))
        for days in _IDLE_DAYS
    ]
    return (FacetValue("never", texts.gettext("never")), *idle, *last_days(texts))


def ends(texts: Texts) -> tuple[FacetValue, ...]:
    """Return within how many days something ends."""
    return tuple(
        FacetValue(str(days), texts.ngettext("within {n} day", "within {n} days", days).format(n=days))
        for days in _ENDING_DAYS
    )


def profiles(texts: Texts) -> tuple[FacetValue, ...]:
    """Return the profiles."""
    return FacetValue("standard", texts.gettext("Standard profile")), FacetValue(
        "fracttal", texts.gettext("Fracttal profile")
    )

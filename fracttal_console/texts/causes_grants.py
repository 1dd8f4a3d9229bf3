"""Why requests are refused that use what is switched on for single consumers, in words and with what to do."""

from collections.abc import Mapping

from fracttal_console.texts.catalogue import N_

GRANT_CAUSES: Mapping[str, tuple[str, str]] = {
    "par_off": (
        N_("Pushed requests switched off"),
        N_("Allow pushed requests for this consumer, or let the program send people straight to the sign-in page."),
    ),
    "par_required": (
        N_("Request was not pushed"),
        N_("This consumer must push its requests: let the program do so (RFC 9126), or make it optional here."),
    ),
    "pushed_request_ended": (
        N_("Pushed request used or too old"),
        N_("It is good for one decision, and a browser must arrive with it within a minute. Start again."),
    ),
}
"""What happened and what to do, by the code of the cause."""

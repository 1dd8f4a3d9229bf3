"""Why requests are refused that use what is switched on for single consumers, in words and with what to do."""

from collections.abc import Mapping

from fracttal_console.texts.catalogue import N_

GRANT_CAUSES: Mapping[str, tuple[str, str]] = {
    "device_off": (
        N_("Devices switched off"),
        N_("Allow devices without a browser for this consumer, or let the program use a browser."),
    ),
    "device_code_unknown": (
        N_("Device code unknown or used"),
        N_("A device gets its tokens once. Let it start again."),
    ),
    "device_code_other_client": (
        N_("Device code of another consumer"),
        N_("The program sends another client id than the one that started. Use the same for both requests."),
    ),
    "device_code_expired": (
        N_("Device code expired"),
        N_("The person did not decide within ten minutes. Let the device start again."),
    ),
    "device_waiting": (
        N_("Nobody has decided yet"),
        N_("The device goes on asking until the person decides."),
    ),
    "device_too_fast": (
        N_("Device asks too often"),
        N_("The program must wait as many seconds as the interval says, and five more after each slow_down."),
    ),
    "denied": (
        N_("The person said no"),
        N_("Let the device start again if that was a mistake."),
    ),
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

"""Options for what a consumer may use beyond the usual grants, and how that is shown."""

import functools
from collections.abc import Callable
from typing import Any

from fracttal_console.cli.options import one_of
from fracttal_console.cli.output import Fact, yes_or_no
from fracttal_console.cli.spoken import option
from fracttal_console.domain.consumer_switches import SWITCH_FIELDS, ConsumerSwitches, Demand, SwitchChange
from fracttal_console.texts.catalogue import N_, Texts

F = Callable[..., Any]


def switches(command: F) -> F:
    """Add the switches of a consumer; the command gets a `SwitchChange`."""

    @functools.wraps(command)
    def reading(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever the command takes
        given = {name: options.pop(name) for name in SWITCH_FIELDS}
        return command(*args, switches=SwitchChange(**given), **options)

    decorated: F = reading
    for add in (
        option("--dpop", **one_of(Demand),
               help=N_("Whether its tokens cannot, may or must be bound to a key that it proves (DPoP, RFC 9449).")),
        option("--par", **one_of(Demand),
               help=N_("Whether it cannot, may or must push its authorization requests beforehand (RFC 9126).")),
        option("--device/--no-device", default=None,
               help=N_("It may obtain tokens for devices that have no browser (RFC 8628).")),
    ):  # fmt: skip
        decorated = add(decorated)
    return decorated


def switches_document(switches: ConsumerSwitches) -> dict[str, Any]:
    """Return switches for machines."""
    return {"device": switches.device, "par": str(switches.par), "dpop": str(switches.dpop)}


def switch_facts(switches: ConsumerSwitches, texts: Texts) -> list[Fact]:
    """Return switches for people."""
    _ = texts.gettext
    return [
        (_("Devices without a browser"), yes_or_no(switches.device, texts)),
        (_("Pushed requests"), str(switches.par)),
        (_("Proof of possession"), str(switches.dpop)),
    ]

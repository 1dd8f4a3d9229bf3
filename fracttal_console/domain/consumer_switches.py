"""What an OAuth consumer may use beyond the usual grants; all of it is off until somebody switches it on."""

from dataclasses import dataclass, replace
from enum import StrEnum

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.oauth_consumers import GrantType


class Demand(StrEnum):
    """Whether a consumer cannot, may or must do something."""

    OFF = "off"
    ALLOWED = "allowed"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerSwitches:
    """The switches of one consumer.

    `device` lets it obtain tokens for a device that has no browser (RFC 8628), `par` is about authorization requests
    that it pushes beforehand (RFC 9126), `dpop` about tokens that are worth nothing without a key (RFC 9449).
    """

    device: bool = False
    par: Demand = Demand.OFF
    dpop: Demand = Demand.OFF


SWITCH_FIELDS = ("device", "par", "dpop")


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchChange:
    """Switches given anew; None leaves one as it is."""

    device: bool | None = None
    par: Demand | None = None
    dpop: Demand | None = None

    def applied(self, before: ConsumerSwitches, grant: GrantType) -> ConsumerSwitches:
        """Return the switches with what was given.

        Raises:
            Invalid: `device` or `par`, rule `switch_not_for_grant`: a consumer that acts for itself asks nobody.
        """
        given = {name: getattr(self, name) for name in SWITCH_FIELDS if getattr(self, name) is not None}
        after: ConsumerSwitches = replace(before, **given)
        if grant is GrantType.CLIENT_CREDENTIALS:
            if after.device:
                raise Invalid("device", "switch_not_for_grant")
            if after.par is not Demand.OFF:
                raise Invalid("par", "switch_not_for_grant")
        return after

"""What this base offers beyond the usual grants: only what is switched on for some consumer."""

from fracttal_console.services.use_case import UseCases


class OfferedWays:
    """Tells the metadata what can be used at all."""

    def __init__(self, use_cases: UseCases) -> None:
        self._use_cases = use_cases

    def names(self) -> frozenset[str]:
        """Return the names of the switches that any consumer has on."""
        with self._use_cases.look_up() as repositories:
            return repositories.consumer_switches.used()

"""Switch on and off what a consumer may use beyond the usual grants, inside the use case that decided to."""

from fracttal_console.domain.audit import Change, changed
from fracttal_console.domain.consumer_switches import SWITCH_FIELDS, ConsumerSwitches
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.services.use_case import Work


def changed_switches(work: Work, consumer: Consumer, on: ConsumerSwitches) -> tuple[Change, ...]:
    """Store the switches of a consumer where they are other than it has, and return what changed."""
    had = work.consumer_switches.of(consumer.id)
    if on != had:
        work.consumer_switches.put(consumer.id, on)
    return changed(had, on, SWITCH_FIELDS)

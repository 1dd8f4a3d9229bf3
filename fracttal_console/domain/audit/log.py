"""Events of the audit log itself."""

from fracttal_console.domain.audit.event import Event


class EventsExported(Event):
    """Events were written to a file; `facts` say what narrowed them, how many they were, and whether it was stopped."""

    tag = "audit:export"

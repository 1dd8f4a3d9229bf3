"""Which authorizations an act on several is about; nothing chosen can never mean everything."""

from dataclasses import dataclass

from fracttal_console.domain.errors import Invalid, NothingChosen

UNUSED_DAYS_MOST = 3650


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Authorizations by their ids, or else all those that fit every one of the other fields that are given.

    `person` and `consumer` are what people call them: an id, an e-mail, a client id or name. `unused_days` is for how
    many days they were not used, or, if never used, granted.

    Raises:
        NothingChosen: nothing is given, or one of the fields is blank.
        Invalid: field `unused_days`: it is no sensible number of days.
    """

    ids: tuple[int, ...] = ()
    person: str | None = None
    consumer: str | None = None
    permission: str | None = None
    unused_days: int | None = None

    def __post_init__(self) -> None:
        names = [name for name in (self.person, self.consumer, self.permission) if name is not None]
        by_field = bool(names) or self.unused_days is not None
        if by_field and self.ids:
            raise ValueError("ids and other fields exclude each other")
        # a blank field is a mistake: to leave it out would make the choice wider
        if not (by_field or self.ids) or any(not name.strip() for name in names):
            raise NothingChosen
        if self.unused_days is not None and not 1 <= self.unused_days <= UNUSED_DAYS_MOST:
            raise Invalid("unused_days", "lifetime_range", min=1, max=UNUSED_DAYS_MOST)

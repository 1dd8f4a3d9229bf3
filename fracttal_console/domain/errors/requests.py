"""What a person asked for and cannot be done."""

from fracttal_console.domain.errors.tree import ConsoleError


class Invalid(ConsoleError):
    """A value breaks a rule; `field` and `rule` name both, nothing was changed."""

    code = "invalid"

    def __init__(self, field: str, rule: str, **params: object) -> None:
        super().__init__(field=field, rule=rule, **params)
        self.field = field
        self.rule = rule


class NotFound(ConsoleError):
    """Nothing has this id or name; `kind` is the glossary's word in snake case."""

    code = "not_found"

    def __init__(self, kind: str, ref: object) -> None:
        super().__init__(kind=kind, ref=str(ref))


class NotAllowed(ConsoleError):
    """The actor's role does not include this operation."""

    code = "not_allowed"

    def __init__(self, operation: str) -> None:
        super().__init__(operation=operation)


class WrongState(ConsoleError):
    """The thing is not in a state from which this can be done (enabling what was deleted)."""

    code = "wrong_state"

    def __init__(self, kind: str, ref: object, status: str) -> None:
        super().__init__(kind=kind, ref=str(ref), status=status)


class RevocationFinal(WrongState):
    """The revocation can be undone no more: its grace has passed, or it came through the protocol."""

    code = "revocation_final"

    def __init__(self, ref: object) -> None:
        super().__init__("authorization", ref, "revoked")


class GrantedAnew(WrongState):
    """The revocation cannot be undone: the same consumer was granted anew for the same person meanwhile."""

    code = "granted_anew"

    def __init__(self, ref: object) -> None:
        super().__init__("authorization", ref, "revoked")


class NothingChosen(ConsoleError):
    """No authorization is chosen, or none matches: an empty choice never means everything."""

    code = "nothing_chosen"


class AlreadyProposed(ConsoleError):
    """Somebody proposed to revoke the same authorization, and nobody has decided yet."""

    code = "already_proposed"

    def __init__(self, ref: object, by: str) -> None:
        super().__init__(ref=str(ref), by=by)


class LastSuperAdministrator(ConsoleError):
    """The last active super administrator can neither be disabled nor given another role."""

    code = "last_super_administrator"


class ChangedMeanwhile(ConsoleError):
    """Somebody else changed the same thing since it was read."""

    code = "changed_meanwhile"

    def __init__(self, kind: str, ref: object) -> None:
        super().__init__(kind=kind, ref=str(ref))


class UserCodeRefused(ConsoleError):
    """The code of a device opens nothing, or nothing any more, for this person.

    `cause` and `client_id` are for people who look for the reason; whoever entered the code is told the same in each
    case.
    """

    code = "user_code_refused"

    def __init__(self, cause: str = "user_code_unknown", client_id: str = "") -> None:
        super().__init__()
        self.cause = cause
        self.client_id = client_id


class UserCodesThrottled(ConsoleError):
    """Too many codes of devices were wrong; `seconds` until another one is looked at."""

    code = "user_codes_throttled"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.seconds = seconds


class NothingToGrant(ConsoleError):
    """The person's permission group leaves nothing that this consumer could be granted."""

    code = "nothing_to_grant"

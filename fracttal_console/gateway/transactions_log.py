"""`/api/transactions_log/`: what people did to the base, in the real service's rows."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from fracttal_console.domain.actors import ActorKind
from fracttal_console.domain.audit import Event
from fracttal_console.domain.transaction_log import CONFIGURATION_NAME, ENTRIES, LogAction, LogFilter
from fracttal_console.gateway.envelope import envelope, failed
from fracttal_console.gateway.exchange import Parameters, Request, Response
from fracttal_console.gateway.list_parameters import BadParameter, list_parameters, stretch, whole_number
from fracttal_console.services.principal import Principal
from fracttal_console.services.transaction_log import TransactionLog
from fracttal_console.texts.events import EVENT_TITLES

PATH = "/api/transactions_log"
COMPANY_ID = 1
"""The real service counts companies; an installation governs exactly one."""

# The real service writes `-UTC` in its form and `-03` in its example: the distance from UTC, which may be none.
# A plus that nobody escaped arrives as a blank.
_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:(-UTC|Z)|([-+ ])([0-9]{2})(?::?([0-9]{2}))?)"
)


class TransactionsLogResource:
    """Answer pages of the transaction log."""

    def __init__(self, log: TransactionLog) -> None:
        self._log = log

    def __call__(self, request: Request, principal: Principal) -> Response:
        """Return rows, newest first; a filter that means nothing is named."""
        try:
            parameters = list_parameters(request.query)
            wanted, rows = _filter(parameters), stretch(parameters)
        except BadParameter as bad:
            return failed(400, f"Invalid value of parameter {bad.name}", {"field": bad.name})
        page = self._log.page(principal.as_actor(request.address), wanted, rows.start, rows.most)
        return envelope(200, [_row(event, page.emails) for event in page.events], total=page.matching)


def _filter(parameters: Parameters) -> LogFilter:
    action = parameters.optional("action")
    if action is not None and action not in set(LogAction):
        raise BadParameter("action")
    return LogFilter(
        action=None if action is None else LogAction(action),
        module=whole_number(parameters, "module"),
        sub_module=whole_number(parameters, "sub_module"),
        since=_moment(parameters, "since"),
        until=_moment(parameters, "until"),
    )


def _moment(parameters: Parameters, name: str) -> datetime | None:
    text = parameters.optional(name)
    if text is None:
        return None
    read = _MOMENT.fullmatch(text)
    if read is None:
        raise BadParameter(name)
    local, utc, sign, hours, minutes = read.groups()
    try:
        away = timedelta() if utc else timedelta(hours=int(hours), minutes=int(minutes or 0))
        zone = timezone(-away if sign == "-" else away)
        return datetime.fromisoformat(local).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadParameter(name) from None


def _row(event: Event, emails: Mapping[int, str]) -> dict[str, object]:
    action, sub_module = ENTRIES[event.tag]
    actor, target = event.actor, event.target
    person = actor.id if actor.kind is ActorKind.PERSON else None
    title = EVENT_TITLES[event.tag]
    return {
        "id": event.seq,
        "id_company": COMPANY_ID,
        "id_account": person,
        "event_date": event.at.isoformat(timespec="microseconds") if event.at else None,
        "ip_address": actor.address,
        "name": actor.name,
        "email": "" if person is None else emails.get(person, ""),
        "sub_module_description": sub_module.words,
        "module_description": CONFIGURATION_NAME,
        "action": str(action),
        "description": f"{title}: {target.name}" if target.name else title,
        "data_action": {
            "event": event.tag,
            "target": {"kind": target.kind, "id": target.id, "name": target.name},
            "changes": [
                {"field": change.field, "before": change.before, "after": change.after} for change in event.changes
            ],
            "facts": dict(event.facts),
            "reason": event.reason,
        },
    }

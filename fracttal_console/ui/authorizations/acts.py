"""What the authorizations page does to rows, without widgets; every call runs beside the window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fracttal_console.domain.authorization_selection import Selection
from fracttal_console.domain.errors import ChangedMeanwhile
from fracttal_console.domain.impact import Impact
from fracttal_console.services.authorization_acts import Acted
from fracttal_console.services.authorizations import AuthorizationView
from fracttal_console.services.listing import ListQuery
from fracttal_console.services.progress import Progress
from fracttal_console.ui.desk import Desk


@dataclass(frozen=True, slots=True)
class Places:
    """Where chosen rows stand among those of a query; `known` holds the ids of those that were seen, by place."""

    query: ListQuery
    places: tuple[int, ...]
    known: Mapping[int, int]


class Acts:
    """The verbs behind the buttons."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def one(self, verb: str, row: AuthorizationView, reason: str = "") -> object:
        """Suspend, resume, revoke or undo one."""
        service, actor, ref = self._desk.base.authorizations, self._desk.actor, str(row.authorization.id)
        verbs: Mapping[str, Callable[..., object]] = {
            "suspend": service.suspend, "resume": service.resume, "end": service.revoke, "undo": service.undo,
        }  # fmt: skip
        return verbs[verb](actor, ref, reason=reason)

    def several(self, verb: str, selection: Selection, reason: str, progress: Progress) -> Acted:
        """Suspend, resume, revoke or undo several."""
        service, actor = self._desk.base.authorization_acts, self._desk.actor
        verbs = {
            "suspend": service.suspend, "resume": service.resume, "end": service.revoke, "undo": service.undo,
        }  # fmt: skip
        return verbs[verb](actor, selection, reason=reason, progress=progress)

    def impact(self, selection: Selection) -> Impact:
        """Return what would notice."""
        return self._desk.base.impact.authorizations(self._desk.actor, selection)

    def standing_at(self, chosen: Places) -> Selection:
        """Return the authorizations that stand at some places of a query's rows.

        Raises:
            ChangedMeanwhile: others stand there now.
        """
        ids = self._desk.base.authorizations.ids(self._desk.actor, chosen.query)
        moved = any(place >= len(ids) or ids[place] != seen for place, seen in chosen.known.items())
        if moved or chosen.places[-1] >= len(ids):
            raise ChangedMeanwhile("authorization", self._desk.texts.gettext("Active authorizations"))
        return Selection(ids=tuple(ids[place] for place in chosen.places))

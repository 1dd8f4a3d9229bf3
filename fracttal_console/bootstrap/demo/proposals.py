"""Proposals of the demo base: some to be decided, some that were."""

from collections.abc import Callable
from functools import partial

from fracttal_console.bootstrap.console import Console
from fracttal_console.domain.actors import Actor
from fracttal_console.services.authorizations import AuthorizationView

_PROPOSED = (
    ("Dejó la empresa el 30 de septiembre.", 6.0, ""),
    ("Sin uso desde hace más de 90 días.", 5.2, "declined"),
    ("El contrato con el proveedor terminó en octubre.", 4.1, "approved"),
    ("Puede eliminar órdenes de trabajo y nunca lo hizo.", 2.4, ""),
    ("Cambió de área; ya no trabaja con el almacén.", 0.3, ""),
)
_ANSWERS = {
    "declined": "La auditoría de diciembre la necesita; revisar en enero.",
    "approved": "De acuerdo. Gracias.",
}

Later = Callable[[float, Callable[[], object]], None]


def plan_proposals(
    console: Console, support: Actor, admin: Actor, active: list[AuthorizationView], later: Later
) -> None:
    """Plan proposals about some of the active authorizations, each at its moment.

    Args:
        console: the open base.
        support: who proposes.
        admin: who decides.
        active: what may be proposed; the first ones are taken.
        later: takes how many days ago something happened, and does it in its turn.
    """
    for view, (reason, days, outcome) in zip(active, _PROPOSED, strict=False):
        made: list[str] = []
        later(days, partial(_propose, console, support, str(view.authorization.id), reason, made))
        if outcome:
            later(days - 0.2, partial(_decide, console, admin, made, outcome))


def _propose(console: Console, support: Actor, ref: str, reason: str, made: list[str]) -> None:
    made.append(str(console.proposals.create(support, ref, reason=reason).id))


def _decide(console: Console, admin: Actor, made: list[str], outcome: str) -> None:
    if outcome == "approved":
        console.proposals.approve(admin, made[0], answer=_ANSWERS[outcome])
    else:
        console.proposals.decline(admin, made[0], answer=_ANSWERS[outcome])

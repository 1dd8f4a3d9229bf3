"""Dialogs around ending access, filled in for their pictures."""

from collections.abc import Iterator
from datetime import timedelta

from PySide6.QtWidgets import QDialog, QWidget

from fracttal_console.domain.impact import Impact
from fracttal_console.services.authorizations import AuthorizationView
from fracttal_console.ui.authorizations.selection_dialog import SelectionDialog
from fracttal_console.ui.authorizations.words import asked_of_one
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.reviews.proposal_dialog import ProposalDialog


def ending_dialogs(desk: Desk, page: QWidget, view: AuthorizationView) -> Iterator[tuple[str, QDialog]]:
    """Return each dialog with the name of its picture.

    Args:
        desk: the tools of the window.
        page: over what they stand.
        view: the authorization that they are about.
    """
    impact = Impact(
        things=1,
        in_use=1,
        people=1,
        consumers=(view.consumer.name,),
        requests_day=412,
        requests_month=9870,
        paths=tuple(
            (f"GET /api/{path}/", 1) for path in ("work_orders", "warehouses", "items", "items_details", "meters")
        ),
        addresses=("190.98.14.27", "181.43.77.9"),
        last_used_at=desk.now() - timedelta(minutes=3),
    )
    question = asked_of_one(view, desk.texts)
    asked = ImpactDialog(desk, page, impact, question, then=lambda _why: None, instead=lambda _why: None)
    asked.typed.setText(view.consumer.name)
    yield "26-revoke-impact", asked
    yield "27-end-by", SelectionDialog(desk, page, view)
    yield "28-propose-revocation", ProposalDialog(desk, page, view, impact)

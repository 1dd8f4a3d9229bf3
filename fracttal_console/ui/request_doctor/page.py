"""The page of refused requests."""

from fracttal_console.services.refused_requests import RefusalView
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.request_doctor.paste_dialog import PasteDialog
from fracttal_console.ui.request_doctor.presenter import RefusalsPresenter
from fracttal_console.ui.request_doctor.repairs import Repairs
from fracttal_console.ui.tables.list_page import ListPage
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.empty import EmptyPage
from fracttal_console.ui.widgets.panel_content import Action


class RequestDoctorPage(ListPage[RefusalView]):
    """Every request that was refused in the last days, with its cause and what to do."""

    def __init__(self, desk: Desk) -> None:
        texts, kept = desk.texts, desk.base.refusal_days()
        paste = Action("create", texts.gettext("Explain a request…"), "stethoscope", Kind.PRIMARY, "Ctrl+N")
        empty = EmptyPage(
            desk.theme,
            icon="stethoscope",
            title=texts.ngettext(
                "No request was refused in {n} day", "No request was refused in {n} days", kept
            ).format(n=kept),
            text=texts.gettext(
                "Each refused request appears here within two seconds, with its cause in words and what to do about "
                "it. An integrator who is stuck can also send you a header or a curl line: paste it to see what is "
                "wrong."
            ),
            action=paste,
            or_press=texts.gettext("or press"),
        )
        super().__init__(desk, RefusalsPresenter(desk), empty, (paste,))
        self._repairs = Repairs(desk, self, lambda words: self.said.emit(words, "ok", "circle-check"), self.sent.emit)

    def act(self, key: str) -> None:
        """Explain a pasted request, or repair what the chosen one needs."""
        if key == "create":
            PasteDialog(self.desk, self, self._repairs).open()
            return
        if key == "copy_row":
            self.act_by_key(key)
            return
        chosen = self.chosen()
        if not chosen.rows:
            return
        row = chosen.rows[0]
        value = str(row.refusal.facts.get("redirect_uri", "")) if key == "add_redirect_uri" else ", ".join(row.missing)
        self._repairs.do(key, row.credential, row.group, value)

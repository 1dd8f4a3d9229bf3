"""The authorizations page: one click revokes one, several are asked about once."""

from fracttal_console.services.authorizations import AuthorizationView, RevokedSeveral
from fracttal_console.services.usage_figures import DailyRequests
from fracttal_console.texts.brief import number
from fracttal_console.texts.listing import listed
from fracttal_console.ui.authorizations.presenter import AuthorizationsPresenter
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.operations import Lane
from fracttal_console.ui.tables.list_page import ListPage
from fracttal_console.ui.tables.presenter import Chosen
from fracttal_console.ui.widgets.empty import EmptyPage
from fracttal_console.ui.work_page import Errand, Spot

_NAMED = 3


class AuthorizationsPage(ListPage[AuthorizationView]):
    """Everything that consumers may do, for whom, and since when."""

    def __init__(self, desk: Desk) -> None:
        texts = desk.texts
        self._verbs = AuthorizationsPresenter(desk)
        empty = EmptyPage(
            desk.theme,
            icon="user-key",
            title=texts.gettext("What people allow applications to do appears here"),
            text=texts.gettext(
                "An authorization is what one person granted to one consumer. It appears the moment the person agrees "
                "in the browser, and you can revoke it here with a click."
            ),
            steps=(
                (
                    texts.gettext("Register a consumer"),
                    texts.gettext("It gets a client id, and a secret that is shown once."),
                ),
                (
                    texts.gettext("A person agrees"),
                    texts.gettext("The consent page says who asks, for what, until when."),
                ),
                (texts.gettext("Revoke when it is over"), texts.gettext("The application's next request is refused.")),
            ),
        )
        super().__init__(desk, self._verbs, empty, ())
        self.counted.connect(self._read_usage)
        self.panel.followed.connect(self._follow_usage)

    def act(self, key: str) -> None:
        """Suspend, resume or revoke the chosen ones."""
        chosen = self.chosen()
        if not chosen.rows:
            return
        if key == "end" and chosen.number > 1:
            self._ask_about(chosen)
            return
        view = chosen.rows[0]
        verbs = {"suspend": self._verbs.suspend, "resume": self._verbs.resume, "end": self._verbs.revoke}
        # the row itself tells the outcome: no message
        self.desk.operations.run(self, lambda: verbs[key](view), lambda _saved: None)

    def _read_usage(self) -> None:
        """Read the requests of the one that is described; the panel shows the rest at once."""
        chosen = self.chosen()
        if self._split.panel_shown and chosen.number == 1 and chosen.rows:
            row = chosen.rows[0]
            self.desk.operations.run(
                self, lambda: self._verbs.read_usage(row), lambda daily: self._show_usage(row, daily), lane=Lane.READ
            )

    def _show_usage(self, row: AuthorizationView, daily: DailyRequests) -> None:
        chosen = self.chosen()
        if chosen.number == 1 and chosen.rows and chosen.rows[0].authorization.id == row.authorization.id:
            self._verbs.take_usage(row, daily)
            self.panel.show_content(self._verbs.describe(chosen.rows[0]))

    def _follow_usage(self, _place: int) -> None:
        chosen = self.chosen()
        if chosen.rows:
            self.sent.emit(Errand("request_doctor", Spot(text=chosen.rows[0].consumer.name)))

    def _ask_about(self, chosen: Chosen[AuthorizationView]) -> None:
        texts, count = self.desk.texts, chosen.number
        names = list(dict.fromkeys(view.consumer.name for view in chosen.rows))
        shown = names if len(names) <= _NAMED else [*names[:_NAMED], "…"]
        places, query = self.table.chosen_places(), self.model.query
        all_here = len(chosen.rows) == count
        known = {place: key for place in places[:1000] if (key := self.model.key_at(place)) is not None}

        def go(reason: str) -> None:
            def work() -> RevokedSeveral:
                if all_here:
                    return self._verbs.revoke_rows(chosen.rows, reason)
                return self._verbs.revoke_places(query, places, known, reason)

            self.desk.operations.run(self, work, self._tell, lane=Lane.LONG)

        shown_number = number(count, texts)
        question = texts.ngettext("Revoke {n} authorization?", "Revoke {n} authorizations?", count)
        Confirm(
            self.desk,
            self,
            title=question.format(n=shown_number),
            subtitle=listed(shown, texts) if len(names) <= _NAMED else ", ".join(shown),
            consequences=(
                (
                    "users",
                    texts.gettext("These people lose these applications at once; each can grant anew in the browser."),
                ),
                ("ban", texts.gettext("Their tokens are dead: the next request of each application is refused.")),
                ("scroll-text", texts.gettext("Each revocation is one row of the audit log, with your name.")),
            ),
            safe=texts.gettext("Keep them"),
            action=texts.ngettext("Revoke {n}", "Revoke {n}", count).format(n=shown_number),
            then=go,
            asks_reason=True,
        ).open()

    def _tell(self, outcome: RevokedSeveral) -> None:
        texts = self.desk.texts
        words = texts.ngettext("{n} authorization revoked", "{n} authorizations revoked", outcome.revoked)
        self.said.emit(words.format(n=number(outcome.revoked, texts)), "info", "ban")

"""The question before access ends that is in use: what would notice, why, and the name to type."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QSizePolicy, QWidget

from fracttal_console.domain.impact import Impact
from fracttal_console.domain.names import search_form
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.impact import ImpactLine, impact_lines
from fracttal_console.ui.impact_card import impact_card
from fracttal_console.ui.look.fonts import Role
from fracttal_console.ui.widgets.buttons import Button, Kind
from fracttal_console.ui.widgets.dialog import Dialog
from fracttal_console.ui.widgets.fields import Field, TextEdit
from fracttal_console.ui.widgets.labels import Label
from fracttal_console.ui.widgets.layouts import column, row
from fracttal_console.ui.widgets.marks import IconLabel

_WORD_WIDTH = 280


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactQuestion:
    """What is asked.

    `word` has to be typed where the thing is in use, after `typed`, the sentence that says so. `foot` says what the
    way back is. `why` asks for the reason in other words. `gentler` is a sentence and a button for what could be done
    in its place, "" where there is nothing.
    """

    title: str
    subtitle: str
    safe: str
    action: str
    word: str
    typed: str
    icon: str = "ban"
    foot: str = ""
    more: tuple[ImpactLine, ...] = ()
    why: str = ""
    asks_reason: bool = True
    gentler: tuple[str, str] = ("", "")


class ImpactDialog(Dialog):
    """Says what would notice and asks; what is confirmed is done by `then`, which gets the reason that was typed."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        impact: Impact,
        question: ImpactQuestion,
        *,
        then: Callable[[str], None],
        instead: Callable[[str], None] | None = None,
    ) -> None:
        """Take what is known.

        Args:
            desk: the tools of the window.
            parent: over what it stands.
            impact: what would notice.
            question: the words.
            then: does it.
            instead: does the gentler thing.
        """
        super().__init__(desk.theme, parent, question.title, width=640)
        theme, texts = desk.theme, desk.texts
        self._then = then
        self._word = search_form(question.word)
        self.reason = TextEdit(theme)
        self.typed = TextEdit(theme)
        self.keep = Button(theme, question.safe)
        self.go = Button(theme, question.action, Kind.DESTROY)
        self.gentler = Button(theme, question.gentler[1], Kind.LINK, small=True)
        body = column(spacing=16)
        body.addWidget(impact_card(theme, (*impact_lines(impact, desk.now(), texts), *question.more)))
        if question.asks_reason:
            why = question.why or texts.gettext("Why (kept in the audit log)")
            body.addWidget(Field(theme, why, self.reason, optional=texts.gettext("optional")))
        self._must_type = impact.in_use > 0
        if self._must_type:
            self.typed.setFixedWidth(_WORD_WIDTH)
            body.addWidget(Field(theme, question.typed.format(word=question.word), self.typed))
            self.typed.textChanged.connect(self._look)
        if instead is not None:
            words = Label(theme, question.gentler[0], Role.BODY, "text2")
            body.addLayout(row(IconLabel(theme, "lightbulb", "accent_text"), words, self.gentler, None, spacing=8))
            self.gentler.clicked.connect(lambda: self._done(instead))
        foot = Label(theme, question.foot, Role.SMALL, "text2", wrap=True)
        foot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.lay_out(
            self.head(question.title, question.subtitle, icon=question.icon, ink="bad"),
            body,
            foot=(foot if question.foot else None, self.keep, self.go),
        )
        self.gentler.setVisible(instead is not None)
        self.keep.clicked.connect(self.reject)
        self.go.clicked.connect(lambda: self._done(self._then))
        self.set_default(self.keep)
        self._look()
        first = self.reason if question.asks_reason else self.typed if self._must_type else self.keep
        first.setFocus()

    def _look(self) -> None:
        """Let the action be pressed once the word stands there; case and accents do not matter."""
        typed = " ".join(search_form(self.typed.text()).split())
        self.go.setEnabled(not self._must_type or typed == " ".join(self._word.split()))

    def _done(self, act: Callable[[str], None]) -> None:
        reason = self.reason.text().strip()
        self.accept()
        act(reason)

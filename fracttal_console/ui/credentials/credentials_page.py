"""The page of one kind of credentials: what can be done with an API key and an OAuth consumer is the same."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.consumer_switches import ConsumerSwitches
from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.impact import Impact
from fracttal_console.services.secret_rotation import SecretRotation
from fracttal_console.texts.snippets import ALL_OFF, snippets_of
from fracttal_console.ui.confirm import Confirm
from fracttal_console.ui.credentials.ending import Ending, asked_before_disabling, asked_before_ending
from fracttal_console.ui.credentials.secret_flow import SecretFlow, SecretWords
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.forms import FormDialog
from fracttal_console.ui.impact import read_impact
from fracttal_console.ui.impact_dialog import ImpactDialog
from fracttal_console.ui.permission_groups.advice import AdvisedPage, AdvisedPresenter
from fracttal_console.ui.widgets.empty import EmptyPage
from fracttal_console.ui.widgets.panel_content import Action

View = TypeVar("View")

Verb = Callable[[Actor, str], object]
"""What the services do with one, by its public id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialVerbs:
    """What the services do with one kind of credentials."""

    disable: Verb
    enable: Verb
    restore: Verb
    end: Verb
    impact: Callable[[Actor, str], Impact]
    begin_try: Callable[[Actor, str], Credential]
    secrets: SecretRotation[Any]
    rotating: Operation


class CredentialsPage(AdvisedPage[View], Generic[View]):
    """Makes, edits, tries, rotates and ends; what the kind is called and asked for, a subclass knows."""

    def __init__(
        self, desk: Desk, presenter: AdvisedPresenter[View], empty: EmptyPage, create: Action | None,
        verbs: CredentialVerbs, words: SecretWords,
    ) -> None:  # fmt: skip
        """Join the parts.

        Args:
            desk: the tools of the window.
            presenter: tells what is shown.
            empty: what stands here while there is nothing at all.
            create: makes one; None for who may not.
            verbs: what the services do with this kind.
            words: how its secrets are spoken of.
        """
        super().__init__(desk, presenter, empty, () if create is None else (create,))
        self._verbs = verbs
        self._secrets = SecretFlow(desk, self, verbs.secrets, verbs.rotating, words)

    # --- what subclasses say ------------------------------------------------------------------

    def credential(self, view: View) -> Credential:
        """Return the credential of a row."""
        raise NotImplementedError

    def switches(self, view: View) -> ConsumerSwitches:
        """Return what the credential of a row may use beyond the usual."""
        del view
        return ALL_OFF

    def ask_for(self, view: View | None) -> FormDialog:
        """Return the form that edits one, or makes one and says what was made."""
        raise NotImplementedError

    def ending(self, view: View) -> Ending:
        """Return how the end of one is asked about."""
        raise NotImplementedError

    # --- what is the same ---------------------------------------------------------------------

    def act(self, key: str) -> None:
        """Make a credential, or do something with the chosen one."""
        if key == "create":
            self.ask_for(None).open()
            return
        chosen = self.chosen()
        if not chosen.rows:
            return
        view, desk, verbs = chosen.rows[0], self.desk, self._verbs
        credential = self.credential(view)
        actor, ref = desk.actor, credential.public_id
        if key == "edit":
            self.ask_for(view).open()
        elif key in {"end", "disable"}:
            read_impact(self, desk, lambda: verbs.impact(actor, ref), lambda found: self._weigh(key, view, found))
        elif key == "rotate":
            self._secrets.rotate(credential)
        elif key == "follow":
            self._secrets.follow(credential)
        elif key == "snippets":
            from fracttal_console.ui.credentials.snippets_dialog import SnippetsDialog  # noqa: PLC0415 - see later.py

            switches = self.switches(view)
            shown = snippets_of(credential, switches)
            SnippetsDialog(desk, self, name=credential.name, shown=shown, public_id=ref, switches=switches).open()
        elif key == "try":
            from fracttal_console.ui.credentials.try_dialog import TryDialog  # noqa: PLC0415 - see later.py

            TryDialog(desk, self, credential, lambda: verbs.begin_try(actor, ref)).open()
        else:
            self._run({"enable": verbs.enable, "restore": verbs.restore}[key], ref)

    def _run(self, verb: Verb, ref: str) -> None:
        self.desk.operations.run(self, lambda: verb(self.desk.actor, ref), lambda _saved: None)

    def _weigh(self, key: str, view: View, impact: Impact) -> None:
        """Disable at once what is not in use; ask about the rest."""
        desk, verbs, credential = self.desk, self._verbs, self.credential(view)
        name, ref = credential.name, credential.public_id
        if key == "disable" and not impact.in_use:
            self._run(verbs.disable, ref)
        elif key == "disable":
            question = asked_before_disabling(name, ref, desk.texts)
            ImpactDialog(desk, self, impact, question, then=lambda _reason: self._run(verbs.disable, ref)).open()
        elif not impact.in_use:
            self._ask_about(ref, self.ending(view))
        else:
            question = asked_before_ending(name, ref, desk.texts, self.ending(view))
            ImpactDialog(desk, self, impact, question, then=lambda _reason: self._run(verbs.end, ref)).open()

    def _ask_about(self, ref: str, ending: Ending) -> None:
        Confirm(
            self.desk,
            self,
            title=ending.title,
            subtitle=ref,
            consequences=(*ending.consequences, ("rotate-ccw", ending.way_back)),
            safe=self.desk.texts.gettext("Keep it"),
            action=ending.action,
            icon=ending.icon,
            then=lambda _reason: self._run(self._verbs.end, ref),
        ).open()

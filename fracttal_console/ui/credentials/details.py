"""Parts of the panel that API keys and OAuth consumers have in common."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.permission_advice import PermissionAdvice
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.rotations import Rotation, SecretState, secret_state
from fracttal_console.domain.secrets import CredentialSecret
from fracttal_console.domain.usage import Use
from fracttal_console.domain.weaknesses import Weakness
from fracttal_console.texts.brief import brief_ago, brief_date, number, whole_moment
from fracttal_console.texts.catalogue import Texts
from fracttal_console.texts.weaknesses import weakness_words
from fracttal_console.ui.credentials.rotation_words import shown_hint
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.permission_groups.advice import advice_tip
from fracttal_console.ui.permissions import allowed_rows
from fracttal_console.ui.states import secret_pill
from fracttal_console.ui.widgets.panel_content import Fact, SecretFact, Section, Words


def use_section(desk: Desk, use: Use | None) -> Section:
    """Describe the newest use."""
    texts = desk.texts
    title = texts.gettext("Last used")
    if use is None:
        return Section(title, (Fact(texts.gettext("When"), texts.gettext("Never")),))
    return Section(
        title,
        (
            Fact(texts.gettext("When"), brief_ago(use.at, desk.now(), texts), hint=whole_moment(use.at, texts)),
            Fact(texts.gettext("From"), use.address, mono=True),
            Fact(texts.gettext("Request"), use.path, mono=True),
        ),
    )


def life_facts(desk: Desk, credential: Credential) -> tuple[Fact, ...]:
    """Describe since when, by whom and until when it exists."""
    texts, now = desk.texts, desk.now()
    made = texts.gettext("{date}, by {name}").format(
        date=brief_date(credential.created_at, now, texts), name=credential.created_by
    )
    facts = [Fact(texts.gettext("Created"), made, hint=whole_moment(credential.created_at, texts))]
    if credential.ended_at is not None:
        ended = brief_ago(credential.ended_at, now, texts)
        facts.append(Fact(texts.gettext("Ended"), ended, hint=whole_moment(credential.ended_at, texts)))
    elif credential.expires_at is None:
        facts.append(Fact(texts.gettext("Expires"), texts.gettext("Not by itself")))
    else:
        date = brief_date(credential.expires_at, now, texts)
        facts.append(Fact(texts.gettext("Expires"), date, hint=whole_moment(credential.expires_at, texts)))
    for label, value in ((texts.gettext("Owner"), credential.owner), (texts.gettext("Contact"), credential.contact)):
        if value:
            facts.append(Fact(label, value))
    return tuple(facts)


class HasSecrets(Protocol):
    """What a view knows of its credential's secrets; the mappings are by secret id."""

    @property
    def secrets(self) -> tuple[CredentialSecret, ...]:
        """All of them, oldest first."""

    @property
    def uses(self) -> Mapping[int, Use]:
        """Their last uses."""

    @property
    def rotations(self) -> Mapping[int, Rotation]:
        """Those on their way out."""

    @property
    def lately(self) -> Mapping[int, int]:
        """How often each was used within 24 hours."""


def secret_section(desk: Desk, view: HasSecrets) -> Section:
    """Describe the secrets, newest first; of those that were retired, the last one."""
    texts, now = desk.texts, desk.now()
    states = {secret.id: secret_state(secret, view.rotations, now) for secret in view.secrets}
    retired = [secret.id for secret in view.secrets if states[secret.id] is SecretState.RETIRED]
    shown = [secret for secret in reversed(view.secrets) if secret.id not in retired[:-1]]
    rows = tuple(_secret_fact(desk, view, secret, states[secret.id]) for secret in shown)
    return Section(texts.gettext("Secrets"), rows)


def _secret_fact(desk: Desk, view: HasSecrets, secret: CredentialSecret, state: SecretState) -> SecretFact:
    texts, now, use = desk.texts, desk.now(), view.uses.get(secret.id)
    life = texts.gettext("Created {date}, by {name}").format(
        date=brief_date(secret.created_at, now, texts), name=secret.created_by
    )
    if secret.retired_at is not None:
        gone = texts.gettext("Retired {date}").format(date=brief_date(secret.retired_at, now, texts))
        life = f"{life} · {gone}"
    elif secret.expires_at is not None:
        ends = texts.gettext("Expires {date}").format(date=brief_date(secret.expires_at, now, texts))
        life = f"{life} · {ends}"
    used = texts.gettext("Never used")
    if use is not None:
        lately = view.lately.get(secret.id, 0)
        times = texts.ngettext("{n} use in 24 h", "{n} uses in 24 h", lately).format(n=number(lately, texts))
        last = texts.gettext("Last used {ago}").format(ago=brief_ago(use.at, now, texts))
        used = f"{last} · {times}"
    return SecretFact(
        shown_hint(secret.hint),
        secret_pill(state, texts),
        life,
        used,
        f"{use.address}  {use.path}" if use else "",
        whole_moment(use.at, texts) if use else "",
    )


def weakness_section(texts: Texts, found: Iterable[Weakness]) -> Section:
    """Say what is weaker than the standards ask for; empty where nothing is."""
    return Section(
        texts.gettext("Weaker than the standards"), tuple(Words(word) for word in weakness_words(found, texts))
    )


def group_section(desk: Desk, group: PermissionGroup, advice: PermissionAdvice | None = None) -> Section:
    """Describe what the group allows now, and that less would do where that is known."""
    texts = desk.texts
    aside = texts.gettext("read only") if group.read_only else ""
    return Section(
        texts.gettext("Group {name} allows").format(name=group.name),
        (*allowed_rows(group.allowed, desk.base.catalogue, texts), *advice_tip(desk, advice)),
        aside,
    )

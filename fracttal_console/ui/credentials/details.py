"""Parts of the panel that API keys and OAuth consumers have in common."""

from collections.abc import Mapping, Sequence

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.secrets import CredentialSecret
from fracttal_console.domain.usage import Use
from fracttal_console.texts.brief import brief_ago, brief_date, whole_moment
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.permissions import allowed_rows
from fracttal_console.ui.widgets.panel_content import Fact, Section


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


def secret_section(desk: Desk, secrets: Sequence[CredentialSecret], uses: Mapping[int, Use]) -> Section:
    """Describe the secrets: the last characters, since when, last used when."""
    texts, now = desk.texts, desk.now()
    rows = []
    for secret in secrets:
        use = uses.get(secret.id)
        last = brief_ago(use.at, now, texts) if use else texts.gettext("Never used")
        made = brief_date(secret.created_at, now, texts)
        rows.append(Fact(secret.hint, texts.gettext("Created {date} · {used}").format(date=made, used=last)))
    return Section(texts.gettext("Secret"), tuple(rows))


def group_section(desk: Desk, group: PermissionGroup) -> Section:
    """Describe what the group allows now."""
    texts = desk.texts
    aside = texts.gettext("read only") if group.read_only else ""
    return Section(
        texts.gettext("Group {name} allows").format(name=group.name),
        allowed_rows(group.allowed, desk.base.catalogue, texts),
        aside,
    )

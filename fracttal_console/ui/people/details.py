"""What the panel says of a person."""

from fracttal_console.domain.actors import Role
from fracttal_console.services.people_views import OwnAuthorization, PersonView
from fracttal_console.texts.brief import brief_ago, brief_date, number, whole_moment
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.people.states import person_pill, role_word
from fracttal_console.ui.permissions import allowed_rows
from fracttal_console.ui.states import authorization_state_pill
from fracttal_console.ui.widgets.panel_content import Action, Fact, Listed, PanelContent, Section


def one_person(desk: Desk, view: PersonView, actions: tuple[Action, ...]) -> PanelContent:
    """Describe one person."""
    texts, person = desk.texts, view.person
    sections = [Section(texts.gettext("Account"), _account(desk, view))]
    if view.authorizations:
        sections.append(_applications(desk, view))
    if view.group is not None:
        rows = allowed_rows(view.group.allowed, desk.base.catalogue, texts)
        sections.append(Section(texts.gettext("Applications may get at most"), rows, view.group.name))
    return PanelContent(
        title=person.name,
        subtitle=role_word(person.role, texts),
        mark=person.name,
        pills=(person_pill(view.status, texts),),
        actions=actions,
        sections=tuple(sections),
    )


def _account(desk: Desk, view: PersonView) -> tuple[Fact, ...]:
    texts, now, person = desk.texts, desk.now(), view.person
    facts = [
        Fact(texts.gettext("E-mail"), person.email, copied=True),
        Fact(texts.gettext("Group"), view.group_name or texts.gettext("None")),
    ]
    if view.last_sign_in is None:
        facts.append(Fact(texts.gettext("Last sign-in"), texts.gettext("Never")))
    else:
        words = brief_ago(view.last_sign_in, now, texts)
        facts.append(Fact(texts.gettext("Last sign-in"), words, hint=whole_moment(view.last_sign_in, texts)))
    facts.append(_codes(desk, view))
    if person.password_hash:
        changed = person.password_changed_at
        words = brief_date(changed, now, texts)
        facts.append(Fact(texts.gettext("Password of"), words, hint=whole_moment(changed, texts)))
    created = brief_date(person.created_at, now, texts)
    facts.append(Fact(texts.gettext("Created"), created, hint=whole_moment(person.created_at, texts)))
    if person.disabled_at is not None:
        disabled = brief_ago(person.disabled_at, now, texts)
        facts.append(Fact(texts.gettext("Disabled"), disabled, hint=whole_moment(person.disabled_at, texts)))
    return tuple(facts)


def _codes(desk: Desk, view: PersonView) -> Fact:
    texts = desk.texts
    if view.totp_since is not None:
        since = brief_date(view.totp_since, desk.now(), texts)
        words = texts.gettext("Since {date}").format(date=since)
        return Fact(texts.gettext("Codes"), words, hint=whole_moment(view.totp_since, texts))
    ink = "text" if view.person.role is Role.MEMBER else "warn"
    return Fact(texts.gettext("Codes"), texts.gettext("Not set up"), ink=ink)


def _applications(desk: Desk, view: PersonView) -> Section:
    texts = desk.texts
    rows: list[Listed | str] = [_listed(desk, row) for row in view.applications]
    more = view.authorizations - len(rows)
    if more > 0:
        rows.append(texts.ngettext("and {n} more", "and {n} more", more).format(n=number(more, texts)))
    return Section(texts.gettext("May act for this person"), tuple(rows), number(view.authorizations, texts))


def _listed(desk: Desk, row: OwnAuthorization) -> Listed:
    texts = desk.texts
    granted = brief_ago(row.granted_at, desk.now(), texts)
    words = texts.gettext("Granted {ago}").format(ago=granted)
    return Listed(row.application, words, authorization_state_pill(row.status, texts))

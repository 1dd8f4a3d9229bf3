"""What the panel says of an authorization, and of several."""

from dataclasses import replace
from datetime import datetime

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.credentials import CredentialStatus
from fracttal_console.domain.impact import IN_USE_WITHIN
from fracttal_console.domain.permission_advice import PermissionAdvice
from fracttal_console.services.authorizations import AuthorizationView
from fracttal_console.services.usage_figures import DailyRequests
from fracttal_console.texts.brief import brief_ago, brief_date, clock_time, number, whole_moment
from fracttal_console.ui.authorizations.columns import dormant
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.paint import Pill
from fracttal_console.ui.permission_groups.advice import advice_tip
from fracttal_console.ui.permissions import allowed_rows
from fracttal_console.ui.states import authorization_pill, consumer_pill, profile_pill, proposed_pill
from fracttal_console.ui.tables.presenter import Chosen
from fracttal_console.ui.usage_words import bars_of
from fracttal_console.ui.widgets.buttons import Kind
from fracttal_console.ui.widgets.panel_content import Action, Days, Fact, Listed, PanelContent, Section, Words

LISTED_MOST = 8


def one_authorization(
    desk: Desk, view: AuthorizationView, daily: DailyRequests | None, advice: PermissionAdvice | None = None
) -> PanelContent:
    """Describe one authorization.

    Args:
        desk: the tools of the window.
        view: the one.
        daily: its requests, None while they are on their way.
        advice: what its consumer may do and does not, None while nobody knows.
    """
    texts = desk.texts
    return PanelContent(
        title=view.consumer.name,
        subtitle=for_whom(desk, view),
        mark=view.consumer.name,
        pills=_pills(desk, view),
        actions=actions_on(desk, (view,), 1),
        sections=(
            *_proposal(desk, view),
            Section(texts.gettext("Last used"), _last_use(desk, view)),
            *_requests(desk, daily),
            Section(texts.gettext("Authorization"), _history(desk, view)),
            Section(
                texts.gettext("May do"),
                allowed_rows(view.authorization.permissions, desk.base.catalogue, texts),
                texts.ngettext("{n} permission", "{n} permissions", len(view.authorization.permissions)).format(
                    n=len(view.authorization.permissions)
                ),
            ),
            *_advice(desk, advice),
        ),
    )


def _advice(desk: Desk, advice: PermissionAdvice | None) -> tuple[Section, ...]:
    # what is used is known of the consumer, and its group is what would be narrowed: not this authorization alone
    tip = advice_tip(desk, advice)
    return (Section(desk.texts.gettext("The consumer as a whole"), tip),) if tip else ()


def several_authorizations(desk: Desk, chosen: Chosen[AuthorizationView]) -> PanelContent:
    """Describe several authorizations: how many, which, and what can be done with all."""
    texts, now = desk.texts, desk.now()
    title = texts.ngettext("{n} authorization chosen", "{n} authorizations chosen", chosen.number)
    rows: list[Listed | str] = [
        Listed(view.consumer.name, person_name(desk, view), authorization_pill(view, now, texts))
        for view in chosen.rows[:LISTED_MOST]
    ]
    more = chosen.number - len(rows)
    if more > 0:
        rows.append(texts.ngettext("and {n} more", "and {n} more", more).format(n=number(more, texts)))
    return PanelContent(
        title=title.format(n=number(chosen.number, texts)),
        actions=actions_on(desk, chosen.rows, chosen.number),
        sections=(Section(texts.gettext("Chosen"), tuple(rows)),),
    )


def actions_on(desk: Desk, views: tuple[AuthorizationView, ...], count: int) -> tuple[Action, ...]:
    """Return what the person may do with authorizations, as far as their states allow it."""
    texts, shown, may = desk.texts, number(count, desk.texts), desk.session.may
    statuses = {view.status for view in views}
    actions = []
    if "active" in statuses and may(Operation.AUTHORIZATIONS_SUSPEND):
        several = texts.ngettext("Suspend {n}", "Suspend {n}", count).format(n=shown)
        actions.append(Action("suspend", texts.gettext("Suspend") if count == 1 else several, "circle-pause"))
    if "suspended" in statuses and may(Operation.AUTHORIZATIONS_RESUME):
        several = texts.ngettext("Resume {n}", "Resume {n}", count).format(n=shown)
        actions.append(Action("resume", texts.gettext("Resume") if count == 1 else several, "circle-play"))
    if statuses - {"revoked"} and may(Operation.AUTHORIZATIONS_REVOKE):
        several = texts.ngettext("Revoke {n}…", "Revoke {n}…", count).format(n=shown)
        one = texts.gettext("Revoke…") if views and in_use(views[0], desk.now()) else texts.gettext("Revoke")
        actions.append(Action("end", one if count == 1 else several, "ban", Kind.DANGER, "Del"))
    elif views and may(Operation.AUTHORIZATIONS_UNDO) and all(v.authorization.undoable(desk.now()) for v in views):
        several = texts.ngettext("Undo {n}", "Undo {n}", count).format(n=shown)
        actions.append(Action("undo", texts.gettext("Undo") if count == 1 else several, "undo-2"))
    if count == 1 and views and _may_be_proposed(desk, views[0]):
        actions.append(Action("propose", texts.gettext("Propose revocation…"), "message-square-warning"))
    return tuple(actions)


def menu_on(desk: Desk, views: tuple[AuthorizationView, ...], count: int) -> tuple[Action, ...]:
    """Return what the menu of the rows offers: what the panel does, and what reaches beyond the chosen row."""
    actions = actions_on(desk, views, count)
    if count != 1 or not views or not desk.session.may(Operation.AUTHORIZATIONS_REVOKE):
        return actions
    texts, view = desk.texts, views[0]
    more = []
    if view.person is not None:
        words = texts.gettext("Revoke all that {person} granted…").format(person=view.person.name)
        more.append(Action("end_person", words, "users", Kind.DANGER))
    words = texts.gettext("Revoke all of {consumer}…").format(consumer=view.consumer.name)
    more.append(Action("end_consumer", words, "app-window", Kind.DANGER))
    return (*actions, *more)


def in_use(view: AuthorizationView, now: datetime) -> bool:
    """Tell whether it was used so lately that whoever revokes it should see what would notice."""
    return view.last_use is not None and now - view.last_use.at <= IN_USE_WITHIN


def _may_be_proposed(desk: Desk, view: AuthorizationView) -> bool:
    # whoever may revoke does not propose
    may = desk.session.may(Operation.PROPOSALS_CREATE) and not desk.session.may(Operation.AUTHORIZATIONS_REVOKE)
    return may and view.status != "revoked" and view.proposal is None


def for_whom(desk: Desk, view: AuthorizationView) -> str:
    """Say for whom a consumer acts."""
    if view.person is None:
        return desk.texts.gettext("acts for itself")
    return desk.texts.gettext("for {person}").format(person=view.person.name)


def person_name(desk: Desk, view: AuthorizationView) -> str:
    """Name the person, or say that there is none."""
    return desk.texts.gettext("itself") if view.person is None else view.person.name


def _pills(desk: Desk, view: AuthorizationView) -> tuple[Pill, ...]:
    state = authorization_pill(replace(view, proposal=None), desk.now(), desk.texts)
    pills = [state, profile_pill(view.consumer.profile, desk.texts)]
    if view.proposal is not None:
        pills.insert(1, proposed_pill(desk.texts))
    if view.consumer.status is CredentialStatus.DISABLED:
        word = desk.texts.gettext("Consumer disabled")
        pills.append(Pill(consumer_pill(view.consumer, desk.now(), desk.texts).icon, word, "idle"))
    # no more than fit side by side: what is out of the ordinary comes before the profile
    extra = [pill for pill in pills[1:] if pill.icon != "shield-check"]
    return (pills[0], *(extra or pills[1:])[:2])


def _last_use(desk: Desk, view: AuthorizationView) -> tuple[Fact, ...]:
    texts, now, use = desk.texts, desk.now(), view.last_use
    if use is None:
        return (Fact(texts.gettext("When"), texts.gettext("Never")),)
    old = view.status == "active" and dormant(use.at, now)
    return (
        Fact(
            texts.gettext("When"), brief_ago(use.at, now, texts), hint=whole_moment(use.at, texts),
            ink="warn" if old else "text",
        ),
        Fact(texts.gettext("From"), use.address, mono=True),
        Fact(texts.gettext("Request"), use.path, mono=True),
    )  # fmt: skip


def _requests(desk: Desk, daily: DailyRequests | None) -> tuple[Section, ...]:
    if daily is None:
        return ()
    texts, total = desk.texts, daily.total
    words = texts.ngettext("{n} request in {days} days", "{n} requests in {days} days", total.total)
    title = words.format(n=number(total.total, texts), days=len(daily.days))
    refused = texts.gettext("{n} refused").format(n=number(total.refused, texts)) if total.refused else ""
    return (Section(title, (Days(title, bars_of(daily, texts, weekly=False)),), refused),)


def _history(desk: Desk, view: AuthorizationView) -> tuple[Fact, ...]:
    texts, now, row = desk.texts, desk.now(), view.authorization
    facts = []
    if view.person is not None:
        facts.append(Fact(texts.gettext("E-mail"), view.person.email))
    facts.append(
        Fact(texts.gettext("Granted"), brief_ago(row.granted_at, now, texts), hint=whole_moment(row.granted_at, texts))
    )
    if row.ended_at is not None:
        words = texts.gettext("{ago}, by {name}").format(ago=brief_ago(row.ended_at, now, texts), name=row.ended_by)
        facts.append(Fact(texts.gettext("Revoked"), words, hint=whole_moment(row.ended_at, texts)))
        if row.final_at is not None and row.undoable(now):
            until = texts.gettext("until {time}").format(time=clock_time(row.final_at))
            facts.append(Fact(texts.gettext("Can be undone"), until, hint=whole_moment(row.final_at, texts)))
    elif row.expires_at is not None:
        ends = brief_date(row.expires_at, now, texts)
        facts.append(Fact(texts.gettext("Ends"), ends, hint=whole_moment(row.expires_at, texts)))
    else:
        facts.append(Fact(texts.gettext("Ends"), texts.gettext("Not by itself")))
    facts.append(Fact(texts.gettext("Client id"), view.consumer.client_id, mono=True, copied=True))
    return tuple(facts)


def _proposal(desk: Desk, view: AuthorizationView) -> tuple[Section, ...]:
    if view.proposal is None:
        return ()
    texts, proposal = desk.texts, view.proposal
    ago = brief_ago(proposal.proposed_at, desk.now(), texts)
    rows = (Words(proposal.reason), Fact(texts.gettext("Proposed by"), proposal.proposed_by))
    return (Section(texts.gettext("Proposed revocation"), rows, ago),)

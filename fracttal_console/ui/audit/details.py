"""What the panel says of an event."""

from fracttal_console.domain.actors import ActorKind
from fracttal_console.domain.audit import Event
from fracttal_console.domain.links import Link, LinkNoun
from fracttal_console.texts.brief import whole_moment
from fracttal_console.texts.catalogue import N_
from fracttal_console.texts.events import event_title, field_name
from fracttal_console.ui.audit.marks import event_mark
from fracttal_console.ui.audit.values import PERMISSIONS, differences, permission_rows, value_text
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.widgets.panel_content import Action, PanelContent, Section
from fracttal_console.ui.widgets.panel_content import Fact as PanelFact

ACTOR_KINDS = {
    ActorKind.PERSON: N_("person"),
    ActorKind.CONSUMER: N_("consumer"),
    ActorKind.API_KEY: N_("API key"),
    ActorKind.ANONYMOUS: N_("not signed in"),
    ActorKind.SYSTEM: N_("system"),
}
_LED_TO = frozenset(LinkNoun) - {LinkNoun.EVENT}


def one_event(desk: Desk, event: Event) -> PanelContent:
    """Describe one event: who, about what, from where, and each field that changed."""
    texts = desk.texts
    icon, ink = event_mark(event.tag)
    sections = [Section(texts.gettext("Event"), _facts(desk, event))]
    if event.changes:
        rows = differences(desk, event.changes)
        count = texts.ngettext("{n} field", "{n} fields", len(rows)).format(n=len(rows))
        sections.append(Section(texts.gettext("What changed"), rows, count))
    facts = tuple(
        PanelFact(field_name(name, texts), value_text(desk, name, value) or "–")
        for name, value in event.facts.items() if name != PERMISSIONS
    )  # fmt: skip
    if facts:
        sections.append(Section(texts.gettext("More"), facts))
    if allowed := permission_rows(desk, event.facts.get(PERMISSIONS)):
        sections.append(Section(field_name(PERMISSIONS, texts), allowed))
    return PanelContent(
        title=event_title(event.tag, texts),
        subtitle=whole_moment(event.at, texts) if event.at else "",
        icon=icon,
        icon_ink=ink if ink != "text2" else "idle",
        actions=actions_on(desk, event),
        sections=tuple(sections),
        foot=texts.gettext("Event {n} · {tag}").format(n=event.seq, tag=event.tag) + _link_words(event),
    )


def actor_name(desk: Desk, event: Event) -> str:
    """Name who acted, as the name was then."""
    if event.actor.kind in {ActorKind.ANONYMOUS, ActorKind.SYSTEM} or not event.actor.name:
        return desk.texts.gettext(ACTOR_KINDS[event.actor.kind])
    return event.actor.name


def actions_on(desk: Desk, event: Event) -> tuple[Action, ...]:
    """Return what can be done with an event: look at what it is about, and copy it; nothing changes it."""
    texts = desk.texts
    copy = Action("copy_json", texts.gettext("Copy as JSON"), "copy")
    if link_of(event) is None:
        return (copy,)
    return (Action("follow", texts.gettext("Show as it is now"), "eye"), copy)


def link_of(event: Event) -> Link | None:
    """Return what leads to the thing that an event is about; None where it is nothing with a page."""
    noun = event.target.kind.replace("_", "-")
    if event.target.id is None or noun not in _LED_TO:
        return None
    return Link(LinkNoun(noun), event.target.id)


def _link_words(event: Event) -> str:
    # enough of it to compare two copies of the log by eye
    return f" · {event.link[:4]}…{event.link[-4:]}" if event.link else ""


def _facts(desk: Desk, event: Event) -> tuple[PanelFact, ...]:
    texts = desk.texts
    kind = texts.gettext(ACTOR_KINDS[event.actor.kind])
    facts = []
    if event.target.name:
        facts.append(PanelFact(texts.gettext("About"), event.target.name))
    facts.append(PanelFact(texts.gettext("Who"), actor_name(desk, event), hint=kind))
    if event.actor.address:
        facts.append(PanelFact(texts.gettext("From"), event.actor.address, mono=True))
    if event.reason:
        facts.append(PanelFact(texts.gettext("Reason"), event.reason, hint=event.reason))
    return tuple(facts)

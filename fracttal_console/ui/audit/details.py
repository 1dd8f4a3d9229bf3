"""What the panel says of an event."""

from fracttal_console.domain.actors import ActorKind
from fracttal_console.domain.audit import Event, Fact
from fracttal_console.texts.brief import whole_moment
from fracttal_console.texts.catalogue import N_
from fracttal_console.texts.events import event_title, field_name
from fracttal_console.ui.audit.marks import event_mark
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.widgets.panel_content import Difference, PanelContent, Section
from fracttal_console.ui.widgets.panel_content import Fact as PanelFact

ACTOR_KINDS = {
    ActorKind.PERSON: N_("person"),
    ActorKind.CONSUMER: N_("consumer"),
    ActorKind.API_KEY: N_("API key"),
    ActorKind.ANONYMOUS: N_("not signed in"),
    ActorKind.SYSTEM: N_("system"),
}


def one_event(desk: Desk, event: Event) -> PanelContent:
    """Describe one event: who, about what, from where, and each field that changed."""
    texts = desk.texts
    icon, ink = event_mark(event.tag)
    sections = [Section(texts.gettext("Event"), _facts(desk, event))]
    if event.changes:
        count = texts.ngettext("{n} field", "{n} fields", len(event.changes)).format(n=len(event.changes))
        rows = tuple(
            Difference(field_name(change.field, texts), value_text(desk, change.before), value_text(desk, change.after))
            for change in event.changes
        )
        sections.append(Section(texts.gettext("What changed"), rows, count))
    if event.facts:
        facts = tuple(
            PanelFact(field_name(name, texts), value_text(desk, value) or "–") for name, value in event.facts.items()
        )
        sections.append(Section(texts.gettext("More"), facts))
    return PanelContent(
        title=event_title(event.tag, texts),
        subtitle=whole_moment(event.at, texts) if event.at else "",
        icon=icon,
        icon_ink=ink if ink != "text2" else "idle",
        sections=tuple(sections),
        foot=texts.gettext("Event {n} · {tag}").format(n=event.seq, tag=event.tag),
    )


def actor_name(desk: Desk, event: Event) -> str:
    """Name who acted, as the name was then."""
    if event.actor.kind in {ActorKind.ANONYMOUS, ActorKind.SYSTEM} or not event.actor.name:
        return desk.texts.gettext(ACTOR_KINDS[event.actor.kind])
    return event.actor.name


def value_text(desk: Desk, value: Fact) -> str | None:
    """Write a value as people read it; None where there is or was none."""
    texts = desk.texts
    if value is None or value in ("", []):
        return None
    if isinstance(value, bool):
        return texts.gettext("Yes") if value else texts.gettext("No")
    if isinstance(value, list):
        return "\n".join(value)
    return str(value)


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

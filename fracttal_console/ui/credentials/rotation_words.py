"""What is said of the secrets of one credential while they are rotated: plain values, no widgets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fracttal_console.domain.rotations import Rotation, SecretState, live_secrets, secret_state
from fracttal_console.domain.secrets import CredentialSecret
from fracttal_console.domain.usage import HourlyUses, Use, hour_of
from fracttal_console.services.secret_rotation import SecretsInUse
from fracttal_console.texts.brief import brief_ago, brief_date, clock_time, number, whole_moment
from fracttal_console.texts.catalogue import Texts
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.look.paint import Pill
from fracttal_console.ui.states import secret_pill
from fracttal_console.ui.widgets.paired_bars import PairedBar
from fracttal_console.ui.widgets.steps import Reached, Step

DAYS_SHOWN = 14
_RETIRED_SHOWN = 2
_QUIET = timedelta(hours=24)
"""After how long without use an old secret is no longer called in use."""


@dataclass(frozen=True, slots=True)
class SecretLine:
    """One secret as a row of the table."""

    hint: str
    pill: Pill
    created: str
    expires: str
    used: str
    address: str
    path: str
    lately: str


@dataclass(frozen=True, slots=True)
class OldSecretUse:
    """Whether anybody still uses the old secret: tone, icon, title and the sentences below."""

    tone: str
    icon: str
    title: str
    text: str
    place: str


@dataclass(frozen=True, slots=True)
class RotationShown:
    """Everything that the rotation of one credential shows."""

    name: str
    title: str
    day: str
    steps: tuple[Step, ...]
    use: OldSecretUse | None
    bars: tuple[PairedBar, ...]
    bars_words: str
    first_day: str
    share: str
    lines: tuple[SecretLine, ...]
    old: CredentialSecret | None
    two_live: bool
    note: str


def shown_hint(hint: str) -> str:
    """Return a secret's hint with room for what is not shown: `fcs_ ···· 7mXw`."""
    return hint.replace("…", " ···· ")


def rotation_shown(desk: Desk, known: SecretsInUse[Any]) -> RotationShown:
    """Describe the secrets of a credential as they are now."""
    texts, now = desk.texts, desk.now()
    live = live_secrets(known.secrets, now)
    old = live[0] if len(live) > 1 else None
    new = live[-1] if live else None
    rotation = known.rotations.get(old.id) if old else None
    title, day = texts.gettext("Secrets"), ""
    if old is not None and rotation is not None and old.expires_at is not None:
        title = texts.gettext("Rotation in progress")
        day = texts.gettext("day {n} of {days}").format(
            n=(now - rotation.started_at).days + 1, days=-((rotation.started_at - old.expires_at) // timedelta(days=1))
        )
    bars = _bars(desk, known, old)
    new_total, old_total = sum(bar.filled for bar in bars), sum(bar.hatched for bar in bars)
    return RotationShown(
        name=known.credential.name,
        title=title,
        day=day,
        steps=_steps(desk, known, rotation, old, new) if rotation and old and new else (),
        use=_use(desk, known.uses.get(old.id), rotation, old) if old else None,
        bars=bars,
        bars_words=texts.gettext("new {new}, old {old}").format(
            new=number(new_total, texts), old=number(old_total, texts)
        ),
        first_day=brief_date(now - timedelta(days=DAYS_SHOWN - 1), now, texts),
        share=_share(desk, bars),
        lines=_lines(desk, known),
        old=old,
        two_live=old is not None,
        note=_note(desk, known, old, new),
    )


def _steps(
    desk: Desk, known: SecretsInUse[Any], rotation: Rotation, old: CredentialSecret, new: CredentialSecret
) -> tuple[Step, ...]:
    texts, now = desk.texts, desk.now()
    use = known.uses.get(old.id)
    quiet = use is None or now - use.at > _QUIET
    idle_at = min(rotation.idle_at(use.at if use else None), old.expires_at or now)
    made = texts.gettext("{when}, by {name}").format(when=_when(desk, new.created_at), name=new.created_by)
    idle = texts.ngettext("Old secret idle {n} day", "Old secret idle {n} days", rotation.idle_days)
    when_idle = (
        texts.gettext("On {date}, if nobody uses it").format(date=brief_date(idle_at, now, texts))
        if quiet
        else texts.gettext("Counted from its last use")
    )
    at_most = texts.gettext("By itself, no later than {date}").format(
        date=brief_date(old.expires_at or now, now, texts)
    )
    return (
        Step(texts.gettext("New secret made"), made, Reached.DONE),
        Step(
            texts.gettext("Both secrets work"),
            texts.gettext("The integrator changes over"),
            Reached.DONE if quiet else Reached.NOW,
        ),
        Step(idle.format(n=rotation.idle_days), when_idle, Reached.NOW if quiet else Reached.AHEAD),
        Step(texts.gettext("Old secret retired"), at_most, Reached.AHEAD),
    )


def _when(desk: Desk, moment: datetime) -> str:
    if moment.astimezone().date() == desk.now().astimezone().date():
        return desk.texts.gettext("Today {time}").format(time=clock_time(moment))
    return brief_date(moment, desk.now(), desk.texts)


def _use(desk: Desk, use: Use | None, rotation: Rotation | None, old: CredentialSecret) -> OldSecretUse:
    texts, now = desk.texts, desk.now()
    if use is not None and now - use.at <= _QUIET:
        ago = texts.gettext("Last used {ago} from").format(ago=brief_ago(use.at, now, texts))
        return OldSecretUse("warn", "hourglass", texts.gettext("The old secret is still in use"), ago, _place_of(use))
    if rotation is None:
        words = texts.gettext("It does not retire by itself. Retire it when nobody needs it any more.")
        return OldSecretUse("idle", "circle-off", texts.gettext("The old secret is not in use"), words, "")
    idle_at = min(rotation.idle_at(use.at if use else None), old.expires_at or now)
    words = texts.gettext("It retires by itself on {date}.").format(date=brief_date(idle_at, now, texts))
    if use is not None:
        last = texts.gettext("Last used {ago}.").format(ago=brief_ago(use.at, now, texts))
        words = f"{last} {words}"
    return OldSecretUse("ok", "circle-check", texts.gettext("The old secret is not in use"), words, "")


def _place_of(use: Use) -> str:
    return f"{use.address}, {use.path}"


def _bars(desk: Desk, known: SecretsInUse[Any], old: CredentialSecret | None) -> tuple[PairedBar, ...]:
    """Count by local day; what is not the newest secret is old."""
    texts, now = desk.texts, desk.now()
    newest = known.secrets[-1].id if known.secrets else 0
    days: dict[date, list[int]] = {
        (now - timedelta(days=back)).astimezone().date(): [0, 0] for back in reversed(range(DAYS_SHOWN))
    }
    for secret_id, hours in known.hours.items():
        part = 0 if secret_id == newest or old is None else 1
        _add(days, hours, part)
    return tuple(_bar(day, filled, hatched, now, texts) for day, (filled, hatched) in days.items())


def _bar(day: date, filled: int, hatched: int, now: datetime, texts: Texts) -> PairedBar:
    named = brief_date(datetime.combine(day, datetime.min.time()).astimezone(), now, texts)
    new, old = number(filled, texts), number(hatched, texts)
    words = texts.gettext("{day}: new {new}, old {old}").format(day=named, new=new, old=old)
    return PairedBar(filled, hatched, words, (named, new, old))


def _add(days: Mapping[date, list[int]], hours: HourlyUses, part: int) -> None:
    for hour, used in hours.items():
        day = datetime.fromtimestamp(hour * 3600, UTC).astimezone().date()
        if day in days:
            days[day][part] += used


def _share(desk: Desk, bars: tuple[PairedBar, ...]) -> str:
    today = bars[-1]
    whole = today.filled + today.hatched
    if not whole:
        return desk.texts.gettext("Today: no use")
    return desk.texts.gettext("Today: {share} % new").format(share=round(100 * today.filled / whole))


def _lines(desk: Desk, known: SecretsInUse[Any]) -> tuple[SecretLine, ...]:
    texts, now = desk.texts, desk.now()
    rows, retired = [], 0
    since = hour_of(now) - 23
    for secret in reversed(known.secrets):
        state = secret_state(secret, known.rotations, now)
        if state is SecretState.RETIRED:
            retired += 1
            if retired > _RETIRED_SHOWN:
                continue
        use = known.uses.get(secret.id)
        ends = secret.retired_at or secret.expires_at
        lately = sum(used for hour, used in known.hours.get(secret.id, {}).items() if hour >= since)
        rows.append(
            SecretLine(
                shown_hint(secret.hint),
                secret_pill(state, texts),
                brief_date(secret.created_at, now, texts),
                brief_date(ends, now, texts) if ends else texts.gettext("Not by itself"),
                brief_ago(use.at, now, texts) if use else texts.gettext("Never"),
                use.address if use else "",
                use.path if use else "",
                number(lately, texts),
            )
        )
    return tuple(rows)


def _note(desk: Desk, known: SecretsInUse[Any], old: CredentialSecret | None, new: CredentialSecret | None) -> str:
    """Return what an integrator is told: which ends in what, who still uses the old one, until when; no secret."""
    if old is None or new is None:
        return ""
    texts, use = desk.texts, known.uses.get(old.id)
    lines = [
        texts.gettext("{name} ({id}) has a new secret. It ends in {new}; the old one ends in {old}.").format(
            name=known.credential.name, id=known.credential.public_id, new=new.hint[-4:], old=old.hint[-4:]
        )
    ]
    if use is not None:
        lines.append(
            texts.gettext("The old one was last used from {address} for {path}: {when}.").format(
                address=use.address, path=use.path, when=whole_moment(use.at, texts)
            )
        )
    if old.expires_at is not None:
        lines.append(
            texts.gettext("Change over before it is refused: {when}.").format(when=whole_moment(old.expires_at, texts))
        )
    return "\n".join(lines)

"""Makes the demo base through the real services, with a clock that walks through the past."""

import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from fracttal_console.bootstrap.console import Console, open_base
from fracttal_console.bootstrap.demo.attention import make_attention
from fracttal_console.bootstrap.demo.identity import plan_people
from fracttal_console.bootstrap.demo.keys import plan_keys, use_keys
from fracttal_console.bootstrap.demo.names import (
    ADDRESSES,
    API_KEYS,
    APPLICATIONS,
    COMPANY,
    EVERYBODY,
    FIRST_NAMES,
    GROUPS,
    LAST_NAMES,
    OPERATOR,
    SUPPORT,
    Application,
)
from fracttal_console.bootstrap.demo.proposals import plan_proposals
from fracttal_console.bootstrap.demo.requests import make_requests
from fracttal_console.bootstrap.demo.rotating import plan_rotations, use_rotated
from fracttal_console.bootstrap.demo.switches import SWITCHES
from fracttal_console.bootstrap.demo.views import save_views
from fracttal_console.bootstrap.founding import init_base
from fracttal_console.crypto.passwords import Passwords
from fracttal_console.domain.actors import Actor, Role
from fracttal_console.domain.names import search_form
from fracttal_console.domain.oauth_consumers import Consumer, GrantType
from fracttal_console.domain.people import Person
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.consent import ConsentRequest
from fracttal_console.services.people import People
from fracttal_console.services.pkce import challenge_of
from fracttal_console.services.progress import UNWATCHED, Progress
from fracttal_console.settings import Settings

PEOPLE = 200
_CHUNK = 100
_SEED = 20261124
_SIGNING = "Sincronizador de Inventarios"
"""The consumer that proves itself by keys."""

_CLOSED_DAYS = 20
"""How many days ago the disabled consumer was disabled."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo base: its settings, and who works on it; support has the same password as the super administrator."""

    settings: Settings
    email: str
    password: SecretText


class PastClock:
    """A clock that stands where it is put."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment


def make_demo(directory: Path, *, passwords: Passwords | None = None, progress: Progress = UNWATCHED) -> Demo:
    """Make the base.

    Args:
        directory: private, empty; the base and its key file are put into it.
        passwords: how the passwords of the two who sign in are hashed; None takes the full cost.
        progress: told how far it is.

    Raises:
        KeyboardInterrupt: it was asked to stop; half a demo is of no use.
    """
    settings = Settings(data_dir=directory / "base", key_provider=f"file:{directory / 'master.key'}", gateway_port=0)
    password = SecretText("-".join(secrets.token_hex(2) for _ in range(4)))
    now = datetime.now(UTC)
    clock = PastClock(now - timedelta(days=430))
    init_base(settings, company=COMPANY, email=OPERATOR[1], name=OPERATOR[0], password=password,
              passwords=passwords, clock=clock)  # fmt: skip
    console = open_base(settings, passwords=passwords, clock=clock)
    try:
        admin = console.sign_in.operator(OPERATOR[1], password)
        _Making(console, clock, admin, now, progress).everything(password)
    finally:
        console.close()
    return Demo(settings, OPERATOR[1], password)


class _Making:
    """One run: everything is drawn from a seed, so that each demo base looks the same.

    First everything that happened is planned with its moment, then it is done in the order of the moments: the audit
    log of a demo base runs forward, as that of a real one.
    """

    def __init__(self, console: Console, clock: PastClock, admin: Actor, now: datetime, progress: Progress) -> None:
        self._console = console
        self._clock = clock
        self._operator = admin
        self._now = now
        self._progress = progress
        self._random = random.Random(_SEED)  # noqa: S311 - sample data, nothing secret
        # nobody signs in as them: their passwords are random, and need not cost 200 times what a sign-in costs
        self._people_service = People(console.use_cases, Passwords(memory_kib=64, iterations=1))
        self._people: dict[int, Person] = {}
        self._consumers: dict[str, Consumer] = {}
        self._keys: dict[str, str] = {}
        self._plan: list[tuple[datetime, Callable[[], object]]] = []

    @property
    def _admin(self) -> Actor:
        """The super administrator, who just proved the password, whatever moment it is."""
        return replace(self._operator, proved_at=self._clock.now())

    def everything(self, password: SecretText) -> None:
        """Plan and do all of it."""
        self._plan_beginning(password)
        for application in APPLICATIONS:
            self._plan_consumer(application)
        for name, group, days, state in API_KEYS:
            self._plan_key(name, group, days, state)
        plan_rotations(self._console, lambda: self._admin, self._later, APPLICATIONS[0].name, API_KEYS[0][0])
        plan_keys(self._console, lambda: self._admin, self._later, _SIGNING)
        self._do()
        self._plan_last_week()
        self._do()
        self._use()
        self._clock.moment = self._now - timedelta(minutes=4)
        make_attention(self._console, self._admin, self._now)
        self._clock.moment = self._now
        make_requests(self._console, self._admin, self._now, _SEED)
        save_views(self._console, self._admin)
        use_rotated(self._console, self._admin, self._now, APPLICATIONS[0].name, API_KEYS[0][0])
        use_keys(self._console, self._admin, _SIGNING)

    def _later(self, days_ago: float, act: Callable[[], object]) -> None:
        self._plan.append((self._now - timedelta(days=days_ago), act))

    def _do(self) -> None:
        self._plan.sort(key=lambda step: step[0])
        for start in range(0, len(self._plan), _CHUNK):
            with self._console.use_cases.batch():
                for moment, act in self._plan[start : start + _CHUNK]:
                    self._clock.moment = moment
                    act()
            self._progress.report(min(start + _CHUNK, len(self._plan)), len(self._plan))
            if self._progress.cancelled():
                raise KeyboardInterrupt
        self._plan.clear()

    def _plan_beginning(self, password: SecretText) -> None:
        groups, people, admin = self._console.permission_groups, self._console.people, self._admin
        name, email = SUPPORT

        def add_support() -> None:
            people.create(self._admin, email=email, name=name, role=Role.SUPPORT, password=password)

        for place, (group, (permissions, read_only)) in enumerate(GROUPS.items()):
            make = partial(groups.create, admin, name=group, permissions=permissions, read_only=read_only)
            self._later(429 - place / 1000, make)
        self._later(428.5, add_support)
        for number, person in enumerate(self._names()):
            self._later(428 - number / 1000, partial(self._add_person, number, person))

    def _add_person(self, number: int, name: str) -> None:
        self._people[number] = self._people_service.create(
            self._admin,
            email=f"{_plain(name)}.{number}@quillahue.example",
            name=name,
            role=Role.MEMBER,
            password=SecretText(secrets.token_urlsafe(18)),
            permission_group=EVERYBODY,
        )

    def _names(self) -> Iterator[str]:
        for _ in range(PEOPLE):
            first, last = self._random.choice(FIRST_NAMES), self._random.choice(LAST_NAMES)
            second = f" {self._random.choice(LAST_NAMES)}" if self._random.random() < 0.4 else ""
            yield f"{first} {last}{second}"

    def _plan_consumer(self, wanted: Application) -> None:
        self._later(wanted.days, partial(self._register, wanted))
        for number in self._random.sample(range(PEOPLE), wanted.people):
            # most agreed lately: an authorization lasts half a year
            age = 0.05 + (wanted.days - 1) * self._random.random() ** 2.2
            if wanted.disabled:
                age = max(age, _CLOSED_DAYS + 0.5)
            self._later(age, partial(self._consent, wanted.name, number))
        if not wanted.people:
            # enabling a consumer is what grants its own authorization, as its first token would
            self._later(wanted.days - 0.1, partial(self._change, wanted.name, "disable"))
            self._later(wanted.days - 0.2, partial(self._change, wanted.name, "enable"))
        if wanted.disabled:
            self._later(_CLOSED_DAYS, partial(self._change, wanted.name, "disable"))

    def _register(self, wanted: Application) -> None:
        for_people = wanted.people > 0
        host = _plain(wanted.name.partition("—")[0])
        self._consumers[wanted.name] = self._console.consumers.create(
            self._admin,
            name=wanted.name,
            permission_group=wanted.group,
            grant=GrantType.AUTHORIZATION_CODE if for_people else GrantType.CLIENT_CREDENTIALS,
            redirect_uris=[f"https://{host}.example/oauth/callback"] if for_people else [],
            public=wanted.public,
            switches=SWITCHES.get(wanted.name),
        ).consumer

    def _change(self, name: str, verb: str) -> None:
        consumers, ref = self._console.consumers, self._consumers[name].client_id
        {"disable": consumers.disable, "enable": consumers.enable}[verb](self._admin, ref)

    def _consent(self, name: str, number: int) -> None:
        consumer = self._consumers[name]
        request = ConsentRequest(
            client_id=consumer.client_id,
            redirect_uri=consumer.redirect_uris[0],
            scope="",
            challenge=challenge_of(secrets.token_urlsafe(32)),
        )
        self._console.consent.allow(self._people[number].as_actor(self._random.choice(ADDRESSES)), request)

    def _plan_key(self, name: str, group: str, days: int, state: str) -> None:
        self._later(days, partial(self._make_key, name, group))
        verbs = {"disabled": self._console.api_keys.disable, "revoked": self._console.api_keys.revoke}
        if state in verbs:
            self._later(21, lambda: verbs[state](self._admin, self._keys[name]))

    def _make_key(self, name: str, group: str) -> None:
        self._keys[name] = self._console.api_keys.create(self._admin, name=name, permission_group=group).api_key.key_id

    def _plan_last_week(self) -> None:
        """Suspend and revoke some, edit a group, sign in each morning."""
        authorizations, admin = self._console.authorizations, self._admin
        active = [view for view in authorizations.all(admin) if view.status == "active"]
        ended = self._random.sample(active, 130)
        for view in ended:
            verb = authorizations.suspend if self._random.random() < 0.35 else authorizations.revoke
            self._later(self._random.uniform(0.02, 7), partial(verb, admin, str(view.authorization.id)))
        kept = [view for view in active if view not in ended and view.person is not None]
        support = next(person for person, _ in self._console.people.all(admin) if person.email == SUPPORT[1])
        plan_proposals(self._console, support.as_actor(self._from()), admin, kept, self._later)
        plan_people(self._console, lambda: self._admin, self._people, self._later)
        wider = [*GROUPS["Meters"][0], "meters:edit"]
        self._later(0.01, partial(self._console.permission_groups.edit, admin, "Meters", permissions=wider))

    def _use(self) -> None:
        """Note when what was last used."""
        usage, admin = self._console.usage, self._admin
        paths = {application.name: application.path for application in APPLICATIONS}
        for view in self._console.authorizations.all(admin):
            if self._random.random() < 0.93:
                granted, ends = view.authorization.granted_at, view.authorization.expires_at or self._now
                newest = min(self._now, view.authorization.ended_at or self._now, ends)
                lately = self._random.random() < 0.04
                age = 10 ** (self._random.uniform(1, 5) if lately else self._random.uniform(4.2, 7.1))
                moment = max(granted, newest - timedelta(seconds=age))
                usage.authorization(view.authorization.id, moment, self._from(), paths[view.consumer.name])
        for consumer in self._console.consumers.all(admin):
            for secret in consumer.secrets:
                usage.secret(secret.id, self._ago(self._random.uniform(60, 200_000)), self._from(), "POST /oauth/token")
        for key in self._console.api_keys.all(admin):
            age = self._random.uniform(60, 50_000) if key.api_key.usable(self._now) else 110 * 86_400
            usage.secret(key.secrets[-1].id, self._ago(age), self._from(), "GET /api/warehouses/")
        usage.flush()

    def _ago(self, seconds: float) -> datetime:
        return self._now - timedelta(seconds=seconds)

    def _from(self) -> str:
        return self._random.choice(ADDRESSES)


def _plain(name: str) -> str:
    return "".join(sign for sign in search_form(name).replace(" ", ".") if sign.isalnum() or sign == ".").strip(".")

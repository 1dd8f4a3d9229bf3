"""What tests build on: a clock that stands still, a real base in a real file, with cheap password hashing."""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fracttal_console.bootstrap import Console, NewBase, init_base, open_base
from fracttal_console.crypto.passwords import Passwords
from fracttal_console.domain.actors import Actor, Role
from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.client_authentication import ClientMethod, PresentedClient
from fracttal_console.services.oauth_consumers import CreatedConsumer
from fracttal_console.settings import Settings

COMPANY = "Industrias Quillahue"
ADMIN_EMAIL = "lucia.ferreyra@quillahue.example"
MEMBER_EMAIL = "joaquin.olavarria@quillahue.example"
SUPPORT_EMAIL = "renata.coutinho@quillahue.example"
REDIRECT_URI = "https://portal.contratistas.example/oauth/callback"


def password() -> SecretText:
    """Return the password of everybody in the tests."""
    return SecretText("not-a-real-password-0000")


def cheap_passwords() -> Passwords:
    """Return Argon2id with so little memory that tests do not wait for it."""
    return Passwords(memory_kib=64, iterations=1)


class StandingClock:
    """A clock that moves only when told."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the moment."""
        return self._now

    def advance(self, step: timedelta) -> None:
        """Move on."""
        self._now += step


def register(console: Console, admin: Actor, name: str, **options: object) -> CreatedConsumer:
    """Register a consumer with the authorization code grant and the group "Field work", unless options differ."""
    settings: dict[str, object] = {
        "permission_group": "Field work",
        "grant": GrantType.AUTHORIZATION_CODE,
        "redirect_uris": [REDIRECT_URI],
        **options,
    }
    return console.consumers.create(admin, name=name, **settings)  # type: ignore[arg-type]


@dataclass(frozen=True)
class World:
    """An open base with a super administrator, support, a member, and two permission groups."""

    console: Console
    settings: Settings
    new_base: NewBase
    clock: StandingClock
    operator: Actor
    support: Actor
    member: Actor

    @property
    def admin(self) -> Actor:
        """The super administrator, who proved the password this moment, wherever the clock was put."""
        return replace(self.operator, proved_at=self.clock.now())

    def consumer(self, name: str = "Portal de Contratistas", **options: object) -> CreatedConsumer:
        """Register a consumer with the authorization code grant, unless options say otherwise."""
        return register(self.console, self.admin, name, **options)

    def job(self, name: str = "Sincronizador", **options: object) -> CreatedConsumer:
        """Register a consumer with client credentials."""
        return self.consumer(name, grant=GrantType.CLIENT_CREDENTIALS, redirect_uris=[], **options)

    def copied(self, directory: Path) -> "World":
        """Copy this base, which is closed, into a directory and open the copy at the hour when all began."""
        copy_base(self.settings.data_dir.parent, directory)
        settings, clock = make_settings(directory), StandingClock()
        console = open_base(settings, passwords=cheap_passwords(), clock=clock)
        return replace(self, console=console, settings=settings, clock=clock)


def presented(created: CreatedConsumer) -> PresentedClient:
    """Return a consumer as it presents itself to the token endpoint."""
    method = ClientMethod.BASIC if created.secret is not None else ClientMethod.NONE
    return PresentedClient(created.consumer.client_id, created.secret, method)


def make_settings(directory: Path) -> Settings:
    """Return the settings of a throw-away base with a key file."""
    return Settings(data_dir=directory / "base", key_provider=f"file:{directory / 'master.key'}")


def copy_base(source: Path, directory: Path) -> None:
    """Copy a base that is closed, and its key file, from one directory into another."""
    shutil.copytree(source / "base", directory / "base")
    shutil.copy(source / "master.key", directory / "master.key")


def make_world(directory: Path) -> World:
    """Make and open a base in a directory."""
    settings, clock = make_settings(directory), StandingClock()
    new_base = init_base(
        settings,
        company=COMPANY,
        email=ADMIN_EMAIL,
        name="Lucía Ferreyra",
        password=password(),
        passwords=cheap_passwords(),
        clock=clock,
    )
    console = open_base(settings, passwords=cheap_passwords(), clock=clock)
    admin = console.sign_in.operator(ADMIN_EMAIL, password())
    console.permission_groups.create(
        admin,
        name="Field work",
        permissions=["items:view", "third_parties:view", "work_orders:view", "work_orders:add", "work_orders:edit",
                     "work_orders:delete"],
    )  # fmt: skip
    console.permission_groups.create(admin, name="Reading", permissions=["items:view", "work_orders:view"])
    console.people.create(
        admin, email=MEMBER_EMAIL, name="Joaquín Olavarría Sepúlveda", role=Role.MEMBER, password=password(),
        permission_group="Field work",
    )  # fmt: skip
    console.people.create(admin, email=SUPPORT_EMAIL, name="Renata Coutinho", role=Role.SUPPORT, password=password())
    return World(
        console,
        settings,
        new_base,
        clock,
        admin,
        console.sign_in.operator(SUPPORT_EMAIL, password()),
        console.sign_in.operator(MEMBER_EMAIL, password()),
    )

"""The window on a base: what it is given to find, make and open one."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from fracttal_console.bootstrap.console import open_base
from fracttal_console.bootstrap.first_start import found_base
from fracttal_console.bootstrap.founding import recover_person
from fracttal_console.bootstrap.gateway_process import GatewayProcess
from fracttal_console.bootstrap.key_places import key_places
from fracttal_console.bootstrap.window_look import keep_look, read_look
from fracttal_console.crypto.passwords import Passwords, check_new_password, password_strength
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.clock import Clock
from fracttal_console.settings import Settings, load_settings, overridden_settings, save_settings
from fracttal_console.ui.guest import Guest
from fracttal_console.ui.ports import Founder, KeyPlace, OpenBase
from fracttal_console.ui.window.remembered import WindowLook

if TYPE_CHECKING:
    from fracttal_console.bootstrap.demo import Demo


class Program:
    """The doors of a base, as the window asks for them."""

    def __init__(
        self,
        settings: Settings,
        *,
        environ: Mapping[str, str] = os.environ,
        guest: Guest | None = None,
        passwords: Passwords | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Take where everything is.

        Args:
            settings: in force.
            environ: the process's environment.
            guest: who works on a demo base.
            passwords: how passwords are hashed; None takes the full cost.
            clock: tells the time; None takes the computer's own.
        """
        self._settings = settings
        self._environ = environ
        self._guest = guest
        self._passwords = passwords
        self._clock = clock
        self._gateway: GatewayProcess | None = None

    @classmethod
    def on_demo(cls, demo: "Demo", environ: Mapping[str, str]) -> "Program":
        """Return the doors of a demo base."""
        return cls(demo.settings, environ=environ, guest=Guest(demo.email, demo.password))

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self._settings

    @property
    def overridden(self) -> frozenset[str]:
        """The names of the settings that the environment settles."""
        return overridden_settings(self._environ)

    @property
    def guest(self) -> Guest | None:
        """Who works on a demo base; None on a real one."""
        return self._guest

    def look(self) -> WindowLook:
        """Return how the window of this base was left."""
        return read_look(self._settings.data_dir)

    def keep_look(self, look: WindowLook) -> None:
        """Keep how the window is left."""
        keep_look(self._settings.data_dir, look)

    def base_exists(self) -> bool:
        """Tell whether there is a base to open."""
        return self._settings.database_path.exists()

    def key_places(self) -> tuple[KeyPlace, ...]:
        """Return where a master key can be kept here."""
        return key_places(self._settings, self._environ)

    def strength(self, password: SecretText, personal: Iterable[str]) -> int:
        """Return how hard a password is to guess, 0 to 4.

        Raises:
            Invalid: field `password`: it breaks a rule.
        """
        known = tuple(personal)
        check_new_password(password, known)
        return password_strength(password, known)

    def found(self, place: KeyPlace, founder: Founder) -> SecretText:
        """Make the base and return its recovery code, in clear this once.

        Raises:
            Invalid, ConsoleError: nothing was made.
        """
        new, self._settings = found_base(
            self._settings, place.setting, company=founder.company, email=founder.email, name=founder.name,
            password=founder.password, environ=self._environ, passwords=self._passwords,
        )  # fmt: skip
        return new.recovery_code

    def open(self) -> OpenBase:
        """Open the base.

        Raises:
            ConsoleError: it or its master key cannot be had.
        """
        console = open_base(self._settings, environ=self._environ, passwords=self._passwords, clock=self._clock)
        gateway = self._gateway = GatewayProcess(self._settings, self._environ)

        def address() -> str:
            return self._settings.issuer or gateway.url or f"http://127.0.0.1:{self._settings.gateway_port}"

        return OpenBase(
            company=console.base.company,
            catalogue=console.catalogue,
            api_keys=console.api_keys,
            consumers=console.consumers,
            api_key_secrets=console.api_key_secrets,
            consumer_secrets=console.consumer_secrets,
            credential_tries=console.credential_tries,
            consumer_keys=console.consumer_keys,
            authorizations=console.authorizations,
            authorization_acts=console.authorization_acts,
            impact=console.impact,
            proposals=console.proposals,
            permission_groups=console.permission_groups,
            what_if=console.what_if,
            least_privilege=console.least_privilege,
            audit=console.audit,
            overview=console.overview,
            usage_figures=console.usage_figures,
            refused_requests=console.refused_requests,
            request_doctor=console.request_doctor,
            hawk_hosts=self._settings.hawk_hosts,
            sign_in=console.sign_in,
            preferences=console.preferences,
            tail=console.tail,
            people=console.people,
            invitations=console.invitations,
            second_factors=console.second_factors,
            refusal_days=lambda: self._settings.refusal_days,
            gateway=gateway,
            address=address,
            now=console.use_cases.now,
            close=console.close,
        )

    def recover_person(self, email: str, code: SecretText, password: SecretText) -> str:
        """Give a super administrator another password by the recovery code, and return the e-mail of that account.

        Raises:
            ConsoleError: the code is another, nobody is meant, or the password breaks a rule; nothing was changed.
        """
        person = recover_person(
            self._settings, code, email=email, password=password, passwords=self._passwords, clock=self._clock
        )
        return person.email

    def remember(self, changes: Mapping[str, str]) -> Settings:
        """Write settings down and return those now in force.

        Raises:
            SettingInvalid: a value is none that the setting can have.
        """
        save_settings(self._settings.data_dir, changes)
        fresh = load_settings({**self._environ, "FRACTTAL_CONSOLE_DATA_DIR": str(self._settings.data_dir)})
        self._settings = replace(fresh, key_provider=self._settings.key_provider)
        if self._gateway is not None:
            self._gateway.use(self._settings)
        return self._settings

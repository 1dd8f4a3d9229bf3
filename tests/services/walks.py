"""Short walks through several use cases, and looks at the file behind them without the product's own code."""

import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from fracttal_console.bootstrap import Console, open_base
from fracttal_console.crypto.hawk import HawkRequest, payload_hash, sign
from fracttal_console.domain.actors import Actor, Role
from fracttal_console.domain.audit import Event
from fracttal_console.domain.consumer_switches import Demand, SwitchChange
from fracttal_console.domain.errors import SignInFailed
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.api_keys import CreatedApiKey
from fracttal_console.services.basic_access import BasicCall
from fracttal_console.services.client_authentication import ClientMethod, PresentedClient
from fracttal_console.services.consent import ConsentRequest
from fracttal_console.services.device_grants import StartedDevice
from fracttal_console.services.hawk_access import HawkCall
from fracttal_console.services.oauth_consumers import CreatedConsumer
from fracttal_console.services.pkce import challenge_of
from fracttal_console.services.pushed_requests import Pushed
from fracttal_console.services.token_minting import IssuedTokens
from fracttal_console.settings import Settings
from tests.services.second_factors import with_codes
from tests.signing import Signer, jwks
from tests.support import REDIRECT_URI, World, cheap_passwords, make_settings, password, presented

ADDRESS = "192.0.2.10"
AUDIENCE = "https://auth.quillahue.example"
VERIFIER = "a-verifier-of-forty-three-characters-or-more"
_nonces = itertools.count()


def request_for(created: CreatedConsumer, scope: str = "") -> ConsentRequest:
    return ConsentRequest(
        client_id=created.consumer.client_id, redirect_uri=REDIRECT_URI, scope=scope, challenge=challenge_of(VERIFIER)
    )


def pushed(world: World, created: CreatedConsumer, **more: str) -> Pushed:
    """Push a request that is as it should be, with more parameters if given."""
    parameters = {
        "response_type": "code", "redirect_uri": REDIRECT_URI, "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256", **more,
    }  # fmt: skip
    return world.console.pushed_requests.push(
        presented(created), parameters=parameters, check=lambda _consumer: None, address=ADDRESS
    )


def started(world: World, created: CreatedConsumer) -> StartedDevice:
    return world.console.device_grants.start(presented(created), scope="", address=ADDRESS)


def code_for(world: World, created: CreatedConsumer, scope: str = "", person: Actor | None = None) -> SecretText:
    return world.console.consent.allow(person or world.member, request_for(created, scope))


def exchange(world: World, created: CreatedConsumer, code: SecretText, verifier: str | None = VERIFIER) -> IssuedTokens:
    return world.console.tokens.exchange_code(
        presented(created), code=code, redirect_uri=REDIRECT_URI, verifier=verifier, address=ADDRESS
    )


def tokens_for(world: World, created: CreatedConsumer, scope: str = "", person: Actor | None = None) -> IssuedTokens:
    return exchange(world, created, code_for(world, created, scope, person))


def refreshed(
    world: World, created: CreatedConsumer, refresh_token: SecretText | None, scope: str = ""
) -> IssuedTokens:
    assert refresh_token is not None
    return world.console.tokens.refresh(presented(created), refresh_token=refresh_token, scope=scope, address=ADDRESS)


def job_tokens(world: World, created: CreatedConsumer, scope: str = "") -> IssuedTokens:
    return world.console.tokens.client_credentials(presented(created), scope=scope, address=ADDRESS)


def signing_client(world: World, client_id: str, signer: Signer | None = None) -> PresentedClient:
    """Return a consumer as it presents itself by an assertion."""
    token = (signer or Signer()).assertion(client_id, AUDIENCE, now=int(world.clock.now().timestamp()))
    return PresentedClient(client_id, None, ClientMethod.PRIVATE_KEY_JWT, SecretText(token))


def may_now(console: Console, token: SecretText) -> set[str]:
    return set(console.bearer.check(token.reveal(), address=ADDRESS, path="/api/user/").permissions)


def hawk_call(
    world: World, created: CreatedApiKey, *, method: str = "GET", body: bytes = b"", hashed: bool = True, skew: int = 0,
    nonce: str | None = None, address: str = ADDRESS, host: str = "127.0.0.1",
) -> HawkCall:  # fmt: skip
    header = sign(
        created.api_key.key_id,
        created.secret,
        HawkRequest(method=method, resource="/api/user/?x=1", host=host, port=8750),
        ts=int(world.clock.now().timestamp()) + skew,
        nonce=nonce or f"n{next(_nonces)}",
        payload_hash=payload_hash("text/plain", body) if hashed and body else "",
    )
    return HawkCall(
        authorization=header,
        method=method,
        resource="/api/user/?x=1",
        host="127.0.0.1",
        port=8750,
        content_type="text/plain",
        body=body,
        address=address,
    )


def basic_call(created: CreatedApiKey, address: str = ADDRESS) -> BasicCall:
    return BasicCall(
        key_id=created.api_key.key_id, secret=created.secret, method="GET", path="/api/user/", address=address
    )


def events(world: World, most: int = 1000) -> list[Event]:
    """Return the events, newest first."""
    return world.console.audit.newest(world.admin, most=most)


def tags(world: World, most: int = 1000) -> list[str]:
    return [event.tag for event in events(world, most)]


@contextmanager
def raw(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a plain connection, as a database editor would make it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def dump(path: Path, *, without: tuple[str, ...] = ("events", "chain_head")) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of all tables but some."""
    with raw(path) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)  # noqa: S608  # names of our own tables
            for name in names
            if name not in without
        }


@dataclass(frozen=True)
class FullBase:
    """A closed base with rows in every table, and a credential of each kind that opens something."""

    world: World
    directory: Path
    portal: CreatedConsumer
    job: CreatedConsumer
    signing: CreatedConsumer
    key: CreatedApiKey
    tokens: IssuedTokens
    code: SecretText
    cookie: SecretText
    revoked: str
    proposal: str
    link: SecretText
    recovery_code: SecretText
    pushed: SecretText
    device: StartedDevice

    @contextmanager
    def copied(self, directory: Path) -> Iterator["OpenedCopy"]:
        """Give a copy of the base, to be changed before its `open` is called."""
        shutil.copytree(self.directory / "base", directory / "base")
        shutil.copy(self.directory / "master.key", directory / "master.key")
        copy = OpenedCopy(self, make_settings(directory))
        try:
            yield copy
        finally:
            copy.close()


class OpenedCopy:
    """A copy of a full base."""

    def __init__(self, full: FullBase, settings: Settings) -> None:
        self.full = full
        self.settings = settings
        self.path = settings.database_path
        self._console: Console | None = None

    def open(self) -> World:
        """Open the copy; credentials of the original open it as well."""
        self._console = open_base(self.settings, passwords=cheap_passwords(), clock=self.full.world.clock)
        return replace(self.full.world, console=self._console, settings=self.settings)

    def close(self) -> None:
        """Close what was opened, whatever state it is in."""
        if self._console is not None:
            self._console.store.close()
            self._console = None


def fill(world: World, directory: Path) -> FullBase:
    """Put rows into every table of a fresh base and close it."""
    console = world.console
    switches = SwitchChange(par=Demand.ALLOWED, device=True)
    portal = world.consumer(contact="ana@portal.example", networks=["192.0.2.0/24"], switches=switches)
    job = world.job()
    key = console.api_keys.create(world.admin, name="Sensor", permission_group="Reading", legacy_basic=True)
    tokens = tokens_for(world, portal)
    job_tokens(world, job)
    console.consumer_secrets.rotate(world.admin, job.consumer.client_id)
    used, code = code_for(world, portal), code_for(world, portal)
    exchange(world, portal, used)
    tokens = refreshed(world, portal, tokens.refresh_token)
    console.hawk.check(hawk_call(world, key))
    may_now(console, tokens.access_token)
    cookie = console.sign_in.browser("joaquin.olavarria@quillahue.example", password(), address=ADDRESS)
    with suppress(SignInFailed):
        console.sign_in.operator("nobody@quillahue.example", password())
    console.permission_groups.edit(world.admin, "Reading", name="Only reading", permissions=["items:view"])
    console.people.create(world.admin, email="w@quillahue.example", name="W", role=Role.MEMBER, password=password())
    left = world.consumer("Bodega")
    tokens_for(world, left)
    ended = str(console.authorizations.all(world.admin)[0].authorization.id)
    console.authorizations.revoke(world.admin, ended)
    kept = next(view for view in console.authorizations.all(world.admin) if view.consumer.id == portal.consumer.id)
    proposal = console.proposals.create(world.support, str(kept.authorization.id), reason="Left the company")
    invited = console.invitations.invite(
        world.admin, email="invited@quillahue.example", name="Invited", role=Role.MEMBER
    )
    signing = world.job("Firmante", public_keys=jwks(Signer()))
    console.assertions.proved(signing_client(world, signing.consumer.client_id), {AUDIENCE})
    codes = with_codes(world, world.support)
    uri, device = pushed(world, portal).request_uri, started(world, portal)
    console.device_grants.enter(world.member, device.user_code)
    console.device_grants.allow(world.member, device.user_code)
    console.close()
    return FullBase(
        world, directory, portal, job, signing, key, tokens, code, cookie, ended, str(proposal.id), invited.token,
        codes.recovery[0], uri, device,
    )  # fmt: skip

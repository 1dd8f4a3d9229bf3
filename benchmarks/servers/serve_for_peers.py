"""Make a throw-away base with one consumer, then become `serve`: what a benchmark of several servers starts.

Environment: PORT to listen on, DATA_DIR for the base; `client.json` is written there before anything listens, with
`client_id`, `client_secret` and the `scope` to ask for. Where FAMILIES is a number, there is a consumer with so many
refresh tokens of one person as well (`portal_id`, `portal_secret`, `refresh_tokens`), and an API key (`key_id`, `key`).
"""

import json
import os
import sys
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

from fracttal_console.bootstrap import Console, init_base, open_base
from fracttal_console.domain.actors import Actor, Role
from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.client_authentication import ClientMethod, PresentedClient
from fracttal_console.services.consent import ConsentRequest
from fracttal_console.settings import Settings

GROUP, SCOPE = "Benchmark", "work_orders:view"
RETURN_TO = "https://portal.benchmark.example/callback"
VERIFIER = "verifier-verifier-verifier-verifier-verifier-000"
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def main() -> None:
    """Prepare, and replace this process by the gateway."""
    data = Path(os.environ["DATA_DIR"]).absolute()
    settings = Settings(data_dir=data / "base", key_provider=f"file:{data / 'master.key'}")
    password = SecretText("only-for-a-benchmark-0000")
    init_base(settings, company="Benchmark Ltd.", email="admin@benchmark.example", name="Admin", password=password)
    console = open_base(settings)
    admin = console.sign_in.operator("admin@benchmark.example", password)
    console.permission_groups.create(admin, name=GROUP, permissions=[SCOPE])
    made = console.consumers.create(admin, name="Benchmark", permission_group=GROUP, grant=GrantType.CLIENT_CREDENTIALS)
    if made.secret is None:
        raise RuntimeError("a confidential consumer has a secret")
    client: dict[str, object] = {
        "client_id": made.consumer.client_id, "client_secret": made.secret.reveal(), "scope": SCOPE
    }  # fmt: skip
    if families := int(os.environ.get("FAMILIES", "0")):
        client |= refreshing(console, admin, families) | signing(console, admin)
    console.close()
    descriptor = os.open(data / "client.json", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(client, file)
    environment = {
        **os.environ,
        "FRACTTAL_CONSOLE_DATA_DIR": str(settings.data_dir),
        "FRACTTAL_CONSOLE_KEY_PROVIDER": settings.key_provider,
    }
    command = [sys.executable, "-m", "fracttal_console", "serve", "--port", os.environ["PORT"], "--no-log-requests"]
    os.execve(sys.executable, command, environment)  # noqa: S606  # our own program, no shell


def refreshing(console: Console, admin: Actor, families: int) -> dict[str, object]:
    """Let a person consent so many times, and return a consumer with a refresh token of each."""
    email, password = "member@benchmark.example", SecretText("only-for-a-benchmark-1111")
    console.people.create(
        admin, email=email, name="Member", role=Role.MEMBER, password=password, permission_group=GROUP
    )
    member = console.sign_in.operator(email, password)
    made = console.consumers.create(
        admin, name="Portal", permission_group=GROUP, grant=GrantType.AUTHORIZATION_CODE, redirect_uris=[RETURN_TO]
    )
    if made.secret is None:
        raise RuntimeError("a confidential consumer has a secret")
    client_id = made.consumer.client_id
    client = PresentedClient(client_id, made.secret, ClientMethod.BASIC)
    asked = ConsentRequest(client_id=client_id, redirect_uri=RETURN_TO, scope=SCOPE, challenge=CHALLENGE)
    tokens = [
        console.tokens.exchange_code(
            client, code=console.consent.allow(member, asked), redirect_uri=RETURN_TO, verifier=VERIFIER,
            address="127.0.0.1",
        ).refresh_token
        for _ in range(families)
    ]  # fmt: skip
    revealed = [token.reveal() for token in tokens if token is not None]
    return {"portal_id": client_id, "portal_secret": made.secret.reveal(), "refresh_tokens": revealed}


def signing(console: Console, admin: Actor) -> dict[str, object]:
    """Return an API key."""
    made = console.api_keys.create(admin, name="Warehouse", permission_group=GROUP)
    return {"key_id": made.api_key.key_id, "key": made.secret.reveal()}


if __name__ == "__main__":
    main()

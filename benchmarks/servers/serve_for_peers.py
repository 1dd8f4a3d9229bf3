"""Make a throw-away base with one consumer, then become `serve`: what a benchmark of several servers starts.

Environment: PORT to listen on, DATA_DIR for the base; `client.json` is written there before anything listens, with
`client_id`, `client_secret` and the `scope` to ask for.
"""

import json
import os
import sys
from pathlib import Path

from fracttal_console.bootstrap import init_base, open_base
from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.domain.secrets import SecretText
from fracttal_console.settings import Settings


def main() -> None:
    """Prepare, and replace this process by the gateway."""
    data = Path(os.environ["DATA_DIR"]).absolute()
    settings = Settings(data_dir=data / "base", key_provider=f"file:{data / 'master.key'}")
    password = SecretText("only-for-a-benchmark-0000")
    init_base(settings, company="Benchmark Ltd.", email="admin@benchmark.example", name="Admin", password=password)
    console = open_base(settings)
    admin = console.sign_in.operator("admin@benchmark.example", password)
    console.permission_groups.create(admin, name="Benchmark", permissions=["work_orders:view"])
    made = console.consumers.create(
        admin, name="Benchmark", permission_group="Benchmark", grant=GrantType.CLIENT_CREDENTIALS
    )
    console.close()
    if made.secret is None:
        raise RuntimeError("a confidential consumer has a secret")
    client = {"client_id": made.consumer.client_id, "client_secret": made.secret.reveal(), "scope": "work_orders:view"}
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


if __name__ == "__main__":
    main()

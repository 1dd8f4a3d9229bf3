"""Steps that prepare: the base, a permission group, an API key; and Hawk."""

import secrets
import time

from fracttal_console.cli.tour.browser import Browser
from fracttal_console.cli.tour.walk import Check, Report, Walk, inner, status_is, value_is
from fracttal_console.domain.secrets import SecretText
from fracttal_console.trial.hawk_client import HawkRequest

COMPANY = "Industrias Quillahue"
ADMIN = "lucia.ferreyra@quillahue.example"
GROUP = "Field work"
PERMISSIONS = ("work_orders:view", "work_orders:add", "items:view")


def make_base(walk: Walk) -> Report:
    """Make the base and open it; start the gateway on it."""
    from fracttal_console.bootstrap import gateway_in_thread, init_base, open_base  # noqa: PLC0415 - loaded last

    password = SecretText(walk.veil.note(secrets.token_urlsafe(24)))
    made = init_base(walk.settings, company=COMPANY, email=ADMIN, name="Lucía Ferreyra", password=password)
    code = walk.veil.note(made.recovery_code.reveal())
    walk.console = open_base(walk.settings)
    walk.stack.callback(walk.console.close)
    walk.admin = walk.console.sign_in.operator(ADMIN, password)
    home = walk.stack.enter_context(gateway_in_thread(walk.settings, walk.console))
    walk.browser = Browser(home, walk.texts.tag, walk.veil)
    health = walk.browser.ask("GET", "/healthz")
    return Report(
        f"init --company {COMPANY!r} --email {ADMIN}",
        f"base {made.base.base_id}, recovery code {code}, gateway {home}",
        (value_is("company", walk.console.base.company, COMPANY), status_is(health, 200)),
    )


def make_group(walk: Walk) -> Report:
    """Make the permission group of everything that follows."""
    group = walk.console.permission_groups.create(walk.admin, name=GROUP, permissions=PERMISSIONS)
    return Report(
        f"permission-groups create --name {GROUP!r} " + " ".join(f"--allow {name}" for name in PERMISSIONS),
        f"id {group.id}",
        (value_is("permissions", len(group.allowed), len(PERMISSIONS)),),
    )


def make_api_key(walk: Walk) -> Report:
    """Make an API key."""
    made = walk.console.api_keys.create(walk.admin, name="Nightly report", permission_group=GROUP)
    walk.keep(key=made.api_key.key_id)
    walk.keep_secret(hawk=made.secret.reveal())
    return Report(
        f"api-keys create --name 'Nightly report' --permission-group {GROUP!r}",
        f"key {walk.kept['key']}, secret {walk.kept['hawk']}",
        (Check("key fck_…, secret fch_…", walk.kept["key"][:4] == "fck_" and walk.kept["hawk"][:4] == "fch_"),),
    )


def call_with_hawk(walk: Walk) -> Report:
    """Call the API with the API key, signed."""
    header = HawkRequest(
        key_id=walk.kept["key"],
        secret=walk.kept["hawk"],
        resource="/api/user/",
        host=walk.browser.host,
        port=walk.browser.port,
        ts=int(time.time()),
        nonce=secrets.token_hex(4),
    ).header()
    walk.veil.note(header.rpartition('mac="')[2].rstrip('"'))
    walk.keep(signed=header)
    answer = walk.user(header)
    return Report(
        f"GET /api/user/, Authorization: {header}",
        str(answer),
        (
            status_is(answer, 200),
            value_is("credential.kind", inner(answer.json(), "data", "credential", "kind"), "api_key"),
            value_is("person", inner(answer.json(), "data", "person"), None),
        ),
    )


def replay_hawk(walk: Walk) -> Report:
    """Send the very same request again."""
    answer = walk.user(walk.kept["signed"])
    return Report(f"GET /api/user/, Authorization: {walk.kept['signed']}", str(answer), (status_is(answer, 401),))

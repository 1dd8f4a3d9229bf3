"""Which role the window offers what: the whole table, and a base in which everything is offered somewhere."""

import ast
from pathlib import Path

from fracttal_console.domain.actors import Actor, Role
from fracttal_console.domain.refusals import RefusalFact, RefusalKind
from fracttal_console.services.refusal_recorder import RefusedRequest
from fracttal_console.ui.request_doctor.details import REPAIRS
from tests.journeys.live import PROJECT, LiveBase
from tests.services.walks import request_for
from tests.support import SUPPORT_EMAIL, password
from tests.ui.codes import set_up

ADMIN = frozenset({Role.SUPER_ADMINISTRATOR})
BOTH = frozenset({Role.SUPER_ADMINISTRATOR, Role.SUPPORT})

_CREDENTIALS = {
    "create": ADMIN, "edit": ADMIN, "rotate": ADMIN, "follow": BOTH, "snippets": BOTH, "try": ADMIN, "disable": ADMIN,
    "enable": ADMIN, "end": ADMIN, "restore": ADMIN, "copy_link": BOTH,
}  # fmt: skip

OFFERS = {
    "overview": {"create": ADMIN, "register": ADMIN, "numbers": BOTH},
    "api_keys": _CREDENTIALS,
    "oauth_consumers": {**_CREDENTIALS, "keys": ADMIN},
    "authorizations": {
        "choose_by": ADMIN, "suspend": ADMIN, "resume": ADMIN, "end": ADMIN, "undo": ADMIN, "end_person": ADMIN,
        "end_consumer": ADMIN, "propose": frozenset({Role.SUPPORT}), "copy_link": BOTH, "numbers": BOTH,
    },
    "audit": {"verify": BOTH, "export": BOTH, "copy_json": BOTH, "follow": BOTH, "copy_row": BOTH, "copy_link": BOTH},
    "request_doctor": {
        "create": BOTH, "copy_row": BOTH, "add_redirect_uri": ADMIN, "enable_consumer": ADMIN, "enable_api_key": ADMIN,
        "edit_group": ADMIN, "edit_consumer": ADMIN, "edit_api_key": ADMIN, "open_keys": ADMIN,
        "open_settings": ADMIN, "rotate_consumer": ADMIN, "rotate_api_key": ADMIN, "open_authorizations": BOTH,
    },
    "reviews": {"decline": ADMIN, "approve": ADMIN, "skip": ADMIN},
    "people": {
        "create": ADMIN, "edit": ADMIN, "reset_password": ADMIN, "reset_totp": ADMIN, "enable": ADMIN, "end": ADMIN,
        "follow": BOTH, "copy_link": BOTH,
    },
    "permission_groups": {"create": ADMIN, "edit": ADMIN, "copy_link": BOTH},
}  # fmt: skip
"""Every action of every page, by its key, and who is offered it."""

COMMANDS = {
    **{f"page:{page}": BOTH for page in OFFERS},
    "do:api_keys:create": ADMIN, "do:oauth_consumers:create": ADMIN, "do:permission_groups:create": ADMIN,
    "do:people:create": ADMIN, "do:audit:verify": BOTH,
    "do:lock": BOTH, "do:gateway": ADMIN, "do:private": BOTH, "do:keys": BOTH, "do:theme": BOTH, "do:language": BOTH,
    "do:leave": BOTH, "do:quit": BOTH,
}  # fmt: skip
"""Every command of the palette while no row is chosen."""

SETTINGS = {
    "language": BOTH, "theme": BOTH, "zoom": BOTH, "clipboard_seconds": BOTH, "lock_minutes": BOTH, "tray": BOTH,
    "lock_when_hidden": BOTH, "gateway_start": ADMIN, "gateway_port": ADMIN, "issuer": ADMIN, "trusted_proxies": ADMIN,
    "usage_days": ADMIN, "refusal_days": ADMIN, "identity_provider_issuer": ADMIN,
    "identity_provider_client_id": ADMIN, "identity_provider_secret_file": ADMIN,
}  # fmt: skip
"""Every control of the settings, by the name of what it sets; the own account is everybody's."""

KEYS = frozenset({
    "Ctrl+K", "Ctrl+,", "F6", "Shift+F6", "Alt+Left", "Alt+Right", "F1", "Ctrl++", "Ctrl+=", "Ctrl+-", "Ctrl+0",
    "Ctrl+Shift+H", "Ctrl+F", "Ctrl+Z", "Ctrl+Shift+X", "Ctrl+N", "F2", "Del", "Ctrl+E", "Ctrl+Shift+T", "Ctrl+C",
    "Ctrl+Shift+C", *(f"Ctrl+{number}" for number in range(1, 10)),
})  # fmt: skip
"""Every key of the window: those of actions do what `OFFERS` says, the rest is for everybody."""

MENU = ("Language", "Theme", "Lock", "Sign out", "Quit")
"""The menu of the person, for everybody."""


def written_actions() -> set[str]:
    """Return the keys of all actions that the window's code names."""
    found = set(REPAIRS)
    for path in Path(PROJECT / "fracttal_console" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Action"
            if made and isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


def fill(live: LiveBase) -> Actor:
    """Put a row in every state on every page, and return a person of the support staff."""
    console, admin = live.console, live.admin
    console.people.create(admin, email=SUPPORT_EMAIL, name="Renata", role=Role.SUPPORT, password=password())
    support = console.sign_in.operator(SUPPORT_EMAIL, password())
    _people(live)
    keys = {
        name: console.api_keys.create(admin, name=name, permission_group="Field work").api_key.key_id
        for name in ("Active key", "Disabled key", "Binned key", "Turning key")
    }
    console.api_keys.disable(admin, keys["Disabled key"])
    console.api_keys.revoke(admin, keys["Binned key"])
    console.api_key_secrets.rotate(admin, keys["Turning key"])
    console.consent.allow(live.member, request_for(live.consumer("Portal")))
    jobs = {
        name: live.job(name).consumer.client_id
        for name in ("Active", "Suspended", "Revoked", "Proposed", "Also proposed", "Declined", "Disabled", "Binned",
                     "Turning")
    }  # fmt: skip
    for ref in jobs.values():
        # what was enabled once has its authorization
        console.consumers.disable(admin, ref)
        console.consumers.enable(admin, ref)
    granted = {
        view.consumer.name: str(view.authorization.id) for view in console.authorizations.all(admin)
    }  # fmt: skip
    console.authorizations.suspend(admin, granted["Suspended"])
    console.authorizations.revoke(admin, granted["Revoked"])
    for name in ("Proposed", "Also proposed", "Declined"):
        made = console.proposals.create(support, granted[name], reason="Dormant")
        if name == "Declined":
            console.proposals.decline(admin, str(made.id), answer="Still needed")
    console.consumers.disable(admin, jobs["Disabled"])
    console.consumers.delete(admin, jobs["Binned"])
    console.consumer_secrets.rotate(admin, jobs["Turning"])
    _refusals(live, {**jobs, **keys})
    return support


def _people(live: LiveBase) -> None:
    people, admin = live.console.people, live.admin
    live.console.invitations.invite(admin, email="ana@quillahue.example", name="Ana", role=Role.SUPPORT)
    for name in ("bo", "cai"):
        people.create(
            admin, email=f"{name}@quillahue.example", name=name, role=Role.SUPPORT, password=password()
        )  # fmt: skip
    people.disable(admin, "bo@quillahue.example")
    set_up(live.console, live.console.sign_in.operator("cai@quillahue.example", password()))


def _refusals(live: LiveBase, refs: dict[str, str]) -> None:
    portal = next(v.consumer for v in live.console.consumers.all(live.admin) if v.consumer.name == "Portal").client_id
    rows: tuple[tuple[str, str, RefusalKind, dict[str, RefusalFact]], ...] = (
        ("redirect_unregistered", portal, RefusalKind.AUTHORIZATION, {"redirect_uri": "https://new.example/back"}),
        ("client_disabled", refs["Disabled"], RefusalKind.TOKEN, {}),
        ("key_ended", refs["Disabled key"], RefusalKind.HAWK, {}),
        ("scope_refused", refs["Active"], RefusalKind.TOKEN, {"scope": "items:delete"}),
        ("network_not_allowed", refs["Active"], RefusalKind.TOKEN, {}),
        ("network_not_allowed", refs["Active key"], RefusalKind.HAWK, {}),
        ("authorization_ended", refs["Active"], RefusalKind.BEARER, {}),
        ("secret_wrong", refs["Active"], RefusalKind.TOKEN, {}),
        ("assertion_signature", refs["Active"], RefusalKind.TOKEN, {}),
        ("basic_wrong", refs["Active key"], RefusalKind.HAWK, {}),
        ("host_unknown", refs["Active key"], RefusalKind.HAWK, {}),
    )
    for cause, ref, kind, facts in rows:
        live.console.refusals.note(
            RefusedRequest(
                kind=kind, cause=cause, public_id=ref, address="192.0.2.7", method="POST", path="/x", facts=facts
            )
        )
    live.console.refusals.flush()

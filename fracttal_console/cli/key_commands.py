"""The commands on public keys of consumers, and how keys are shown."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.impact import dry_run, show_impact
from fracttal_console.cli.options import acting, ref, refuse_both
from fracttal_console.cli.output import facts, moment, show, state
from fracttal_console.cli.secret_input import STANDARD_INPUT
from fracttal_console.cli.spoken import option
from fracttal_console.domain.consumer_keys import ConsumerKey
from fracttal_console.domain.errors import Invalid
from fracttal_console.texts.catalogue import N_, Texts

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.services.consumer_views import ConsumerView

_LONGEST = 64 * 1024
_LIVE, _RETIRED = "active", "retired"


def read_key_file(path: str) -> str:
    """Return the text of a file with public keys; `-` is standard input.

    Raises:
        Invalid: field `key`, rule `key_file` or `key_too_long`.
    """
    try:
        if path == STANDARD_INPUT:
            raw = sys.stdin.buffer.read(_LONGEST + 1)
        else:
            with Path(path).open("rb") as file:
                raw = file.read(_LONGEST + 1)
        text = raw.decode("utf-8")
    except (OSError, ValueError):
        raise Invalid("key", "key_file", value=path) from None
    if len(raw) > _LONGEST:
        raise Invalid("key", "key_too_long", max=_LONGEST)
    return text


def add_key_commands(group: click.Group) -> None:
    """Add the commands to a group."""

    @group.command("add-key", help=N_("Give a consumer public keys (JWKS, JWK or PEM), by which it proves itself."))
    @ref
    @option("--file", "path", metavar="FILE", required=True, help=N_("File with the keys; - reads standard input."))
    @option("--kid", metavar="NAME", help=N_("Name of a single key; else the one it has, or its thumbprint."))
    @acting
    def _add(invocation: Invocation, *, ref: str, path: str, kid: str | None) -> None:
        text = read_key_file(path)
        with invocation.acting() as (console, actor):
            added = console.consumer_keys.add(actor, ref, text, kid=kid or "")
        _ = invocation.texts.gettext
        lines = [line for key in added for line in facts([(_("Key"), key.kid), (_("Thumbprint"), key.thumbprint)])]
        show(invocation, [_document(key) for key in added], lines)

    @group.command("retire-key", help=N_("Retire a public key now: what it signs is refused."))
    @ref
    @click.argument("key")
    @option("--compromised", is_flag=True,
            help=N_("For a key that leaked: every code and token of the consumer ends too."))  # fmt: skip
    @dry_run
    @acting
    def _retire(invocation: Invocation, *, ref: str, key: str, compromised: bool, dry_run: bool) -> None:
        refuse_both("--dry-run", dry_run, "--compromised", compromised)
        with invocation.acting() as (console, actor):
            if dry_run:
                show_impact(invocation, console.consumer_keys.impact(actor, ref, key))
                return
            retired = console.consumer_keys.retire(actor, ref, key, compromised=compromised)
        said = invocation.texts.gettext("The key {kid} was retired.").format(kid=retired.kid)
        show(invocation, _document(retired), [said])


def key_documents(view: "ConsumerView") -> list[dict[str, Any]]:
    """Return what is known of a consumer's public keys."""
    documents = []
    for key in view.keys:
        use = view.key_uses.get(key.id)
        used = {
            "last_used_at": moment(use.at if use else None),
            "last_used_from": use.address if use else None,
            "last_used_path": use.path if use else None,
        }
        documents.append({**_document(key), **used})
    return documents


def key_words(view: "ConsumerView", texts: Texts) -> str:
    """Return names and states of a consumer's public keys for people."""
    return ", ".join(f"{key.kid} ({state('secret', _status(key), texts)})" for key in view.keys)


def _status(key: ConsumerKey) -> str:
    return _LIVE if key.live else _RETIRED


def _document(key: ConsumerKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "kid": key.kid,
        "thumbprint": key.thumbprint,
        "status": _status(key),
        "created_at": moment(key.created_at),
        "created_by": key.created_by,
        "retired_at": moment(key.retired_at),
    }

"""The commands on secrets, the same for `consumers` and `api-keys`: rotate, extend, retire, print a snippet."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.credentials import shown_once
from fracttal_console.cli.impact import dry_run, show_impact
from fracttal_console.cli.options import acting, moment_of, one_of, ref, refuse_both, whole_number
from fracttal_console.cli.output import Fact, facts, moment, short_moment, show
from fracttal_console.cli.spoken import option
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.rotations import IDLE_DAYS
from fracttal_console.domain.secrets import CredentialSecret
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.snippets import ALL_OFF, SnippetLanguage, snippet, snippets_of

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.services.secret_rotation import RotatedSecret, SecretRotation


@dataclass(frozen=True, slots=True)
class SecretNames:
    """How one kind of credential is spoken of.

    `service` is the part of the console; `public_id` and `secret` are its names in documents, the labels those for
    people.
    """

    service: str
    public_id: str
    public_label: str
    secret: str
    secret_label: str


def add_secret_commands(group: click.Group, names: SecretNames) -> None:
    """Add the commands to a group."""
    _add_rotate(group, names)
    _add_extend(group, names)
    _add_retire(group, names)
    _add_snippet(group, names)


def _add_rotate(group: click.Group, names: SecretNames) -> None:
    @group.command("rotate", help=N_("Make a new secret, shown this once; the old one retires when it is unused."))
    @ref
    @option("--idle-days", metavar="N", callback=whole_number,
            help=N_("Retire the old secret after so many days without use (7)."))  # fmt: skip
    @option("--retire-by", metavar="DATE", help=N_("Retire the old secret then at the latest (after 30 days)."))
    @option("--now", "at_once", is_flag=True, help=N_("Retire the old secrets at once: their next use is refused."))
    @option("--compromised", is_flag=True,
            help=N_("As --now, for a secret that leaked: every token that was got with it ends too."))  # fmt: skip
    @dry_run
    @acting
    def _rotate(
        invocation: Invocation,
        *,
        ref: str,
        idle_days: int | None,
        retire_by: str | None,
        at_once: bool,
        compromised: bool,
        dry_run: bool,
    ) -> None:
        for flag, given in (("--now", at_once), ("--compromised", compromised)):
            refuse_both(flag, given, "--idle-days", idle_days is not None)
            refuse_both(flag, given, "--retire-by", retire_by)
        if dry_run and not (at_once or compromised):
            said = invocation.texts.gettext("{option} goes with --now or --compromised: else both secrets work.")
            raise click.UsageError(said.format(option="--dry-run"))
        ends = moment_of("retire_by", retire_by)
        days = 0 if at_once or compromised else IDLE_DAYS if idle_days is None else idle_days
        with invocation.acting() as (console, actor):
            service: SecretRotation[Any] = getattr(console, names.service)
            if dry_run:
                show_impact(invocation, service.impact(actor, ref))
                return
            rotated = service.rotate(actor, ref, idle_days=days, retire_by=ends, compromised=compromised)
        _show_rotated(invocation, names, rotated, days)


def _show_rotated(invocation: Invocation, names: SecretNames, rotated: "RotatedSecret[Any]", days: int) -> None:
    texts, old = invocation.texts, rotated.retiring
    _ = texts.gettext
    rows: list[Fact] = [
        (_("Id"), str(rotated.credential.id)),
        (_(names.public_label), rotated.credential.public_id),
        (_(names.secret_label), rotated.clear.reveal()),
    ]
    if old is not None:
        rows += _retiring_facts(old, days, texts)
    document = {
        "id": rotated.credential.id,
        names.public_id: rotated.credential.public_id,
        names.secret: rotated.clear.reveal(),
        "hint": rotated.secret.hint,
        "retiring": None if old is None else _retiring_document(old, days),
    }
    show(invocation, document, shown_once(_("There is a new secret."), rows, texts))


def _add_extend(group: click.Group, names: SecretNames) -> None:
    @group.command("extend-rotation", help=N_("Give the old secret more time; its idle days count anew."))
    @ref
    @option("--idle-days", metavar="N", callback=whole_number,
            help=N_("Retire the old secret after so many days without use."))  # fmt: skip
    @option("--retire-by", metavar="DATE", help=N_("Retire the old secret then at the latest (30 days from now)."))
    @acting
    def _extend(invocation: Invocation, *, ref: str, idle_days: int | None, retire_by: str | None) -> None:
        ends = moment_of("retire_by", retire_by)
        with invocation.acting() as (console, actor):
            service: SecretRotation[Any] = getattr(console, names.service)
            old = service.extend(actor, ref, idle_days=idle_days, retire_by=ends)
            days = service.show(actor, ref).rotations[old.id].idle_days
        show(invocation, _retiring_document(old, days), facts(_retiring_facts(old, days, invocation.texts)))


def _add_retire(group: click.Group, names: SecretNames) -> None:
    @group.command("retire-secret", help=N_("Retire one of two secrets now: its next use is refused."))
    @ref
    @click.argument("secret")
    @dry_run
    @acting
    def _retire(invocation: Invocation, *, ref: str, secret: str, dry_run: bool) -> None:
        with invocation.acting() as (console, actor):
            service: SecretRotation[Any] = getattr(console, names.service)
            if dry_run:
                show_impact(invocation, service.impact(actor, ref, secret))
                return
            retired = service.retire(actor, ref, secret)
        said = invocation.texts.gettext("The secret {hint} was retired.").format(hint=retired.hint)
        show(invocation, {"id": retired.id, "hint": retired.hint, "status": "retired"}, [said])


def _add_snippet(group: click.Group, names: SecretNames) -> None:
    @group.command("snippet", help=N_("Print a program for the integrator, complete but for the secret."))
    @ref
    @option("--in", "language", required=True, **one_of(SnippetLanguage), help=N_("What it is written in."))
    @option("--url", help=N_("Where the gateway answers; else as it is set."))
    @option("--device", is_flag=True, help=N_("For a device without a browser, where the consumer has one beside."))
    @acting
    def _snippet(invocation: Invocation, *, ref: str, language: SnippetLanguage, url: str | None, device: bool) -> None:
        with invocation.acting() as (console, actor):
            service: SecretRotation[Any] = getattr(console, names.service)
            credential = service.show(actor, ref).credential
            consumer = isinstance(credential, Consumer)
            switches = console.consumers.show(actor, credential.public_id).switches if consumer else ALL_OFF
        settings = invocation.settings()
        if device and not switches.device:
            raise Invalid("device", "device_off")
        kind, uri = snippets_of(credential, switches)[-1 if device else 0]
        text = snippet(
            kind,
            language,
            url=url or settings.issuer or f"http://127.0.0.1:{settings.gateway_port}",
            public_id=credential.public_id,
            redirect_uri=uri,
            switches=switches,
        )
        show(invocation, {"kind": str(kind), "language": str(language), "text": text}, [text.rstrip()])


def _retiring_document(old: CredentialSecret, days: int) -> dict[str, Any]:
    return {"id": old.id, "hint": old.hint, "idle_days": days, "retire_by": moment(old.expires_at)}


def _retiring_facts(old: CredentialSecret, days: int, texts: Texts) -> list[Fact]:
    idle = texts.ngettext("after {n} day without use", "after {n} days without use", days).format(n=days)
    return [
        (texts.gettext("Old secret"), old.hint),
        (texts.gettext("Retires"), idle),
        (texts.gettext("At the latest"), short_moment(old.expires_at)),
    ]

"""`try`, the same for `consumers` and `api-keys`: walk the real flow against the gateway and show each step."""

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.failures import REFUSED
from fracttal_console.cli.options import acting, ref
from fracttal_console.cli.output import show
from fracttal_console.cli.spoken import option
from fracttal_console.domain.actors import Actor
from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.secrets import SecretText
from fracttal_console.texts.catalogue import N_, Texts
from fracttal_console.texts.findings import finding_advice, finding_title
from fracttal_console.texts.tries import (
    cause_advice,
    cause_title,
    consented_words,
    step_meaning,
    step_title,
    waiting,
)

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.bootstrap import Console
    from fracttal_console.trial.steps import Step

_MARKS = {"held": "ok", "failed": "x", "left_out": "-"}


def add_try_command(group: click.Group, verb: str) -> None:
    """Add the command to a group.

    Args:
        group: the commands on one kind of credential.
        verb: which use case begins a try of this kind.
    """

    @group.command("try", help=N_("Walk the real flow against the gateway, with its secret, and show each step."))
    @ref
    @option("--secret-file", metavar="FILE", default="",
            help=N_("First line of this file is the secret; - reads standard input. Else you are asked."))  # fmt: skip
    @option("--url", help=N_("Where the gateway answers; else as it is set."))
    @acting
    @click.pass_context
    def _try(ctx: click.Context, invocation: Invocation, *, ref: str, secret_file: str, url: str | None) -> None:
        settings = invocation.settings()
        address = url or settings.issuer or f"http://127.0.0.1:{settings.gateway_port}"
        with invocation.acting() as (console, actor):
            credential: Credential = getattr(console.credential_tries, verb)(actor, ref)
            secret = _secret(invocation, credential, secret_file)
            held, steps = _tried(invocation, (console, actor), credential, address, secret)
        document = {"held": held, "address": address, "steps": [_document(one, invocation.texts) for one in steps]}
        # for people each step was said as it was taken
        show(invocation, document, [_outcome(held=held, texts=invocation.texts)])
        if not held:
            ctx.exit(REFUSED)


def _secret(invocation: Invocation, credential: Credential, path: str) -> SecretText | None:
    from fracttal_console.trial.steps import needs_secret  # noqa: PLC0415 - only where something is tried

    return invocation.secrets.credential_secret(path, credential.name) if needs_secret(credential) else None


def _tried(
    invocation: Invocation,
    behalf: "tuple[Console, Actor]",
    credential: Credential,
    address: str,
    secret: SecretText | None,
) -> tuple[bool, Sequence["Step"]]:
    from fracttal_console.trial.choosing import try_of  # noqa: PLC0415
    from fracttal_console.trial.steps import Outcome  # noqa: PLC0415
    from fracttal_console.trial.trying import Surroundings  # noqa: PLC0415

    texts, steps, (console, actor) = invocation.texts, list["Step"](), behalf

    def say(step: "Step") -> None:
        if step.outcome is Outcome.WAITING:
            # on the error output: the answer for machines stays one document
            click.echo(f"{waiting(texts)}\n{step.opens}", err=True)
            return
        steps.append(step)
        if not invocation.as_json:
            click.echo("\n".join(_lines(len(steps), step, texts)))

    def explain(request: str) -> Sequence[tuple[str, Any]]:
        found = console.request_doctor.explain(actor, request)
        return [(one.code, one.facts) for one in found.findings if one.tone == "bad"]

    around = Surroundings(
        say=say, explain=explain, stopped=threading.Event().is_set, open_page=lambda _page: None,
        words=consented_words(texts),
    )  # fmt: skip
    return try_of(credential, address, secret, around).run(), steps


def _outcome(*, held: bool, texts: Texts) -> str:
    return texts.gettext("Every step held.") if held else texts.gettext("Not every step held.")


def _lines(number: int, step: "Step", texts: Texts) -> list[str]:
    spent = f"  ({texts.gettext('{n} ms').format(n=step.milliseconds)})" if step.status else ""
    lines = [f"[{_MARKS[step.outcome]}] {number}. {step_title(step.code, texts)}{spent}"]
    lines += [f"      > {line}" for line in step.sent]
    lines += [f"      < {line}" for line in step.answered]
    for title, advice in _said(step, texts):
        lines += [f"    {title}", *([f"    {advice}"] if advice else [])]
    return [*lines, ""]


def _said(step: "Step", texts: Texts) -> list[tuple[str, str]]:
    if not step.cause:
        return [(step_meaning(step.code, texts), "")]
    if step.findings:
        return [(finding_title(code, facts, texts), finding_advice(code, texts)) for code, facts in step.findings]
    return [(cause_title(step.cause, step.facts, texts), cause_advice(step.cause, texts))]


def _document(step: "Step", texts: Texts) -> dict[str, Any]:
    said = _said(step, texts)
    return {
        "step": step.code,
        "title": step_title(step.code, texts),
        "outcome": str(step.outcome),
        "sent": list(step.sent),
        "answered": list(step.answered),
        "status": step.status or None,
        "milliseconds": step.milliseconds,
        "causes": [code for code, _ in step.findings] or ([step.cause] if step.cause else []),
        "meaning": [title for title, _ in said],
        "what_to_do": [advice for _, advice in said if advice],
    }

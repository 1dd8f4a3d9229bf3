"""`doctor`: explain a request that an integrator sent."""

from typing import TYPE_CHECKING, Any

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.failures import REFUSED
from fracttal_console.cli.options import acting
from fracttal_console.cli.output import show, table
from fracttal_console.cli.spoken import SpokenGroup, option
from fracttal_console.domain.errors import SettingInvalid
from fracttal_console.domain.hosts import split_host
from fracttal_console.texts.catalogue import N_
from fracttal_console.texts.findings import finding_advice, finding_title, line_name

if TYPE_CHECKING:  # at run time this is half a second that asking for help need not take
    from fracttal_console.services.doctor_findings import Explanation
    from fracttal_console.texts.catalogue import Texts

_MOST_BYTES = 64 * 1024
_MARKS = {"ok": "ok", "warn": "!", "bad": "x"}


@click.group(cls=SpokenGroup, help=N_("Say why a request is refused."))
def doctor() -> None:
    """Hold the commands of the request doctor."""


@doctor.command(
    "explain", help=N_("Explain a header, a request, a curl line or a URL, in a file or on standard input (-).")
)
@click.argument("file", type=click.File("rb"), default="-")
@option("--host", "hosts", multiple=True, metavar="HOST:PORT",
        help=N_("A name under which the gateway is reached; may be given several times."))  # fmt: skip
@acting
@click.pass_context
def _explain(ctx: click.Context, invocation: Invocation, *, file: Any, hosts: tuple[str, ...]) -> None:  # noqa: ANN401
    # what is pasted may hold secrets: it is read here and goes nowhere else, the command line above all
    pasted = file.read(_MOST_BYTES).decode("utf-8", errors="replace")
    settings = invocation.settings()
    own = (("127.0.0.1", settings.gateway_port), *settings.hawk_hosts, *map(_pair, hosts))
    with invocation.acting() as (console, actor):
        found = console.request_doctor.explain(actor, pasted, hosts=own)
    texts = invocation.texts
    lines = []
    for finding in found.findings:
        lines.append(f"[{_MARKS[finding.tone]}] {finding_title(finding.code, finding.facts, texts)}")
        if finding.tone != "ok" and (advice := finding_advice(finding.code, texts)):
            lines.append(f"    {advice}")
    if found.lines:
        headings = [texts.gettext(heading) for heading in (N_("Line"), N_("Expected"), N_("Signed"))]
        rows = [[line_name(line.name, texts), line.expected, line.signed] for line in found.lines]
        lines += ["", *table(headings, rows, texts)]
    show(invocation, _document(found, texts), lines)
    if not found.good:
        ctx.exit(REFUSED)


def _pair(text: str) -> tuple[str, int]:
    from fracttal_console.domain.errors import HawkRefused  # noqa: PLC0415 - only where one was given

    try:
        return split_host(text, 443)
    except HawkRefused:
        raise SettingInvalid("--host", text[:80]) from None


def _document(found: "Explanation", texts: "Texts") -> dict[str, Any]:
    credential = found.credential
    return {
        "kind": found.kind or None,
        "good": found.good,
        "credential": None
        if credential is None
        else {"kind": str(credential.kind), "id": credential.id, "public_id": credential.public_id,
              "name": credential.name},
        "findings": [
            {"code": one.code, "tone": one.tone, "title": finding_title(one.code, one.facts, texts),
             "what_to_do": finding_advice(one.code, texts), "facts": dict(one.facts)}
            for one in found.findings
        ],
        "base_string": [
            {"line": line.name, "expected": line.expected, "signed": line.signed or None, "same": line.same}
            for line in found.lines
        ],
        "repair": found.repair or None,
    }  # fmt: skip

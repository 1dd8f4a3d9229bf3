"""`serve`: the gateway alone, until it is told to stop."""

import json
from pathlib import Path

import click

from fracttal_console.cli.context import Invocation
from fracttal_console.cli.options import machine_readable
from fracttal_console.cli.spoken import SpokenCommand, option
from fracttal_console.settings import GATEWAY_PORT
from fracttal_console.texts.catalogue import N_


@click.command(cls=SpokenCommand, help=N_("Run the gateway until it is told to stop."))
@option("--host", default="127.0.0.1", show_default=True, help=N_("Address to listen on."))
@option("--port", type=click.IntRange(0, 65535), default=None, show_default=str(GATEWAY_PORT),
        help=N_("Port to listen on; 0 takes a free one."))  # fmt: skip
@option("--tls-cert", metavar="FILE", type=click.Path(path_type=Path), help=N_("Certificate chain for TLS (PEM)."))
@option("--tls-key", metavar="FILE", type=click.Path(path_type=Path), help=N_("Its private key (PEM)."))
@option("--log", "log_file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
        help=N_("File for the log, which only its owner may read; the error output where none is given."))  # fmt: skip
@option("--log-requests/--no-log-requests", default=True, show_default=True,
        help=N_("Log one line of JSON for each request."))  # fmt: skip
@option("--metrics-port", type=click.IntRange(0, 65535), default=None,
        help=N_("Port of this machine for /metrics (Prometheus); without it there are none."))  # fmt: skip
@option("--until-input-ends", is_flag=True,
        help=N_("Also stop when the input ends: when the program that started it is gone."))  # fmt: skip
@machine_readable
@click.pass_obj
def serve(
    invocation: Invocation, *, host: str, port: int | None, tls_cert: Path | None, tls_key: Path | None,
    log_file: Path | None, log_requests: bool, metrics_port: int | None, until_input_ends: bool,
) -> None:  # fmt: skip
    """Run the gateway; one JSON line on the output says when it is ready and where."""
    # half a second that help need not take
    from fracttal_console.bootstrap import Serving  # noqa: PLC0415
    from fracttal_console.bootstrap import serve as run_gateway  # noqa: PLC0415

    invocation.flags["gateway_port"] = None if port is None else str(port)
    settings = invocation.settings()
    if (tls_cert is None) is not (tls_key is None):
        raise click.UsageError(invocation.texts.gettext("Give --tls-cert and --tls-key together."))
    how = Serving(
        host=host,
        port=settings.gateway_port,
        tls_files=None if tls_cert is None or tls_key is None else (tls_cert, tls_key),
        log_file=log_file,
        log_requests=log_requests,
        metrics_port=metrics_port,
        until_input_ends=until_input_ends,
    )
    run_gateway(settings, how, _say_ready)


def _say_ready(url: str, metrics_url: str) -> None:
    told = {"ready": True, "url": url} | ({"metrics": f"{metrics_url}/metrics"} if metrics_url else {})
    # click flushes what it prints: whoever waits for this line gets it at once
    click.echo(json.dumps(told))

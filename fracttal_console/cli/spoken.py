"""Click's commands and options, with their help in the person's language."""

from collections.abc import Callable
from copy import copy
from typing import Any

import click

from fracttal_console.cli.context import Invocation


class SpokenOption(click.Option):
    """Option whose help text is a message of the catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help, translated."""
        spoken = copy(self)
        spoken.help = _said(self.help, ctx)
        return super(SpokenOption, spoken).get_help_record(ctx)


class SpokenCommand(click.Command):
    """Command whose help text is a message of the catalogue."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, which click would leave in the language it was first asked for."""
        return _spoken_help(super().get_help_option(ctx), ctx)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help text, translated."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_said(self.help, ctx) or "")


class SpokenGroup(click.Group):
    """Group of commands with spoken help, in the order in which they were written down."""

    command_class = SpokenCommand

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, which click would leave in the language it was first asked for."""
        return _spoken_help(super().get_help_option(ctx), ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return list(self.commands)

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help text, translated."""
        SpokenCommand.format_help_text(self, ctx, formatter)  # type: ignore[arg-type]  # uses `help` only

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, each with what it does."""
        rows = [(name, _said(self.about(ctx, name), ctx) or "") for name in self.list_commands(ctx)]
        with formatter.section(_said("Commands", ctx) or ""):
            formatter.write_dl(rows)

    def about(self, ctx: click.Context, name: str) -> str:
        """Return what a command does, untranslated."""
        command = self.get_command(ctx, name)
        return (command.help if command else None) or ""


def option(*names: str, **settings: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:  # noqa: ANN401
    """Declare an option with spoken help; otherwise as `click.option`."""
    return click.option(*names, cls=SpokenOption, **settings)


def _spoken_help(found: click.Option | None, ctx: click.Context) -> click.Option | None:
    if found is not None:
        found.help = _said("Show this message and exit.", ctx)
    return found


def _said(text: str | None, ctx: click.Context) -> str | None:
    invocation = ctx.find_object(Invocation)
    return invocation.texts.gettext(text) if invocation is not None and text else text

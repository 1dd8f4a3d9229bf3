"""Entry point: `fracttal-console`, or `python -m fracttal_console`."""

import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from fracttal_console.cli import run  # noqa: PLC0415 - an interrupt while it loads is one as well

        sys.exit(run())
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()

"""The only place that builds objects and joins them."""

from fracttal_console.bootstrap.console import Console, open_base, permission_catalogue
from fracttal_console.bootstrap.founding import NewBase, init_base, recover_base
from fracttal_console.bootstrap.gateway import gateway_in_thread, serve
from fracttal_console.crypto.process import harden_process

__all__ = [
    "Console",
    "NewBase",
    "gateway_in_thread",
    "init_base",
    "open_base",
    "permission_catalogue",
    "recover_base",
    "serve",
    "shield_process",
]


def shield_process() -> None:
    """Keep this process's memory and new files from others, as far as the system allows."""
    harden_process()

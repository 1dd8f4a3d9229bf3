"""The only place that builds objects and joins them."""

from fracttal_console.bootstrap.console import Console, open_base, permission_catalogue
from fracttal_console.bootstrap.founding import NewBase, found_base, init_base, recover_base
from fracttal_console.bootstrap.gateway import GatewaySwitch, gateway_in_thread, serve
from fracttal_console.bootstrap.key_places import KeyPlace, key_places
from fracttal_console.crypto.process import harden_process

__all__ = [
    "Console",
    "GatewaySwitch",
    "KeyPlace",
    "NewBase",
    "found_base",
    "gateway_in_thread",
    "init_base",
    "key_places",
    "open_base",
    "permission_catalogue",
    "recover_base",
    "serve",
    "shield_process",
]


def shield_process() -> None:
    """Keep this process's memory and new files from others, as far as the system allows."""
    harden_process()

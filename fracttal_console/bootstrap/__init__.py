"""The only place that builds objects and joins them.

What is asked for is loaded when it is asked for: the window is painted before the half second that storage takes.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from fracttal_console.crypto.process import harden_process

if TYPE_CHECKING:
    from fracttal_console.bootstrap.console import Console, open_base, permission_catalogue
    from fracttal_console.bootstrap.first_start import found_base
    from fracttal_console.bootstrap.founding import NewBase, init_base, recover_base, recover_person
    from fracttal_console.bootstrap.gateway import Serving, gateway_in_thread, serve
    from fracttal_console.bootstrap.gateway_process import GatewayProcess
    from fracttal_console.bootstrap.opening import open_window

_WHERE = {
    "Console": "console",
    "open_base": "console",
    "permission_catalogue": "console",
    "NewBase": "founding",
    "found_base": "first_start",
    "init_base": "founding",
    "recover_base": "founding",
    "recover_person": "founding",
    "GatewayProcess": "gateway_process",
    "gateway_in_thread": "gateway",
    "serve": "gateway",
    "Serving": "gateway",
    "open_window": "opening",
}

__all__ = [
    "Console",
    "GatewayProcess",
    "NewBase",
    "Serving",
    "found_base",
    "gateway_in_thread",
    "init_base",
    "open_base",
    "open_window",
    "permission_catalogue",
    "recover_base",
    "recover_person",
    "serve",
    "shield_process",
]


def __getattr__(name: str) -> object:
    """Load what is asked for (PEP 562)."""
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)


def shield_process() -> None:
    """Keep this process's memory and new files from others, as far as the system allows."""
    harden_process()

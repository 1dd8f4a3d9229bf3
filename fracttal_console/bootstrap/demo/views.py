"""Views that the operator of the demo base has saved."""

import json

from fracttal_console.bootstrap.console import Console
from fracttal_console.domain.actors import Actor

_AUTHORIZATIONS = [
    {
        "name": "Sin uso en 90 días",
        "facets": {
            "state": [["active", "activa", ""]],
            "last_used": [["unused:90", "sin uso en 90 días", ""]],
        },
        "sort": "last_used",
        "descending": False,
    },
    {
        "name": "Pueden eliminar órdenes de trabajo",
        "facets": {"permission": [["work_orders:delete", "Órdenes de trabajo: eliminar", ""]]},
        "sort": "granted",
    },
]
_AUDIT = [
    {
        "name": "Última semana, autorizaciones",
        "facets": {
            "action": [["authorizations:*", "Todo sobre autorizaciones", ""]],
            "date": [["7d", "últimos 7 días", ""]],
        },
    },
]


def save_views(console: Console, operator: Actor) -> None:
    """Save views of two lists for the operator."""
    for name, views in (("table.authorizations", _AUTHORIZATIONS), ("table.audit", _AUDIT)):
        console.preferences.save(operator, name, json.dumps({"views": views}))

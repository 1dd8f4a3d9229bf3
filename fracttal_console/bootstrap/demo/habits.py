"""What the programs of the demo base ask for: never more than they may, and seldom all of it."""

from collections.abc import Mapping

from fracttal_console.domain.permissions import PermissionCatalogue, PermissionSet

Weighted = tuple[tuple[str, ...], tuple[int, ...]]
"""Endpoints, as requests are counted under them, and how frequent each is."""

_TOKEN = ("POST /oauth/token", 2)
_BY_GROUP: Mapping[str, tuple[tuple[str, int], ...]] = {
    "Contractors": (("GET /api/work_orders", 34), ("POST /api/work_orders", 14), ("PUT /api/work_orders", 8),
                    ("GET /api/items", 22), ("DELETE /api/work_orders", 1)),
    "Dashboards": (("GET /api/items", 22), ("GET /api/work_orders", 30), ("GET /api/meters", 10)),
    "Meters": (("GET /api/meters", 12), ("POST /api/meter_reading", 24), ("GET /api/items", 4)),
    "Warehouse": (("GET /api/warehouses", 14), ("GET /api/inventories", 20), ("POST /api/inventories", 5)),
    "Integrations": (("GET /api/inventories", 26), ("PUT /api/inventories", 12), ("GET /api/items", 9)),
}  # fmt: skip
_ONLY_READS = ("Calibra Laboratorio", "Asistente de Turnos", "Kiosco de recepción")


def habits_of(
    name: str, group: str, granted: PermissionSet, catalogue: PermissionCatalogue, *, of_key: bool = False
) -> Weighted:
    """Return what a credential asks for within what was granted."""
    usual = [
        (path, weight)
        for path, weight in _BY_GROUP[group]
        if catalogue.required(*path.split(" ", 1)) in granted and (path.startswith("GET") or name not in _ONLY_READS)
    ]
    pairs = usual if of_key else [*usual, _TOKEN]
    return tuple(path for path, _ in pairs), tuple(weight for _, weight in pairs)

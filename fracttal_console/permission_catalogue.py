"""Reads the permission catalogue that ships with the program."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fracttal_console.domain.permissions import Action, Module, PermissionCatalogue, Resource


def load_permission_catalogue(path: Path) -> PermissionCatalogue:
    """Read the catalogue of modules, resources and permissions.

    Args:
        path: the installation's `resources/permissions.toml`.

    Raises:
        OSError: the file cannot be read.
        KeyError, ValueError: the file is not a catalogue; the installation is damaged.
    """
    with path.open("rb") as file:
        content = tomllib.load(file)
    return PermissionCatalogue(modules=tuple(_module(table) for table in content["module"]))


def _module(table: Mapping[str, Any]) -> Module:
    return Module(
        id=table["id"],
        number=table["number"],
        names=table["names"],
        resources=tuple(_resource(row, table["id"]) for row in table["resource"]),
    )


def _resource(table: Mapping[str, Any], module: str) -> Resource:
    return Resource(
        id=table["id"],
        module=module,
        names=table["names"],
        hints=table["hints"],
        prefixes=tuple(table["prefixes"]),
        # Sorted as the matrix shows them, whatever the order in the file.
        actions=tuple(action for action in Action if action in {Action(name) for name in table["actions"]}),
    )

"""Where the program's own files lie: inside the installed package, or beside it in a checkout."""

from pathlib import Path


def resource(*parts: str) -> Path:
    """Return the path of a file or folder under `resources/`, wherever this installation keeps it."""
    package = Path(__file__).resolve().parent
    packed = package / "_resources"
    root = packed if packed.is_dir() else package.parent / "resources"
    return root.joinpath(*parts)

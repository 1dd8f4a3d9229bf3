"""A real X server without a screen, and what other programs find in its clipboard."""

import os
import shutil
import subprocess
from types import TracebackType
from typing import Self

import pytest


class XServer:
    """One Xvfb, alive while the block runs."""

    def __enter__(self) -> Self:
        """Start it and wait until it says its number."""
        if shutil.which("Xvfb") is None or shutil.which("xclip") is None:
            pytest.skip("needs Xvfb and xclip")
        read, write = os.pipe()
        self._process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
            pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as number:
            self.display = f":{number.readline().strip()}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.wait()

    def clipboard(self, selection: str, target: str = "UTF8_STRING") -> str:
        """Return what another program gets from a selection; "" where nobody owns it."""
        asked = subprocess.run(
            ["xclip", "-o", "-selection", selection, "-t", target], env={**os.environ, "DISPLAY": self.display},
            capture_output=True, text=True, check=False, timeout=20,
        )  # fmt: skip
        return asked.stdout

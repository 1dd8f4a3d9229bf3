"""One request over a socket, and its answer: what the client's side of every walk sends through."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 20
_LONGEST_ANSWER = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Asked:
    """A request; its repr shows nothing, for it may hold secrets."""

    method: str
    resource: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Answered:
    """What came back, and after how long; its repr shows nothing, for it may hold secrets."""

    status: int
    reason: str
    headers: Message
    body: bytes
    milliseconds: int

    def header(self, name: str) -> str:
        """Return a header, "" where it is missing."""
        return self.headers.get(name) or ""

    def json(self) -> Mapping[str, Any]:
        """Return the JSON object in the body, empty where there is none."""
        try:
            read = json.loads(self.body)
        except ValueError:
            return {}
        return read if isinstance(read, dict) else {}


class Wire:
    """Sends requests to one address and to no other, each over a connection of its own; follows no redirect."""

    def __init__(self, address: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        """Take where to.

        Args:
            address: scheme, host, port, and the path below which the gateway answers.
            timeout: how many seconds each step of a request may take.
        """
        place = urlsplit(address)
        self._encrypted = place.scheme == "https"
        self.host = place.hostname or ""
        self.port = place.port or (443 if self._encrypted else 80)
        self.root = place.path.rstrip("/")
        self._timeout = timeout
        self._turn = threading.Lock()
        self._connection: HTTPConnection | None = None
        self._cut = False

    def send(self, asked: Asked) -> Answered:
        """Send a request and return its answer.

        Raises:
            OSError, HTTPException: there was no answer, or the wire was cut.
        """
        connection = self._opened()
        began = time.monotonic()
        try:
            connection.request(asked.method, self.root + asked.resource, body=asked.body or None, headers=asked.headers)
            answer = connection.getresponse()
            body = answer.read(_LONGEST_ANSWER)
        except (AttributeError, ValueError) as cut:
            # what http.client does where another thread closes its socket
            raise ConnectionAbortedError from cut
        finally:
            connection.close()
            with self._turn:
                self._connection = None
        spent = round((time.monotonic() - began) * 1000)
        return Answered(
            status=answer.status, reason=answer.reason, headers=answer.headers, body=body, milliseconds=spent
        )

    def cut(self) -> None:
        """End what is under way, from any thread; nothing is sent any more."""
        with self._turn:
            self._cut = True
            sock = None if self._connection is None else self._connection.sock
            if sock is not None:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return  # it has ended by itself

    def _opened(self) -> HTTPConnection:
        with self._turn:
            if self._cut:
                raise ConnectionAbortedError
            if self._encrypted:
                self._connection = HTTPSConnection(
                    self.host, self.port, timeout=self._timeout, context=ssl.create_default_context()
                )
            else:
                self._connection = HTTPConnection(self.host, self.port, timeout=self._timeout)
            return self._connection

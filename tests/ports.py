"""A port that stays a test's own while nobody listens on it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_port() -> Iterator[int]:
    """Give a port on which nobody else comes to listen while the block runs, however often it is left and taken again.

    A number that was read from a closed socket is anybody's: other tests run beside this one, and each connection they
    make may be given it. A socket that is bound and never listens keeps it from whoever asks for any port, and lets in
    who asks for it by its number, as the gateway does; until then a connection to it is refused.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as keeper:
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.bind(("127.0.0.1", 0))
        yield keeper.getsockname()[1]

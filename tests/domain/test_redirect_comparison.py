"""Redirect URIs at a request: the same text as registered, but for the port on a loopback address (A1.02)."""

import random
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fracttal_console.domain.redirect_uris import registered

REGISTERED = (
    "https://portal.example/cb",
    "https://portal.example:8443/cb?tenant=7",
    "http://127.0.0.1/cb",
    "http://127.0.0.1:8123/native?x=/y",
    "http://127.0.0.1",
    "http://[::1]:8123/cb",
    "http://localhost:3000/cb",
    "com.example.app:/oauth",
)

_LOOPBACK = re.compile(r"(http://(?:127\.0\.0\.1|\[::1\]))(?::([0-9]{1,5}))?(/.*)?", re.DOTALL)


def without_port(uri: str) -> str:
    """Say the rule another way: of a loopback URI strip the port, then compare texts."""
    match = _LOOPBACK.fullmatch(uri)
    if match is None or (match[2] is not None and not 0 < int(match[2]) < 65536):
        return uri
    return f"{match[1]}{match[3] or ''}"


def oracle(requested: str, uris: tuple[str, ...]) -> bool:
    return requested in uris or without_port(requested) in {without_port(uri) for uri in uris if _LOOPBACK.match(uri)}


def mutants(seed: int, count: int) -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311  # the same mutants each time
    signs = "/:.?#@[]%0123456789aA-\\ \t\n;,'é٣&="
    words = (
        "127.0.0.1",
        "[::1]",
        "localhost",
        ":80",
        ":0",
        ":65535",
        ":65536",
        ":08",
        "@evil.example",
        "/..",
        "//",
        "http://",
        ":٣",
    )
    for _ in range(count):
        uri = list(chance.choice(REGISTERED))
        for _ in range(chance.randint(1, 3)):
            place = chance.randint(0, len(uri))
            kind = chance.randrange(5)
            if kind == 0:
                uri.insert(place, chance.choice(signs))
            elif kind == 1:
                uri.insert(place, chance.choice(words))
            elif uri and kind == 2:
                del uri[place % len(uri)]
            elif uri and kind == 3:
                uri[place % len(uri)] = chance.choice(signs)
            else:
                uri = list("".join(uri).swapcase())
        yield "".join(uri)


@pytest.mark.parametrize("uri", REGISTERED)
def test_the_registered_text_itself_is_found(uri: str) -> None:
    assert registered(uri, REGISTERED)


@pytest.mark.parametrize("seed", range(4))
def test_a_mutant_is_found_only_where_it_equals_a_registered_one_but_for_a_loopback_port(seed: int) -> None:
    found = 0
    for mutant in mutants(seed, 5000):
        answer = registered(mutant, REGISTERED)
        assert answer == oracle(mutant, REGISTERED), mutant
        found += answer
    assert found > 20


@given(st.sampled_from(REGISTERED), st.text(max_size=8), st.integers(0, 40), st.integers(0, 8))
def test_no_text_put_in_makes_a_difference_to_the_oracle(uri: str, piece: str, place: int, cut: int) -> None:
    mutant = uri[:place] + piece + uri[place + cut :]
    assert registered(mutant, REGISTERED) == oracle(mutant, REGISTERED)


@given(st.integers(-5, 70_000))
def test_any_port_that_exists_is_good_on_a_loopback_address_and_nowhere_else(port: int) -> None:
    good = 0 < port < 65536
    assert registered(f"http://127.0.0.1:{port}/cb", REGISTERED) == good
    assert registered(f"http://[::1]:{port}/cb", REGISTERED) == good
    assert registered(f"http://localhost:{port}/cb", REGISTERED) == (port == 3000)
    assert not registered(f"https://portal.example:{port}/cb", REGISTERED)


@pytest.mark.parametrize(
    "uri",
    [
        "http://127.0.0.1:80@evil.example/cb", "http://127.0.0.1:80evil.example/cb", "http://127.0.0.1.evil.example/cb",
        "http://127.0.0.1:80?x/cb", "http://127.0.0.1:/cb", "http://127.0.0.1:80:80/cb", "http://127.0.0.1/cb/",
        "http://127.0.0.1/CB", "http://127.0.0.1/cb?", "http://127.0.0.1/cb#", "https://127.0.0.1/cb", "",
        "http://[::1]:٨٠/cb", "http://127.0.0.1:+80/cb", "http://127.0.0.1:8_0/cb", "https://portal.example/cb/",
        "https://PORTAL.example/cb", "https://portal.example:443/cb", "com.example.app:/OAUTH",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_registered_one_is_not_found(uri: str) -> None:
    assert not registered(uri, REGISTERED)


def test_nothing_is_found_among_none() -> None:
    assert not registered("https://portal.example/cb", ())

"""Compare the base string that a Hawk client must have signed with the one that the gateway expects, line by line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from urllib.parse import quote, unquote

from fracttal_console.crypto.hawk import HawkHeader, HawkRequest, verify_mac
from fracttal_console.domain.secrets import SecretText

LINES = ("kind", "ts", "nonce", "method", "resource", "host", "port", "hash", "ext")
"""What stands on each line of the base string, in order."""

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
_COMMON_PORTS = (80, 443, 8750)


@dataclass(frozen=True, slots=True)
class BaseLine:
    """One line of the base string: what the gateway expects, and what was signed; "" where nobody can tell."""

    name: str
    expected: str
    signed: str

    @property
    def same(self) -> bool:
        """Whether both are the same, or it is not known."""
        return not self.signed or self.signed == self.expected


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether a MAC is right, and for which request it was made; None where no likely one was found."""

    right: bool
    signed: HawkRequest | None
    signed_header: HawkHeader | None
    lines: tuple[BaseLine, ...]


def compare(
    secrets: Sequence[SecretText], header: HawkHeader, expected: HawkRequest, hosts: Iterable[tuple[str, int]]
) -> Comparison:
    """Look for the request that a header was signed for; neither a secret nor a right MAC leaves this function.

    Args:
        secrets: those of the key.
        header: as sent.
        expected: the request as the gateway sees it.
        hosts: further host and port pairs that the gateway accepts.
    """
    accepted = dict.fromkeys(((expected.host, expected.port), *hosts))
    for host, port in accepted:
        request = replace(expected, host=host, port=port)
        if any(verify_mac(secret, header, request) for secret in secrets):
            return Comparison(True, request, header, _lines(header, request, header, request))  # noqa: FBT003
    for signed_header, signed in _likely(header, expected, list(accepted)):
        if any(verify_mac(secret, signed_header, signed) for secret in secrets):
            lines = _lines(header, _nearest(expected, signed, accepted), signed_header, signed)
            return Comparison(False, signed, signed_header, lines)  # noqa: FBT003
    return Comparison(False, None, None, _lines(header, expected, None, None))  # noqa: FBT003


def _likely(
    header: HawkHeader, expected: HawkRequest, accepted: list[tuple[str, int]]
) -> Iterator[tuple[HawkHeader, HawkRequest]]:
    """Give what programs get wrong, the likeliest first: one thing, then several at once."""
    resources = list(dict.fromkeys([expected.resource, *_resources(expected.resource)]))
    hosts = list(dict.fromkeys([expected.host, *(host for host, _ in accepted), expected.host.upper()]))
    ports = list(dict.fromkeys([expected.port, *(port for _, port in accepted), *_COMMON_PORTS]))
    methods = list(dict.fromkeys([expected.method, *_METHODS]))
    headers = list(dict.fromkeys([header, replace(header, hash=""), replace(header, ext="")]))
    every = product(headers, resources, hosts, ports, methods)
    base = (header, expected.resource, expected.host, expected.port, expected.method)

    def distance(one: tuple[HawkHeader, str, str, int, str]) -> int:
        return sum(mine != theirs for mine, theirs in zip(one, base, strict=True))

    for signed_header, resource, host, port, method in sorted(every, key=distance):
        yield signed_header, HawkRequest(method=method, resource=resource, host=host, port=port)


def _resources(resource: str) -> Iterator[str]:
    path, question, query = resource.partition("?")
    rest = question + query
    yield (path[:-1] if path.endswith("/") and len(path) > 1 else path + "/") + rest
    yield path
    yield unquote(resource)
    yield quote(resource, safe="/?=&%:,;@+!$'()*~")
    yield path + "?"
    yield "/" + path.strip("/").partition("/")[2]


def _nearest(expected: HawkRequest, signed: HawkRequest, accepted: Iterable[tuple[str, int]]) -> HawkRequest:
    """Return what was expected under the accepted name that the client meant, where it meant one."""
    for host, port in accepted:
        if host == signed.host.lower() and port == signed.port:
            return replace(expected, host=host, port=port)
    return expected


def _lines(
    header: HawkHeader, expected: HawkRequest, signed_header: HawkHeader | None, signed: HawkRequest | None
) -> tuple[BaseLine, ...]:
    wanted = _values(header, expected)
    found = ("",) * len(wanted) if signed is None or signed_header is None else _values(signed_header, signed)
    return tuple(BaseLine(*row) for row in zip(LINES, wanted, found, strict=True))


def _values(header: HawkHeader, request: HawkRequest) -> tuple[str, ...]:
    return (
        "hawk.1.header", str(header.ts), header.nonce, request.method.upper(), request.resource, request.host.lower(),
        str(request.port), header.hash, header.ext,
    )  # fmt: skip

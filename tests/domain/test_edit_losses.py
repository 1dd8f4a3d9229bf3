"""What an edit takes away is told exactly: neither what stays nor what is added counts."""

import pytest

from fracttal_console.domain.consumer_keys import AuthMethod
from fracttal_console.domain.consumer_switches import ConsumerSwitches, Demand
from fracttal_console.domain.edit_losses import (
    Loss,
    Lost,
    lost_networks,
    lost_proof,
    lost_redirect_uris,
    lost_switches,
)


@pytest.mark.parametrize(("before", "after", "gone"), [
    ((), (), None),
    (("10.0.0.0/8",), (), None),
    (("10.1.0.0/16",), ("10.0.0.0/8",), None),
    ((), ("10.0.0.0/8",), ()),
    (("10.0.0.0/8",), ("10.1.0.0/16",), ("10.0.0.0/8",)),
    (("10.0.0.0/8", "2001:db8::/32"), ("10.0.0.0/8",), ("2001:db8::/32",)),
    (("2001:db8:1::/48",), ("10.0.0.0/8", "2001:db8::/32"), None),
])  # fmt: skip
def test_networks(before: tuple[str, ...], after: tuple[str, ...], gone: tuple[str, ...] | None) -> None:
    assert lost_networks(before, after) == (() if gone is None else (Loss(Lost.NETWORKS, gone),))


def test_redirect_uris() -> None:
    assert lost_redirect_uris(("https://a/", "https://b/"), ("https://b/", "https://c/")) == (
        Loss(Lost.REDIRECT_URIS, ("https://a/",)),
    )
    assert lost_redirect_uris(("https://a/",), ("https://a/", "https://b/")) == ()


def test_proof() -> None:
    secret, keys = AuthMethod.CLIENT_SECRET, AuthMethod.PRIVATE_KEY_JWT
    assert lost_proof(secret, secret) == ()
    assert lost_proof(secret, keys) == (Loss(Lost.CLIENT_SECRET),)
    assert lost_proof(keys, secret) == (Loss(Lost.PUBLIC_KEYS),)


@pytest.mark.parametrize(("before", "after", "lost"), [
    (ConsumerSwitches(), ConsumerSwitches(device=True, par=Demand.ALLOWED, dpop=Demand.ALLOWED), []),
    (ConsumerSwitches(device=True), ConsumerSwitches(), [Lost.DEVICES]),
    (ConsumerSwitches(par=Demand.ALLOWED), ConsumerSwitches(), [Lost.PUSHED]),
    (ConsumerSwitches(par=Demand.ALLOWED), ConsumerSwitches(par=Demand.REQUIRED), [Lost.UNPUSHED]),
    (ConsumerSwitches(par=Demand.REQUIRED), ConsumerSwitches(par=Demand.ALLOWED), []),
    (ConsumerSwitches(dpop=Demand.ALLOWED), ConsumerSwitches(dpop=Demand.REQUIRED), [Lost.UNBOUND]),
    (ConsumerSwitches(dpop=Demand.REQUIRED), ConsumerSwitches(), []),
])  # fmt: skip
def test_switches(before: ConsumerSwitches, after: ConsumerSwitches, lost: list[Lost]) -> None:
    assert [loss.kind for loss in lost_switches(before, after)] == lost
    assert lost_switches(after, after) == ()

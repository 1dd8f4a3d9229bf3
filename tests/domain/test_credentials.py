"""What API keys and consumers have in common: networks, expiry, states; and the shape of a consumer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.credentials import (
    CredentialStatus,
    Profile,
    address_allowed,
    check_expiry,
    check_networks,
)
from fracttal_console.domain.errors import Invalid, WrongState
from fracttal_console.domain.oauth_consumers import Consumer, GrantType, Lifetimes, check_shape
from fracttal_console.domain.secrets import CredentialSecret, SecretStatus, SecretText

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
URI = ("https://portal.example/cb",)


def api_key() -> ApiKey:
    return ApiKey(
        id=1,
        key_id="fck_1",
        name="Key",
        permission_group_id=1,
        profile=Profile.STANDARD,
        status=CredentialStatus.ACTIVE,
        owner="",
        contact="",
        networks=(),
        expires_at=None,
        created_at=NOW,
        created_by="Lucía",
    )


def consumer() -> Consumer:
    return Consumer(
        id=1,
        client_id="fcc_1",
        name="Portal",
        description="",
        permission_group_id=1,
        grant=GrantType.AUTHORIZATION_CODE,
        confidential=True,
        redirect_uris=URI,
        may_introspect=False,
        profile=Profile.STANDARD,
        status=CredentialStatus.ACTIVE,
        owner="",
        contact="",
        networks=(),
        expires_at=None,
        lifetimes=Lifetimes(),
        created_at=NOW,
        created_by="Lucía",
    )


def test_networks_are_sorted_and_stand_once() -> None:
    typed = ["203.0.113.0/24", " 10.0.0.1 ", "203.0.113.0/24", "2001:DB8::/32"]
    assert check_networks(typed) == ("10.0.0.1/32", "2001:db8::/32", "203.0.113.0/24")


@pytest.mark.parametrize(
    "value", ["", "example.org", "10.0.0.1/33", "10.0.0.1/8", "10.0.0", "0x7f.1", "10.0.0.0/-1", "x" * 500]
)
def test_a_malformed_network_is_refused(value: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_networks([value])
    assert (refused.value.field, refused.value.rule) == ("allow_network", "network_malformed")


@pytest.mark.parametrize(
    ("address", "networks", "allowed"),
    [
        ("192.0.2.1", (), True),
        ("", (), True),
        ("192.0.2.1", ("192.0.2.0/24",), True),
        ("192.0.3.1", ("192.0.2.0/24",), False),
        ("::ffff:192.0.2.1", ("192.0.2.0/24",), True),
        ("2001:db8::1", ("2001:db8::/32",), True),
        ("2001:db8::1", ("0.0.0.0/0",), False),
        ("192.0.2.1", ("::/0",), False),
        ("192.0.2.1", ("10.0.0.0/8", "192.0.2.1/32"), True),
        ("", ("0.0.0.0/0",), False),
        ("testclient", ("0.0.0.0/0",), False),
    ],
)
def test_an_address_is_allowed_only_inside_a_network_where_any_is_given(
    address: str, networks: tuple[str, ...], *, allowed: bool
) -> None:
    assert address_allowed(address, networks) is allowed


@given(st.ip_addresses(), st.ip_addresses(), st.integers(0, 128))
def test_networks_agree_with_the_standard_library(address: object, base: object, bits: int) -> None:
    parsed = ip_network(f"{base}/{min(bits, ip_address(str(base)).max_prefixlen)}", strict=False)
    plain = getattr(ip_address(str(address)), "ipv4_mapped", None) or ip_address(str(address))
    wanted = plain.version == parsed.version and plain in parsed
    assert address_allowed(str(address), check_networks([str(parsed)])) is wanted


def test_an_expiry_lies_ahead_or_is_none() -> None:
    assert check_expiry(None, NOW) is None
    assert check_expiry(NOW + timedelta(seconds=1), NOW) == NOW + timedelta(seconds=1)
    with pytest.raises(Invalid, match="date_past"):
        check_expiry(NOW, NOW)


@pytest.mark.parametrize("credential", [api_key(), consumer()], ids=["api key", "consumer"])
def test_a_credential_opens_something_only_while_active_and_not_expired(credential: ApiKey | Consumer) -> None:
    assert credential.usable(NOW)
    for status in set(CredentialStatus) - {CredentialStatus.ACTIVE}:
        assert not replace(credential, status=status).usable(NOW)
    ending = replace(credential, expires_at=NOW)
    assert ending.usable(NOW - timedelta(milliseconds=1))
    assert not ending.usable(NOW)


@pytest.mark.parametrize("credential", [api_key(), consumer()], ids=["api key", "consumer"])
def test_a_credential_is_disabled_once_and_enabled_once(credential: ApiKey | Consumer) -> None:
    disabled = credential.disabled()
    assert disabled.status is CredentialStatus.DISABLED
    assert disabled.enabled() == credential
    with pytest.raises(WrongState):
        disabled.disabled()
    with pytest.raises(WrongState):
        credential.enabled()


def test_revoking_and_deleting_are_for_good() -> None:
    revoked = api_key().disabled().revoked(NOW)
    assert (revoked.status, revoked.ended_at) == (CredentialStatus.REVOKED, NOW)
    deleted = consumer().deleted(NOW)
    assert (deleted.status, deleted.ended_at) == (CredentialStatus.DELETED, NOW)
    for verb in (revoked.enabled, revoked.disabled, deleted.enabled, deleted.disabled):
        with pytest.raises(WrongState):
            verb()
    with pytest.raises(WrongState):
        revoked.revoked(NOW)
    with pytest.raises(WrongState):
        deleted.deleted(NOW)


@pytest.mark.parametrize(
    ("grant", "confidential", "uris", "introspect", "field", "rule"),
    [
        (GrantType.CLIENT_CREDENTIALS, True, URI, False, "redirect_uri", "uri_not_for_grant"),
        (GrantType.CLIENT_CREDENTIALS, False, (), False, "public", "public_not_for_grant"),
        (GrantType.AUTHORIZATION_CODE, True, (), False, "redirect_uri", "uri_missing"),
        (GrantType.AUTHORIZATION_CODE, False, URI, True, "may_introspect", "introspect_needs_secret"),
        (GrantType.AUTHORIZATION_CODE, True, ("http://a.example/",), False, "redirect_uri", "uri_http_public"),
    ],
)
def test_parts_of_a_consumer_that_do_not_fit_together_are_refused(
    grant: GrantType, uris: tuple[str, ...], field: str, rule: str, *, confidential: bool, introspect: bool
) -> None:
    with pytest.raises(Invalid) as refused:
        check_shape(grant=grant, confidential=confidential, redirect_uris=uris, may_introspect=introspect)
    assert (refused.value.field, refused.value.rule) == (field, rule)


def test_parts_of_a_consumer_that_fit_together_are_accepted() -> None:
    for confidential in (True, False):
        shape = check_shape(
            grant=GrantType.AUTHORIZATION_CODE, confidential=confidential, redirect_uris=URI, may_introspect=False
        )
        assert shape == URI
    assert (
        check_shape(grant=GrantType.CLIENT_CREDENTIALS, confidential=True, redirect_uris=(), may_introspect=True) == ()
    )


def test_a_secret_shows_itself_nowhere_and_is_compared_with_nothing() -> None:
    secret = SecretText("canary")
    assert "canary" not in f"{secret} {secret!r} {[secret]!r} %s" % secret
    assert secret.reveal() == "canary"
    with pytest.raises(TypeError):
        _ = secret == SecretText("canary")
    with pytest.raises(TypeError):
        hash(secret)


def test_a_retired_or_expired_secret_opens_nothing() -> None:
    secret = CredentialSecret(
        id=1, consumer_id=1, api_key_id=None, hint="", digest=b"", sealed=None, status=SecretStatus.ACTIVE,
        created_at=NOW, created_by="", expires_at=NOW, retired_at=None,
    )  # fmt: skip
    assert secret.usable(NOW - timedelta(milliseconds=1))
    assert not secret.usable(NOW)
    assert not replace(secret, expires_at=None, status=SecretStatus.RETIRED).usable(NOW)

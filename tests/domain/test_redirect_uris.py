"""Redirect URIs at registration: what is allowed, and each refusal with the rule that is broken (A1.03)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.redirect_uris import (
    MAX_LENGTH,
    MAX_URIS,
    check_redirect_uri,
    check_redirect_uris,
    display_host,
    loopback_uri,
    origin,
)

GOOD = [
    "https://portal.example/callback",
    "https://portal.example",
    "https://portal.example:8443/cb?tenant=7&x=%2F",
    "https://PORTAL.example/CaseKept",
    "https://xn--bcher-kva.example/cb",
    "https://203.0.113.9/cb",
    "https://[2001:db8::1]:8443/cb",
    "http://127.0.0.1/cb",
    "http://127.0.0.1:8123/cb",
    "http://[::1]:8123/cb",
    "http://localhost:3000/cb",
    "https://portal.example/a..b/.well-known/c.",
    "https://portal.example/".ljust(MAX_LENGTH, "x"),
    "com.example.app:/oauth",
    "com.example.app://callback/x",
    "org.example.a-b+c:/x",
]

BAD = [
    ("", "uri_missing"),
    ("https://portal.example/".ljust(MAX_LENGTH + 1, "x"), "uri_too_long"),
    ("https://portal.example/cb#top", "uri_fragment"),
    ("https://portal.example/cb#", "uri_fragment"),
    ("com.example.app:/cb#x", "uri_fragment"),
    ("https://*.example/cb", "uri_wildcard"),
    ("https://portal.example/*", "uri_wildcard"),
    ("https://portal.example/cb?x=*", "uri_wildcard"),
    ("https://ana@portal.example/cb", "uri_userinfo"),
    ("https://ana:pw@portal.example/cb", "uri_userinfo"),
    ("https://portal.example@evil.example/cb", "uri_userinfo"),
    ("https://@portal.example/cb", "uri_userinfo"),
    ("com.example.app://ana@x/cb", "uri_userinfo"),
    ("http://portal.example/cb", "uri_http_public"),
    ("HTTP://portal.example/cb", "uri_http_public"),
    ("http://127.0.0.2/cb", "uri_http_public"),
    ("http://127.1/cb", "uri_http_public"),
    ("http://0.0.0.0/cb", "uri_http_public"),
    ("http://0x7f.0.0.1/cb", "uri_http_public"),
    ("http://localhost.evil.example/cb", "uri_http_public"),
    ("http://127.0.0.1.evil.example/cb", "uri_http_public"),
    ("http://[2001:db8::1]/cb", "uri_http_public"),
    ("http://[::ffff:127.0.0.1]/cb", "uri_http_public"),
    ("javascript:alert(1)", "uri_scheme_forbidden"),
    ("JavaScript://portal.example/%0aalert(1)", "uri_scheme_forbidden"),
    ("data:text/html,x", "uri_scheme_forbidden"),
    ("file:///etc/passwd", "uri_scheme_forbidden"),
    ("about:blank", "uri_scheme_forbidden"),
    ("blob:https://portal.example/x", "uri_scheme_forbidden"),
    ("vbscript:x", "uri_scheme_forbidden"),
    ("view-source:https://portal.example", "uri_scheme_forbidden"),
    ("myapp:/cb", "uri_scheme_without_dot"),
    ("myapp.:/cb", "uri_scheme_without_dot"),
    ("urn:ietf:wg:oauth:2.0:oob", "uri_scheme_without_dot"),
    ("https://portal.example\\@evil.example/cb", "uri_not_normal"),
    ("https://portal.example/a\\b", "uri_not_normal"),
    ("com.example.app:\\x", "uri_not_normal"),
    ("https://portal.example/a/../cb", "uri_not_normal"),
    ("https://portal.example/./cb", "uri_not_normal"),
    ("https://portal.example/..", "uri_not_normal"),
    ("https://portal.example/%2e%2e/cb", "uri_not_normal"),
    ("https://portal.example/.%2E/cb", "uri_not_normal"),
    ("https://portal.example/a/%2e", "uri_not_normal"),
    ("com.example.app:/x/../y", "uri_not_normal"),
    ("https://portal.example/c b", "uri_unprintable"),
    (" https://portal.example/cb", "uri_unprintable"),
    ("https://portal.example/cb\n", "uri_unprintable"),
    ("https://portal.example/\tcb", "uri_unprintable"),
    ("https://portal.example/\x00", "uri_unprintable"),
    ("https://portal.example/\x7f", "uri_unprintable"),
    ("java\nscript:alert(1)", "uri_unprintable"),
    ("https://pörtal.example/cb", "uri_unprintable"),
    ("https://portal。example/cb", "uri_unprintable"),
    ("http://[::1", "uri_malformed"),
    ("http://::1]/", "uri_malformed"),
    ("http://[:::::]/", "uri_malformed"),
    ("https://[v1.x]/cb", "uri_malformed"),
    ("http://[::1]evil.example/cb", "uri_malformed"),
    ("http://[::1].evil.example/cb", "uri_malformed"),
    ("http://evil.example[::1]/cb", "uri_malformed"),
    ("https://[::1%25eth0]/cb", "uri_malformed"),
    ("https://portal.example:99999/cb", "uri_malformed"),
    ("https://portal.example:8o/cb", "uri_malformed"),
    ("https://portal.example:-1/cb", "uri_malformed"),
    ("https://portal.example:/cb", "uri_malformed"),
    ("https://portal%2eexample/cb", "uri_malformed"),
    ("https://por_tal.example/cb", "uri_malformed"),
    ("https://portal..example/cb", "uri_malformed"),
    ("https://.portal.example/cb", "uri_malformed"),
    ("https://portal;script-src.example/cb", "uri_malformed"),
    ("https://portal,evil.example/cb", "uri_malformed"),
    ("https://portal'.example/cb", "uri_malformed"),
    ('https://portal".example/cb', "uri_malformed"),
    ("https://<b>.example/cb", "uri_malformed"),
    ("https:/portal.example/cb", "uri_not_absolute"),
    ("https:portal.example/cb", "uri_not_absolute"),
    ("https:///cb", "uri_not_absolute"),
    ("https://:8443/cb", "uri_not_absolute"),
    ("//portal.example/cb", "uri_not_absolute"),
    ("portal.example/cb", "uri_not_absolute"),
    ("/cb", "uri_not_absolute"),
    ("1a.b:/cb", "uri_not_absolute"),
    (":", "uri_not_absolute"),
]


@pytest.mark.parametrize("uri", GOOD)
def test_a_good_uri_is_kept_exactly_as_given(uri: str) -> None:
    assert check_redirect_uri(uri) == uri


@pytest.mark.parametrize(("uri", "rule"), BAD)
def test_a1_03_a_bad_uri_is_refused_and_the_rule_named(uri: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_redirect_uri(uri)
    assert (refused.value.field, refused.value.rule) == ("redirect_uri", rule)


def test_a1_03_several_uris_are_each_checked_and_none_may_stand_twice() -> None:
    assert check_redirect_uris(GOOD) == tuple(GOOD)
    with pytest.raises(Invalid, match="uri_duplicate"):
        check_redirect_uris([GOOD[0], GOOD[1], GOOD[0]])
    with pytest.raises(Invalid, match="uri_fragment"):
        check_redirect_uris([GOOD[0], "https://portal.example/#x"])


def test_there_is_a_limit_to_how_many_may_be_registered() -> None:
    many = [f"https://portal.example/{number}" for number in range(MAX_URIS + 1)]
    assert len(check_redirect_uris(many[:-1])) == MAX_URIS
    with pytest.raises(Invalid, match="uri_too_many"):
        check_redirect_uris(many)


PIECES = st.sampled_from(
    ["http", "https", "://", ":", "/", "//", "[", "]", "::1", "127.0.0.1", "localhost", "a.example", "@", "#", "?", "%",
     "%2e", ".", "..", "\\", "*", ";", ",", "8080", "\n", " ", "é", "com.example.app", "javascript", "-", "_", "'"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_whatever_is_typed_is_either_accepted_as_it_is_or_refused_as_invalid(uri: str) -> None:
    try:
        accepted = check_redirect_uri(uri)
    except Invalid:
        return
    assert accepted == uri
    assert not set(uri) & set("#*\\ \n")
    # what goes into a Content-Security-Policy can end neither the source nor the directive
    assert not set(origin(uri)) & set(" ;,'\"<>@")


@pytest.mark.parametrize(
    ("uri", "named", "shown"),
    [
        ("https://portal.example:8443/cb?x=1", "https://portal.example:8443", "portal.example:8443"),
        ("http://[::1]:9/cb", "http://[::1]:9", "[::1]:9"),
        ("com.example.app:/cb", "com.example.app:", "com.example.app:"),
    ],
)
def test_a_policy_names_the_origin_and_a_person_sees_the_host(uri: str, named: str, shown: str) -> None:
    assert origin(uri) == named
    assert display_host(uri) == shown


@pytest.mark.parametrize(
    ("uris", "expected"),
    [
        ((), ""),
        (("https://a.example/", "com.example.app:/back"), ""),
        (("http://127.0.0.1/back",), "http://127.0.0.1/back"),
        (("http://[::1]:80/back",), "http://[::1]:80/back"),
        (("http://localhost/back",), ""),
        (("http://localhost:9000/back",), "http://localhost:9000/back"),
        (("http://localhost:9000/back", "http://127.0.0.1/back"), "http://127.0.0.1/back"),
    ],
)
def test_where_a_program_of_this_computer_can_wait(uris: tuple[str, ...], expected: str) -> None:
    assert loopback_uri(uris) == expected

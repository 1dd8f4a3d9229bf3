"""Codes of RFC 6238, against its own vectors, and recovery codes."""

from base64 import b32decode
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from fracttal_console.crypto.totp import (
    STEP_SECONDS,
    as_letters,
    enrolment_uri,
    looks_like_totp,
    matching_step,
    new_recovery_codes,
    new_totp_secret,
    recovery_code_text,
    totp_code,
)

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_rfc_6238_appendix_b(moment: int, code: str) -> None:
    assert totp_code(SECRET, moment // STEP_SECONDS, digits=8) == code
    assert matching_step(SECRET, code[2:], moment) == moment // STEP_SECONDS


@pytest.mark.parametrize(
    ("counter", "code"),
    list(
        enumerate(["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"])
    ),
)
def test_the_vectors_of_rfc_4226_appendix_d(counter: int, code: str) -> None:
    assert totp_code(SECRET, counter) == code


@pytest.mark.parametrize(("away", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_is_good_for_its_step_and_the_one_on_either_side(away: int, *, good: bool) -> None:
    here = 1111111111 // STEP_SECONDS
    found = matching_step(SECRET, totp_code(SECRET, here + away), 1111111111)
    assert found == (here + away if good else None)


def test_blanks_do_not_count_and_what_is_no_code_is_none() -> None:
    assert matching_step(SECRET, " 050 471 ", 1111111111) is not None
    for typed in ("", "05047", "0504711", "05047x", "०५०४७१", "0" * 100_000):
        assert matching_step(SECRET, typed, 1111111111) is None
        assert not looks_like_totp(typed)


def test_secrets_are_new_each_time_and_as_long_as_the_digest() -> None:
    assert len(new_totp_secret()) == 20
    assert new_totp_secret() != new_totp_secret()


def test_the_uri_of_the_qr_code_says_who_where_and_the_secret() -> None:
    uri = enrolment_uri(SECRET, company="Quillahue: Planta & Mina", email="lucía@quillahue.example").reveal()
    parts = urlsplit(uri)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert unquote(parts.path) == "/Quillahue  Planta & Mina:lucía@quillahue.example"
    values = parse_qs(parts.query)
    assert values["issuer"] == ["Quillahue: Planta & Mina"]
    assert b32decode(values["secret"][0]) == SECRET
    assert values["secret"][0] == as_letters(SECRET).reveal()


def test_ten_recovery_codes_differ_and_read_alike_however_they_are_typed() -> None:
    codes = [code.reveal() for code in new_recovery_codes()]
    assert len(set(codes)) == 10
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
        typed = code.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
        assert recovery_code_text(typed, 7) == recovery_code_text(code, 7)
        assert recovery_code_text(code, 7) != recovery_code_text(code, 8)
        assert not looks_like_totp(code)

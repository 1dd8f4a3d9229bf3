import hashlib
import secrets
from collections import Counter

import pytest

from fracttal_console.crypto import tokens
from fracttal_console.domain.secrets import SecretKind, SecretText

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def number_of(text: str) -> int:
    number = 0
    for sign in text:
        number = number * 62 + ALPHABET.index(sign)
    return number


@pytest.mark.parametrize("kind", SecretKind)
def test_a_secret_has_its_kind_43_characters_and_a_checksum(kind: SecretKind) -> None:
    text = tokens.new_secret(kind).reveal()
    assert text.startswith(kind.value)
    assert len(text) == len(kind.value) + 43 + 6
    assert set(text[len(kind.value) :]) <= set(ALPHABET)
    assert tokens.well_formed(text, kind)


def test_a_secret_carries_exactly_the_random_bytes_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for raw in (bytes(32), bytes(31) + b"\x01", b"\xff" * 32, bytes(range(32))):
        monkeypatch.setattr(secrets, "token_bytes", lambda size, raw=raw: raw if size == 32 else b"")
        body = tokens.new_secret(SecretKind.CLIENT).reveal()[4:47]
        assert number_of(body) == int.from_bytes(raw)


def test_a2_01_20000_secrets_differ_and_use_all_256_bits() -> None:
    numbers = [number_of(tokens.new_secret(SecretKind.HAWK).reveal()[4:47]) for _ in range(20_000)]
    assert len(set(numbers)) == len(numbers)
    for bit in range(256):
        ones = sum(number >> bit & 1 for number in numbers)
        assert 9_500 < ones < 10_500  # seven standard deviations


def test_any_single_wrong_character_is_noticed() -> None:
    text = tokens.new_secret(SecretKind.ACCESS_TOKEN).reveal()
    for place in range(4, len(text)):
        other = "A" if text[place] != "A" else "B"
        assert not tokens.well_formed(text[:place] + other + text[place + 1 :], SecretKind.ACCESS_TOKEN)


@pytest.mark.parametrize("change", ["", "fcs_", "fcs_" + "a" * 49, "fcs_" + "é" * 49, "fcs_" + "-" * 49, "x" * 53])
def test_what_is_no_secret_is_not_well_formed(change: str) -> None:
    assert not tokens.well_formed(change, SecretKind.CLIENT)


def test_a_secret_of_another_kind_is_not_well_formed() -> None:
    text = tokens.new_secret(SecretKind.CLIENT).reveal()
    assert not tokens.well_formed(text, SecretKind.HAWK)
    assert not tokens.well_formed("fch_" + text[4:], SecretKind.HAWK)
    assert not tokens.well_formed(text + "\n", SecretKind.CLIENT)
    assert not tokens.well_formed(" " + text, SecretKind.CLIENT)


def test_public_ids_have_their_prefix_and_length() -> None:
    assert len(tokens.new_public_id("fcc_")) == 4 + 18
    key_id = tokens.new_public_id("fck_", 20)
    assert key_id.startswith("fck_")
    assert len(key_id) == 4 + 20
    assert len(tokens.new_public_id("fck_", 5)) == 4 + 5
    assert len({tokens.new_public_id("fcc_") for _ in range(5_000)}) == 5_000


def test_no_character_of_a_public_id_is_favoured() -> None:
    counts = Counter("".join(tokens.new_public_id("") for _ in range(10_000)))
    assert set(counts) == set(ALPHABET)
    expected = 180_000 / 62
    chi_squared = sum((count - expected) ** 2 / expected for count in counts.values())
    assert chi_squared < 150  # 61 degrees of freedom: one run in 10**9 is above


def test_a_digest_is_sha_256() -> None:
    assert tokens.digest("abc") == hashlib.sha256(b"abc").digest()


def test_equal_digests_are_the_same_and_others_not() -> None:
    assert tokens.same(tokens.digest("a"), tokens.digest("a"))
    assert not tokens.same(tokens.digest("a"), tokens.digest("b"))
    assert not tokens.same(b"a", b"")


def test_a_hint_shows_the_kind_and_four_characters() -> None:
    assert tokens.hint(SecretText("fcs_" + "a" * 45 + "9fQz")) == "fcs_…9fQz"

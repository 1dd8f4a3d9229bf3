import hashlib
import math
import secrets
import zlib
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from fracttal_console.crypto import tokens
from fracttal_console.domain.secrets import SecretKind, SecretText

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize("kind", SecretKind)
def test_a_secret_has_its_kind_43_characters_and_a_checksum(kind: SecretKind) -> None:
    text = tokens.new_secret(kind).reveal()
    assert text.startswith(kind.value)
    assert len(text) == len(kind.value) + 43 + 6
    assert set(text[len(kind.value) :]) <= set(ALPHABET)
    assert tokens.well_formed(text, kind)


def test_a_secret_carries_the_random_bytes_it_was_given_but_for_those_that_would_favour_a_character(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # 248 to 255 are left over when 256 values are shared out evenly among 62 characters
    raw = bytes([255, 0, 61, 62, 248, 247, *range(100, 158)])
    monkeypatch.setattr(secrets, "token_bytes", lambda size: raw[:size])
    body = tokens.new_secret(SecretKind.CLIENT).reveal()[4:47]
    assert [ALPHABET.index(sign) for sign in body] == [0, 61, 0, 61, *(byte % 62 for byte in range(100, 139))]


def test_bytes_are_drawn_again_where_too_many_were_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = [b"\xff" * 22 + bytes(42), bytes(range(64))]
    monkeypatch.setattr(secrets, "token_bytes", lambda _size: draws.pop(0))
    body = tokens.new_secret(SecretKind.CLIENT).reveal()[4:47]
    assert body == ALPHABET[:43]
    assert not draws


def test_a2_01_20000_secrets_differ_and_each_character_is_as_likely_at_each_place() -> None:
    bodies = [tokens.new_secret(SecretKind.HAWK).reveal()[4:47] for _ in range(20_000)]
    assert len(set(bodies)) == len(bodies)
    assert 62**43 > 2**256
    for place in range(43):
        counts = Counter(body[place] for body in bodies)
        assert set(counts) == set(ALPHABET)
        # 323 on average; seven standard deviations
        assert all(197 < count < 449 for count in counts.values())


def test_a2_01_100000_codes_differ_and_look_like_chance() -> None:
    codes = [tokens.new_secret(SecretKind.AUTHORIZATION_CODE).reveal() for _ in range(100_000)]
    assert len(set(codes)) == len(codes)
    drawn = "".join(code[4:47] for code in codes)
    # p > 0.000001 for each: a bit of every character, characters, neighbours, and no more to compress than 62 of 256
    odd = sum(drawn.count(sign) for sign in ALPHABET[1::2])
    assert abs(2 * odd - len(drawn)) < 5 * len(drawn) ** 0.5
    assert chi_squared(Counter(drawn), 62) < 125
    assert 3_300 < chi_squared(Counter(pairwise(drawn)), 62 * 62) < 4_400
    assert len(zlib.compress(drawn.encode(), 9)) > len(drawn) * math.log2(62) / 8


def chi_squared(counts: Counter[Any], kinds: int) -> float:
    assert len(counts) == kinds
    expected = counts.total() / kinds
    return sum((count - expected) ** 2 / expected for count in counts.values())


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

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fracttal_console.crypto import vault as module
from fracttal_console.crypto.vault import Vault, new_data_key, new_recovery_code, recovery_key, unwrap, wrap
from fracttal_console.domain import errors
from fracttal_console.domain.secrets import SecretText

DATA_KEY = b"d" * 32
WRAPPING_KEY = b"w" * 32
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@pytest.fixture(scope="module")
def code() -> str:
    return new_recovery_code().reveal()


def refused(text: str) -> bool:
    try:
        recovery_key(SecretText(text), base_id="base-1")
    except errors.RecoveryCodeWrong:
        return True
    return False


def test_data_keys_are_32_random_bytes() -> None:
    keys = {new_data_key() for _ in range(1_000)}
    assert len(keys) == 1_000
    assert {len(key) for key in keys} == {32}


def test_a_wrapped_data_key_opens_with_its_key_base_and_kind() -> None:
    for kind in (module.MASTER, module.RECOVERY):
        wrapped = wrap(DATA_KEY, WRAPPING_KEY, base_id="base-1", kind=kind)
        assert unwrap(wrapped, WRAPPING_KEY, base_id="base-1", kind=kind) == DATA_KEY


@pytest.mark.parametrize(("kind", "error"), [("master", errors.MasterKeyWrong), ("recovery", errors.RecoveryCodeWrong)])
def test_d_14_a_wrong_key_is_told_from_a_missing_one(kind: str, error: type[errors.ConsoleError]) -> None:
    wrapped = wrap(DATA_KEY, WRAPPING_KEY, base_id="base-1", kind=kind)
    with pytest.raises(error):
        unwrap(wrapped, b"x" * 32, base_id="base-1", kind=kind)
    with pytest.raises(error):
        unwrap(wrapped, WRAPPING_KEY, base_id="base-2", kind=kind)
    with pytest.raises(error):
        unwrap(wrapped[:-1], WRAPPING_KEY, base_id="base-1", kind=kind)


def test_what_was_wrapped_for_recovery_does_not_open_as_master() -> None:
    wrapped = wrap(DATA_KEY, WRAPPING_KEY, base_id="base-1", kind="recovery")
    with pytest.raises(errors.MasterKeyWrong):
        unwrap(wrapped, WRAPPING_KEY, base_id="base-1", kind="master")


def test_a_recovery_code_is_eight_groups_of_five_unmistakable_characters() -> None:
    for _ in range(200):
        text = new_recovery_code().reveal()
        assert re.fullmatch(rf"(?:[{CROCKFORD}]{{5}}-){{7}}[{CROCKFORD}]{{5}}", text)
        assert not refused(text)


def test_recovery_codes_differ_in_all_their_190_bits() -> None:
    numbers = []
    for _ in range(4_000):
        digits = new_recovery_code().reveal().replace("-", "")
        numbers.append(sum(CROCKFORD.index(digit) << 5 * place for place, digit in enumerate(reversed(digits))))
    assert len(set(numbers)) == len(numbers)
    for bit in range(10, 200):
        assert 1_750 < sum(number >> bit & 1 for number in numbers) < 2_250


def test_a_recovery_code_may_be_typed_in_many_ways() -> None:
    text = next(text for text in iter(lambda: new_recovery_code().reveal(), "") if "0" in text and "1" in text)
    key = recovery_key(SecretText(text), base_id="base-1")
    assert len(key) == 32
    for typed in (
        text.lower(),
        text.replace("-", ""),
        text.replace("-", " "),
        text.replace("-", "–"),  # what a word processor makes of a dash
        f"  {text}\n",
        text.replace("0", "O"),
        text.replace("0", "o").replace("1", "l"),
        text.replace("1", "I"),
        text.replace("1", "i").lower(),
    ):
        assert recovery_key(SecretText(typed), base_id="base-1") == key


def test_any_one_wrong_character_is_noticed(code: str) -> None:
    for place, right in enumerate(code):
        if right != "-":
            for other in CROCKFORD.replace(right, ""):
                assert refused(code[:place] + other + code[place + 1 :])


def test_any_two_exchanged_characters_are_noticed(code: str) -> None:
    digits = code.replace("-", "")
    for first in range(len(digits)):
        for second in range(first + 1, len(digits)):
            if digits[first] != digits[second]:
                changed = list(digits)
                changed[first], changed[second] = changed[second], changed[first]
                assert refused("".join(changed))


@pytest.mark.parametrize("text", ["", "-", "AAAAA", "U" * 40, "é" * 40, "0" * 39, "0" * 41, "ß" * 20])
def test_what_is_no_recovery_code_is_refused(text: str) -> None:
    assert refused(text)


@given(st.text(max_size=60))
def test_any_text_is_either_a_code_or_refused(text: str) -> None:
    assert refused(text) or len(text) >= 40


def test_a_recovery_code_gives_another_key_for_another_base(code: str) -> None:
    keys = {recovery_key(SecretText(code), base_id=base) for base in ("base-1", "base-2")}
    assert len(keys) == 2


def test_every_purpose_has_a_key_of_its_own() -> None:
    vault = Vault(DATA_KEY)
    answers = {
        vault.row_seal(b"aaaa"),
        vault.link(b"", b"aaaa")[:16],
        base64.urlsafe_b64decode(vault.page_token(b"aaaa") + "=")[:16],
        vault.lookup("aaaa")[:16],
    }
    assert len(answers) == 4


def test_two_vaults_of_one_data_key_agree_and_of_another_do_not() -> None:
    one, again, other = Vault(DATA_KEY), Vault(DATA_KEY), Vault(b"e" * 32)
    assert one.row_seal(b"aaaa") == again.row_seal(b"aaaa") != other.row_seal(b"aaaa")
    assert one.page_token(b"aaaa") == again.page_token(b"aaaa") != other.page_token(b"aaaa")
    sealed = one.sealer.seal(b"aaaa", table="t", row="r", purpose="p")
    assert again.sealer.open(sealed, table="t", row="r", purpose="p") == b"aaaa"
    with pytest.raises(errors.RowTampered):
        other.sealer.open(sealed, table="t", row="r", purpose="p")


def test_seals_links_and_tokens_have_their_lengths() -> None:
    vault = Vault(DATA_KEY)
    assert len(vault.row_seal(b"")) == 16
    assert len(vault.link(bytes(32), b"")) == 32
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", vault.page_token(b""))
    assert len(vault.lookup("")) == 32


def test_a_link_depends_on_the_event_before_and_where_it_ends() -> None:
    vault = Vault(DATA_KEY)
    links = {vault.link(b"", b"aaaa"), vault.link(b"a", b"aaa"), vault.link(b"b", b"aaa"), vault.link(b"a", b"aab")}
    assert len(links) == 4


def test_an_address_is_looked_up_whatever_its_case_and_blanks() -> None:
    vault = Vault(DATA_KEY)
    assert vault.lookup("Ana@Acme.test ") == vault.lookup("ana@acme.test")
    assert vault.lookup("pe\u0301rez@acme.test") == vault.lookup("p\u00e9rez@acme.test")
    assert vault.lookup("ana@acme.test") != vault.lookup("bea@acme.test")


def test_a_vault_shows_and_keeps_no_data_key() -> None:
    vault = Vault(DATA_KEY)
    assert repr(vault) == "<vault>"
    assert DATA_KEY not in {getattr(vault, name) for name in Vault.__slots__ if name != "sealer"}


def test_a_data_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(b"d" * 16)

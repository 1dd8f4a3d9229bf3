import pytest

from fracttal_console.crypto.sealing import Sealer
from fracttal_console.domain import errors

KEY = b"k" * 32
CLEAR = b"fch_" + b"a" * 49


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(KEY)


@pytest.fixture
def sealed(sealer: Sealer) -> bytes:
    return sealer.seal(CLEAR, table="api_keys", row="7", purpose="hawk")


def test_a_sealed_value_opens_in_its_place(sealer: Sealer, sealed: bytes) -> None:
    assert sealer.open(sealed, table="api_keys", row="7", purpose="hawk") == CLEAR
    assert Sealer(KEY).open(sealed, table="api_keys", row="7", purpose="hawk") == CLEAR
    assert CLEAR not in sealed
    assert len(sealed) == 12 + len(CLEAR) + 16


def test_an_empty_value_can_be_sealed(sealer: Sealer) -> None:
    sealed = sealer.seal(b"", table="t", row="r", purpose="p")
    assert sealer.open(sealed, table="t", row="r", purpose="p") == b""


def test_sealing_twice_never_gives_the_same_bytes(sealer: Sealer) -> None:
    assert len({sealer.seal(CLEAR, table="t", row="r", purpose="p") for _ in range(1_000)}) == 1_000


@pytest.mark.parametrize(
    ("table", "row", "purpose"),
    [
        ("consumers", "7", "hawk"),
        ("api_keys", "8", "hawk"),
        ("api_keys", "7", "totp"),
        ("api_keys7", "", "hawk"),
        ("api_key", "s7", "hawk"),
        ("api_keys", "7h", "awk"),
        ("hawk", "7", "api_keys"),
        ("", "", ""),
    ],
)
def test_a9_17_a_sealed_value_opens_in_no_other_place(
    sealer: Sealer, sealed: bytes, table: str, row: str, purpose: str
) -> None:
    with pytest.raises(errors.RowTampered) as caught:
        sealer.open(sealed, table=table, row=row, purpose=purpose)
    assert caught.value.params == {"table": table, "ref": row}


def test_any_changed_bit_is_noticed(sealer: Sealer, sealed: bytes) -> None:
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(errors.RowTampered):
            sealer.open(bytes(changed), table="api_keys", row="7", purpose="hawk")


def test_any_shortened_value_is_noticed(sealer: Sealer, sealed: bytes) -> None:
    for length in range(len(sealed)):
        with pytest.raises(errors.RowTampered):
            sealer.open(sealed[:length], table="api_keys", row="7", purpose="hawk")


def test_another_key_opens_nothing(sealed: bytes) -> None:
    with pytest.raises(errors.RowTampered):
        Sealer(b"x" * 32).open(sealed, table="api_keys", row="7", purpose="hawk")


@pytest.mark.parametrize("length", [0, 16, 24, 31, 33])
def test_a_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(bytes(length))


def test_the_key_is_not_shown(sealer: Sealer) -> None:
    assert "k" * 8 not in repr(sealer)

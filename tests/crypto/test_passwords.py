import threading
import time
import unicodedata
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fracttal_console.crypto import passwords as module
from fracttal_console.crypto.passwords import Passwords, check_new_password, password_strength
from fracttal_console.domain.errors import Invalid
from fracttal_console.domain.secrets import SecretText

RIGHT = SecretText("correct horse battery aaaa")
WRONG = SecretText("correct horse battery bbbb")
PERSONAL = ("ana.perez@acme.test", "Ana Pérez", "Acme Mantenimiento S.A.")


class CountingArgon2id:
    """Stands where Argon2id stands; lists the cost of every check and how many ran at once."""

    def __init__(self) -> None:
        self.costs: list[str] = []
        self.materials: list[bytes] = []
        self.most_at_once = 0
        self._running = 0
        self._lock = threading.Lock()

    def verify_phc_encoded(self, material: bytes, stored: str) -> None:
        with self._lock:
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
        self.costs.append(stored.split("$")[3])
        self.materials.append(material)
        time.sleep(0.002)
        try:
            Argon2id.verify_phc_encoded(material, stored)
        finally:
            with self._lock:
                self._running -= 1


@pytest.fixture
def passwords() -> Passwords:
    return Passwords(memory_kib=64, iterations=1)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Iterator[CountingArgon2id]:
    counter = CountingArgon2id()
    with monkeypatch.context() as patch:
        patch.setattr(module, "Argon2id", counter)
        yield counter


def test_the_right_password_verifies_and_another_does_not(passwords: Passwords) -> None:
    stored = passwords.hash(RIGHT)
    assert passwords.verify(RIGHT, stored)
    assert not passwords.verify(WRONG, stored)
    assert not passwords.verify(SecretText(""), stored)


def test_a10_01_a_hash_is_argon2id_with_64_mib_three_passes_one_lane() -> None:
    stored = Passwords().hash(RIGHT)
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert Passwords().verify(RIGHT, stored)


def test_two_hashes_of_one_password_differ(passwords: Passwords) -> None:
    assert passwords.hash(RIGHT) != passwords.hash(RIGHT)


def test_a10_02_an_unknown_person_costs_the_same_derivation_and_is_refused(
    passwords: Passwords, counting: CountingArgon2id
) -> None:
    stored = Argon2id(salt=bytes(16), length=32, iterations=1, lanes=1, memory_cost=64).derive_phc_encoded(b"aaaaaaaa")
    assert not passwords.verify(WRONG, stored)
    assert not passwords.verify(WRONG, None)
    assert counting.costs == ["m=64,t=1,p=1", "m=64,t=1,p=1"]
    assert counting.materials[0] == counting.materials[1]


def test_an_unknown_person_is_refused_even_if_the_dummy_hash_were_met(
    passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_dummy", passwords.hash(RIGHT))
    assert not passwords.verify(RIGHT, None)


def test_an_overlong_password_is_refused_for_the_price_of_one_derivation(
    passwords: Passwords, counting: CountingArgon2id
) -> None:
    stored = Argon2id(salt=bytes(16), length=32, iterations=1, lanes=1, memory_cost=64).derive_phc_encoded(b"")
    assert not passwords.verify(SecretText("a" * 1_000_000), stored)
    assert counting.costs == ["m=64,t=1,p=1"]
    assert counting.materials == [b""]


def test_the_same_letters_typed_on_different_systems_are_the_same_password(passwords: Passwords) -> None:
    composed, decomposed = (unicodedata.normalize(form, "contraseña muy única") for form in ("NFC", "NFD"))
    assert composed != decomposed
    assert passwords.verify(SecretText(decomposed), passwords.hash(SecretText(composed)))


def test_a_password_of_bytes_that_are_no_text_can_be_used(passwords: Passwords) -> None:
    odd = SecretText("aaaaaaaa\udcff")
    assert passwords.verify(odd, passwords.hash(odd))
    assert not passwords.verify(SecretText("aaaaaaaa\udcfe"), passwords.hash(odd))


@pytest.mark.parametrize("stored", ["", "aaaa", "$argon2id$v=19$m=64,t=1,p=1$AAAA$AAAA", "$2b$12$" + "a" * 53])
def test_what_is_no_hash_opens_nothing(passwords: Passwords, stored: str) -> None:
    assert not passwords.verify(RIGHT, stored)


def test_a_hash_of_another_cost_verifies_and_wants_rehashing(passwords: Passwords) -> None:
    dearer = Passwords(memory_kib=128, iterations=2)
    stored = passwords.hash(RIGHT)
    assert dearer.verify(RIGHT, stored)
    assert dearer.needs_rehash(stored)
    assert not passwords.needs_rehash(stored)
    assert not dearer.needs_rehash(dearer.hash(RIGHT))


def test_no_more_than_the_agreed_number_are_hashed_at_once(counting: CountingArgon2id) -> None:
    passwords = Passwords(memory_kib=64, iterations=1, at_once=2)
    threads = [threading.Thread(target=passwords.verify, args=(WRONG, None)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counting.costs) == 12
    assert counting.most_at_once <= 2


def test_a_turn_is_given_back_after_a_failure(passwords: Passwords) -> None:
    for _ in range(5):
        assert not passwords.verify(RIGHT, "aaaa")


@pytest.mark.parametrize("good", ["aXa7-bnq", "no rules of composition", "ñandú ñandú", "a" * 256, "🦜" * 8])
def test_a10_01_a_good_password_is_accepted_whatever_it_is_made_of(good: str) -> None:
    check_new_password(SecretText(good), PERSONAL)


@pytest.mark.parametrize(
    ("bad", "rule", "limit"),
    [
        ("", "password_short", {"min": 8}),
        ("aXa7-bn", "password_short", {"min": 8}),
        (unicodedata.normalize("NFD", "ñññññññ"), "password_short", {"min": 8}),
        ("a" * 257, "password_long", {"max": 256}),
        ("a" * 1_000_000, "password_long", {"max": 256}),
        ("password", "password_common", {}),
        ("PassWord", "password_common", {}),
        ("qwertyuiop", "password_common", {}),
        ("ana.perez@acme.test", "password_personal", {}),
        ("ANA.PEREZ@acme.test", "password_personal", {}),
        ("ana.perez", "password_personal", {}),
        ("Ana Pérez", "password_personal", {}),
        ("anapérez2026", "password_personal", {}),
        ("acme mantenimiento s.a.", "password_personal", {}),
        ("Acme-Mantenimiento-SA!!", "password_personal", {}),
    ],
)
def test_a10_01_a_bad_password_is_refused_by_its_rule(bad: str, rule: str, limit: dict[str, int]) -> None:
    with pytest.raises(Invalid) as caught:
        check_new_password(SecretText(bad), PERSONAL)
    assert (caught.value.field, caught.value.rule) == ("password", rule)
    assert caught.value.params == {"field": "password", "rule": rule, **limit}


def test_nothing_known_of_a_person_refuses_nothing() -> None:
    check_new_password(SecretText("4893 2284 1175"), ["", " ", "@", "--"])


def test_every_long_enough_one_of_the_3000_most_common_is_refused() -> None:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # type: ignore[import-untyped]  # noqa: PLC0415

    common = [text for text in FREQUENCY_LISTS["passwords"][:3000] if len(text) >= 8]
    assert len(common) > 500
    for text in common:
        with pytest.raises(Invalid, match="invalid"):
            check_new_password(SecretText(text), [])


def test_a_hint_tells_how_hard_a_password_is_to_guess() -> None:
    assert password_strength(SecretText("password1"), ()) <= 1
    assert password_strength(SecretText("four words that nobody says"), ()) == 4
    known = SecretText("industrias quillahue")
    assert password_strength(known, ("Industrias Quillahue",)) < password_strength(known, ())
    assert password_strength(SecretText("a" * 256), ("", "x")) <= 4

import random
import string
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

with warnings.catch_warnings():
    # mohawk is from 2019 and leans on six, whose import hooks newer Pythons complain about.
    warnings.simplefilter("ignore", DeprecationWarning)
    import mohawk

from fracttal_console.crypto import hawk
from fracttal_console.crypto.hawk import HawkHeader, HawkRequest
from fracttal_console.domain.secrets import SecretText
from tests.races.table import race

# The published vectors of the protocol.
ID = "dh37fgj492je"
KEY = SecretText("werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn")
TS = 1353832234
NONCE = "j4h3g2"
EXT = "some-app-ext-data"
GET = HawkRequest(method="GET", resource="/resource/1?b=1&a=2", host="example.com", port=8000)
GET_MAC = "6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE="
POST = replace(GET, method="POST")
POST_HASH = "Yi9LfIIFRtBEPt74PVmbTF/xVAwPn7ub15ePICfgnuY="
POST_MAC = "aSe1DERmZuRl3pI36/9BdZmnErTw3sNzOOAUlfeKjVw="
EXT_MAC = "rxzWDiM7vQbkt3GdyUZNg2x4PpDlV/01WHiPhZT5Sdg="

PATH_SIGNS = string.ascii_letters + string.digits + "-._~!$&'()*+,=:@%/"
VALUE_SIGNS = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in '"\\')


def header(**changes: Any) -> HawkHeader:  # noqa: ANN401  # any attribute
    return replace(HawkHeader(id=ID, ts=TS, nonce=NONCE, mac="", ext=EXT), **changes)


def test_a9_01_official_vectors() -> None:
    assert hawk.request_mac(KEY, header(), GET) == GET_MAC
    assert hawk.payload_hash("text/plain", b"Thank you for flying Hawk") == POST_HASH
    assert hawk.request_mac(KEY, header(hash=POST_HASH), POST) == POST_MAC


def test_a9_01_the_official_vectors_verify_and_are_signed_the_same() -> None:
    written = hawk.sign(ID, KEY, POST, ts=TS, nonce=NONCE, payload_hash=POST_HASH, ext=EXT)
    assert written == (f'Hawk id="{ID}", ts="{TS}", nonce="{NONCE}", hash="{POST_HASH}", ext="{EXT}", mac="{POST_MAC}"')
    parsed = hawk.parse_header(written)
    assert parsed == header(hash=POST_HASH, mac=POST_MAC)
    assert hawk.verify_mac(KEY, parsed, POST)


@pytest.mark.parametrize(
    ("attributes", "request_"),
    [
        ({"ts": TS + 1}, GET),
        ({"nonce": "j4h3g3"}, GET),
        ({"hash": POST_HASH}, GET),
        ({"ext": ""}, GET),
        ({"app": "my-app"}, GET),
        ({"mac": GET_MAC[:-1]}, GET),
        ({"mac": GET_MAC.lower()}, GET),
        ({"mac": "é"}, GET),
        ({}, POST),
        ({}, replace(GET, resource="/resource/1?a=2&b=1")),
        ({}, replace(GET, host="example.org")),
        ({}, replace(GET, port=8001)),
    ],
)
def test_a9_01_nothing_that_the_mac_covers_can_be_changed(attributes: dict[str, Any], request_: HawkRequest) -> None:
    assert not hawk.verify_mac(KEY, header(**{"mac": GET_MAC, **attributes}), request_)


def test_another_key_does_not_verify() -> None:
    assert not hawk.verify_mac(SecretText("a" * 43), header(mac=GET_MAC), GET)


def test_a9_01_method_and_host_count_whatever_their_case() -> None:
    assert hawk.verify_mac(KEY, header(mac=GET_MAC), replace(GET, method="get", host="EXAMPLE.com"))


def test_a9_12_the_mac_can_be_checked_for_another_accepted_name() -> None:
    behind = replace(GET, host="10.0.0.7", port=8750)
    assert not hawk.verify_mac(KEY, header(mac=GET_MAC), behind)
    assert hawk.verify_mac(KEY, header(mac=GET_MAC), behind, "example.com", 8000)


def test_a9_01_ext_is_escaped_so_that_it_cannot_pass_for_other_lines() -> None:
    plain = hawk.request_mac(KEY, header(ext="a", app="b"), GET)
    assert hawk.request_mac(KEY, header(ext="a\nb\n"), GET) != plain
    assert hawk.request_mac(KEY, header(ext="a\n"), GET) != hawk.request_mac(KEY, header(ext="a\\n"), GET)
    # HMAC over the string with `\` as `\\` and a newline as `\n`, computed with openssl.
    assert hawk.request_mac(KEY, header(ext="back\\slash\nline"), GET) == EXT_MAC


@pytest.mark.parametrize("content_type", ["text/plain", "Text/Plain", "text/plain; charset=utf-8", " text/plain ;x=y"])
def test_a9_10_case_and_parameters_of_the_content_type_do_not_count(content_type: str) -> None:
    assert hawk.payload_hash(content_type, b"Thank you for flying Hawk") == POST_HASH


def test_a9_10_an_empty_body_has_a_hash_too() -> None:
    # SHA-256 of "hawk.1.payload\n\n\n", computed with openssl.
    assert hawk.payload_hash("", b"") == "B0weSUXsMcb5UhL41FZbrUJCAotzSI3HawE1NPLRUz8="
    assert hawk.payload_hash("", b"") != hawk.payload_hash("text/plain", b"")


@pytest.mark.parametrize(("seconds", "accepted"), [(-61, False), (-60, True), (0, True), (60, True), (61, False)])
def test_a9_05_a_timestamp_may_be_60_seconds_off_and_no_more(seconds: int, accepted: bool) -> None:  # noqa: FBT001
    assert hawk.within_skew(TS + seconds, TS) is accepted


def test_a9_05_the_skew_can_be_given() -> None:
    assert hawk.within_skew(TS + 5, TS, skew=5)
    assert not hawk.within_skew(TS + 6, TS, skew=5)


def test_a9_06_a_nonce_is_remembered_for_as_long_as_its_timestamp_is_accepted() -> None:
    accepted = [now for now in range(TS - 500, TS + 500) if hawk.within_skew(TS, now)]
    assert hawk.SKEW_SECONDS == 60
    assert len(accepted) == accepted[-1] - accepted[0] + 1 == hawk.REPLAY_WINDOW_SECONDS


@pytest.mark.parametrize("bad", ['a"', "a\\", "a\n", "é", "a\x7f"])
def test_what_cannot_stand_in_a_header_is_not_written(bad: str) -> None:
    with pytest.raises(ValueError, match="ext"):
        hawk.sign(ID, KEY, GET, ts=TS, nonce=NONCE, ext=bad)
    with pytest.raises(ValueError, match="ext"):
        hawk.response_header(KEY, header(), GET, ext=bad)


class Case:
    """One random request, and what mohawk says of it."""

    def __init__(self, chance: random.Random, now: int) -> None:
        def text(signs: str, low: int, high: int) -> str:
            return "".join(chance.choices(signs, k=chance.randint(low, high)))

        self.id = text(string.ascii_letters + string.digits + "_", 1, 24)
        self.key = text(string.ascii_letters + string.digits, 1, 80)
        self.nonce = text(VALUE_SIGNS, 1, 20)
        self.ext = text(VALUE_SIGNS, 0, 20)
        self.app = text(VALUE_SIGNS, 1, 10) if chance.random() < 0.5 else ""
        self.dlg = text(VALUE_SIGNS, 1, 10) if self.app and chance.random() < 0.5 else ""
        self.ts = now + chance.randint(-20, 20)
        self.payload = chance.randbytes(chance.randint(0, 60))
        self.content_type = chance.choice(["", "text/plain", "Application/JSON; charset=utf-8", "TEXT/css ;a=b"])
        resource = "/" + text(PATH_SIGNS, 0, 30).lstrip("/")
        if chance.random() < 0.5:
            resource += "?" + text(PATH_SIGNS + "?;", 1, 30)
        scheme, port = chance.choice([("http", 80), ("https", 443), ("http", 8000), ("https", 65535)])
        host = text(string.ascii_letters, 1, 10) + ".Example.com"
        self.request = HawkRequest(
            method=chance.choice(["GET", "post", "PUT", "Delete"]), resource=resource, host=host, port=port
        )
        self.url = f"{scheme}://{host}:{port}{resource}"
        self.hash = hawk.payload_hash(self.content_type, self.payload)
        self.credentials = {"id": self.id, "key": self.key, "algorithm": "sha256"}

    def sender(self) -> Any:  # noqa: ANN401  # mohawk ships no types
        return mohawk.Sender(
            dict(self.credentials),
            self.url,
            self.request.method,
            content=self.payload,
            content_type=self.content_type,
            nonce=self.nonce,
            ext=self.ext,
            app=self.app,
            dlg=self.dlg,
            _timestamp=self.ts,
        )

    def signed(self) -> str:
        return hawk.sign(
            self.id,
            SecretText(self.key),
            self.request,
            ts=self.ts,
            nonce=self.nonce,
            payload_hash=self.hash,
            ext=self.ext,
            app=self.app,
            dlg=self.dlg,
        )


@pytest.mark.parametrize(
    "rounds", [pytest.param(2_000, id="short"), pytest.param(100_000, id="full", marks=pytest.mark.soak)]
)
def test_e10_a9_01_and_a9_13_random_requests_agree_with_mohawk_both_ways(
    record_property: Callable[[str, object], None], rounds: int
) -> None:
    chance = random.Random(20261124)  # noqa: S311  # the same requests in every run
    with race(record_property, "E10 agreement with mohawk, both ways") as found:
        while found.rounds < rounds:
            # the time of each is now: mohawk refuses what is old
            agrees_with_mohawk(Case(chance, int(time.time())))
            found.rounds += 1
            found.requests += 1


def agrees_with_mohawk(case: Case) -> None:
    key = SecretText(case.key)
    sender = case.sender()

    theirs = hawk.parse_header(sender.request_header)
    assert theirs == hawk.parse_header(case.signed())
    assert theirs.hash == case.hash
    assert hawk.verify_mac(key, theirs, case.request)

    mohawk.Receiver(
        lambda _id: case.credentials,
        case.signed(),
        case.url,
        case.request.method,
        content=case.payload,
        content_type=case.content_type,
        seen_nonce=lambda *_: False,
    )

    answer = hawk.response_header(
        key, theirs, case.request, payload_hash=hawk.payload_hash("text/html", b"answer"), ext=case.ext
    )
    sender.accept_response(answer, content=b"answer", content_type="text/html")


def test_a9_05_our_clock_is_signed_as_mohawk_signs_it() -> None:
    theirs = mohawk.util.calculate_ts_mac(TS, {"key": KEY.reveal(), "algorithm": "sha256"})
    assert hawk.stale_mac(KEY, TS) == theirs.decode()

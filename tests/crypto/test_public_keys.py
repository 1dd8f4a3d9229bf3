"""Public keys as others paste them: what is read, and each refusal with the rule that is broken."""

import json
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwk as other

from fracttal_console.crypto.public_keys import LONGEST_TEXT, MOST_KEYS, read_public_keys, stored_key
from fracttal_console.domain.errors import Invalid
from tests.signing import Signer, jwks

KINDS = {"EC": "EC", "RSA": "RSA", "OKP": "OKP"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", ["jwks", "jwk", "pem"])
def test_a_key_is_the_same_in_every_form_and_named_by_its_thumbprint(kind: str, form: str) -> None:
    signer = Signer(kind)
    text = {"jwks": jwks(signer), "jwk": json.dumps(signer.jwk), "pem": f"\n  {signer.pem}\n"}[form]
    (key,) = read_public_keys(text)
    assert key.thumbprint == other.import_key(signer.jwk).thumbprint()
    assert stored_key(key.jwk).thumbprint == key.thumbprint


def test_the_thumbprint_of_the_rfc() -> None:
    example = {
        "kty": "RSA",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWK"
        "RXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMic"
        "AtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3"
        "XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        "e": "AQAB",
        "alg": "RS256",
        "kid": "2011-04-29",
    }
    (key,) = read_public_keys(json.dumps(example))
    assert (key.thumbprint, key.kid) == ("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs", "2011-04-29")
    assert key.algorithms == ("RS256",)


def test_nothing_is_kept_but_the_key_its_name_and_its_algorithm() -> None:
    more = {
        **Signer(kid="k", algorithm="ES256").jwk,
        "x5u": "https://x.example",
        "use": "sig",
        "key_ops": ["verify"],
        "y2": 1,
    }
    (key,) = read_public_keys(json.dumps(more))
    assert set(json.loads(key.jwk)) == {"kty", "crv", "x", "y", "kid", "alg"}


EC, RSA = Signer().jwk, Signer("RSA").jwk
TOO_LONG = urlsafe_b64encode(b"\xff" * 1025).decode().rstrip("=")

REFUSED = {
    "empty": ("", "key_malformed"),
    "words": ("a key", "key_malformed"),
    "a list": ("[]", "key_malformed"),
    "no keys": ('{"keys": []}', "key_malformed"),
    "keys that are none": ('{"keys": [1]}', "key_malformed"),
    "a number for keys": ('{"keys": 1}', "key_malformed"),
    "deep": ("[" * 60_000, "key_malformed"),
    "broken PEM": ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "key_malformed"),
    "certificate": ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "key_malformed"),
    "private PEM": (Signer().private_pem, "key_private"),
    "private PEM of RSA": (Signer("RSA").private_pem, "key_private"),
    "private JWK": (json.dumps(Signer().private_jwk), "key_private"),
    "private JWK of RSA": (json.dumps(Signer("RSA").private_jwk), "key_private"),
    "private JWK of Ed25519": (json.dumps(Signer("OKP").private_jwk), "key_private"),
    "shared secret": ('{"kty": "oct", "k": "AAAA"}', "key_symmetric"),
    "other curve": (json.dumps(Signer("P-384").jwk), "key_unsupported"),
    "other curve as PEM": (Signer("P-384").pem, "key_unsupported"),
    "X25519": ('{"kty": "OKP", "crv": "X25519", "x": "AAAA"}', "key_unsupported"),
    "other kind": ('{"kty": "AKP"}', "key_unsupported"),
    "no kind": ("{}", "key_unsupported"),
    "kind that is no word": ('{"kty": ["EC"]}', "key_unsupported"),
    "short": (json.dumps({"kty": "RSA", "e": "AQAB", "n": RSA["n"][:171]}), "key_short"),
    "short PEM": (Signer("RSA-1024").pem, "key_short"),
    "long": (json.dumps({"kty": "RSA", "e": "AQAB", "n": TOO_LONG}), "key_long"),
    "even exponent": (json.dumps({**RSA, "e": "AAAA"}), "key_malformed"),
    "point off the curve": (json.dumps({**EC, "y": EC["x"]}), "key_malformed"),
    "half a point": (json.dumps({name: EC[name] for name in ("kty", "crv", "x")}), "key_malformed"),
    "a number for x": (json.dumps({**EC, "x": 1}), "key_malformed"),
    "for encryption": (json.dumps({**EC, "use": "enc"}), "key_use"),
    "to sign with": (json.dumps({**EC, "key_ops": ["sign"]}), "key_use"),
    "strange use": (json.dumps({**EC, "use": None}), "key_use"),
    "other algorithm": (json.dumps({**EC, "alg": "ES384"}), "key_algorithm"),
    "algorithm of another kind": (json.dumps({**EC, "alg": "RS256"}), "key_algorithm"),
    "MAC": (json.dumps({**RSA, "alg": "HS256"}), "key_algorithm"),
    "none": (json.dumps({**RSA, "alg": "none"}), "key_algorithm"),
    "long name": (json.dumps({**EC, "kid": "x" * 201}), "key_name"),
    "name of control signs": (json.dumps({**EC, "kid": "a\u0007"}), "key_name"),
    "name that is no word": (json.dumps({**EC, "kid": 7}), "key_name"),
    "many": (json.dumps({"keys": [EC] * (MOST_KEYS + 1)}), "key_too_many"),
    "far too long": (" " * (LONGEST_TEXT + 1), "key_too_long"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_each_refusal_names_its_rule(name: str) -> None:
    text, rule = REFUSED[name]
    with pytest.raises(Invalid) as refused:
        read_public_keys(text)
    assert (refused.value.field, refused.value.rule) == ("key", rule)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted({*EC, *RSA, "d", "use"})), inner)
    ),
    max_leaves=8,
)


CHANGED = st.dictionaries(st.sampled_from(sorted(EC)), JSON, max_size=2).map(lambda changes: {**EC, **changes})


@given(JSON | CHANGED)
def test_whatever_is_pasted_is_a_key_or_breaks_a_rule(content: object) -> None:
    text = json.dumps(content)
    try:
        keys = read_public_keys(text)
    except Invalid:
        return
    assert [read_public_keys(key.jwk)[0].thumbprint for key in keys] == [key.thumbprint for key in keys]

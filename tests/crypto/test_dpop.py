"""Proofs of possession as they stand on the wire: what is read, and all that is refused before anything is believed."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey, OctKey
from joserfc.util import json_b64encode, urlsafe_b64encode

from fracttal_console.crypto.dpop import read_proof, thumbprint
from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.proofs import base64url, read_thumbprint
from tests.gateway.proofs import Holder, made_key

URL = "https://acceso.quillahue.example/oauth/token"


def refused(text: str) -> str:
    with pytest.raises(OAuthError) as refusal:
        read_proof(text)
    assert refusal.value.error == "invalid_dpop_proof"
    return str(refusal.value.cause)


@pytest.mark.parametrize("algorithm", ["ES256", "Ed25519", "PS256"])
def test_a8_04_a_proof_by_another_library_is_read(algorithm: str) -> None:
    holder = Holder(algorithm)
    proof = read_proof(holder.proof("POST", URL, 1000, token="fca_x", nbf=900, exp=1100))
    assert base64url(proof.key) == holder.thumbprint
    assert (proof.method, proof.target, proof.issued_at) == ("POST", URL, 1000.0)
    assert (proof.not_before, proof.ends_at, len(proof.token_digest)) == (900.0, 1100.0, 43)


def test_the_thumbprint_is_that_of_rfc_7638() -> None:
    n = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknj"
        "hMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQ"
        "vRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzK"
        "nqDKgw"
    )
    printed = thumbprint({"kty": "RSA", "e": "AQAB", "n": n})
    assert base64url(printed) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    assert read_thumbprint(base64url(printed)) == printed


@pytest.mark.parametrize("text", ["", "x" * 43, "=" * 43, "A" * 42 + "=", "A" * 44, "é" * 43, "A" * 42 + "B"])
def test_what_is_no_thumbprint_is_none(text: str) -> None:
    if text == "x" * 43:
        assert read_thumbprint(text) is None or base64url(read_thumbprint(text) or b"") == text
    else:
        assert read_thumbprint(text) is None


@pytest.mark.parametrize(("header", "cause"), [
    ({"typ": "jwt"}, "proof_malformed"),
    ({"typ": None}, "proof_malformed"),
    ({"typ": "DPOP+JWT"}, "proof_malformed"),
    ({"alg": "none"}, "proof_malformed"),
    ({"alg": "HS256"}, "proof_malformed"),
    ({"alg": "RS256"}, "proof_malformed"),
    ({"alg": ["ES256"]}, "proof_malformed"),
    ({"alg": None}, "proof_malformed"),
    ({"alg": "PS256"}, "proof_key"),
    ({"crit": ["exp"]}, "proof_malformed"),
    ({"b64": False, "crit": ["b64"]}, "proof_malformed"),
    ({"jwk": None}, "proof_key"),
    ({"jwk": "x"}, "proof_key"),
    ({"jwk": {}}, "proof_key"),
    ({"jwk": {"kty": "EC", "crv": "P-256", "x": 1, "y": 2}}, "proof_key"),
    ({"jwk": {"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"}}, "proof_signature"),
    ({"jwk": {"kty": "EC", "crv": "P-256", "x": "!", "y": "!"}}, "proof_signature"),
    ({"jwk": {"kty": "oct", "k": "AAAA"}}, "proof_key"),
])  # fmt: skip
def test_a8_04_a_header_that_is_not_as_it_must_be_is_refused(header: dict[str, Any], cause: str) -> None:
    assert refused(Holder().proof("POST", URL, 1000, header=header)) == cause


def test_cve_2025_59420_a_header_that_must_be_understood_and_is_not_is_refused() -> None:
    headers: tuple[dict[str, Any], ...] = ({"crit": ["b64"], "b64": True}, {"crit": []}, {"crit": ["x"], "x": 1})
    for header in headers:
        assert refused(Holder().proof("POST", URL, 1000, header=header)) == "proof_malformed"


def test_cve_2024_37568_a_public_key_is_no_shared_secret() -> None:
    public = Holder()
    secret = OctKey.import_key(json.dumps(public.key.as_dict(private=False)))
    confused = Holder("HS256", secret).proof("POST", URL, 1, header={"jwk": public.key.as_dict(private=False)})
    assert refused(confused) == "proof_malformed"


def test_a8_04_private_keys_and_shared_secrets_are_refused() -> None:
    for algorithm in ("ES256", "Ed25519", "PS256"):
        key = made_key(algorithm)
        assert refused(Holder(algorithm, key).proof("POST", URL, 1, header={"jwk": key.as_dict(private=True)})) == (
            "proof_key"
        )
    secret = OctKey.generate_key(256)
    assert refused(Holder("HS256", secret).proof("POST", URL, 1, header={"jwk": secret.as_dict()})) == "proof_malformed"


def test_a8_04_another_curve_or_a_short_rsa_key_is_refused() -> None:
    assert refused(Holder("ES256", ECKey.generate_key("P-384")).proof("POST", URL, 1, header={"alg": "ES384"})) == (
        "proof_malformed"
    )
    wide = ECKey.generate_key("P-384").as_dict(private=False)
    assert refused(Holder().proof("POST", URL, 1, header={"jwk": wide})) == "proof_key"
    short = {"kty": "RSA", "e": "AQAB", "n": base64url(b"\xff" * 128)}
    assert refused(Holder("PS256").proof("POST", URL, 1, header={"jwk": short})) == "proof_key"
    huge = {"kty": "RSA", "e": "AQAB", "n": base64url(b"\xff" * 1024)}
    assert refused(Holder("PS256").proof("POST", URL, 1, header={"jwk": huge})) == "proof_key"


@pytest.mark.parametrize("claims", [
    {"jti": None}, {"jti": ""}, {"jti": 1}, {"jti": "x" * 257}, {"htm": None}, {"htm": 1}, {"htu": None}, {"htu": []},
    {"iat": None}, {"iat": "1000"}, {"iat": True}, {"iat": -1}, {"iat": 1e300}, {"iat": 10**400}, {"nbf": "x"},
    {"exp": None, "nbf": []}, {"ath": 1}, {"ath": "x" * 44},
])  # fmt: skip
def test_a8_04_claims_that_are_not_as_they_must_be_are_refused(claims: dict[str, Any]) -> None:
    given_iat = {"iat": 1000, **claims}
    holder = Holder()
    assert refused(holder.proof("POST", URL, 1000, **given_iat)) == "proof_malformed"


def test_a8_04_a_changed_proof_or_the_key_of_somebody_else_is_refused() -> None:
    holder, other = Holder(), Holder()
    head, body, signature = holder.proof("POST", URL, 1000).split(".")
    _, other_body, _ = other.proof("GET", URL, 1000).split(".")
    assert refused(f"{head}.{other_body}.{signature}") == "proof_signature"
    assert refused(holder.proof("POST", URL, 1000, header={"jwk": other.key.as_dict(private=False)})) == (
        "proof_signature"
    )
    assert refused(f"{head}.{body}.{urlsafe_b64encode(bytes(64)).decode()}") == "proof_signature"
    assert refused(f"{head}.{body}.") == "proof_malformed"


def test_a8_04_two_proofs_none_at_all_or_a_flood_are_refused() -> None:
    proof = Holder().proof("POST", URL, 1000)
    assert refused("") == "proof_missing"
    assert refused(f"{proof}, {proof}") == "proof_malformed"
    assert refused(proof + "A" * 5000) == "proof_malformed"
    deep = urlsafe_b64encode(b"[" * 2000).decode()
    assert refused(f"{deep}.{deep}.AA") == "proof_malformed"
    twice = json_b64encode({}).decode()
    head = urlsafe_b64encode(b'{"typ":"dpop+jwt","typ":"dpop+jwt","alg":"ES256","jwk":{}}').decode()
    assert refused(f"{head}.{twice}.AA") == "proof_malformed"
    assert refused(f"{urlsafe_b64encode(b'[]').decode()}.{twice}.AA") == "proof_malformed"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300) | st.builds(lambda *parts: ".".join(parts), *[st.text(max_size=60)] * 3))
def test_whatever_stands_in_the_header_nothing_but_a_refusal_comes_of_it(text: str) -> None:
    refused(text)

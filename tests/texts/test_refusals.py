"""No cause by which anything refuses a request lacks its words, and no finding of the doctor does."""

import re
from pathlib import Path

import pytest

from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.gateway.admission import Entry
from fracttal_console.services.hawk_comparison import LINES
from fracttal_console.texts.catalogue import LANGUAGES, texts_for
from fracttal_console.texts.causes import CAUSES
from fracttal_console.texts.findings import FINDINGS, finding_advice, finding_title, line_name
from fracttal_console.texts.refusals import KINDS, cause_advice, cause_title, fact_name, fact_value, kind_name

PACKAGE = Path(__file__).resolve().parents[2] / "fracttal_console"
SOURCES = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.parent.name != "texts")

RAISED = {
    *re.findall(r'OAuthError\(\s*"[a-z_]*",\s*"([a-z_]+)"', SOURCES),
    *re.findall(r'HawkRefused\(\s*"([a-z_]+)"', SOURCES),
    *re.findall(r'\bRefused\(\d+, "([a-z_]+)"', SOURCES),
    *re.findall(r'\bnote\(self\._scope, "([a-z_]+)"', SOURCES),
    *re.findall(r'\brefuse_body\("([a-z_]+)"', SOURCES),
    *re.findall(r'_note\((?:scope, )?"([a-z_]+)"', SOURCES),
    *re.findall(r'_not_sent_on\(request, "([a-z_]+)"', SOURCES),
    *re.findall(r'_refuse\(\d+, "([a-z_]+)"', SOURCES),
    *(entry.value for entry in Entry if entry not in {Entry.LET_IN, Entry.CUT_OFF}),
    *re.findall(r'"((?:user_codes?|pushed_request)_[a-z_]+)"', SOURCES),
    "key_unknown", "too_many_failures",
} - {"error", "user_code_refused", "pushed_request_ended"}  # fmt: skip
FOUND = {*re.findall(r'(?:Finding|state_finding)\(\s*(?:credential, |api_key, |consumer, )?"([a-z_]+)"', SOURCES)}
ENGLISH = texts_for("en")


def test_the_search_finds_causes_and_findings() -> None:
    assert {"mac_wrong", "scope_nothing", "redirect_unregistered", "token_expired"} <= RAISED
    assert {"mac_right", "client_unknown", "key_ended", "request_missing"} <= FOUND


def test_no_cause_lacks_its_words_and_none_has_them_for_nothing() -> None:
    assert set(CAUSES) == RAISED


def test_no_finding_lacks_its_words() -> None:
    signed = {f"signed_other_{name}" for name in LINES if name not in {"kind", "ts", "nonce"}}
    assert signed <= set(FINDINGS)
    assert set(FINDINGS) | set(CAUSES) >= FOUND


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_and_finding_says_what_and_what_to_do(language: str) -> None:
    texts = texts_for(language)
    for cause in CAUSES:
        title, advice = cause_title(cause, texts), cause_advice(cause, texts)
        assert not title.endswith(".")
        assert len(advice) > 10
        assert language == "en" or advice != CAUSES[cause][1] or cause == "response_mode"
    facts: dict[str, str | int] = {
        "skew": -90, "needed": "a:b", "group": "G", "has": "", "signed": "S", "expected": "E", "place": 3,
        "sent_part": "x", "registered_part": "y", "kid": "k",
    }  # fmt: skip
    for code in FINDINGS:
        assert "{" not in finding_title(code, facts, texts)
        assert "{" not in finding_advice(code, texts)
    assert {line_name(name, texts) for name in LINES}


def test_facts_are_written_for_people() -> None:
    assert {str(kind) for kind in RefusalKind} == set(KINDS)
    assert kind_name("hawk", ENGLISH) == "Hawk"
    assert fact_value("skew", 70, ENGLISH) == "+70 s"
    assert fact_value("why", "suspended", ENGLISH) == "It is suspended"
    assert fact_name("scope", ENGLISH) == "Scope"
    assert "90" in finding_title("clock_behind", {"skew": -90}, ENGLISH)
    assert cause_title("of_a_newer_version", ENGLISH) == "of_a_newer_version"

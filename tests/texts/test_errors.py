"""Every known failure has a text in three languages, complete and filled."""

import inspect
from collections.abc import Iterator
from itertools import product

import pytest

from fracttal_console.domain.errors import (
    ChangedMeanwhile,
    ConsoleError,
    Invalid,
    NotFound,
    SignInThrottled,
    WrongState,
)
from fracttal_console.texts.catalogue import LANGUAGES, texts_for
from fracttal_console.texts.errors import error_text, page_heading, page_reason
from fracttal_console.texts.failures import FAILURES, NOT_FOUND, STATES_MASCULINE
from fracttal_console.texts.filling import fill
from fracttal_console.texts.invalid import FIELDS, RULES
from fracttal_console.texts.page_reasons import PAGE_CAUSES

SAMPLES: dict[str, object] = {
    "kind": "person",
    "ref": "CJ3D",
    "status": "revoked",
    "seconds": 30,
    "path": "/srv/base",
    "host": "192.0.2.1",
    "port": 8750,
    "uri": "https://a.example/cb#inicio",
    "scheme": "javascript",
    "choices": ["standard", "fracttal"],
    "min": 8,
    "max": 64,
    "reason": "What it said.",
}


def all_errors(root: type[ConsoleError] = ConsoleError) -> Iterator[type[ConsoleError]]:
    yield root
    for child in root.__subclasses__():
        yield from all_errors(child)


def sample(error_class: type[ConsoleError]) -> ConsoleError:
    parameters = list(inspect.signature(error_class.__init__).parameters.values())[1:]
    wanted = [p for p in parameters if p.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD and p.annotation is not bool]
    return error_class(**{p.name: SAMPLES.get(p.name, "value") for p in wanted})


def in_every_language(error: ConsoleError) -> list[str]:
    return [error_text(error, texts_for(language)) for language in LANGUAGES]


def is_shown_well(texts: list[str]) -> bool:
    complete = all(text and "{" not in text and "}" not in text and "…" not in text for text in texts)
    return complete and len(set(texts)) == len(LANGUAGES) and all(text.endswith((".", ".:.")) for text in texts)


@pytest.mark.parametrize("error_class", list(all_errors()), ids=lambda c: c.__name__)
def test_every_known_failure_is_said_in_three_languages(error_class: type[ConsoleError]) -> None:
    assert is_shown_well(in_every_language(sample(error_class)))


def test_no_failure_falls_back_to_the_general_text() -> None:
    own_text = {"invalid", "not_found", "sign_in_throttled"}
    assert {error.code for error in all_errors()} - own_text == set(FAILURES)


@pytest.mark.parametrize(("field", "rule"), list(product(FIELDS, RULES)))
def test_every_rule_is_said_for_every_field(field: str, rule: str) -> None:
    values = {"value": "x", "permission": "a:b", **{k: v for k, v in SAMPLES.items() if k not in {"kind", "ref"}}}
    assert is_shown_well(in_every_language(Invalid(field, rule, **values)))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            (
                "The redirect URI was not saved. It has a fragment (#inicio), which OAuth forbids. "
                "Remove everything from # on."
            ),
        ),
        (
            "es",
            (
                "No se guardó la URI de redirección. Contiene un fragmento (#inicio) y OAuth no lo permite. "
                "Quite todo desde #."
            ),
        ),
        (
            "pt_BR",
            (
                "A URI de redirecionamento não foi salva. Ela tem um fragmento (#inicio), que o OAuth não permite. "
                "Remova tudo a partir de #."
            ),
        ),
    ],
)
@pytest.mark.parametrize("params", [{"uri": "https://a.example/cb#inicio"}, {"uri": "x", "fragment": "inicio"}])
def test_a_refused_redirect_uri_is_told_as_the_wording_guide_has_it(
    language: str, text: str, params: dict[str, object]
) -> None:
    assert error_text(Invalid("redirect_uri", "uri_fragment", **params), texts_for(language)) == text


def test_a_field_or_rule_without_a_text_still_gives_one() -> None:
    assert error_text(Invalid("colour", "too_red"), texts_for("en")) == (
        "The value was not saved. The value is not allowed here. Enter another one."
    )


@pytest.mark.parametrize("kind", [*NOT_FOUND, "consumer", "group", "something_else"])
def test_what_was_not_found_is_named(kind: str) -> None:
    texts = in_every_language(NotFound(kind, "CJ3D"))
    assert is_shown_well(texts)
    assert all("CJ3D" in text for text in texts)


@pytest.mark.parametrize("status", STATES_MASCULINE)
def test_a_state_agrees_with_the_noun_of_its_kind(status: str) -> None:
    spanish = texts_for("es")
    authorization = error_text(WrongState("authorization", "1", status), spanish)
    consumer = error_text(WrongState("oauth_consumer", "1", status), spanish)

    assert authorization.replace("a. Cambie", "o. Cambie") == consumer


def test_an_unknown_state_is_shown_as_it_is() -> None:
    assert "sleeping" in error_text(WrongState("person", "1", "sleeping"), texts_for("es"))


def test_throttling_counts_its_seconds() -> None:
    assert "Espere 1 segundo e" in error_text(SignInThrottled(1), texts_for("es"))
    assert "Espere 30 segundos e" in error_text(SignInThrottled(30), texts_for("es"))


def test_a_person_can_put_braces_into_a_name() -> None:
    assert "{0.__class__}" in error_text(ChangedMeanwhile("person", "{0.__class__}"), texts_for("en"))


def test_long_values_are_cut_and_missing_ones_marked() -> None:
    assert fill("{a} {b}", {"a": "x" * 500}) == "x" * 119 + "… …"


@pytest.mark.parametrize("cause", sorted(PAGE_CAUSES))
def test_every_page_cause_has_heading_and_reason(cause: str) -> None:
    reasons = [
        page_reason(cause, texts_for(language), uri="https://a.example", incident="7K2M", seconds=9)
        for language in LANGUAGES
    ]
    assert is_shown_well(reasons)
    assert len({page_heading(cause, texts_for(language)) for language in LANGUAGES}) == len(LANGUAGES)


def test_an_unknown_page_cause_counts_as_internal() -> None:
    english = texts_for("en")
    assert page_heading("?", english) == page_heading("internal", english)
    assert page_reason("?", english, incident="7K2M") == page_reason("internal", english, incident="7K2M")

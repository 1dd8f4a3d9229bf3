"""Which language somebody gets, and that each language speaks."""

import pytest

from fracttal_console.texts.catalogue import LANGUAGES, negotiate, texts_for


@pytest.mark.parametrize(
    ("accept_language", "wanted", "language"),
    [
        ("", "", "en"),
        ("es", "", "es"),
        ("es-419,es;q=0.9,en;q=0.8", "", "es"),
        ("ES-cl", "", "es"),
        ("pt", "", "pt_BR"),
        ("pt-BR,pt;q=0.9", "", "pt_BR"),
        ("pt-PT", "", "pt_BR"),
        ("en-GB,en;q=0.9,es;q=0.8", "", "en"),
        ("de,fr;q=0.9,es;q=0.2", "", "es"),
        ("en;q=0.3, es;q=0.7", "", "es"),
        ("es;q=0, pt;q=0.1", "", "pt_BR"),
        ("es , pt", "", "es"),
        ("*", "", "en"),
        ("de, *;q=0.5", "", "en"),
        ("es;q=nan, pt;q=0.1", "", "pt_BR"),
        ("es;q=-1, pt", "", "pt_BR"),
        (";;;,,,", "", "en"),
        ("estonian", "", "en"),
        ("es", "pt-BR", "pt_BR"),
        ("es", "de pt en", "pt_BR"),
        ("es", "de fr", "es"),
        ("", "es-419", "es"),
        ("x," * 10_000 + "es", "", "en"),
    ],
)
def test_the_browser_gets_the_best_language_that_we_speak(accept_language: str, wanted: str, language: str) -> None:
    assert negotiate(accept_language, wanted) == language


@pytest.mark.parametrize(
    ("language", "word", "days"), [("en", "Deny", "1 day"), ("es", "Rechazar", "1 día"), ("pt_BR", "Recusar", "1 dia")]
)
def test_each_language_has_its_words_and_plurals(language: str, word: str, days: str) -> None:
    texts = texts_for(language)

    assert texts.gettext("Deny") == word
    assert texts.ngettext("{n} day", "{n} days", 1).format(n=1) == days
    assert texts.ngettext("{n} day", "{n} days", 2).format(n=2) == days.replace("1", "2") + "s"


def test_a_state_agrees_with_its_noun() -> None:
    spanish = texts_for("es")

    assert spanish.pgettext("feminine noun", "active") == "activa"
    assert spanish.pgettext("masculine noun", "active") == "activo"


def test_tags_are_bcp_47() -> None:
    assert [texts_for(language).tag for language in LANGUAGES] == ["en", "es", "pt-BR"]


def test_texts_are_read_once() -> None:
    assert texts_for("es") is texts_for("es")


@pytest.mark.parametrize("language", ["de", "../es", ""])
def test_a_language_we_do_not_speak_is_refused(language: str) -> None:
    with pytest.raises(ValueError, match=f"^{language}$"):
        texts_for(language)

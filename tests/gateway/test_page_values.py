"""Monograms, hues and language links."""

import pytest

from fracttal_console.gateway.page_values import HUES, hue, language_links, monogram


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Portal de Contratistas", "PC"),
        ("Joaquín Olavarría Sepúlveda", "JO"),
        ("Ñandú", "ÑA"),
        ("x", "X"),
        ("de la", "DL"),
        ("3M-Conector", "3C"),
        ("", "?"),
        ("—!", "?"),
        ("ßa", "SS"),
        ("<script>alert(1)</script>", "SA"),
    ],
)
def test_a_monogram_has_at_most_two_letters(name: str, letters: str) -> None:
    assert monogram(name) == letters


def test_a_hue_depends_on_the_name_only() -> None:
    assert hue("Portal de Contratistas") == hue("PORTAL DE CONTRATISTAS") == 4
    assert {hue(str(n)) for n in range(200)} == set(range(HUES))


def test_links_change_the_language_and_nothing_else() -> None:
    links = language_links("/oauth/authorize?state=a%20b+c&ui_locales=pt-BR&scope=x%3Ay", "es")

    assert [(link.label, link.current) for link in links] == [
        ("Español", True),
        ("Português", False),
        ("English", False),
    ]
    assert links[2].href == "/oauth/authorize?state=a%20b+c&scope=x%3Ay&ui_locales=en"


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("/account", "/account?ui_locales=en"),
        ("/account?", "/account?ui_locales=en"),
        ("/a?ui%5Flocales=es&x=1", "/a?x=1&ui_locales=en"),
        ("//evil.example/a", "/evil.example/a?ui_locales=en"),
        ("/\\evil.example", "/evil.example?ui_locales=en"),
        ("https://evil.example", "/https://evil.example?ui_locales=en"),
    ],
)
def test_links_stay_on_this_server(url: str, href: str) -> None:
    assert language_links(url, "es")[2].href == href


def test_a_page_that_cannot_be_asked_for_again_has_no_links() -> None:
    assert language_links("", "es") == []

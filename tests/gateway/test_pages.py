"""Every page in every language: complete, escaped, without script, and usable by assistive technology."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from jinja2 import UndefinedError

from fracttal_console.gateway.page_values import hue, monogram
from fracttal_console.gateway.pages import Pages
from fracttal_console.resources import resource
from fracttal_console.texts.catalogue import LANGUAGES, texts_for
from fracttal_console.texts.permissions import ConsentLine

HOSTILE = """"><script>alert('1')</script><img src=x onerror="a()">{{ 7*7 }}{0}'"""
PLAIN = "Portal de Contratistas"
EMPTY_ELEMENTS = frozenset({"meta", "link", "input", "rect", "path", "circle", "line"})


def contexts(text: str) -> dict[str, dict[str, Any]]:
    """Return what each page shows, with `text` wherever text of others can stand."""
    common = {"company": text, "page_title": text, "url": f"/oauth/authorize?state={text}"}
    application = {"name": text, "organisation": text, "monogram": monogram(text), "hue": hue(text)}
    person = {"name": text, "email": text, "monogram": monogram(text)}
    form = {"action": f"/a?{text}", "csrf": text}
    row = application | {
        "id": text,
        "application": text,
        "sentences": [text, text],
        "since": text,
        "last_used": "",
        "expires": text,
        "revoke_action": f"/r?{text}",
    }
    consent = form | {
        "application": application,
        "person": person,
        "switch_action": "/s",
        "switch_csrf": text,
        "lines": [
            ConsentLine("eye", text, text, irreversible=False),
            ConsentLine("trash-2", text, "", irreversible=True),
        ],
        "redirect_host": text,
        "until": text,
        "lifetime": text,
        "account_url": f"/account?{text}",
    }
    own = form | {"back": "/b"}
    problems = dict.fromkeys(("current", "code", "password", "again"), text)
    return {
        "sign_in.html": common
        | form
        | {"email": text, "problem": text, "application": text, "company_url": f"/account/sign-in/company?{text}"},
        "consent.html": common | consent,
        "nothing_to_grant.html": common | form | {"application": application, "person": person, "reason": text},
        "account.html": common
        | {"person": person, "csrf": text, "rows": [row, row], "notice": text, "sign_out_action": "/o"}
        | {"everywhere_action": "/e", "revoke_all_url": "/a", "password_url": "/p", "codes_url": "/c"},
        "revoke_all.html": common | own | {"question": text, "applications": [text, text]},
        "own_password.html": common | own | {"asks_code": True, "email": text, "problems": problems},
        "own_codes.html": common | own | {"since": text, "left": 9, "email": text, "problems": problems},
        "own_codes_picture.html": common
        | own
        | {"edge": 33, "path": "M0 0h1v1h-1z", "letters": text, "proved_at": text},
        "own_codes_done.html": common | {"codes": [text, text], "back": "/b"},
        "error.html": common | {"heading": text, "reason": text, "incident": text, "again": f"/account?{text}"},
        "signed_out.html": common | {"everywhere": True},
        "second_step.html": common | form | {"ticket": text, "problem": text},
        "set_password.html": common | form | {"person": person, "problem": text, "again_problem": text},
        "device_code.html": common | form | {"user_code": text, "problem": text},
        "device_consent.html": common | consent | {"user_code": text},
        "device_done.html": common | {"application": application, "allowed": False, "account_url": f"/account?{text}"},
        "device_disowned.html": common | {"application": application, "account_url": f"/account?{text}"},
        "password_set.html": common | {"account_url": f"/account?{text}", "by_link": False},
    }


PAGES = sorted(contexts(PLAIN))


@pytest.fixture(scope="module")
def pages() -> Pages:
    return Pages(resource("pages"))


class Document(HTMLParser):
    """Elements, attributes and text of a page, as a browser would find them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY_ELEMENTS:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.mark.parametrize("text", [PLAIN, HOSTILE], ids=["plain", "hostile"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
class TestEveryPage:
    def test_is_whole_and_has_no_script_or_inline_style(
        self, pages: Pages, name: str, language: str, text: str
    ) -> None:
        document = Document(pages.render(name, texts_for(language), **contexts(text)[name]))

        assert document.open == []
        assert not {"script", "style", "img", "iframe", "object", "base"} & {tag for tag, _ in document.elements}
        for tag, attributes in document.elements:
            assert "style" not in attributes, tag
            assert not [key for key in attributes if key.startswith("on")], tag

    def test_shows_text_of_others_as_text(self, pages: Pages, name: str, language: str, text: str) -> None:
        document = Document(pages.render(name, texts_for(language), **contexts(text)[name]))
        assert text in document.text

    def test_names_its_language_title_and_controls(self, pages: Pages, name: str, language: str, text: str) -> None:
        document = Document(pages.render(name, texts_for(language), **contexts(text)[name]))
        labels = {label["for"] for label in document.all("label")}
        ids = [attributes["id"] for _, attributes in document.elements if "id" in attributes]

        assert document.all("html")[0]["lang"] == texts_for(language).tag
        assert len(document.all("title")) == len(document.all("main")) == len(document.all("h1")) == 1
        assert len(ids) == len(set(ids))
        for field in document.all("input"):
            unreachable = (field.get("aria-hidden"), field.get("tabindex")) == ("true", "-1")
            assert field["type"] == "hidden" or unreachable or field["id"] in labels
        for _, attributes in document.elements:
            described = attributes.get("aria-describedby") or attributes.get("aria-labelledby")
            assert described is None or described in ids


@pytest.mark.parametrize("name", PAGES)
def test_every_form_posts_with_its_own_token(pages: Pages, name: str) -> None:
    html = pages.render(name, texts_for("es"), **contexts(PLAIN)[name])

    for form in re.findall(r"<form.*?</form>", html, re.DOTALL):
        assert 'method="post"' in form
        assert form.count('name="csrf"') == 1


@pytest.mark.parametrize("name", PAGES)
def test_pages_say_different_things_in_each_language(pages: Pages, name: str) -> None:
    def words(language: str) -> str:
        return Document(pages.render(name, texts_for(language), **contexts(PLAIN)[name] | {"url": ""})).text

    assert len({words(language) for language in LANGUAGES}) == 3


@pytest.mark.parametrize("name", PAGES)
def test_a_value_that_was_forgotten_is_an_error(pages: Pages, name: str) -> None:
    context = contexts(PLAIN)[name]
    del context["company"]

    with pytest.raises(UndefinedError):
        pages.render(name, texts_for("es"), **context)


def test_denying_comes_first_and_allowing_is_never_the_default(pages: Pages) -> None:
    document = Document(pages.render("consent.html", texts_for("es"), **contexts(PLAIN)["consent.html"]))
    decisions = [button["value"] for button in document.all("button") if button.get("name") == "decision"]

    assert decisions == ["deny", "allow"]
    assert not [tag for tag, attributes in document.elements if "autofocus" in attributes]


def test_consent_without_an_end_says_so(pages: Pages) -> None:
    context = contexts(PLAIN)["consent.html"] | {"until": "", "lifetime": ""}
    assert "hasta que usted lo revoque" in pages.render("consent.html", texts_for("es"), **context)


def test_deleting_is_marked_in_words(pages: Pages) -> None:
    html = pages.render("consent.html", texts_for("es"), **contexts(PLAIN)["consent.html"])
    assert html.count("No se puede deshacer") == 1


def test_a_refused_sign_in_keeps_the_address_and_says_why_beside_the_fields(pages: Pages) -> None:
    context = contexts(PLAIN)["sign_in.html"] | {"email": "a@b.example", "problem": "No."}
    document = Document(pages.render("sign_in.html", texts_for("es"), **context))
    fields = {field["name"]: field for field in document.all("input")}

    assert fields["email"]["value"] == "a@b.example"
    assert "value" not in fields["password"]
    assert fields["email"]["aria-describedby"] == fields["password"]["aria-describedby"] == "problem"
    assert {"role": "alert", "id": "problem", "class": "problem"} in document.all("div")


def test_an_account_without_authorizations_explains_what_would_stand_here(pages: Pages) -> None:
    context = contexts(PLAIN)["account.html"] | {"rows": [], "notice": ""}
    html = pages.render("account.html", texts_for("es"), **context)

    assert "Ninguna aplicación tiene acceso" in html
    assert 'role="status"' not in html


def test_a_page_that_cannot_be_asked_for_again_has_no_language_links(pages: Pages) -> None:
    html = pages.render("signed_out.html", texts_for("es"), company=PLAIN, page_title=PLAIN, everywhere=False)
    assert "<nav" not in html


def test_used_icons_exist_and_their_licences_lie_beside_them() -> None:
    notices = resource("icons", "LICENSE.txt").read_text("utf-8")

    assert "ISC License" in notices
    assert "Cole Bemis" in notices
    assert {path.stem for path in resource("icons").glob("*.svg")} >= {
        "eye",
        "plus",
        "pencil",
        "trash-2",
        "chart-column",
        "circle-alert",
    }

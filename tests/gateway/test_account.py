"""The account page: the own authorizations, seen and revoked, without script and in three languages."""

import re
from html import unescape

import httpx
import pytest

from fracttal_console.domain.actors import Role
from fracttal_console.domain.people import Person
from fracttal_console.services.sign_in import SignIn
from fracttal_console.texts.catalogue import texts_for
from fracttal_console.texts.moments import long_date
from tests.browsing import Application, answer, authorize_url, decide, hidden
from tests.gateway.served import Served
from tests.support import COMPANY, password


def person(served: Served, name: str) -> str:
    email = f"{name}@quillahue.example"
    served.world.console.people.create(
        served.world.admin, email=email, name=f"Persona {name}", role=Role.MEMBER, password=password(),
        permission_group="Field work",
    )  # fmt: skip
    return email


def consented(client: httpx.Client, consumer: Application) -> str:
    """Let the person of a browser consent and return the access token."""
    code = answer(decide(client, authorize_url(consumer.client_id)))["code"]
    return str(consumer.exchange(code).json()["access_token"])


def rows(page: httpx.Response) -> dict[str, str]:
    """Return the ids of the authorizations on a page, by the application's name."""
    sections = re.findall(r'<section class="part" aria-labelledby="row-.*?</section>', page.text, re.DOTALL)
    return {
        unescape(re.findall(r"<h2[^>]*>(.*?)</h2>", section)[0]): re.findall(r'value="(\d+)"', section)[0]
        for section in sections
    }


def revoke(client: httpx.Client, authorization: str, **changes: str) -> httpx.Response:
    form = {"csrf": hidden(client.get("/account")), "authorization": authorization, **changes}
    return client.post("/account/revoke", data=form)


def test_a1_15_a_person_sees_the_own_authorizations_and_nobody_elses(served: Served) -> None:
    anna, bruno = served.signed_in(email=person(served, "anna")), served.signed_in(email=person(served, "bruno"))
    hers, his = served.consumer(name="De Anna", owner="Anna SpA"), served.consumer(name="De Bruno")
    assert rows(anna.get("/account")) == {}
    consented(anna, hers)
    consented(bruno, his)

    assert list(rows(anna.get("/account"))) == ["De Anna"]
    assert list(rows(bruno.get("/account"))) == ["De Bruno"]
    text = unescape(anna.get("/account?ui_locales=en").text)
    for told in ("Anna SpA", "Persona anna", "anna@quillahue.example", COMPANY, "Never used", "Granted"):
        assert told in text
    assert "bruno" not in text


def test_a1_15_each_row_says_in_words_what_since_when_last_used_and_until_when(served: Served) -> None:
    world = served.world
    client, consumer = served.signed_in(email=person(served, "dora")), served.consumer(name="De Dora")
    path = authorize_url(consumer.client_id, scope="items:view work_orders:delete")
    token = consumer.exchange(answer(decide(client, path))["code"]).json()["access_token"]
    told = unescape(client.get("/account?ui_locales=en").text)
    views = world.console.authorizations.all(world.admin)
    (end,) = [view.authorization.expires_at for view in views if view.consumer.client_id == consumer.client_id]
    assert end is not None
    granted, until = (long_date(moment, texts_for("en")) for moment in (world.clock.now(), end))
    sentences = re.findall(r"<li>(.*?)</li>", told[told.index('class="sentences"') : told.index('class="facts tight"')])
    assert len(sentences) == 2
    assert all(" " in sentence and ":" not in sentence for sentence in sentences)
    assert re.findall(r"<dd>(.*?)</dd>", told) == [granted, "Never used", until]
    consumer.user(token)
    world.console.usage.flush()
    assert "Never used" not in client.get("/account?ui_locales=en").text


def test_a1_15_revoking_ends_the_tokens_at_once_and_the_page_says_so(served: Served) -> None:
    client, consumer = served.signed_in(email=person(served, "carla")), served.consumer(name="De Carla")
    token = consented(client, consumer)
    assert consumer.user(token).status_code == 200
    before = served.count_events("authorizations:revoke")

    response = revoke(client, rows(client.get("/account"))["De Carla"])
    assert (response.status_code, response.headers["location"]) == (303, "/account?revoked=1")
    assert consumer.user(token).status_code == 401
    page = client.get("/account?revoked=1&ui_locales=en")
    assert rows(page) == {}
    assert 'role="status"' in page.text
    assert served.count_events("authorizations:revoke") == before + 1


def test_a10_05_another_persons_authorization_is_refused_like_one_that_does_not_exist(served: Served) -> None:
    anna, bruno = served.signed_in(email=person(served, "anna2")), served.signed_in(email=person(served, "bruno2"))
    consumer = served.consumer(name="De Anna otra vez")
    token = consented(anna, consumer)
    his = consented(bruno, served.consumer(name="De Bruno otra vez"))
    target = rows(anna.get("/account"))["De Anna otra vez"]
    own = rows(bruno.get("/account"))["De Bruno otra vez"]
    assert revoke(bruno, own).headers["location"] == "/account?revoked=1"

    answers = {
        (response.status_code, response.headers["location"], response.content)
        for response in (
            revoke(bruno, wanted)
            for wanted in (target, own, "999999", "0", "-1", "", " ", "x", f"{target} OR 1=1", "9" * 30, "\u0661")
        )
    }
    assert answers == {(303, "/account", b"")}
    assert consumer.user(token).status_code == 200
    assert consumer.user(his).status_code == 401


def test_a1_21_only_the_own_form_of_this_session_revokes(served: Served) -> None:
    anna, bruno = served.signed_in(email=person(served, "anna3")), served.signed_in(email=person(served, "bruno3"))
    consumer = served.consumer(name="De Anna, formulario")
    token = consented(anna, consumer)
    target = rows(anna.get("/account"))["De Anna, formulario"]
    foreign = hidden(bruno.get("/account"))
    consent_form = hidden(anna.get(authorize_url(consumer.client_id)), -1)
    for csrf in ("", "x", foreign, consent_form, "ñ"):
        response = revoke(anna, target, csrf=csrf)
        assert response.status_code == 403
        assert "location" not in response.headers
    assert served.visitor().post("/account/revoke", data={"csrf": foreign, "authorization": target}).status_code == 403
    assert consumer.user(token).status_code == 200


@pytest.mark.parametrize("path", ["/account/revoke", "/account/sign-out", "/oauth/authorize/not-me"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_d_04_nothing_is_done_by_anything_but_post(served: Served, path: str, method: str) -> None:
    client = served.signed_in(email=person(served, f"solo-{method}-{path.count('/')}-{len(path)}".lower()))
    response = client.request(method, f"{path}?authorization=1&csrf={hidden(client.get('/account'))}")
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"
    assert 'name="password"' not in client.get("/account").text


LANGUAGES = {"es": "Mis autorizaciones", "pt-BR": "Minhas autorizações", "en": "My authorizations"}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_page_speaks_the_language_asked_for_and_keeps_it(served: Served, tag: str) -> None:
    client, consumer = served.signed_in(email=person(served, f"lengua-{tag.lower()}")), served.consumer()
    consented(client, consumer)
    by_link = client.get(f"/account?ui_locales={tag}")
    by_browser = client.get("/account", headers={"Accept-Language": f"{tag},de;q=0.5"})

    for page in (by_link, by_browser):
        assert f'<html lang="{tag}">' in page.text
        assert LANGUAGES[tag] in unescape(page.text)
    form = re.findall(r'action="(/account/revoke[^"]*)"', by_link.text)[0]
    assert form == f"/account/revoke?ui_locales={tag}"
    data = {"csrf": hidden(by_link), "authorization": next(iter(rows(by_link).values()))}
    assert client.post(unescape(form), data=data).headers["location"] == f"/account?ui_locales={tag}&revoked=1"


def test_the_page_works_without_script(served: Served) -> None:
    client = served.signed_in(email=person(served, "sin-guion"))
    consented(client, served.consumer())
    page = client.get("/account")

    assert not re.search(r"<script|javascript:|\son[a-z]+=", page.text)
    assert page.text.count("<form") == page.text.count('type="submit"') == page.text.count('name="csrf"') == 3


def test_signing_out_ends_the_session_and_says_so(served: Served) -> None:
    client = served.signed_in(email=person(served, "sale"))
    page = client.get("/account?ui_locales=en")
    gone = client.post("/account/sign-out?ui_locales=en", data={"csrf": hidden(page)})

    assert gone.status_code == 200
    assert "You are signed out" in gone.text
    assert "Max-Age=0" in gone.headers["set-cookie"]
    assert "fc_session" not in client.cookies
    assert client.post("/account/revoke", data={"csrf": hidden(page), "authorization": "1"}).status_code == 403


BROKEN = ["ui_locales=%ff", "%ff=x", "&".join(f"a{n}=1" for n in range(70)), "ui_locales=es&ui_locales=en", "%", "=&=&"]


@pytest.mark.parametrize("query", BROKEN, ids=range(len(BROKEN)))
def test_a10_09_a_broken_query_or_form_breaks_no_page(served: Served, query: str) -> None:
    client = served.signed_in(email=person(served, f"roto-{BROKEN.index(query)}"))
    visitor = served.visitor()
    for one in (client, visitor):
        page = one.get(f"/account?{query}")
        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for path in ("/account", "/account/revoke", "/account/sign-out", "/oauth/authorize/not-me"):
        for target in (path, f"{path}?{query}"):
            sent = client.post(target, content=query.encode(), headers=form)
            assert sent.status_code == 403, (target, sent.text)
            assert sent.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("tag", ["en%0d%0aSet-Cookie:x=1", "en&revoked=1", "..%2f..", "%3Cscript%3E", "x" * 500])
def test_a1_27_a_language_carries_nothing_into_a_redirect(served: Served, tag: str) -> None:
    client = served.signed_in(email=person(served, f"lengua-{len(tag)}-{tag[:1]}".replace("%", "p").replace(".", "d")))
    data = {"csrf": hidden(client.get("/account")), "authorization": "1"}
    response = client.post(f"/account/revoke?ui_locales={tag}", data=data)
    assert response.status_code == 303
    assert re.fullmatch(r"/account(\?ui_locales=[A-Za-z0-9_-]{1,40})?", response.headers["location"])
    assert "x=1" not in response.headers.get("set-cookie", "")


def test_an_account_that_ends_in_the_middle_of_a_request_is_told_so(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = person(served, "irene")
    client, real = served.signed_in(email=email), SignIn.session

    def slow(sign_in: SignIn, cookie: str) -> Person:
        found = real(sign_in, cookie)
        served.world.console.people.disable(served.world.admin, email)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(SignIn, "session", slow)
        page = client.get("/account?ui_locales=en")
    assert page.status_code == 403
    assert "You are signed out" in page.text

"""The second page of signing in: shown only after the right password, bound to this browser, and for five minutes."""

import re
from datetime import timedelta
from html import unescape

import httpx
import pytest

from fracttal_console.domain.actors import PROOF_LASTS, Role
from tests.browsing import authorize_url, hidden, sign_in
from tests.gateway.served import Served
from tests.services.second_factors import Codes, code_of, with_codes
from tests.support import password

PATH = "/account"


@pytest.fixture
def ana(served: Served) -> tuple[str, Codes]:
    """Give somebody of support with codes, new for each test."""
    world, number = served.world, served.count_events("people:create")
    email = f"ana{number}@quillahue.example"
    world.console.people.create(
        world.admin, email=email, name="Ana", role=Role.SUPPORT, password=password(), permission_group="Field work"
    )
    return email, with_codes(world, world.console.sign_in.operator(email, password()))


def ticket(page: httpx.Response) -> str:
    return unescape(re.findall(r'name="ticket" value="([^"]*)"', page.text)[0])


def answer(client: httpx.Client, page: httpx.Response, code: str, path: str = PATH, **changes: str) -> httpx.Response:
    form = {"csrf": hidden(page), "ticket": ticket(page), "code": code, **changes}
    return client.post(path, data=form)


def test_a_person_with_codes_gets_in_by_the_second_page(served: Served, ana: tuple[str, Codes]) -> None:
    email, codes = ana
    client = served.visitor()
    page = sign_in(client, PATH, email)
    assert page.status_code == 200
    assert "fc_session" not in client.cookies
    done = answer(client, page, code_of(served.world, codes.new).reveal())
    assert (done.status_code, done.headers["location"]) == (303, PATH)
    assert email in client.get(PATH).text


def test_the_way_to_consent_leads_over_the_second_page(served: Served, ana: tuple[str, Codes]) -> None:
    email, codes = ana
    client, path = served.visitor(), authorize_url(served.consumer().client_id)
    page = sign_in(client, path, email)
    assert answer(client, page, codes.recovery[0].reveal(), path).status_code == 303
    assert 'name="decision"' in client.get(path).text


def test_a_wrong_password_says_the_same_with_and_without_codes(served: Served, ana: tuple[str, Codes]) -> None:
    client = served.visitor()
    pages = []
    for email in (ana[0], "nadie@quillahue.example"):
        form = {"csrf": hidden(client.get(PATH)), "email": email, "password": "wrong-password-9999"}
        page = client.post(PATH, data=form)
        text = re.sub(r'name="csrf" value="[^"]*"', "", page.text).replace(email, "E-MAIL")
        pages.append((page.status_code, text))
    assert pages[0] == pages[1]


def test_a_wrong_code_is_said_on_the_same_page_and_five_make_wait(served: Served, ana: tuple[str, Codes]) -> None:
    email, codes = ana
    client = served.visitor()
    page = sign_in(client, PATH, email)
    statuses = []
    for _ in range(6):
        page = answer(client, page, "000000")
        statuses.append(page.status_code)
    assert statuses == [401] * 5 + [429]
    assert answer(client, page, code_of(served.world, codes.new).reveal()).status_code == 429
    assert "fc_session" not in client.cookies


def test_the_page_is_no_good_in_another_browser_for_another_person_or_time(
    served: Served, ana: tuple[str, Codes]
) -> None:
    email, codes = ana
    client, other = served.visitor(), served.visitor()
    page = sign_in(client, PATH, email)
    other.get(PATH)
    code = codes.recovery[0].reveal()
    assert answer(other, page, code).status_code == 403
    person, _, at = ticket(page).partition(".")
    for forged in (f"1.{at}", f"{person}.{int(at) + 60_000}", "", "x", f"{person}.{at}\n", "9" * 40 + ".1"):
        assert answer(client, page, code, ticket=forged).status_code == 403
    assert answer(client, page, code, path="/account?ui_locales=es").status_code == 403
    assert answer(client, page, code).status_code == 303


def test_after_five_minutes_it_begins_again(served: Served, ana: tuple[str, Codes]) -> None:
    email, codes = ana
    client = served.visitor()
    page = sign_in(client, PATH, email)
    served.world.clock.advance(PROOF_LASTS + timedelta(seconds=1))
    late = answer(client, page, codes.recovery[0].reveal())
    assert late.status_code == 401
    assert 'name="password"' in late.text


def test_nonsense_for_a_code_is_a_wrong_one(served: Served, ana: tuple[str, Codes]) -> None:
    client = served.visitor()
    page = sign_in(client, PATH, ana[0])
    for code in ("", "\x00", "é" * 60):
        page = answer(client, page, code)
        assert page.status_code == 401

"""The page behind a one-time link: without script, in three languages, and good once."""

import re

import httpx
import pytest

from fracttal_console.domain.actors import Role
from fracttal_console.domain.invitations import link_of
from tests.browsing import hidden, sign_in
from tests.gateway.served import Served

NEW = "four words that nobody says"


@pytest.fixture
def invited(served: Served) -> tuple[str, str]:
    """Invite somebody new and give the e-mail and the link, without its host."""
    world, number = served.world, served.count_events("people:invite")
    email = f"eva{number}@quillahue.example"
    made = world.console.invitations.invite(world.admin, email=email, name="Eva Luz", role=Role.MEMBER)
    return email, link_of("", made.token).reveal()


def send(client: httpx.Client, link: str, first: str = NEW, second: str = NEW) -> httpx.Response:
    form = {"csrf": hidden(client.get(link)), "password": first, "again": second}
    return client.post(link, data=form)


def enter(client: httpx.Client, email: str, secret: str) -> int:
    form = {"csrf": hidden(client.get("/account")), "email": email, "password": secret}
    return client.post("/account", data=form).status_code


def test_a_link_shows_for_whom_it_is_and_sets_the_password_once(served: Served, invited: tuple[str, str]) -> None:
    email, link = invited
    client = served.visitor()
    page = client.get(link)
    assert (page.status_code, "Eva Luz" in page.text, email in page.text) == (200, True, True)
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    done = send(client, link)
    assert done.status_code == 200
    assert NEW not in done.text
    assert client.get(link).status_code == 410
    assert enter(served.visitor(), email, NEW) == 303


@pytest.mark.parametrize(("language", "word"), [("es", "Fijar"), ("pt-BR", "Definir"), ("en", "Set your password")])
def test_the_page_speaks_the_persons_language(
    served: Served, invited: tuple[str, str], language: str, word: str
) -> None:
    assert word in served.visitor().get(invited[1], headers={"accept-language": language}).text


def test_broken_rules_are_said_beside_the_field_and_the_link_stays(served: Served, invited: tuple[str, str]) -> None:
    email, link = invited
    client = served.visitor()
    weak = send(client, link, "password", "password")
    assert weak.status_code == 422
    assert re.search(r'id="password"[^>]*aria-describedby="problem"', weak.text)
    differing = send(client, link, NEW, NEW + "!")
    assert differing.status_code == 422
    assert re.search(r'id="again"[^>]*aria-describedby="again-problem"', differing.text)
    assert NEW not in differing.text
    assert send(client, link).status_code == 200
    assert enter(served.visitor(), email, NEW) == 303


def test_nobody_else_can_send_the_form(served: Served, invited: tuple[str, str]) -> None:
    _, link = invited
    client, other = served.visitor(), served.visitor()
    form = {"csrf": hidden(client.get(link)), "password": NEW, "again": NEW}
    assert other.post(link, data=form).status_code == 403
    assert client.post(link, data={**form, "csrf": "x"}).status_code == 403
    assert client.post(link, data=form, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post(link, data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.put(link).status_code == 405
    assert client.post(link, data=form).status_code == 200


@pytest.mark.parametrize(
    "query", ["", "?token=", "?token=x", "?token=fci_" + "0" * 49, "?token=%00", "?token=a&token=b"]
)
def test_what_was_never_a_link_says_what_an_ended_one_says(served: Served, query: str) -> None:
    page = served.visitor().get("/account/set-password" + query)
    assert page.status_code == 410


def test_the_link_of_a_disabled_person_is_dead(served: Served, invited: tuple[str, str]) -> None:
    email, link = invited
    client = served.visitor()
    form = {"csrf": hidden(client.get(link)), "password": NEW, "again": NEW}
    served.world.console.people.disable(served.world.admin, email)
    assert client.post(link, data=form).status_code == 410


def test_whoever_was_signed_in_here_is_no_longer(served: Served, invited: tuple[str, str]) -> None:
    email, link = invited
    client = served.visitor()
    send(client, link)
    assert enter(client, email, NEW) == 303
    world = served.world
    again = link_of("", world.console.invitations.reset(world.admin, email).token).reveal()
    send(client, again, NEW + " again", NEW + " again")
    assert 'name="password"' in client.get("/account").text
    assert sign_in(served.visitor(), "/account", email).status_code == 401

"""Signing in on a page: five mistakes are free, then everybody waits, whether there is an account or not."""

import re
from datetime import timedelta

import httpx
import pytest

from fracttal_console.domain.actors import Role
from tests.browsing import hidden, sign_in
from tests.gateway.served import Served, together
from tests.support import password

UNKNOWN = "nadie@quillahue.example"


def person(served: Served, email: str) -> str:
    world = served.world
    world.console.people.create(
        world.admin, email=email, name="Alguien", role=Role.MEMBER, password=password(), permission_group="Reading"
    )
    return email


def attempt(client: httpx.Client, email: str, secret: str = "wrong-password-9999") -> httpx.Response:
    form = {"csrf": hidden(client.get("/account")), "email": email, "password": secret}
    return client.post("/account", data=form)


def told(response: httpx.Response, email: str) -> tuple[int, str]:
    """Return status and page without what differs from form to form."""
    return response.status_code, re.sub(r'name="csrf" value="[^"]*"', "", response.text).replace(email, "E-MAIL")


def test_a10_02_five_mistakes_are_free_and_then_known_and_unknown_wait_alike(served: Served) -> None:
    known = person(served, "conocida@quillahue.example")
    pages = {}
    for email in (known, UNKNOWN):
        client = served.visitor()
        pages[email] = [told(attempt(client, email), email) for _ in range(7)]

    assert pages[known] == pages[UNKNOWN]
    assert [status for status, _ in pages[known]] == [401] * 5 + [429] * 2


def test_the_right_password_is_not_looked_at_while_waiting_and_good_afterwards(served: Served) -> None:
    email = person(served, "espera@quillahue.example")
    client = served.visitor()
    for _ in range(5):
        attempt(client, email)

    assert attempt(client, email, password().reveal()).status_code == 429
    served.world.clock.advance(timedelta(seconds=29))
    assert attempt(client, email, password().reveal()).status_code == 429
    served.world.clock.advance(timedelta(seconds=2))
    assert attempt(client, email, password().reveal()).status_code == 303


def test_a_good_sign_in_clears_the_count(served: Served) -> None:
    email = person(served, "olvida@quillahue.example")
    for _ in range(3):
        client = served.visitor()
        assert [attempt(client, email).status_code for _ in range(4)] == [401] * 4
        assert sign_in(client, "/account", email).status_code == 303


def test_a_disabled_account_looks_like_a_wrong_password(served: Served) -> None:
    email = person(served, "baja@quillahue.example")
    served.world.console.people.disable(served.world.admin, email)
    client = served.visitor()

    right = told(attempt(client, email, password().reveal()), email)
    assert right == told(attempt(client, email), email)
    assert right[0] == 401


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_cve_2024_4629_wrong_passwords_at_once_are_looked_at_no_more_often_than_one_by_one(
    served: Served, *, known: bool
) -> None:
    email = person(served, "carrera@quillahue.example") if known else "fantasma@quillahue.example"
    page = served.http.get("/account")
    form = {"csrf": hidden(page), "email": email, "password": "wrong-password-9999"}
    before = served.count_events("sessions:refuse"), served.count_events("sessions:lock_out")
    statuses = together(30, lambda _: served.http.post("/account", data=form).status_code)

    refused = served.count_events("sessions:refuse") - before[0]
    locked = served.count_events("sessions:lock_out") - before[1]
    assert sorted(statuses) == [401] * 5 + [429] * 25
    assert (refused, locked) == (4, 1)


@pytest.mark.parametrize("email", ["", " ", "@", "a" * 3000, "x@y\x00z", "ñ@ñ.example", "' OR '1'='1", "\u202e@x"])
def test_nonsense_in_the_address_is_a_wrong_password_and_no_failure(served: Served, email: str) -> None:
    client = served.visitor()
    response = attempt(client, email)
    assert response.status_code in {401, 403}
    assert "fc_session" not in client.cookies


def test_an_address_counts_in_any_spelling_of_case_and_blanks(served: Served) -> None:
    person(served, "mayusculas@quillahue.example")
    client = served.visitor()
    assert sign_in(client, "/account", "  MAYUSCULAS@Quillahue.Example ").status_code == 303

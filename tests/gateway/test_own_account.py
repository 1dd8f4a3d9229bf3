"""What people do with their own account in a browser: password, codes, all authorizations, all sessions."""

import re
from html import unescape

import httpx
import pytest

from fracttal_console.domain.actors import Role
from fracttal_console.domain.invitations import link_of
from fracttal_console.domain.secrets import SecretText
from fracttal_console.services.second_factors import NewTotp
from tests.browsing import hidden, sign_in
from tests.gateway.served import Served
from tests.gateway.test_account import consented, person, rows
from tests.services.second_factors import code_of, with_codes
from tests.support import password

NEW = "another-password-not-real-0000"


@pytest.fixture
def member(served: Served) -> str:
    """Give a member of its own for each test."""
    return person(served, f"m{served.count_events('people:create')}")


def send(client: httpx.Client, path: str, page: str = "", **fields: str) -> httpx.Response:
    return client.post(path, data={"csrf": hidden(client.get(page or path)), **fields})


def change(client: httpx.Client, **fields: str) -> httpx.Response:
    form = {"current": password().reveal(), "password": NEW, "again": NEW, **fields}
    return send(client, "/account/password", **form)


def beside(page: httpx.Response) -> dict[str, str]:
    return dict(re.findall(r'role="alert" id="(\w+)-problem">([^<]+)<', unescape(page.text)))


def test_every_way_from_the_account_page_leads_somewhere(served: Served, member: str) -> None:
    client = served.signed_in(email=member)
    consented(client, served.consumer(name="De member uno"))
    consented(client, served.consumer(name="De member dos"))
    page = client.get("/account?ui_locales=es").text
    section = page[page.index('aria-labelledby="own"') :]
    links = [unescape(link) for link in re.findall(r'href="(/account/[^"]*)"', section)]
    assert len(links) == 3
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200
        assert 'lang="es"' in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


USERNAME = re.compile(r'<input[^>]*autocomplete="username"[^>]*>')


@pytest.mark.parametrize("path", ["/account/password", "/account/codes", "link"])
def test_password_managers_find_whose_password_it_is_and_people_do_not_stumble_over_it(
    served: Served, member: str, path: str
) -> None:
    if path == "link":
        token = served.world.console.invitations.reset(served.world.admin, member).token
        page = served.visitor().get(link_of("", token).reveal())
    else:
        page = served.signed_in(email=member).get(path)
    (field,) = USERNAME.findall(page.text)
    assert 'type="text"' in field
    assert f'value="{member}"' in field
    assert 'tabindex="-1"' in field
    assert 'aria-hidden="true"' in field
    # it stands before the password that belongs to it
    assert page.text.index(field) < page.text.index('type="password"')


def test_a5_07_another_password_ends_sessions_and_tokens_and_is_the_one_that_counts(
    served: Served, member: str
) -> None:
    client, elsewhere = served.signed_in(email=member), served.signed_in(email=member)
    consumer = served.consumer(name="De la clave")
    token = consented(client, consumer)
    done = change(client)
    assert done.status_code == 200
    assert consumer.user(token).status_code == 401
    for browser in (client, elsewhere):
        assert 'name="password"' in browser.get("/account").text
    assert sign_in(served.visitor(), "/account", member).status_code == 401
    served.world.console.sign_in.browser(member, SecretText(NEW), address="127.0.0.1")
    assert served.count_events("people:change_password") >= 1


@pytest.mark.parametrize(
    ("fields", "status", "field"),
    [
        ({"current": "wrong-wrong-wrong"}, 401, "current"),
        ({"again": NEW + "1"}, 422, "again"),
        ({"password": "short", "again": "short"}, 422, "password"),
        ({"password": "", "again": ""}, 422, "password"),
    ],
)
def test_what_is_wrong_with_another_password_is_said_beside_its_field(
    served: Served, member: str, fields: dict[str, str], status: int, field: str
) -> None:
    client = served.signed_in(email=member)
    page = change(client, **fields)
    assert page.status_code == status
    assert list(beside(page)) == [field]
    assert NEW not in page.text
    assert member in client.get("/account").text  # still signed in, with the old one
    assert sign_in(served.visitor(), "/account", member).status_code == 303


def test_a1_21_a_form_of_another_browser_or_page_changes_nothing(served: Served, member: str) -> None:
    anna, other = served.signed_in(email=member), served.signed_in(email=member)
    form = {"current": password().reveal(), "password": NEW, "again": NEW}
    for token in (hidden(other.get("/account/password")), hidden(anna.get("/account/codes")), ""):
        assert anna.post("/account/password", data={**form, "csrf": token}).status_code == 403
    for path in ("/account/revoke-all", "/account/sign-out-everywhere", "/account/codes"):
        assert anna.post(path, data={"csrf": hidden(other.get("/account"))}).status_code == 403
        cross = {"csrf": hidden(anna.get("/account"))}
        assert anna.post(path, data=cross, headers={"origin": "https://evil.example"}).status_code == 403
    assert sign_in(served.visitor(), "/account", member).status_code == 303


@pytest.mark.parametrize("path", ["password", "codes", "revoke-all", "sign-out-everywhere"])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in_or_refused(served: Served, path: str) -> None:
    visitor = served.visitor()
    assert visitor.post(f"/account/{path}", data={"csrf": "x"}).status_code == 403
    asked = visitor.get(f"/account/{path}")
    if path == "sign-out-everywhere":
        assert asked.status_code == 405
    else:
        assert (asked.status_code, asked.headers["location"]) == (303, "/account")


def test_all_authorizations_are_revoked_after_a_question_and_the_tokens_are_dead(served: Served, member: str) -> None:
    client = served.signed_in(email=member)
    consumers = [served.consumer(name=f"Muchas {n} {member.partition('@')[0]}") for n in range(3)]
    tokens = [consented(client, consumer) for consumer in consumers]
    question = client.get("/account/revoke-all?ui_locales=en")
    assert "Revoke 3 authorizations?" in question.text
    assert all(consumer.user(token).status_code == 200 for consumer, token in zip(consumers, tokens, strict=True))
    rows_before, whole_before = (
        served.count_events("authorizations:revoke"),
        served.count_events("authorizations:revoke_several"),
    )
    done = send(client, "/account/revoke-all")
    assert (done.status_code, done.headers["location"]) == (303, "/account?revoked=all")
    assert all(consumer.user(token).status_code == 401 for consumer, token in zip(consumers, tokens, strict=True))
    page = client.get("/account?revoked=all")
    assert rows(page) == {}
    assert 'role="status"' in page.text
    assert "/account/revoke-all" not in page.text
    assert served.count_events("authorizations:revoke") == rows_before + 3
    assert served.count_events("authorizations:revoke_several") == whole_before + 1
    # nothing is left to ask about
    assert client.get("/account/revoke-all").status_code == 303


def test_revoking_all_leaves_other_peoples_alone(served: Served, member: str) -> None:
    client, other = (
        served.signed_in(email=member),
        served.signed_in(email=person(served, f"x{member.partition('@')[0]}")),
    )
    consumer = served.consumer(name=f"De ambos {member.partition('@')[0]}")
    consented(client, consumer)
    kept = consented(other, consumer)
    assert send(client, "/account/revoke-all").status_code == 303
    assert consumer.user(kept).status_code == 200


def test_a1_22_signing_out_everywhere_ends_every_browser_and_leaves_applications(served: Served, member: str) -> None:
    client, elsewhere = served.signed_in(email=member), served.signed_in(email=member)
    somebody = served.signed_in(email=person(served, f"y{member.partition('@')[0]}"))
    consumer = served.consumer(name=f"Sigue {member.partition('@')[0]}")
    token = consented(client, consumer)
    done = send(client, "/account/sign-out-everywhere", "/account")
    assert done.status_code == 200
    for browser in (client, elsewhere):
        assert member not in browser.get("/account").text
    assert "@quillahue.example" in somebody.get("/account").text
    assert consumer.user(token).status_code == 200


def begun(client: httpx.Client) -> tuple[NewTotp, dict[str, str]]:
    """Give the password, read the picture's letters, and return them with the hidden fields of that page."""
    page = send(client, "/account/codes", current=password().reveal())
    assert page.status_code == 200
    letters = re.findall(r"<dd><code>([A-Z2-7 ]+)</code>", page.text)[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert "<svg" in page.text
    return NewTotp(uri=SecretText(""), letters=SecretText(letters.replace(" ", ""))), fields


def test_a_member_sets_codes_up_and_signing_in_asks_for_them(served: Served, member: str) -> None:
    client = served.signed_in(email=member)
    new, fields = begun(client)
    done = client.post("/account/codes", data={**fields, "code": code_of(served.world, new).reveal()})
    assert done.status_code == 200
    recovery = re.findall(r"<li><code>([^<]+)</code>", done.text)
    assert len(recovery) == 10
    page = sign_in(served.visitor(), "/account", member)
    assert 'name="ticket"' in page.text
    # the page shows that they count, and the recovery codes are not there a second time
    shown = client.get("/account/codes").text
    assert not any(code in shown for code in recovery)
    assert 'name="code"' in shown


def test_a_wrong_first_code_turns_nothing_on_and_says_so(served: Served, member: str) -> None:
    client = served.signed_in(email=member)
    new, fields = begun(client)
    wrong = "000000" if code_of(served.world, new).reveal() != "000000" else "000001"
    page = client.post("/account/codes", data={**fields, "code": wrong})
    assert page.status_code == 401
    assert list(beside(page)) == ["current"]
    assert sign_in(served.visitor(), "/account", member).status_code == 303


def test_the_picture_is_for_who_gave_the_password_and_cannot_be_dated_anew(served: Served, member: str) -> None:
    client = served.signed_in(email=member)
    page = send(client, "/account/codes", current="wrong-wrong-wrong")
    assert page.status_code == 401
    assert "<svg" not in page.text.split("</header>")[1]
    new, fields = begun(client)
    later = {**fields, "proved_at": str(int(fields["proved_at"]) + 1), "code": code_of(served.world, new).reveal()}
    assert client.post("/account/codes", data=later).status_code == 403


def test_codes_are_taken_away_with_the_password_and_a_code(served: Served, member: str) -> None:
    world = served.world
    actor = world.console.sign_in.operator(member, password())
    assert actor.role is Role.MEMBER
    codes = with_codes(world, actor)
    client = served.visitor()
    page = sign_in(client, "/account", member)
    ticket = unescape(re.findall(r'name="ticket" value="([^"]*)"', page.text)[0])
    form = {"csrf": hidden(page), "ticket": ticket, "code": codes.recovery[0].reveal()}
    assert client.post("/account", data=form).status_code == 303

    without = send(client, "/account/codes", current=password().reveal())
    assert (without.status_code, list(beside(without))) == (401, ["code"])
    wrong = send(client, "/account/codes", current=password().reveal(), code="nonsense")
    assert (wrong.status_code, list(beside(wrong))) == (401, ["code"])
    done = send(client, "/account/codes", current=password().reveal(), code=codes.recovery[1].reveal())
    assert done.status_code == 303
    assert sign_in(served.visitor(), "/account", member).status_code == 303

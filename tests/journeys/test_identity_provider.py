"""Signing in by the company's own identity provider: oidc-provider of npm, as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path

import httpx
import pytest
from selenium.webdriver.common.by import By

from fracttal_console.bootstrap import gateway_in_thread
from fracttal_console.domain.audit import SignedIn
from tests.browsing import Application, answer, authorize_url, decide
from tests.journeys.chromium import CallbackServer, Person, chromium
from tests.journeys.identity_provider.running import CLIENT_ID, CLIENT_SECRET, provider, sign_in_there
from tests.journeys.live import LiveBase, application
from tests.support import COMPANY, MEMBER_EMAIL

CALLBACK = "/account/sign-in/company/callback"
ACCOUNTS = {
    "joaquin": {"email": MEMBER_EMAIL.title(), "email_verified": True},
    "unproven": {"email": MEMBER_EMAIL, "email_verified": False},
    "stranger": {"email": "nadie@quillahue.example", "email_verified": True},
}


@contextmanager
def company(live: LiveBase, directory: Path, port: int, **options: bool | str) -> Iterator[tuple[str, str]]:
    """Serve a base whose company has an identity provider; give the URLs of both."""
    secret = directory / "provider.secret"
    secret.write_text(CLIENT_SECRET + "\n", encoding="utf-8")
    secret.chmod(0o600)
    redirect_uri = f"http://127.0.0.1:{port}{CALLBACK}"
    with provider(directory, redirect_uri, ACCOUNTS, **options) as issuer:  # type: ignore[arg-type]
        settings = replace(
            live.settings,
            identity_provider_issuer=issuer,
            identity_provider_client_id=CLIENT_ID,
            identity_provider_secret_file=str(secret),
        )
        with gateway_in_thread(settings, live.console, port=port) as url:
            yield url, issuer


def button(page: httpx.Response) -> str:
    """Return where the button of the sign-in page leads."""
    return unescape(page.text.split('<a class="button" href="')[1].split('"')[0])


def came_back(url: str, browser: httpx.Client, path: str, name: str) -> httpx.Response:
    """Press the button on the page at a path, sign in at the provider, and return what comes of it here."""
    begun = browser.get(button(browser.get(path)))
    assert begun.status_code == 303, begun.text
    return browser.get(sign_in_there(browser, begun.headers["location"], name, url + CALLBACK))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"by_user_info": False},
        {"auth_method": "client_secret_post"},
    ],
    ids=["user-info", "id-token", "post"],
)
def test_a_member_signs_in_by_the_company_s_provider_and_consents(
    live: LiveBase, tmp_path: Path, port: int, options: dict[str, bool | str]
) -> None:
    created = live.consumer()
    with company(live, tmp_path, port, **options) as (url, issuer), httpx.Client(base_url=url) as browser:
        path = authorize_url(created.consumer.client_id)
        back = came_back(url, browser, path, "joaquin")
        assert (back.status_code, back.headers["location"]) == (303, path), back.text
        code = answer(decide(browser, path))["code"]
        tokens = application(browser, created).exchange(code).json()
        assert application(browser, created).user(tokens["access_token"]).json()["data"]["person"]["email"] == (
            MEMBER_EMAIL
        )
    signed_in = next(event for event in live.console.audit.newest(live.admin) if isinstance(event, SignedIn))
    assert signed_in.facts == {"via": "identity_provider", "provider": issuer}


@pytest.mark.parametrize(
    ("name", "words"),
    [("unproven", "does not confirm your e-mail"), ("stranger", "No active account here")],
)
def test_nobody_else_gets_in(live: LiveBase, tmp_path: Path, port: int, name: str, words: str) -> None:
    with company(live, tmp_path, port) as (url, _), httpx.Client(base_url=url) as browser:
        back = came_back(url, browser, "/account", name)
        assert back.status_code == 403
        assert words in back.text
        assert "fc_session" not in browser.cookies


@pytest.mark.browser
def test_a1_19_and_a1_22_in_chromium_the_button_leads_to_the_provider_and_back_to_the_consent(
    live: LiveBase, tmp_path: Path, port: int
) -> None:
    callback = CallbackServer()
    try:
        created = live.consumer(redirect_uris=[callback.uri()])
        with company(live, tmp_path, port) as (url, issuer), chromium() as driver:
            person = Person(driver)
            person.goes_to(url + authorize_url(created.consumer.client_id, redirect_uri=callback.uri()))
            person.waits_for_heading("Iniciar sesión")
            person.clicks(f"Iniciar sesión con su cuenta de {COMPANY}")
            person.waits_for_heading("Sign-in")
            assert driver.current_url.startswith(issuer)
            person.field("login").send_keys("joaquin")
            person.field("password").send_keys("whatever")
            driver.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
            person.waits_for_heading("Authorize")
            driver.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
            person.waits_for_heading("¿Permitir que Portal de Contratistas actúe en su nombre?")
            cookies = person.cookies()
            assert cookies["fc_session"]["httpOnly"]
            assert cookies["fc_session"]["sameSite"] == "Lax"
            assert "fc_company" not in cookies
            person.clicks("Permitir")
            arrival = callback.arrival()
            with httpx.Client(base_url=url) as http:
                secret = None if created.secret is None else created.secret.reveal()
                back = Application(http, created.consumer.client_id, secret)
                assert back.exchange(arrival.parameters["code"], redirect_uri=callback.uri()).status_code == 200
            # the provider's own pages want fonts of the network
            assert [complaint for complaint in person.complaints() if url in complaint] == []
    finally:
        callback.close()

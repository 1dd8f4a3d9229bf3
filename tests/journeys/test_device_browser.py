"""The page for devices as a person meets it: in a real headless Chromium, in Spanish, by keyboard."""

import os
from collections.abc import Iterator

import httpx
import pytest
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from fracttal_console.domain.consumer_switches import SwitchChange
from tests.gateway.test_devices import fetch, start
from tests.journeys.chromium import Person, chromium
from tests.journeys.live import LiveBase, application
from tests.support import MEMBER_EMAIL, password

pytestmark = pytest.mark.browser

ENTER, CONSENT = "Ingrese el código de su dispositivo", "¿Permitir que Tablero de planta actúe en su nombre?"


@pytest.fixture(scope="module")
def driver() -> Iterator[webdriver.Chrome]:
    """Give one Chromium for all tests of this file."""
    with chromium() as started:
        yield started


def picture(driver: webdriver.Chrome, name: str) -> None:
    """Keep a picture of the page where somebody asked for them."""
    place = os.environ.get("FRACTTAL_CONSOLE_PICTURES")
    if place:
        driver.save_screenshot(f"{place}/{name}.png")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a8_05_a_person_allows_a_device_from_sign_in_to_done_and_the_browser_has_no_complaint(
    driver: webdriver.Chrome, live: LiveBase, http: httpx.Client, scheme: str
) -> None:
    options = {"public": True, "redirect_uris": [], "switches": SwitchChange(device=True)}
    client = application(http, live.consumer("Tablero de planta", **options))
    told, person = start(client), Person(driver)
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    person.prefers(scheme)
    person.complaints()
    person.goes_to(told["verification_uri"])
    person.waits_for_heading("Iniciar sesión")
    assert "Un dispositivo" in person.sees()
    picture(driver, f"{scheme}-1-sign-in")
    person.signs_in()
    person.waits_for_heading(ENTER)
    person.presses("bcdf bcdf", Keys.ENTER)
    person.waits_for_heading(ENTER)
    picture(driver, f"{scheme}-2-wrong")
    assert person.field("user_code").get_attribute("aria-invalid") == "true"
    person.field("user_code").clear()
    person.field("user_code").send_keys(told["user_code"].lower().replace("-", ""), Keys.ENTER)
    person.waits_for_heading(CONSENT)
    picture(driver, f"{scheme}-3-consent")
    assert told["user_code"] in person.sees()
    person.clicks("Permitir")
    person.waits_for_heading("Vuelva a su dispositivo")
    picture(driver, f"{scheme}-4-done")
    # the wrong code was answered with 422, of which the browser tells
    assert [said for said in person.complaints() if "422" not in said] == []
    assert fetch(client, told["device_code"]).status_code == 200


WORDS = {
    "es": (ENTER, CONSENT, "No fui yo: no inicié esto", "No se permitió nada"),
    "pt-BR": (
        "Digite o código do seu dispositivo",
        "Permitir que Tablero de planta aja em seu nome?",
        "Não fui eu: não iniciei isto",
        "Nada foi permitido",
    ),
    "en": (
        "Enter the code of your device",
        "Allow Tablero de planta to act on your behalf?",
        "It was not me: I did not start this",
        "Nothing was allowed",
    ),
}


@pytest.mark.parametrize("tag", WORDS)
def test_a8_05_a_person_who_did_not_start_it_is_told_what_to_do(
    driver: webdriver.Chrome, live: LiveBase, http: httpx.Client, tag: str
) -> None:
    enter, question, not_me, done = WORDS[tag]
    options = {"public": True, "redirect_uris": [], "switches": SwitchChange(device=True)}
    client = application(http, live.consumer("Tablero de planta", **options))
    told, person = start(client), Person(driver)
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    cookie = live.console.sign_in.browser(MEMBER_EMAIL, password(), address="127.0.0.1").reveal()
    person.goes_to(told["verification_uri"])
    driver.add_cookie({"name": "fc_session", "value": cookie, "path": "/", "httpOnly": True})
    person.prefers("light")
    person.complaints()
    # as somebody sends it to others
    person.goes_to(f"{told['verification_uri_complete']}&ui_locales={tag}")
    person.waits_for_heading(enter)
    person.field("user_code").send_keys(Keys.ENTER)
    person.waits_for_heading(question)
    picture(driver, f"{tag}-5-consent")
    person.clicks(not_me)
    person.waits_for_heading(done)
    picture(driver, f"{tag}-6-not-me")
    assert driver.find_element("tag name", "html").get_attribute("lang") == tag
    assert person.complaints() == []
    assert fetch(client, told["device_code"]).json()["error"] == "access_denied"

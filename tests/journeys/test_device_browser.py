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

"""Drive a real headless Chromium, and receive what it brings back to an application."""

import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from selenium import webdriver
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.ports import kept_port
from tests.support import MEMBER_EMAIL, password

CHROMIUM = Path("/usr/bin/chromium")
CHROMEDRIVER = Path("/usr/bin/chromedriver")
WAIT_SECONDS = 10
_FLAGS = (
    "--headless=new",
    "--no-sandbox",  # in a container, and as root, Chromium starts only without
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    # nothing of its own may want the network: the tests must not depend on one
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--lang=es",
    "--window-size=1024,900",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
)


@dataclass(frozen=True)
class Arrival:
    """A request that reached the application."""

    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]


class CallbackServer:
    """A tiny application's server on a port of its own; each request to `/callback` can be awaited."""

    def __init__(self) -> None:
        arrivals: queue.SimpleQueue[Arrival] = queue.SimpleQueue()
        pages: dict[str, str] = {}

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                if parts.path in pages:
                    self._page(pages[parts.path])
                    return
                if parts.path != "/callback":
                    self.send_error(404)
                    return
                parameters = {name: values[0] for name, values in parse_qs(parts.query).items()}
                headers = {name.lower(): value for name, value in self.headers.items()}
                self._page("<!doctype html><link rel=icon href=data:,><h1>Arrived</h1>")
                arrivals.put(Arrival(self.path, parameters, headers))

            # a form that was sent on here would arrive as this
            do_POST = do_GET  # noqa: N815 - the server looks for this name

            def _page(self, text: str) -> None:
                body = text.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing: what matters is in the arrivals."""

        self.pages = pages
        self._arrivals = arrivals
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="callback")
        self._thread.start()
        self.port: int = self._server.server_address[1]

    def uri(self, host: str = "127.0.0.1") -> str:
        """Return the redirect URI."""
        return f"http://{host}:{self.port}/callback"

    def arrival(self) -> Arrival:
        """Wait for the browser and return what it brought."""
        return self._arrivals.get(timeout=WAIT_SECONDS)

    def nobody_came(self) -> bool:
        """Tell whether no browser came."""
        return self._arrivals.empty()

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Person:
    """A person in front of Chromium: sees texts, clicks, types."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def goes_to(self, url: str) -> None:
        """Type an address."""
        self.driver.get(url)

    def waits_for_heading(self, text: str) -> None:
        """Wait until a page with this heading is there."""
        wait = WebDriverWait(self.driver, WAIT_SECONDS, 0.02)
        try:
            wait.until(lambda _: self._heading() == text)
        except TimeoutException:
            pytest.fail(f"no page {text!r}, but {self._heading()!r}; the browser says {self.complaints()}")

    def sees(self) -> str:
        """Return the text of the page."""
        return self.driver.find_element(By.TAG_NAME, "body").text

    def language(self) -> str:
        """Return the language that the page says it is in."""
        found: str = self.driver.execute_script("return document.documentElement.lang")
        return found

    def field(self, name: str) -> WebElement:
        """Return a field of the form."""
        return self.driver.find_element(By.NAME, name)

    def clicks(self, text: str) -> None:
        """Click the button or link with this text."""
        self._leaves_by(self.driver.find_element(By.XPATH, f"//*[self::button or self::a][normalize-space()='{text}']"))

    def presses(self, *keys: str) -> None:
        """Press keys on whatever has the focus."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def focused(self) -> str:
        """Return the text of what has the focus."""
        return self.driver.switch_to.active_element.text

    def signs_in(self, email: str = MEMBER_EMAIL, word: str | None = None) -> None:
        """Fill in the form and press its button."""
        for name, value in (("email", email), ("password", password().reveal() if word is None else word)):
            self.field(name).clear()
            self.field(name).send_keys(value)
        self._leaves_by(self.driver.find_element(By.CSS_SELECTOR, "button.primary"))

    def cookies(self) -> dict[str, dict[str, Any]]:
        """Return all cookies with all their attributes, as only the browser itself knows them."""
        found = self.driver.execute_cdp_cmd("Network.getAllCookies", {})["cookies"]
        return {cookie["name"]: cookie for cookie in found}

    def prefers(self, scheme: str, width: int = 1024) -> None:
        """Set what the system tells pages of the person's taste, and how wide the window is."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        size = {"width": width, "height": 864, "deviceScaleFactor": 1, "mobile": width < 600}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def complaints(self) -> list[str]:
        """Return what the browser wrote to its console since the last time: errors, violations of the policy."""
        said = [entry["message"] for entry in self.driver.get_log("browser")]  # type: ignore[no-untyped-call]
        # the driver writes into a field sooner than a person could, before the page has put the cursor there
        return [message for message in said if "Autofocus processing was blocked" not in message]

    def _heading(self) -> str:
        # one question: an element found first and read afterwards may belong to the page that is being left
        # and a page whose button was pressed is not the answer, though its heading may be the same
        script = "return window.left ? '' : document.querySelector('h1')?.innerText ?? ''"
        found: str = self.driver.execute_script(script)
        return found

    def _leaves_by(self, element: WebElement) -> None:
        self.driver.execute_script("window.left = true")
        element.click()


@contextmanager
def chromium() -> Iterator[webdriver.Chrome]:
    """Run Chromium in Spanish, with an empty profile."""
    missing = [str(path) for path in (CHROMIUM, CHROMEDRIVER) if not path.exists()]
    if missing:
        pytest.fail(f"{' and '.join(missing)} missing; on Debian: apt-get install chromium chromium-driver")
    options = Options()
    options.binary_location = str(CHROMIUM)
    for flag in _FLAGS:
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"intl.accept_languages": "es"})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    # the path is given, so that Selenium looks for no driver to download
    # and the port: the number that Selenium would take is free only until somebody else wants one
    with kept_port() as port:
        driver = webdriver.Chrome(options, Service(str(CHROMEDRIVER), port))
        try:
            yield driver
        finally:
            driver.quit()

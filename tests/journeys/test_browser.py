"""Sign-in, consent and the account page as a person meets them: in a real headless Chromium, in Spanish."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from fracttal_console.bootstrap import gateway_in_thread
from tests.browsing import Application, authorize_url
from tests.journeys.chromium import CallbackServer, Person, chromium
from tests.journeys.live import NEWCOMER_EMAIL, LiveBase, application, live_base
from tests.support import MEMBER_EMAIL, password

pytestmark = pytest.mark.browser

APPLICATION = "Portal de Contratistas"
SIGN_IN = "Iniciar sesión"
CONSENT = f"¿Permitir que {APPLICATION} actúe en su nombre?"
ACCOUNT = "Mis autorizaciones"
HOSTILE = "<img src=x onerror=\"document.title='hacked'\"><script>hacked=1</script>"


@pytest.fixture(scope="module")
def driver() -> Iterator[webdriver.Chrome]:
    """Give one Chromium for all tests of this file."""
    with chromium() as started:
        yield started


@pytest.fixture
def person(driver: webdriver.Chrome) -> Iterator[Person]:
    """Give a person whom no page knows yet; after the test, its browser must have had nothing to complain of."""
    driver.get("about:blank")
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    somebody = Person(driver)
    somebody.complaints()
    yield somebody
    assert somebody.complaints() == []


@pytest.fixture
def callback() -> Iterator[CallbackServer]:
    """Give the application's own server."""
    server = CallbackServer()
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def portal(live: LiveBase, http: httpx.Client, callback: CallbackServer) -> Application:
    """Give a registered application that is called back on another port of this machine."""
    return application(http, live.consumer(redirect_uris=[callback.uri(), callback.uri("localhost")]))


def asked(url: str, portal: Application, uri: str, **changes: str | None) -> str:
    """Return the address of an authorization request."""
    return url + authorize_url(portal.client_id, redirect_uri=uri, **changes)


# --- sign in and consent --------------------------------------------------------------------------------


def test_a1_16_and_a1_19_a_person_signs_in_and_consents_by_mouse_and_the_application_gets_its_token(
    person: Person, url: str, portal: Application, callback: CallbackServer
) -> None:
    uri = callback.uri("localhost")
    person.goes_to(asked(url, portal, uri))
    person.waits_for_heading(SIGN_IN)
    assert f"{APPLICATION} pide acceso a sus datos." in person.sees()
    person.signs_in()
    person.waits_for_heading(CONSENT)
    shown = person.sees()
    for words in ("De Contratistas del Pacífico Ltda.", "Joaquín Olavarría Sepúlveda", MEMBER_EMAIL,
                  "Ver activos y terceros", "Ver, agregar y editar órdenes de trabajo", "Eliminar órdenes de trabajo",
                  "No se puede deshacer", f"localhost:{callback.port}", "180 días"):  # fmt: skip
        assert words in shown
    person.clicks("Permitir")
    arrival = callback.arrival()
    person.waits_for_heading("Arrived")
    assert (arrival.parameters["state"], arrival.parameters["iss"]) == ("state-0000", url)
    # neither where the person came from, nor anything of the session, nor the form itself
    assert not {"referer", "cookie", "content-length", "content-type"} & set(arrival.headers)
    assert set(arrival.parameters) == {"code", "state", "iss"}

    token = portal.exchange(arrival.parameters["code"], redirect_uri=uri).json()
    assert portal.user(token["access_token"]).json()["data"]["person"]["email"] == MEMBER_EMAIL


def test_a_person_needs_no_mouse(person: Person, url: str, portal: Application, callback: CallbackServer) -> None:
    person.goes_to(asked(url, portal, callback.uri()))
    person.waits_for_heading(SIGN_IN)
    # the cursor stands in the first field by itself
    person.presses(MEMBER_EMAIL, Keys.TAB)
    person.presses(password().reveal(), Keys.ENTER)
    person.waits_for_heading(CONSENT)
    order: list[str] = []
    while "Permitir" not in order:
        assert len(order) < 10, order
        person.presses(Keys.TAB)
        order.append(person.focused())
    assert order == ["No soy yo", "Rechazar", "Permitir"]
    person.presses(Keys.ENTER)
    arrival = callback.arrival()
    person.waits_for_heading("Arrived")
    assert "referer" not in arrival.headers
    assert portal.exchange(arrival.parameters["code"], redirect_uri=callback.uri()).status_code == 200


def test_a_person_denies_and_the_application_is_told(
    person: Person, url: str, portal: Application, callback: CallbackServer
) -> None:
    person.goes_to(asked(url, portal, callback.uri()))
    person.signs_in()
    person.waits_for_heading(CONSENT)
    person.clicks("Rechazar")
    arrival = callback.arrival()
    person.waits_for_heading("Arrived")
    assert (arrival.parameters["error"], arrival.parameters["state"], arrival.parameters["iss"]) == (
        "access_denied",
        "state-0000",
        url,
    )
    assert "code" not in arrival.parameters
    assert "referer" not in arrival.headers


def test_a_request_that_cannot_be_granted_is_told_to_the_application_after_signing_in(
    person: Person, url: str, portal: Application, callback: CallbackServer
) -> None:
    # the sign-in form's answer leads back to the application at once: the policy must let it
    person.goes_to(asked(url, portal, callback.uri(), scope="no_such_thing:view"))
    person.waits_for_heading(SIGN_IN)
    person.signs_in()
    arrival = callback.arrival()
    person.waits_for_heading("Arrived")
    assert (arrival.parameters["error"], arrival.parameters["state"]) == ("invalid_scope", "state-0000")
    assert "referer" not in arrival.headers


def test_somebody_else_is_signed_in_and_says_not_me(
    person: Person, url: str, portal: Application, callback: CallbackServer
) -> None:
    person.goes_to(asked(url, portal, callback.uri()))
    person.signs_in(NEWCOMER_EMAIL)
    person.waits_for_heading(f"No se puede permitir nada a {APPLICATION}")
    person.goes_to(url + "/account")
    person.waits_for_heading(ACCOUNT)
    before = person.cookies()["fc_session"]["value"]
    person.clicks("Cerrar sesión")
    person.waits_for_heading("Se cerró la sesión")
    assert "fc_session" not in person.cookies()

    person.goes_to(asked(url, portal, callback.uri()))
    person.signs_in()
    person.waits_for_heading(CONSENT)
    person.clicks("No soy yo")
    person.waits_for_heading(SIGN_IN)
    assert "fc_session" not in person.cookies()
    # the cookie that was taken away opens nothing any more, wherever it was kept
    with httpx.Client(base_url=url, cookies={"fc_session": before}) as thief:
        assert "csrf" in thief.get("/account").text
        assert NEWCOMER_EMAIL not in thief.get("/account").text
    person.signs_in()
    person.waits_for_heading(CONSENT)
    person.clicks("Permitir")
    assert "code" in callback.arrival().parameters


def test_a_wrong_password_is_told_in_spanish_and_the_address_is_kept(
    person: Person, url: str, portal: Application, callback: CallbackServer
) -> None:
    person.goes_to(asked(url, portal, callback.uri()))
    person.signs_in(word="not-the-password")
    person.waits_for_heading(SIGN_IN)
    assert person.language() == "es"
    assert "El correo electrónico o la contraseña no es correcto" in person.sees()
    assert person.field("email").get_attribute("value") == MEMBER_EMAIL
    assert person.field("password").get_attribute("value") == ""
    # both fields are marked, since it is not said which one is wrong, and the cursor waits in the one to type again
    marked = [person.field(name).get_attribute("aria-describedby") for name in ("email", "password")]
    assert marked == ["problem", "problem"]
    person.presses(password().reveal(), Keys.ENTER)
    person.waits_for_heading(CONSENT)
    refused = person.complaints()
    assert [line for line in refused if "status of 401" not in line] == []


def test_a_person_without_a_group_is_told_what_to_do(
    person: Person, url: str, portal: Application, callback: CallbackServer
) -> None:
    person.goes_to(asked(url, portal, callback.uri()))
    person.signs_in(NEWCOMER_EMAIL)
    person.waits_for_heading(f"No se puede permitir nada a {APPLICATION}")
    assert "otro grupo de permisos" in person.sees()
    assert callback.nobody_came()
    person.clicks(f"Volver a {APPLICATION}")
    assert callback.arrival().parameters["error"] == "access_denied"


def test_the_page_is_shown_in_the_language_that_is_clicked_and_consent_goes_on_from_there(
    person: Person, url: str, portal: Application, callback: CallbackServer
) -> None:
    person.goes_to(asked(url, portal, callback.uri()))
    person.waits_for_heading(SIGN_IN)
    person.clicks("Português")
    person.waits_for_heading("Entrar")
    assert person.language() == "pt-BR"
    person.signs_in()
    person.waits_for_heading(f"Permitir que {APPLICATION} aja em seu nome?")
    person.clicks("English")
    person.waits_for_heading(f"Allow {APPLICATION} to act on your behalf?")
    person.clicks("Allow")
    arrival = callback.arrival()
    assert set(arrival.parameters) == {"code", "state", "iss"}
    assert portal.exchange(arrival.parameters["code"], redirect_uri=callback.uri()).status_code == 200


# --- the account page -----------------------------------------------------------------------------------


def test_a_person_sees_the_application_and_revokes_it_and_its_next_call_is_refused(
    person: Person, url: str, portal: Application, callback: CallbackServer
) -> None:
    person.goes_to(asked(url, portal, callback.uri()))
    person.signs_in()
    person.waits_for_heading(CONSENT)
    person.clicks("Permitir")
    token = portal.exchange(callback.arrival().parameters["code"], redirect_uri=callback.uri()).json()
    assert portal.user(token["access_token"]).status_code == 200

    person.goes_to(url + "/account")
    person.waits_for_heading(ACCOUNT)
    shown = person.sees()
    assert APPLICATION in shown
    assert "Eliminar órdenes de trabajo" in shown
    person.clicks("Revocar")
    person.waits_for_heading(ACCOUNT)
    assert "Revocada. La aplicación ya no tiene acceso." in person.sees()
    assert APPLICATION not in person.sees()
    assert portal.user(token["access_token"]).status_code == 401
    assert portal.refresh(token["refresh_token"]).json()["error"] == "invalid_grant"


# --- what attackers try ---------------------------------------------------------------------------------


def test_a1_18_a_page_elsewhere_cannot_show_ours_in_a_frame(
    person: Person, url: str, portal: Application, callback: CallbackServer
) -> None:
    person.goes_to(url + "/account")
    person.signs_in()
    person.waits_for_heading(ACCOUNT)
    # the same host on another port: the browser sends the session along, so only the policy stands in between
    for target in (asked(url, portal, callback.uri()), f"{url}/account", f"{url}/oauth/authorize", f"{url}/nothing"):
        attributed = target.replace("&", "&amp;")
        callback.pages["/frame"] = f'<!doctype html><link rel=icon href=data:,><iframe src="{attributed}"></iframe>'
        person.goes_to(f"http://127.0.0.1:{callback.port}/frame")
        person.driver.switch_to.frame(person.driver.find_element(By.TAG_NAME, "iframe"))
        assert person.driver.find_elements(By.CSS_SELECTOR, "form, main, .card") == []
        assert APPLICATION not in person.driver.page_source
        person.driver.switch_to.default_content()
        # a page that cannot be shown is an error of the browser's own, and of the two headers either would do
        said = person.complaints()
        assert any("frame-ancestors" in line or "X-Frame-Options" in line for line in said), said


def test_a1_21_a_form_elsewhere_cannot_consent_or_revoke_for_a_person_who_is_signed_in(
    person: Person, url: str, portal: Application, callback: CallbackServer
) -> None:
    person.goes_to(asked(url, portal, callback.uri()))
    person.signs_in()
    person.waits_for_heading(CONSENT)
    stolen = person.driver.find_element(By.CSS_SELECTOR, "form.actions [name=csrf]").get_attribute("value")
    target = asked(url, portal, callback.uri()).replace("&", "&amp;")
    # same host, other port: the cookie goes along, the token is the right one, and still the origin is not ours
    callback.pages["/forged"] = (
        f'<!doctype html><link rel=icon href=data:,><form method=post action="{target}">'
        f'<input name=csrf value="{stolen}"><button name=decision value=allow>Win a prize</button></form>'
    )
    for host in ("127.0.0.1", "localhost"):
        person.goes_to(f"http://{host}:{callback.port}/forged")
        person.clicks("Win a prize")
        person.waits_for_heading("Este formulario venció" if host == "127.0.0.1" else "Se cerró la sesión")
        assert callback.nobody_came()
    assert [line for line in person.complaints() if "status of 403" not in line] == []


def test_a1_22_cookies_are_out_of_reach_for_scripts_and_other_sites(person: Person, url: str, live: LiveBase) -> None:
    person.goes_to(url + "/account")
    person.waits_for_heading(SIGN_IN)
    before = person.cookies()
    person.signs_in()
    person.waits_for_heading(ACCOUNT)
    cookies = person.cookies()
    assert set(cookies) == {"fc_session", "fc_visit"}
    for cookie in cookies.values():
        assert (cookie["httpOnly"], cookie["sameSite"], cookie["session"], cookie["path"]) == (True, "Lax", True, "/")
        assert cookie["domain"] == "127.0.0.1"
        assert len(cookie["value"]) >= 22
    assert cookies["fc_visit"]["value"] != before["fc_visit"]["value"]
    assert person.driver.execute_script("return document.cookie") == ""
    assert live.console.audit.verify(live.admin).broken_at is None


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[tuple[LiveBase, str]]:
    """Give a base in which every name is an attempt to run a script."""
    with live_base(tmp_path, company=HOSTILE) as made:
        made.console.people.edit(made.admin, MEMBER_EMAIL, name=HOSTILE)
        with gateway_in_thread(made.settings, made.console) as url:
            yield made, url


def test_a1_27_hostile_names_are_shown_as_they_are_and_nothing_runs(
    person: Person, hostile: tuple[LiveBase, str], callback: CallbackServer
) -> None:
    base, url = hostile
    created = base.consumer(name=HOSTILE, owner=HOSTILE, redirect_uris=[callback.uri()])
    with httpx.Client(base_url=url) as http:
        portal = application(http, created)
        request = asked(url, portal, callback.uri(), state=HOSTILE, login_hint=HOSTILE, ui_locales=HOSTILE)
        person.goes_to(request)
        person.waits_for_heading(SIGN_IN)
        _nothing_ran(person)
        person.signs_in()
        person.waits_for_heading(f"¿Permitir que {HOSTILE} actúe en su nombre?")
        assert person.sees().count(HOSTILE) >= 4
        _nothing_ran(person)
        person.clicks("Permitir")
        assert callback.arrival().parameters["state"] == HOSTILE
        person.goes_to(url + "/account?ui_locales=" + "%3Cscript%3Ehacked%3D1%3C%2Fscript%3E")
        person.waits_for_heading(ACCOUNT)
        assert HOSTILE in person.sees()
        _nothing_ran(person)
        # the address is shown in words, and is neither a link nor a place to which the browser goes
        person.goes_to(asked(url, portal, "javascript:alert(1)//" + HOSTILE))
        person.waits_for_heading("La dirección de regreso no está registrada")
        assert HOSTILE in person.sees()
        _nothing_ran(person)
    assert [line for line in person.complaints() if "status of 400" not in line] == []


def _nothing_ran(person: Person) -> None:
    found: dict[str, Any] = person.driver.execute_script(
        "return {hacked: typeof hacked, title: document.title, elements: document.querySelectorAll("
        "'script, img, iframe, object, embed, base, [onerror], [onclick], [onload], [style]').length,"
        "links: [...document.links].filter(a => a.protocol !== 'http:').length}"
    )
    assert (found["hacked"], found["elements"], found["links"]) == ("undefined", 0, 0)
    assert found["title"] != "hacked"


# --- how it looks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [("light", 1024), ("dark", 1024), ("light", 390), ("dark", 390)], ids=str)
def test_no_page_overflows_or_complains_in_any_scheme_and_width(
    person: Person, portal: Application, callback: CallbackServer, look: tuple[str, int], tmp_path: Path
) -> None:
    scheme, width = look
    url = str(portal.http.base_url).rstrip("/")
    person.prefers(scheme, width)
    request = asked(url, portal, callback.uri())

    def looks(name: str) -> None:
        overflow = person.driver.execute_script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow == 0, name
        fonts = person.driver.execute_async_script(
            "const done = arguments[0]; document.fonts.ready.then(() => done(document.fonts.check('16px Inter')))"
        )
        assert fonts is True, name
        # kept by pytest for a while, for whoever wants to look
        assert person.driver.save_screenshot(str(tmp_path / f"{name}-{scheme}-{width}.png"))

    person.goes_to(request)
    person.waits_for_heading(SIGN_IN)
    looks("sign-in")
    person.signs_in(word="not-the-password")
    person.waits_for_heading(SIGN_IN)
    looks("sign-in-refused")
    assert [line for line in person.complaints() if "status of 401" not in line] == []
    person.signs_in()
    person.waits_for_heading(CONSENT)
    looks("consent")
    person.goes_to(url + "/account")
    person.waits_for_heading(ACCOUNT)
    looks("account-empty")
    person.goes_to(request)
    person.waits_for_heading(CONSENT)
    person.clicks("Permitir")
    code = callback.arrival().parameters["code"]
    portal.user(portal.exchange(code, redirect_uri=callback.uri()).json()["access_token"])
    person.goes_to(url + "/account")
    person.waits_for_heading(ACCOUNT)
    looks("account")
    person.goes_to(url + authorize_url("fcc_nobody"))
    person.waits_for_heading("Esta aplicación no está registrada")
    looks("error")
    assert [line for line in person.complaints() if "status of 400" not in line] == []


def test_the_focus_can_be_seen_on_everything_that_takes_it(
    person: Person, url: str, portal: Application, callback: CallbackServer
) -> None:
    person.goes_to(asked(url, portal, callback.uri()))
    person.signs_in()
    person.waits_for_heading(CONSENT)
    for _ in range(6):
        person.presses(Keys.TAB)
        ring = person.driver.execute_script(
            "const style = getComputedStyle(document.activeElement); return [style.outlineStyle, style.outlineWidth]"
        )
        assert ring[0] != "none", (person.focused(), ring)
        assert float(ring[1].removesuffix("px")) >= 2, (person.focused(), ring)

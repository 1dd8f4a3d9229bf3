"""Steps of a person in a browser: sign in, consent; and of the application that is sent the code."""

import base64
import hashlib
import secrets
from urllib.parse import parse_qs, urlencode, urlsplit

from fracttal_console.cli.tour.browser import brief
from fracttal_console.cli.tour.steps_base import GROUP
from fracttal_console.cli.tour.steps_client_credentials import basic, token
from fracttal_console.cli.tour.walk import Check, Report, Walk, inner, status_is, value_is
from fracttal_console.domain.actors import Role
from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.domain.secrets import SecretText

REDIRECT_URI = "https://portal.contratistas.example/oauth/callback"
MEMBER = "joaquin.olavarria@quillahue.example"
_ALLOW = "decision=allow"
_SHORTEST_TOKEN = 16


def register(walk: Walk) -> Report:
    """Register a consumer that acts for people, and give one person an account."""
    made = walk.console.consumers.create(
        walk.admin,
        name="Portal de Contratistas",
        permission_group=GROUP,
        grant=GrantType.AUTHORIZATION_CODE,
        redirect_uris=[REDIRECT_URI],
    )
    secret = walk.veil.note(made.secret.reveal() if made.secret else "")
    walk.keep(portal=made.consumer.client_id)
    walk.keep_secret(portal_basic=basic(made.consumer.client_id, secret), password=secrets.token_urlsafe(24))
    walk.console.people.create(
        walk.admin,
        email=MEMBER,
        name="Joaquín Olavarría",
        role=Role.MEMBER,
        password=SecretText(walk.kept["password"]),
        permission_group=GROUP,
    )
    return Report(
        f"consumers create --name 'Portal de Contratistas' --grant authorization_code --redirect-uri {REDIRECT_URI}; "
        f"people create --email {MEMBER} --role member",
        f"client id {walk.kept['portal']}, client secret {secret}",
        (Check("client secret fcs_…", secret.startswith("fcs_")),),
    )


def ask_for_authorization(walk: Walk) -> Report:
    """Open the authorization page, as the application sends the person there (RFC 6749 section 4.1.1, RFC 7636)."""
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    walk.keep_secret(verifier=verifier)
    walk.keep(state=secrets.token_hex(8))
    query = {
        "response_type": "code",
        "client_id": walk.kept["portal"],
        "redirect_uri": REDIRECT_URI,
        "state": walk.kept["state"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    path = f"/oauth/authorize?{urlencode(query)}"
    walk.page = walk.browser.open(path)
    form = walk.page.form_with("password")
    return Report(f"GET {path}", str(walk.page), (status_is(walk.page, 200), Check("a form to sign in", bool(form))))


def sign_in(walk: Walk) -> Report:
    """Sign the person in."""
    form = walk.page.form_with("password")
    if form is None:
        raise LookupError("password")
    _cover(walk, form.fields)
    walk.page = walk.browser.submit(walk.page, form, email=MEMBER, password=walk.kept["password"])
    fields = {**form.fields, "email": MEMBER, "password": walk.kept["password"]}
    cookies = ", ".join(f"{name}={value}" for name, value in walk.browser.cookies.items())
    return Report(
        f"POST {brief(form.action)} {_listed(fields)}",
        f"{walk.page.status}, Location: {brief(walk.page.location)}, Cookie: {cookies}",
        (status_is(walk.page, 303), Check("a cookie of the session", bool(walk.browser.cookies))),
    )


def see_consent(walk: Walk) -> Report:
    """Open the consent page."""
    path = walk.page.location
    walk.page = walk.browser.open(path)
    asked = "Portal de Contratistas" in walk.page.body.decode("utf-8", "replace")
    return Report(
        f"GET {brief(path)}",
        str(walk.page),
        (
            status_is(walk.page, 200),
            Check("the application's name", asked),
            Check("a button that allows", walk.page.form_with(_ALLOW) is not None),
        ),
    )


def allow(walk: Walk) -> Report:
    """Consent, and receive the code as the application does (RFC 6749 section 4.1.2, RFC 9207)."""
    form = walk.page.form_with(_ALLOW)
    if form is None:
        raise LookupError(_ALLOW)
    _cover(walk, form.fields)
    answer = walk.browser.submit(walk.page, form, decision="allow")
    given = {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}
    walk.keep_secret(code=given.get("code", ""))
    return Report(
        f"POST {brief(form.action)} {_listed({**form.fields, 'decision': 'allow'})}",
        str(answer),
        (
            status_is(answer, 303),
            Check(f"Location: {REDIRECT_URI}", answer.location.partition("?")[0] == REDIRECT_URI),
            Check("code", bool(walk.kept["code"])),
            value_is("state", given.get("state"), walk.kept["state"]),
            value_is("iss", given.get("iss"), walk.browser.home),
        ),
    )


def redeem_code(walk: Walk) -> Report:
    """Exchange the code for tokens, with the verifier of the challenge."""
    form = {
        "grant_type": "authorization_code",
        "code": walk.kept["code"],
        "redirect_uri": REDIRECT_URI,
        "code_verifier": walk.kept["verifier"],
    }
    answer = token(walk, "portal_basic", **form)
    read = answer.json()
    walk.keep_secret(access=str(read.get("access_token", "")), refresh=str(read.get("refresh_token", "")))
    return Report(
        f"POST /oauth/token {_listed(form)}, Authorization: Basic {walk.kept['portal_basic']}",
        str(answer),
        (
            status_is(answer, 200),
            Check("access_token", bool(walk.kept["access"])),
            Check("refresh_token", bool(walk.kept["refresh"])),
        ),
    )


def call(walk: Walk) -> Report:
    """Call the API for the person."""
    answer = walk.user(f"Bearer {walk.kept['access']}")
    return Report(
        f"GET /api/user/, Authorization: Bearer {walk.kept['access']}",
        str(answer),
        (status_is(answer, 200), value_is("person.email", inner(answer.json(), "data", "person", "email"), MEMBER)),
    )


def refresh(walk: Walk) -> Report:
    """Exchange the refresh token for new ones (RFC 6749 section 6)."""
    old = walk.kept["refresh"]
    answer = token(walk, "portal_basic", grant_type="refresh_token", refresh_token=old)
    read = answer.json()
    walk.keep_secret(access=str(read.get("access_token", "")), refresh=str(read.get("refresh_token", "")))
    return Report(
        f"POST /oauth/token grant_type=refresh_token refresh_token={old}",
        str(answer),
        (
            status_is(answer, 200),
            Check("access_token", bool(walk.kept["access"])),
            Check("another refresh_token", walk.kept["refresh"] not in {"", old}),
        ),
    )


def introspect(walk: Walk) -> Report:
    """Ask whether the token is good (RFC 7662)."""
    answer = walk.browser.ask(
        "POST",
        "/oauth/introspect",
        headers={"Authorization": f"Basic {walk.kept['portal_basic']}"},
        form={"token": walk.kept["access"]},
    )
    return Report(
        f"POST /oauth/introspect token={walk.kept['access']}",
        str(answer),
        (status_is(answer, 200), value_is("active", answer.json().get("active"), True)),  # noqa: FBT003 - a JSON value
    )


def _cover(walk: Walk, fields: dict[str, str]) -> None:
    # the CSRF token is as good as the cookie that it belongs to; short values are no secrets
    for value in fields.values():
        if len(value) >= _SHORTEST_TOKEN:
            walk.veil.note(value)


def _listed(fields: dict[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in fields.items())

"""Forward-auth: what a proxy is told, and that only a trusted one is believed (A4.05–A4.11)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from fracttal_console.domain.actors import Role
from fracttal_console.domain.credentials import Profile
from fracttal_console.gateway.original import is_plain_path
from fracttal_console.services.listing import ListQuery
from tests.browsing import Application, answer, authorize_url, decide
from tests.gateway.served import Served, hawk, serving
from tests.gateway.test_hawk_requests import UNHASHED
from tests.support import password

PROXY = "127.0.0.0/8"
AUTHORITY = "app.quillahue.example"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("verify"), trusted_proxies=(PROXY,)) as made:
        yield made


def ask(served: Served, method: str, uri: str, credential: str = "", **more: str) -> httpx.Response:
    headers = {
        "X-Forwarded-Method": method,
        "X-Forwarded-Uri": uri,
        "X-Forwarded-Host": AUTHORITY,
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "190.98.14.27",
        **({"Authorization": credential} if credential else {}),
        **{name.replace("_", "-"): value for name, value in more.items()},
    }
    return served.http.get("/auth/verify", headers=headers)


def bearer_of(job: Application) -> str:
    return f"Bearer {job.token(grant_type='client_credentials').json()['access_token']}"


@pytest.fixture(scope="module")
def token(served: Served) -> str:
    return bearer_of(served.job())


def test_what_is_allowed_passes_with_who_is_behind_it(served: Served, token: str) -> None:
    answer = ask(served, "GET", "/api/work_orders/?start=0", token)
    assert answer.status_code == 200
    assert answer.headers["x-auth-consumer"].startswith("fcc_")
    assert answer.headers["x-auth-subject"] == answer.headers["x-auth-consumer"]
    assert "work_orders:view" in answer.headers["x-auth-permissions"].split(" ")
    assert answer.content == b""


def test_behind_a_persons_token_stands_the_person(served: Served) -> None:
    consumer = served.consumer()
    tokens = consumer.exchange(consumer.consent()).json()
    answer = ask(served, "GET", "/api/work_orders", f"Bearer {tokens['access_token']}")
    assert answer.status_code == 200
    assert answer.headers["x-auth-subject"] == "joaquin.olavarria@quillahue.example"


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", "/api/personnel/1"), ("GET", "/api/nowhere/"), ("OPTIONS", "/api/work_orders/"), ("GET", "/"),
     ("TRACE", "/api/work_orders/"), ("GET", "/api/work_ordersX/")],
)  # fmt: skip
def test_what_is_not_allowed_is_403(served: Served, token: str, method: str, path: str) -> None:
    answer = ask(served, method, path, token)
    assert (answer.status_code, answer.headers["x-auth-status"]) == (403, "403")
    assert "x-auth-subject" not in answer.headers


def test_a4_05_a_missing_permission_is_named(served: Served, token: str) -> None:
    answer = ask(served, "DELETE", "/api/personnel/1", token)
    assert answer.headers["www-authenticate"].endswith('error="insufficient_scope", scope="personnel:delete"')


@pytest.mark.parametrize("credential", ["", "Bearer fca_nothing", "Basic eDp5", "Hawk id=1", "Bearer"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a4_11_and_cve_2026_34457_without_a_good_credential_it_is_401_whatever_is_asked(
    served: Served, credential: str, method: str
) -> None:
    answer = ask(served, method, "/healthz", credential, User_Agent="kube-probe/1.29")
    assert answer.status_code == 401
    assert "www-authenticate" in answer.headers


def test_a4_06_a_revocation_holds_for_the_next_question(served: Served) -> None:
    job = served.job()
    bearer = bearer_of(job)
    assert ask(served, "GET", "/api/work_orders/", bearer).status_code == 200
    (view,) = [
        view for view in served.world.console.authorizations.all(served.world.admin)
        if view.consumer.client_id == job.client_id
    ]  # fmt: skip
    served.world.console.authorizations.revoke(served.world.admin, str(view.authorization.id))
    assert ask(served, "GET", "/api/work_orders/", bearer).status_code == 401


PATHS_OF_TWO_MEANINGS = [
    "/api/x/../work_orders/", "/api//work_orders/", "/api/./work_orders", "/api/work_orders/%2e%2e/personnel",
    "/api/work_orders%2f1", "/api/work_orders/%5c..", "/api\\work_orders", "/api/work_orders;x=1", "api/work_orders",
    "/api/work_orders/%00", "/api/work_orders/%zz", "/api/work_orders/%", "/api/work_orders#/public", "",
    "http://evil.example/api/work_orders", "/api/%77ork_orders", "/api/work_orders/%252e%252e/", "/api/work_orders/..",
]  # fmt: skip


@pytest.mark.parametrize("uri", PATHS_OF_TWO_MEANINGS)
def test_a4_09_and_cve_2021_32637_and_2026_41059_a_path_that_would_change_is_refused(
    served: Served, token: str, uri: str
) -> None:
    assert ask(served, "GET", uri, token).status_code == 403
    assert not is_plain_path(uri.partition("?")[0])


@pytest.mark.parametrize(
    "uri", ["/api/work_orders/a%20b", "/api/work_orders/%C3%B1", "/api/work_orders/1/", "/api/work_orders/a:b@c"]
)
def test_a4_09_a_path_with_one_meaning_passes(served: Served, token: str, uri: str) -> None:
    assert ask(served, "GET", uri, token).status_code == 200


@pytest.mark.parametrize("query", ["x=/../admin", "path=/api/personnel", "a=b;c"])
def test_a4_09_and_cve_2025_54576_the_query_takes_no_part(served: Served, token: str, query: str) -> None:
    assert ask(served, "GET", f"/api/work_orders/?{query}", token).status_code == 200
    assert ask(served, "GET", f"/api/personnel/?{query}&p=/api/work_orders/", token).status_code == 403


def test_a4_08_and_cve_2026_40575_nobody_else_than_a_trusted_proxy_is_believed(tmp_path: Path) -> None:
    with serving(tmp_path) as direct:
        bearer = bearer_of(direct.job())
        assert ask(direct, "GET", "/api/work_orders/", bearer).status_code == 403
        assert ask(direct, "GET", "/api/work_orders/").status_code == 401


@pytest.mark.parametrize("name", ["Uri", "Method", "Host", "Proto"])
def test_a4_08_and_cve_2025_64484_a_name_with_underscores_is_no_name_of_the_family(
    served: Served, token: str, name: str
) -> None:
    lies = {"Uri": "/api/work_orders/", "Method": "GET", "Host": "evil.example", "Proto": "http"}
    smuggled = {
        f"{first}Forwarded{second}{name}": lies[name] for first, second in (("X_", "_"), ("X-", "_"), ("X_", "-"))
    }
    told = {"X-Forwarded-Method": "DELETE", "X-Forwarded-Uri": "/api/personnel/1", "X-Forwarded-Host": AUTHORITY,
            "X-Forwarded-Proto": "https", "Authorization": token}  # fmt: skip
    assert served.http.get("/auth/verify", headers={**told, **smuggled}).status_code == 403
    allowed = {**told, "X-Forwarded-Method": "GET", "X-Forwarded-Uri": "/api/work_orders/"}
    assert served.http.get("/auth/verify", headers={**allowed, **smuggled}).status_code == 200
    # nor does it stand in for the right one
    alone = {key: value for key, value in allowed.items() if key != f"X-Forwarded-{name}"}
    answer = served.http.get("/auth/verify", headers={**alone, **smuggled})
    assert answer.status_code == (403 if name in {"Uri", "Method"} else 200)


def test_a4_04_a_token_in_the_query_of_the_original_request_opens_nothing(served: Served, token: str) -> None:
    bare = token.removeprefix("Bearer ")
    for name in ("access_token", "token"):
        answer = ask(served, "GET", f"/api/work_orders/?{name}={bare}")
        assert answer.status_code == 401
        assert not [value for value in answer.headers.values() if bare in value]
    # with one in the header as well, it is ignored (A4.04): neither opens more than the header does
    assert ask(served, "DELETE", f"/api/personnel/1?access_token={bare}", token).status_code == 403


@pytest.mark.parametrize(
    "more",
    [{"X_Forwarded_Method": "get"}, {"X_Forwarded_Method": ""}, {"X_Forwarded_Host": "a b"}, {"X_Forwarded_Uri": ""}],
)
def test_a4_07_a_question_that_is_not_clear_is_403(served: Served, token: str, more: dict[str, str]) -> None:
    assert ask(served, "GET", "/api/work_orders/", token, **more).status_code == 403


def test_a4_07_what_is_beyond_the_limits_is_403_as_well(served: Served, token: str) -> None:
    answer = ask(served, "GET", "/api/work_orders/", token, X_Long="x" * 20_000)
    assert (answer.status_code, answer.headers["x-auth-status"]) == (403, "431")


def signed(served: Served, created: Any, method: str, **options: Any) -> str:  # noqa: ANN401
    url = f"https://{AUTHORITY}/api/work_orders/"
    return str(hawk(served.world, created, url, method, **options).request_header)


def test_a9_11_a_hawk_request_passes_with_its_payload_unverified(served: Served) -> None:
    created = served.key()
    answer = ask(served, "GET", "/api/work_orders/", signed(served, created, "GET"))
    assert answer.status_code == 200
    assert answer.headers["x-auth-payload-verified"] == "false"
    assert answer.headers["x-auth-consumer"] == created.api_key.key_id


@pytest.mark.parametrize("claimed", ["true", "True", "1", "false"])
def test_a9_11_no_word_of_the_client_makes_a_payload_verified(served: Served, claimed: str) -> None:
    header = signed(served, served.key(), "POST", content='{"a": 1}', content_type="application/json", ext=claimed)
    # neither the body nor its type has anything to do with what was signed
    answer = ask(served, "POST", "/api/work_orders/", header, X_Auth_Payload_Verified=claimed, Content_Type="text/x")
    assert (answer.status_code, answer.headers.get_list("x-auth-payload-verified")) == (200, ["false"])


CLAIMS = {"ext": "role=super_admin", "app": "billing-app", "dlg": "payroll-app"}


def test_a9_16_what_the_client_says_of_itself_becomes_no_claim_of_ours(served: Served) -> None:
    created = served.key()
    plain = ask(served, "GET", "/api/work_orders/", signed(served, created, "GET"))
    telling = ask(served, "GET", "/api/work_orders/", signed(served, created, "GET", **CLAIMS))
    assert (plain.status_code, telling.status_code) == (200, 200)
    told = [{name: value for name, value in each.headers.items() if name != "date"} for each in (plain, telling)]
    assert told[0] == told[1]


def test_a9_16_claims_with_a_wrong_mac_are_handed_on_to_nobody(served: Served) -> None:
    header = signed(served, served.key(), "GET", **CLAIMS)
    for name, value in CLAIMS.items():
        changed = header.replace(f'{name}="{value}"', f'{name}="other-{value}"')
        assert changed != header
        answer = ask(served, "GET", "/api/work_orders/", changed)
        assert answer.status_code == 401
        assert not [value for value in answer.headers.values() if any(claim in value for claim in CLAIMS.values())]
        assert "x-auth-subject" not in answer.headers


def test_a9_16_a_delegation_names_the_application_that_asks(served: Served) -> None:
    header = signed(served, served.key(), "GET", **CLAIMS)
    answer = ask(served, "GET", "/api/work_orders/", header.replace(f'app="{CLAIMS["app"]}", ', ""))
    assert (answer.status_code, answer.headers["x-auth-cause"]) == (401, "header_malformed")


def test_a_hawk_request_passes_once(served: Served) -> None:
    header = signed(served, served.key(), "GET")
    assert ask(served, "GET", "/api/work_orders/", header).status_code == 200
    assert ask(served, "GET", "/api/work_orders/", header).status_code == 401


@pytest.mark.parametrize("profile", list(Profile))
def test_a9_11_a_body_without_a_hash_is_refused_in_profile_standard_alone(served: Served, profile: Profile) -> None:
    created = served.key(profile=profile)
    bare = signed(served, created, "POST", **UNHASHED)
    expected = 401 if profile is Profile.STANDARD else 200
    assert ask(served, "POST", "/api/work_orders/", bare).status_code == expected
    hashed = signed(served, created, "POST", content='{"a": 1}', content_type="application/json")
    assert ask(served, "POST", "/api/work_orders/", hashed).status_code == 200


@pytest.mark.parametrize(("profile", "shown"), [(Profile.STANDARD, "401"), (Profile.FRACTTAL, "407")])
def test_the_status_to_show_is_that_of_the_profile(served: Served, profile: Profile, shown: str) -> None:
    created = served.key(profile=profile)
    stale = ask(served, "GET", "/api/work_orders/", signed(served, created, "GET", shift=-3600))
    assert (stale.status_code, stale.headers["x-auth-status"]) == (401, shown)
    assert "tsm=" in stale.headers["www-authenticate"]


def test_in_profile_fracttal_a_missing_permission_shows_as_401(served: Served) -> None:
    job = served.job(profile=Profile.FRACTTAL)
    bearer = bearer_of(job)
    answer = ask(served, "DELETE", "/api/personnel/1", bearer)
    assert (answer.status_code, answer.headers["x-auth-status"]) == (403, "401")


@pytest.mark.parametrize("email", ["o'higgins+campo@quillahue.example", "a=b%41{c}|d@quillahue.example"])
def test_a4_10_whoever_it_is_the_headers_are_ascii_and_one_line_each(served: Served, email: str) -> None:
    console, admin = served.world.console, served.world.admin
    console.people.create(
        admin,
        email=email,
        name="Añañuca Ñ — 日本",
        role=Role.MEMBER,
        password=password(),
        permission_group="Field work",
    )
    consumer = served.consumer()
    path = authorize_url(consumer.client_id)
    tokens = consumer.exchange(answer(decide(served.signed_in(path, email), path))["code"]).json()
    passed = ask(served, "GET", "/api/work_orders/", f"Bearer {tokens['access_token']}")

    assert passed.status_code == 200
    assert unquote(passed.headers["x-auth-subject"]) == email
    for name, value in passed.headers.items():
        if name.startswith("x-auth-"):
            assert re.fullmatch(r"[A-Za-z0-9@.+_~%: -]+", value)


def test_what_was_refused_and_what_passed_stands_in_the_books(served: Served) -> None:
    job, console = served.job(), served.world.console
    bearer = bearer_of(job)
    assert ask(served, "GET", "/api/work_orders/7", bearer).status_code == 200
    assert ask(served, "DELETE", "/api/personnel/1", bearer).status_code == 403
    console.usage.flush()
    console.refusals.flush()
    page = console.refused_requests.page(served.world.admin, ListQuery(), 0, 100)
    (row,) = [row for row in page.rows if row.credential and row.credential.public_id == job.client_id]
    assert row.refusal.cause == "permission_missing"
    assert (row.refusal.endpoint, row.missing) == ("DELETE /api/personnel/1", ("personnel:delete",))

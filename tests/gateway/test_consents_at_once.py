"""Many at once: what is good once is good once, and what was ended is ended for the very next request."""

import itertools
from collections.abc import Callable
from functools import partial

import httpx

from tests.browsing import Application, answer, authorize_url, decide, sign_in
from tests.gateway.served import Served, hawk, together

ROUNDS, THREADS = 10, 16


def all_the_same(ask: Callable[[], httpx.Response]) -> Callable[[int], httpx.Response]:
    return lambda _: ask()


def test_a2_03_of_many_redemptions_at_once_exactly_one_succeeds(served: Served) -> None:
    web = served.consumer()
    for _ in range(ROUNDS):
        code = web.consent()
        answers = together(THREADS, all_the_same(partial(web.exchange, code)))

        assert sorted(answer.status_code for answer in answers) == [200] + [400] * (THREADS - 1)
        assert {answer.json()["error"] for answer in answers if answer.status_code == 400} == {"invalid_grant"}
        tokens = next(answer.json() for answer in answers if answer.status_code == 200)
        # all the others were replays, and otherwise valid
        assert web.introspect(tokens["access_token"]).json() == {"active": False}
        assert web.introspect(tokens["refresh_token"]).json() == {"active": False}


def test_a5_02_and_cve_2026_1035_of_many_refreshes_at_once_at_most_one_succeeds_and_the_family_is_dead(
    served: Served,
) -> None:
    web = served.consumer()
    for _ in range(ROUNDS):
        first = web.exchange(web.consent()).json()
        answers = together(THREADS, all_the_same(partial(web.refresh, first["refresh_token"])))

        good = [answer.json() for answer in answers if answer.status_code == 200]
        assert len(good) <= 1
        assert {answer.json()["error"] for answer in answers if answer.status_code != 200} == {"invalid_grant"}
        for tokens in (first, *good):
            assert web.introspect(tokens["access_token"]).json() == {"active": False}
            assert web.refresh(tokens["refresh_token"]).status_code == 400


def test_a9_06_and_a9_07_of_many_requests_with_one_nonce_exactly_one_is_let_in(served: Served) -> None:
    key = served.key()
    for _ in range(ROUNDS):
        url = f"{served.url}/api/user/"
        headers = {"Authorization": hawk(served.world, key, url).request_header}
        answers = together(THREADS, all_the_same(partial(served.http.get, "/api/user/", headers=headers)))
        assert sorted(answer.status_code for answer in answers) == [200] + [401] * (THREADS - 1)


def test_a6_07_and_a4_06_three_hundred_revocations_are_each_seen_by_the_very_next_request(served: Served) -> None:
    job = served.job()
    other_connection = Application(served.visitor(), job.client_id, job.secret)
    for number, by_bearer in zip(range(300), itertools.cycle((True, False)), strict=False):
        token = job.token(grant_type="client_credentials").json()["access_token"]
        if number % 30 < 2:
            assert other_connection.user(token).status_code == 200
        assert job.revoke(token).status_code == 200
        if by_bearer:
            assert other_connection.user(token).status_code == 401
        else:
            assert other_connection.introspect(token).content == b'{"active":false}'


def test_a6_07_revocations_at_once_are_each_seen_by_the_next_request_of_the_same_thread(served: Served) -> None:
    job = served.job()

    def one(_: int) -> bool:
        token = job.token(grant_type="client_credentials").json()["access_token"]
        alive = bool(job.introspect(token).json()["active"])
        return alive and job.revoke(token).status_code == 200 and not job.introspect(token).json()["active"]

    for _ in range(4):
        assert all(together(THREADS, one))


def test_consents_at_once_leave_one_live_authorization(served: Served) -> None:
    world, web = served.world, served.consumer()
    path = authorize_url(web.client_id)
    # one after the other: of many sign-ins at once some are put off, which is another test's matter
    browsers = [served.visitor() for _ in range(8)]
    for member in browsers:
        assert sign_in(member, path).status_code == 303
    codes = together(8, lambda number: answer(decide(browsers[number], path))["code"])

    assert len(set(codes)) == 8
    rows = world.console.authorizations.all(world.admin, history=True)
    assert len([row for row in rows if row.consumer.client_id == web.client_id]) == 1
    assert {web.exchange(code).status_code for code in codes} == {200}

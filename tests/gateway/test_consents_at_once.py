"""Many consents at once: every code is good, and one authorization lives. Other races are run in `tests/races`."""

from tests.browsing import answer, authorize_url, decide, sign_in
from tests.gateway.served import Served, together


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

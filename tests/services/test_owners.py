"""What the overview says of credentials whose owner was disabled, and a redirect URI that is added by itself."""

import pytest

from fracttal_console.domain.actors import Role
from fracttal_console.domain.errors import Invalid, WrongState
from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.services.listing import ListQuery
from tests.journeys.live import LiveBase
from tests.support import password

LEFT = "marta.leiva@quillahue.example"


@pytest.fixture
def live(live: LiveBase) -> LiveBase:
    """Give an open base with somebody who is about to leave."""
    person(live, LEFT, "Marta Leiva")
    return live


def person(live: LiveBase, email: str, name: str) -> None:
    live.console.people.create(live.admin, email=email, name=name, role=Role.MEMBER, password=password())


def orphans(live: LiveBase) -> list[tuple[str, str, str]]:
    found = live.console.overview.attention(live.admin)
    return [(one.kind, one.name, one.detail) for one in found if one.code == "owner_left"]


@pytest.mark.parametrize("owner", [LEFT, LEFT.upper(), "Marta Leiva", "marta leiva"])
def test_a_key_whose_owner_was_disabled_needs_a_new_one(live: LiveBase, owner: str) -> None:
    live.console.api_keys.create(live.admin, name="Sensor", permission_group="Field work", owner=owner)
    assert orphans(live) == []
    live.console.people.disable(live.admin, LEFT)
    assert orphans(live) == [("api_key", "Sensor", "Marta Leiva")]
    live.console.api_keys.edit(live.admin, "Sensor", owner="joaquin@quillahue.example")
    assert orphans(live) == []


def test_a_consumer_whose_contact_was_disabled_needs_a_new_one(live: LiveBase) -> None:
    live.consumer(contact=LEFT)
    live.console.people.disable(live.admin, LEFT)
    assert orphans(live) == [("consumer", "Portal de Contratistas", "Marta Leiva")]


def test_what_has_ended_and_who_has_a_namesake_that_stayed_are_no_matter(live: LiveBase) -> None:
    live.console.api_keys.create(live.admin, name="Ended", permission_group="Field work", owner=LEFT)
    live.console.api_keys.revoke(live.admin, "Ended")
    live.console.api_keys.create(live.admin, name="Sensor", permission_group="Field work", owner="Marta Leiva")
    person(live, "marta.leiva.otra@quillahue.example", "Marta Leiva")
    live.console.people.disable(live.admin, LEFT)
    assert orphans(live) == []


def test_one_redirect_uri_is_added_to_what_is_there_then(live: LiveBase) -> None:
    consumers, app = live.console.consumers, live.consumer(redirect_uris=["https://a.example/one"]).consumer
    consumers.edit(live.admin, app.client_id, redirect_uris=["https://a.example/two"])
    added = consumers.add_redirect_uri(live.admin, app.client_id, "https://a.example/three")
    assert added.redirect_uris == ("https://a.example/two", "https://a.example/three")
    # once more changes nothing, and says nothing
    known = live.console.audit.page(live.admin, ListQuery(), 0, 1).total
    assert consumers.add_redirect_uri(live.admin, app.client_id, "https://a.example/two") == added
    assert live.console.audit.page(live.admin, ListQuery(), 0, 1).total == known


def test_a_redirect_uri_is_not_added_where_it_cannot_be(live: LiveBase) -> None:
    consumers, app, job = live.console.consumers, live.consumer().consumer, live.job().consumer
    assert job.grant is GrantType.CLIENT_CREDENTIALS
    refusals = ((app, "http://a.example/", "uri_http_public"), (job, "https://a.example/", "uri_not_for_grant"))
    for consumer, uri, rule in refusals:
        with pytest.raises(Invalid) as refused:
            consumers.add_redirect_uri(live.admin, consumer.client_id, uri)
        assert refused.value.rule == rule
    consumers.delete(live.admin, app.client_id)
    with pytest.raises(WrongState):
        consumers.add_redirect_uri(live.admin, app.client_id, "https://a.example/")

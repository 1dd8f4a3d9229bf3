"""Permission groups, API keys and consumers: every verb, its event, and every refusal that changes nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from fracttal_console.domain.audit import Change
from fracttal_console.domain.credentials import CredentialStatus, Profile
from fracttal_console.domain.errors import ConsoleError, HawkRefused, Invalid, NotFound, OAuthError, WrongState
from fracttal_console.domain.oauth_consumers import GrantType
from fracttal_console.domain.secrets import SecretStatus
from tests.domain.test_redirect_uris import BAD as BAD_URIS
from tests.services.walks import (
    ADDRESS,
    code_for,
    dump,
    events,
    exchange,
    hawk_call,
    job_tokens,
    may_now,
    refreshed,
    tokens_for,
)
from tests.support import REDIRECT_URI, World, presented

APP: dict[str, object] = {"grant": GrantType.AUTHORIZATION_CODE, "redirect_uris": [REDIRECT_URI]}
JOB: dict[str, object] = {"grant": GrantType.CLIENT_CREDENTIALS}


def refused(world: World, act: Callable[[], object], kind: type[ConsoleError]) -> ConsoleError:
    """Return the refusal, after seeing that it changed nothing and wrote no event."""
    before = dump(world.settings.database_path, without=())
    with pytest.raises(kind) as error:
        act()
    assert dump(world.settings.database_path, without=()) == before
    return error.value


def invalid(world: World, act: Callable[[], object]) -> tuple[str, str]:
    error = refused(world, act, Invalid)
    assert isinstance(error, Invalid)
    return error.field, error.rule


def test_a_group_is_made_and_edited_and_its_event_tells_what_changed(world: World) -> None:
    groups = world.console.permission_groups
    group = groups.create(world.admin, name=" Field  crew ", permissions=["items:view", "items:add"], read_only=False)
    assert (group.name, groups.show(world.admin, "FIELD CREW"), groups.show(world.admin, str(group.id))) == (
        "Field crew", group, group,
    )  # fmt: skip
    made = events(world)[0]
    assert (made.tag, made.target.id, made.at, made.actor) == (
        "permission_groups:create", group.id, world.clock.now(), world.admin,
    )  # fmt: skip
    groups.edit(world.admin, "Field crew", permissions=["items:view"], read_only=True, name="Field Crew")
    assert events(world)[0].changes == (
        Change("name", "Field crew", "Field Crew"),
        Change("permissions", ["items:add", "items:view"], ["items:view"]),
        Change("read_only", before=False, after=True),
    )


@pytest.mark.parametrize(
    ("name", "permissions", "field", "rule"),
    [
        ("", ["items:view"], "name", "empty"),
        ("x" * 81, ["items:view"], "name", "too_long"),
        ("READING", ["items:view"], "name", "duplicate"),
        ("7", ["items:view"], "name", "only_digits"),
        ("New", [], "permissions", "empty"),
        ("New", ["items:fly"], "permissions", "unknown_permission"),
    ],
)
def test_a_bad_group_is_refused_when_made_and_when_edited(
    world: World, name: str, permissions: list[str], field: str, rule: str
) -> None:
    groups = world.console.permission_groups
    assert invalid(world, lambda: groups.create(world.admin, name=name, permissions=permissions)) == (field, rule)
    assert invalid(world, lambda: groups.edit(world.admin, "Field work", name=name, permissions=permissions)) == (
        field, rule,
    )  # fmt: skip


@pytest.mark.parametrize("ref", ["nothing", "", "0", "999", "9" * 40, "9" * 9000, "-1", "\uff11", "fck_x", "Reading%"])
def test_what_is_not_there_is_not_found_by_any_reference(world: World, ref: str) -> None:
    console, admin = world.console, world.admin
    for act in (
        lambda: console.permission_groups.show(admin, ref),
        lambda: console.permission_groups.edit(admin, ref, read_only=True),
        lambda: console.api_keys.disable(admin, ref),
        lambda: console.api_keys.edit(admin, ref, owner="x"),
        lambda: console.consumers.show(admin, ref),
        lambda: console.consumers.delete(admin, ref),
        lambda: console.people.disable(admin, ref),
        lambda: console.people.edit(admin, ref, name="Ana"),
    ):
        refused(world, act, NotFound)


def test_a_key_is_found_by_id_public_id_and_name_and_its_secret_opens(world: World) -> None:
    keys = world.console.api_keys
    created = keys.create(world.admin, name="Sensor", permission_group="reading", owner="Ana", contact="a@b.example")
    key = created.api_key
    assert key.key_id.startswith("fck_")
    assert created.secret.reveal().startswith("fch_")
    access = world.console.hawk.check(hawk_call(world, created))
    assert (access.principal.public_id, set(access.principal.permissions)) == (
        key.key_id, {"items:view", "work_orders:view"},
    )  # fmt: skip
    for ref in (str(key.id), key.key_id, "SENSOR"):
        assert keys.edit(world.admin, ref, owner=ref).owner == ref
    (view,) = keys.all(world.admin)
    assert (view.group.name, len(view.secrets), view.last_use) == ("Reading", 1, None)
    world.console.usage.flush()
    (view,) = keys.all(world.admin)
    assert view.last_use is not None
    assert (view.last_use.path, view.last_use.address) == ("/api/user/", ADDRESS)


def test_a_key_opens_nothing_while_disabled_and_never_again_once_revoked(world: World) -> None:
    keys, hawk = world.console.api_keys, world.console.hawk
    created = keys.create(world.admin, name="Sensor", permission_group="Reading")

    def let_in() -> bool:
        try:
            hawk.check(hawk_call(world, created))
        except HawkRefused:
            return False
        return True

    assert let_in()
    keys.disable(world.admin, "Sensor")
    assert not let_in()
    refused(world, lambda: keys.disable(world.admin, "Sensor"), WrongState)
    keys.enable(world.admin, "Sensor")
    assert let_in()
    refused(world, lambda: keys.enable(world.admin, "Sensor"), WrongState)
    revoked = keys.revoke(world.admin, "Sensor")
    assert not let_in()
    assert (revoked.status, revoked.ended_at) == (CredentialStatus.REVOKED, world.clock.now())
    assert [secret.status for secret in keys.all(world.admin)[0].secrets] == [SecretStatus.RETIRED]
    for verb in (keys.enable, keys.disable, keys.revoke):
        refused(world, lambda verb=verb: verb(world.admin, revoked.key_id), WrongState)  # type: ignore[misc]
    refused(world, lambda: keys.edit(world.admin, revoked.key_id, owner="x"), WrongState)
    assert keys.create(world.admin, name="Sensor", permission_group="Reading").api_key.id > revoked.id


def test_a_key_ends_by_itself_and_can_be_given_more_time_or_no_end(world: World) -> None:
    keys = world.console.api_keys
    end = world.clock.now() + timedelta(days=1)
    created = keys.create(world.admin, name="Sensor", permission_group="Reading", expires_at=end)
    world.clock.advance(timedelta(days=1))
    with pytest.raises(HawkRefused, match="key_ended"):
        world.console.hawk.check(hawk_call(world, created))
    assert keys.edit(world.admin, "Sensor", owner="Ana").expires_at == end
    assert keys.edit(world.admin, "Sensor", never_expires=True).expires_at is None
    world.console.hawk.check(hawk_call(world, created))


@pytest.mark.parametrize(
    ("options", "field", "rule"),
    [
        ({"name": ""}, "name", "empty"),
        ({"name": "TAKEN"}, "name", "duplicate"),
        ({"permission_group": "none"}, "permission_group", "unknown_group"),
        ({"permission_group": " "}, "permission_group", "empty"),
        ({"networks": ["10.0.0.0/33"]}, "allow_network", "network_malformed"),
        ({"owner": "x" * 501}, "owner", "too_long"),
        ({"contact": "a\nb"}, "contact", "unprintable"),
    ],
)
def test_a_bad_field_of_a_key_or_consumer_is_refused_when_made_and_when_edited(
    world: World, options: dict[str, object], field: str, rule: str
) -> None:
    keys, consumers = world.console.api_keys, world.console.consumers
    keys.create(world.admin, name="Taken", permission_group="Reading")
    keys.create(world.admin, name="Other", permission_group="Reading")
    world.consumer("Taken")
    world.consumer("Other")
    plain = {"name": "New", "permission_group": "Reading"}
    wanted = (field, rule)
    assert invalid(world, lambda: keys.create(world.admin, **{**plain, **options})) == wanted  # type: ignore[arg-type]
    assert invalid(world, lambda: keys.edit(world.admin, "Other", **options)) == wanted  # type: ignore[arg-type]
    assert invalid(world, lambda: consumers.create(world.admin, **{**plain, **APP, **options})) == wanted  # type: ignore[arg-type]
    assert invalid(world, lambda: consumers.edit(world.admin, "Other", **options)) == wanted  # type: ignore[arg-type]


def test_an_expiry_in_the_past_is_refused(world: World) -> None:
    past = world.clock.now()
    world.consumer()
    for act in (
        lambda: world.console.api_keys.create(world.admin, name="N", permission_group="Reading", expires_at=past),
        lambda: world.job(expires_at=past),
        lambda: world.console.consumers.edit(world.admin, "Portal de Contratistas", expires_at=past),
    ):
        assert invalid(world, act) == ("expires", "date_past")


@pytest.mark.parametrize(
    ("options", "field", "rule"),
    [
        ({**APP, "redirect_uris": []}, "redirect_uri", "uri_missing"),
        ({**APP, "redirect_uris": ["https://a.example/#x"]}, "redirect_uri", "uri_fragment"),
        ({**APP, "redirect_uris": [REDIRECT_URI, REDIRECT_URI]}, "redirect_uri", "uri_duplicate"),
        ({**JOB, "redirect_uris": [REDIRECT_URI]}, "redirect_uri", "uri_not_for_grant"),
        ({**JOB, "public": True}, "public", "public_not_for_grant"),
        ({**APP, "public": True, "may_introspect": True}, "may_introspect", "introspect_needs_secret"),
        ({**APP, "description": "x" * 501}, "description", "too_long"),
    ],
)
def test_a_consumer_whose_parts_do_not_fit_is_refused(
    world: World, options: dict[str, object], field: str, rule: str
) -> None:
    def act() -> object:
        return world.console.consumers.create(world.admin, name="N", permission_group="Reading", **options)  # type: ignore[arg-type]

    assert invalid(world, act) == (field, rule)


def test_a_confidential_consumer_has_one_secret_and_a_public_one_none(world: World) -> None:
    confidential, public = world.consumer(), world.consumer("Móvil", public=True)
    assert confidential.secret is not None
    assert confidential.secret.reveal().startswith("fcs_")
    assert public.secret is None
    assert [len(view.secrets) for view in world.console.consumers.all(world.admin)] == [1, 0]
    with pytest.raises(Invalid, match="introspect_needs_secret"):
        world.console.consumers.edit(world.admin, "Móvil", may_introspect=True)


def test_a_consumer_is_found_by_id_client_id_and_name_and_edited(world: World) -> None:
    consumer = world.consumer().consumer
    for ref in (str(consumer.id), consumer.client_id, "portal de contratistas"):
        assert world.console.consumers.show(world.admin, ref).consumer.id == consumer.id
    edited = world.console.consumers.edit(
        world.admin, consumer.client_id, name="Portal", redirect_uris=["https://new.example/cb"],
        permission_group="Reading", profile=Profile.FRACTTAL, description="d", owner="o", contact="c",
        networks=["10.0.0.0/8"], may_introspect=True,
    )  # fmt: skip
    assert world.console.consumers.show(world.admin, "Portal").consumer == edited
    assert {change.field for change in events(world)[0].changes} == {
        "name", "redirect_uris", "permission_group_id", "profile", "description", "owner", "contact", "networks",
        "may_introspect",
    }  # fmt: skip


def test_a_profile_gives_its_own_lifetime_to_access_tokens(world: World) -> None:
    assert job_tokens(world, world.job()).expires_in == 900
    assert job_tokens(world, world.job("F", profile=Profile.FRACTTAL)).expires_in == 7200


def test_while_a_consumer_is_disabled_its_tokens_are_worth_nothing_and_afterwards_again(world: World) -> None:
    app = world.consumer()
    tokens = tokens_for(world, app)
    world.console.consumers.disable(world.admin, app.consumer.client_id)
    with pytest.raises(OAuthError):
        may_now(world.console, tokens.access_token)
    with pytest.raises(OAuthError, match="client_disabled"):
        refreshed(world, app, tokens.refresh_token)
    world.console.consumers.enable(world.admin, app.consumer.client_id)
    assert may_now(world.console, tokens.access_token)
    refreshed(world, app, tokens.refresh_token)


def test_deleting_a_consumer_purges_its_tokens_and_ends_its_authorizations_for_good(world: World) -> None:
    app, other = world.consumer(), world.consumer("Other")
    tokens, kept = tokens_for(world, app), tokens_for(world, other)
    code = code_for(world, app)
    world.console.consumers.delete(world.admin, app.consumer.client_id)
    assert events(world)[0].facts == {"authorizations": 1}
    for act in (
        lambda: may_now(world.console, tokens.access_token),
        lambda: refreshed(world, app, tokens.refresh_token),
        lambda: exchange(world, app, code),
    ):
        with pytest.raises(OAuthError):
            act()
    rows = dump(world.settings.database_path)
    assert [len(rows[name]) for name in ("access_tokens", "refresh_tokens", "authorization_codes")] == [1, 1, 1]
    assert may_now(world.console, kept.access_token)
    for verb in (world.console.consumers.enable, world.console.consumers.disable, world.console.consumers.delete):
        refused(world, lambda verb=verb: verb(world.admin, app.consumer.client_id), WrongState)  # type: ignore[misc]
    refused(world, lambda: world.console.consumers.edit(world.admin, app.consumer.client_id, owner="x"), WrongState)
    assert world.consumer().consumer.id > other.consumer.id


def test_a_consumer_comes_only_from_its_networks(world: World) -> None:
    job = world.job(networks=["198.51.100.0/24"])
    with pytest.raises(OAuthError, match="network_not_allowed"):
        job_tokens(world, job)
    issued = world.console.tokens.client_credentials(presented(job), scope="", address="198.51.100.7")
    assert issued.expires_in == 900


@pytest.mark.parametrize(("uri", "rule"), BAD_URIS)
def test_a1_03_no_consumer_is_registered_or_edited_with_a_bad_uri(world: World, uri: str, rule: str) -> None:
    with pytest.raises(Invalid) as refused:
        world.consumer("Portal", redirect_uris=[uri])
    assert refused.value.rule == rule
    good = world.consumer("Portal")
    with pytest.raises(Invalid) as refused:
        world.console.consumers.edit(world.admin, good.consumer.client_id, redirect_uris=[uri])
    assert refused.value.rule == rule

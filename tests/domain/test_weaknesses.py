"""What is weaker about a credential: named exactly where its profile allows it."""

from dataclasses import replace

import pytest

from fracttal_console.domain.api_keys import ApiKeyOptions
from fracttal_console.domain.credentials import Profile
from fracttal_console.domain.oauth_consumers import Consumer, Lifetimes
from fracttal_console.domain.weaknesses import Weakness, weaknesses_of_api_key, weaknesses_of_consumer
from fracttal_console.texts.weaknesses import WEAKNESSES
from tests.support import World


def consumer(world: World, profile: Profile, kind: str) -> Consumer:
    if kind == "job":
        return world.job(profile=profile).consumer
    return world.consumer(profile=profile, public=kind == "public").consumer


@pytest.mark.parametrize("kind", ["confidential", "public", "job"])
def test_nothing_is_weaker_in_profile_standard(world: World, kind: str) -> None:
    made = consumer(world, Profile.STANDARD, kind)
    assert weaknesses_of_consumer(made) == ()
    key = world.console.api_keys.create(world.admin, name="Key", permission_group="Reading").api_key
    assert weaknesses_of_api_key(key, ApiKeyOptions()) == ()


@pytest.mark.parametrize(
    ("kind", "weaker"),
    [
        ("confidential", (Weakness.PKCE_OPTIONAL, Weakness.REFRESH_TOKEN_KEPT)),
        ("public", ()),
        ("job", (Weakness.REFRESH_TOKEN_KEPT, Weakness.REFRESH_TOKEN_FOR_ITSELF)),
    ],
)
def test_profile_fracttal_is_weaker_by_what_it_allows_to_this_kind(
    world: World, kind: str, weaker: tuple[Weakness, ...]
) -> None:
    made = consumer(world, Profile.FRACTTAL, kind)
    assert weaknesses_of_consumer(made) == (*weaker, Weakness.LONG_ACCESS_TOKEN)
    assert weaknesses_of_consumer(replace(made, lifetimes=Lifetimes())) == weaker


def test_an_api_key_is_weaker_by_its_profile_and_by_its_options(world: World) -> None:
    key = world.console.api_keys.create(
        world.admin, name="Key", permission_group="Reading", profile=Profile.FRACTTAL
    ).api_key
    assert weaknesses_of_api_key(key, ApiKeyOptions()) == (Weakness.PAYLOAD_UNSIGNED,)
    both = weaknesses_of_api_key(key, ApiKeyOptions(legacy_basic=True))
    assert both == (Weakness.SECRET_SENT, Weakness.PAYLOAD_UNSIGNED)


def test_every_weakness_has_its_words() -> None:
    assert set(WEAKNESSES) == set(Weakness)

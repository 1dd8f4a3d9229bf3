"""What an edit would take away, reckoned by the rules of the edit itself; nothing is changed."""

from collections.abc import Iterable

from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.consumer_keys import AuthMethod
from fracttal_console.domain.consumer_switches import SwitchChange
from fracttal_console.domain.credentials import check_networks
from fracttal_console.domain.edit_losses import (
    Loss,
    Lost,
    lost_networks,
    lost_proof,
    lost_redirect_uris,
    lost_switches,
)
from fracttal_console.domain.oauth_consumers import Consumer, check_shape
from fracttal_console.storage.repositories import Repositories


def losses_of_consumer(
    repositories: Repositories,
    before: Consumer,
    *,
    redirect_uris: Iterable[str] | None,
    networks: Iterable[str] | None,
    auth_method: AuthMethod | None,
    switches: SwitchChange | None,
) -> tuple[Loss, ...]:
    """Return what an edit of a consumer takes away; None leaves a field as it is.

    Raises:
        Invalid: as in the edit.
    """
    had = repositories.consumer_switches.of(before.id)
    on = (switches or SwitchChange()).applied(had, before.grant)
    uris = check_shape(
        grant=before.grant, confidential=before.confidential, may_introspect=before.may_introspect, device=on.device,
        redirect_uris=before.redirect_uris if redirect_uris is None else tuple(redirect_uris),
    )  # fmt: skip
    method = repositories.consumer_methods.of(before.id)
    return (
        *lost_redirect_uris(before.redirect_uris, uris),
        *lost_networks(before.networks, before.networks if networks is None else check_networks(networks)),
        *(() if auth_method is None else lost_proof(method, auth_method)),
        *lost_switches(had, on),
    )


def losses_of_api_key(
    repositories: Repositories, before: ApiKey, *, networks: Iterable[str] | None, legacy_basic: bool | None
) -> tuple[Loss, ...]:
    """Return what an edit of an API key takes away; None leaves a field as it is.

    Raises:
        Invalid: as in the edit.
    """
    basic = repositories.api_key_options.of(before.id).legacy_basic and legacy_basic is False
    return (
        *lost_networks(before.networks, before.networks if networks is None else check_networks(networks)),
        *((Loss(Lost.LEGACY_BASIC),) if basic else ()),
    )

"""Legacy Basic access: what a request is worth that holds key and secret of an API key as they are.

The real service takes it, undocumented. Here it is an option of a key, off by default, and each use is an event.
"""

from dataclasses import dataclass
from datetime import datetime

from fracttal_console.crypto.sealing import Sealer
from fracttal_console.crypto.tokens import same
from fracttal_console.domain.actors import Operation
from fracttal_console.domain.api_keys import ApiKey, ApiKeyOptions
from fracttal_console.domain.audit import ApiKeyUsedByBasic, Target
from fracttal_console.domain.credentials import address_allowed
from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.refusals import safe_text
from fracttal_console.domain.secrets import SecretKind, SecretText
from fracttal_console.services.principal import Principal
from fracttal_console.services.usage import UsageRecorder
from fracttal_console.services.use_case import UseCases


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicCall:
    """A request with HTTP Basic, as it came; nothing of it is believed."""

    key_id: str
    secret: SecretText
    method: str
    path: str
    address: str


class BasicAccessCheck:
    """Check requests that hold key and secret of an API key."""

    def __init__(self, use_cases: UseCases, sealer: Sealer, usage: UsageRecorder) -> None:
        self._use_cases = use_cases
        self._sealer = sealer
        self._usage = usage

    def check(self, call: BasicCall) -> Principal:
        """Return who is behind a request with HTTP Basic.

        Raises:
            OAuthError: `invalid_client`, always the same to the outside; the cause tells people why.
        """
        now = self._use_cases.now()
        try:
            api_key, secret_id = self._proved(call, now)
            with self._use_cases.begin(api_key.as_actor(call.address), Operation.BASIC_ACCEPT) as work:
                current = work.api_keys.get(api_key.id)
                _check_still(current, work.api_key_options.of(current.id), call, work.now)
                group = work.permission_groups.get(current.permission_group_id)
                used = {"request": safe_text(f"{call.method} {call.path}")}
                work.record(ApiKeyUsedByBasic(target=Target("api_key", current.id, current.name), facts=used))
        except OAuthError as refused:
            raise OAuthError(refused.error, refused.cause, facts={"public_id": call.key_id, **refused.facts}) from None
        self._usage.secret(secret_id, now, call.address, call.path)
        return Principal.of_api_key(current, group.allowed)

    def _proved(self, call: BasicCall, now: datetime) -> tuple[ApiKey, int]:
        offered = call.secret.reveal().encode()
        with self._use_cases.look_up() as repositories:
            api_key = repositories.api_keys.with_key_id(call.key_id)
            rows = [] if api_key is None else repositories.secrets.of_api_key(api_key.id)
        found = None
        for row in rows:
            if row.sealed is None or not row.usable(now):
                continue
            if same(offered, self._sealer.open(row.sealed, table="secrets", row=str(row.id), purpose=SecretKind.HAWK)):
                found = row.id
        if api_key is None or found is None:
            raise OAuthError("invalid_client", "basic_wrong")
        return api_key, found


def _check_still(api_key: ApiKey, options: ApiKeyOptions, call: BasicCall, now: datetime) -> None:
    if not options.legacy_basic:
        raise OAuthError("invalid_client", "basic_off")
    if not api_key.usable(now):
        raise OAuthError("invalid_client", "key_ended")
    if not address_allowed(call.address, api_key.networks):
        raise OAuthError("invalid_client", "network_not_allowed", facts={"networks": ", ".join(api_key.networks)})

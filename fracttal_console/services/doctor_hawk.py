"""A pasted Hawk request under the doctor's eyes."""

from collections.abc import Sequence
from datetime import datetime

from fracttal_console.crypto.hawk import SKEW_SECONDS, HawkHeader, HawkRequest, parse_header, payload_hash
from fracttal_console.crypto.sealing import Sealer
from fracttal_console.domain.api_keys import ApiKey
from fracttal_console.domain.credentials import PROFILE_RULES, CredentialStatus
from fracttal_console.domain.errors import HawkRefused
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.domain.secrets import SecretKind, SecretText
from fracttal_console.services.doctor_findings import Explanation, Finding, permission_finding, state_finding
from fracttal_console.services.hawk_comparison import BaseLine, compare
from fracttal_console.services.pasted_request import PastedRequest
from fracttal_console.storage.repositories import Repositories

Hosts = Sequence[tuple[str, int]]
_BODY_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def explain_hawk(
    repositories: Repositories,
    sealer: Sealer,
    catalogue: PermissionCatalogue,
    pasted: PastedRequest,
    *,
    hosts: Hosts,
    now: datetime,
) -> Explanation:
    """Say what the gateway would say of a Hawk request, in the order in which it looks."""
    try:
        header = parse_header(pasted.authorization)
    except HawkRefused:
        return Explanation(kind="hawk", findings=(Finding("header_malformed", "bad"),))
    api_key = repositories.api_keys.with_key_id(header.id)
    if api_key is None:
        return Explanation(kind="hawk", findings=(Finding("key_unknown", "bad", {"id": header.id[:40]}),))
    findings: list[Finding] = []
    repair = ""
    if not api_key.usable(now):
        findings.append(state_finding(api_key, "key_ended"))
        repair = "enable" if api_key.status is CredentialStatus.DISABLED else ""
    lines: tuple[BaseLine, ...] = ()
    if pasted.resource:
        mac, lines = _mac_findings(_secrets(repositories, sealer, api_key, now), header, pasted, hosts)
        findings += mac
    else:
        findings.append(Finding("request_missing", "warn"))
    findings += _time_findings(header, now)
    findings += _payload_findings(api_key, header, pasted)
    group = repositories.permission_groups.get(api_key.permission_group_id)
    missing = None
    if pasted.resource:
        found, missing = permission_finding(catalogue, group, pasted.method, pasted.path)
        findings += [found] if found is not None else []
    return Explanation(
        kind="hawk", findings=tuple(findings), credential=api_key, group=group, lines=lines,
        repair=repair or ("edit_group" if missing else ""), repair_value=missing or "",
    )  # fmt: skip


def _secrets(repositories: Repositories, sealer: Sealer, api_key: ApiKey, now: datetime) -> list[SecretText]:
    return [
        SecretText(sealer.open(row.sealed, table="secrets", row=str(row.id), purpose=SecretKind.HAWK).decode())
        for row in repositories.secrets.of_api_key(api_key.id)
        if row.sealed is not None and row.usable(now)
    ]


def _mac_findings(
    secrets: list[SecretText], header: HawkHeader, pasted: PastedRequest, hosts: Hosts
) -> tuple[list[Finding], tuple[BaseLine, ...]]:
    host, port = (pasted.host, pasted.port) if pasted.host and pasted.port else ("", 0)
    if not host:
        # without a port, the gateway's own names are what can be meant
        host, port = next(((name, number) for name, number in hosts if name == pasted.host), (hosts or (("", 0),))[0])
    expected = HawkRequest(method=pasted.method, resource=pasted.resource, host=host, port=port)
    found = compare(secrets, header, expected, hosts)
    if found.right:
        return [Finding("mac_right", "ok")], found.lines
    if found.signed is None:
        return [Finding("mac_fits_nothing", "bad")], found.lines
    wrong = [line for line in found.lines if not line.same]
    return [
        Finding(f"signed_other_{line.name}", "bad", {"signed": line.signed, "expected": line.expected})
        for line in wrong
    ], found.lines


def _time_findings(header: HawkHeader, now: datetime) -> list[Finding]:
    skew = header.ts - int(now.timestamp())
    if abs(skew) <= SKEW_SECONDS:
        return [Finding("clock_right", "ok", {"skew": skew})]
    # what is pasted was sent a while ago: only a moment ahead of ours is surely a wrong clock
    return [Finding("clock_ahead" if skew > 0 else "clock_behind", "bad" if skew > 0 else "warn", {"skew": skew})]


def _payload_findings(api_key: ApiKey, header: HawkHeader, pasted: PastedRequest) -> list[Finding]:
    if header.hash:
        if pasted.body is None:
            return []
        same = header.hash == payload_hash(pasted.headers.get("content-type", ""), pasted.body)
        return [Finding("payload_right", "ok") if same else Finding("payload_hash_wrong", "bad")]
    needed = PROFILE_RULES[api_key.profile].payload_hash_required
    if needed and (pasted.body or pasted.method in _BODY_METHODS):
        return [Finding("payload_hash_missing", "bad")]
    return []

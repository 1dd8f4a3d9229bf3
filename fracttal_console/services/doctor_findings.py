"""What the request doctor says: findings by code, with facts that are no secrets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fracttal_console.domain.credentials import Credential
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import PermissionCatalogue, PermissionName
from fracttal_console.domain.refusals import RefusalFact
from fracttal_console.services.hawk_comparison import BaseLine


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `tone` is ok, warn or bad."""

    code: str
    tone: str
    facts: Mapping[str, RefusalFact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What became of a look at a pasted request.

    `kind` is hawk, bearer, authorization, token, or "" where nothing was understood; `lines` compare Hawk's base
    string; `repair` is one of the repairs of refused requests, with what it needs in `repair_value`.
    """

    kind: str
    findings: tuple[Finding, ...]
    credential: Credential | None = None
    group: PermissionGroup | None = None
    lines: tuple[BaseLine, ...] = ()
    repair: str = ""
    repair_value: str = ""

    @property
    def good(self) -> bool:
        """Whether nothing bad was found."""
        return not any(finding.tone == "bad" for finding in self.findings)


_MENDED_BY = {
    "client_disabled": "edit_credential",
    "par_required": "edit_credential",
    "device_off": "edit_credential",
    "proof_missing": "edit_credential",
    "secret_wrong": "rotate",
    "secret_ended": "rotate",
}
"""What mends a finding where nothing nearer does, by its code."""


def repair_of(findings: Iterable[Finding]) -> str:
    """Return what mends the first bad finding that can be mended in the console, "" where none can."""
    return next((_MENDED_BY[one.code] for one in findings if one.tone == "bad" and one.code in _MENDED_BY), "")


def state_finding(credential: Credential, code: str) -> Finding:
    """Say that a credential opens nothing just now."""
    return Finding(code, "bad", {"status": str(credential.status)})


def permission_finding(
    catalogue: PermissionCatalogue, group: PermissionGroup, method: str, path: str
) -> tuple[Finding | None, PermissionName | None]:
    """Say whether a group allows what a request needs; nothing where no permission is known for it."""
    needed = catalogue.required(method, path)
    if needed is None:
        return None, None
    if needed in group.allowed:
        return Finding("permission_there", "ok", {"needed": needed, "group": group.name}), None
    return Finding("permission_missing", "bad", missing_facts(catalogue, group, [needed])), needed


def missing_facts(
    catalogue: PermissionCatalogue, group: PermissionGroup, needed: list[PermissionName]
) -> dict[str, RefusalFact]:
    """Return what is needed, and what the group has of the same resources."""
    resources = {name.partition(":")[0] for name in needed}
    has = [str(name) for name in catalogue.in_order(group.allowed) if name.partition(":")[0] in resources]
    return {"needed": ", ".join(needed), "group": group.name, "has": ", ".join(has)}

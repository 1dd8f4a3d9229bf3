"""A pasted bearer token under the doctor's eyes."""

from datetime import datetime

from fracttal_console.crypto.tokens import digest, well_formed
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import PermissionCatalogue, PermissionSet
from fracttal_console.domain.secrets import SecretKind
from fracttal_console.domain.tokens import AccessToken
from fracttal_console.services.doctor_findings import Explanation, Finding, missing_facts
from fracttal_console.services.doctor_proofs import explain_proof
from fracttal_console.services.pasted_request import PastedRequest
from fracttal_console.services.standing import ended, standing
from fracttal_console.storage.repositories import Repositories

_OTHER_KINDS = {
    SecretKind.CLIENT: "secret_as_token",
    SecretKind.HAWK: "secret_as_token",
    SecretKind.REFRESH_TOKEN: "refresh_as_token",
    SecretKind.AUTHORIZATION_CODE: "code_as_token",
}


def explain_bearer(
    repositories: Repositories, catalogue: PermissionCatalogue, pasted: PastedRequest, *, now: datetime
) -> Explanation:
    """Say what the gateway would say of a bearer token."""
    token = pasted.authorization.partition(" ")[2].strip()
    for kind, code in _OTHER_KINDS.items():
        if token.startswith(kind.value):
            return _only(Finding(code, "bad"))
    if not well_formed(token, SecretKind.ACCESS_TOKEN):
        return _only(Finding("token_damaged", "bad"))
    found = repositories.access_tokens.find(digest(token))
    if found is None:
        return _only(Finding("token_unknown", "bad"))
    return _of_known(repositories, catalogue, pasted, found, now)


def _of_known(
    repositories: Repositories, catalogue: PermissionCatalogue, pasted: PastedRequest, token: AccessToken, now: datetime
) -> Explanation:
    behind = standing(repositories, token.authorization_id, token.permissions, now)
    authorization = repositories.authorizations.get(token.authorization_id)
    consumer = repositories.consumers.get(authorization.consumer_id)
    group = repositories.permission_groups.get(consumer.permission_group_id)
    findings = explain_proof(pasted, pasted.authorization.partition(" ")[2].strip(), token, now)
    repair, value = "", ""
    if now >= token.expires_at:
        findings.append(Finding("token_expired", "bad", {"seconds": int((now - token.expires_at).total_seconds())}))
    if behind is None:
        why = ended(repositories, token.authorization_id, now).why
        findings.append(Finding("authorization_ended", "bad", {"why": why}))
        repair = "open_authorizations"
    else:
        findings += [] if findings else [Finding("token_good", "ok")]
        allowed, missing = _permission(catalogue, group, behind.permissions, pasted)
        findings += allowed
        repair, value = ("edit_group", missing) if missing else ("", "")
    return Explanation(
        kind="bearer", findings=tuple(findings), credential=consumer, group=group, repair=repair, repair_value=value
    )


def _permission(
    catalogue: PermissionCatalogue, group: PermissionGroup, permissions: PermissionSet, pasted: PastedRequest
) -> tuple[list[Finding], str]:
    needed = catalogue.required(pasted.method, pasted.path) if pasted.resource else None
    if needed is None:
        return [], ""
    if needed in permissions:
        return [Finding("permission_there", "ok", {"needed": needed, "group": group.name})], ""
    facts = missing_facts(catalogue, group, [needed])
    if needed in group.allowed:
        return [Finding("permission_not_granted", "bad", facts)], ""
    return [Finding("permission_missing", "bad", facts)], needed


def _only(finding: Finding) -> Explanation:
    return Explanation(kind="bearer", findings=(finding,))

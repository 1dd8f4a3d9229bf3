"""A pasted authorization request or token request under the doctor's eyes."""

from collections.abc import Mapping
from datetime import datetime
from difflib import get_close_matches

from fracttal_console.crypto.tokens import digest, same
from fracttal_console.domain.client_assertions import check_claims
from fracttal_console.domain.consumer_keys import AuthMethod, live_keys
from fracttal_console.domain.consumer_switches import Demand
from fracttal_console.domain.credentials import PROFILE_RULES, CredentialStatus
from fracttal_console.domain.device_grants import GRANT_TYPE
from fracttal_console.domain.errors import Invalid, OAuthError
from fracttal_console.domain.oauth_consumers import Consumer, GrantType
from fracttal_console.domain.permission_groups import PermissionGroup
from fracttal_console.domain.permissions import EVERYTHING_ASKED, PermissionCatalogue, PermissionName
from fracttal_console.domain.redirect_uris import check_redirect_uri, registered
from fracttal_console.domain.refusals import RefusalFact, safe_public_id, safe_text
from fracttal_console.domain.tokens import challenge_well_formed
from fracttal_console.services.assertion_reading import claimed_client, read_assertion, signing_key
from fracttal_console.services.doctor_findings import Explanation, Finding, missing_facts, repair_of, state_finding
from fracttal_console.services.doctor_proofs import explain_token_proof
from fracttal_console.services.doctor_pushed import asked_for
from fracttal_console.services.pasted_request import PastedRequest
from fracttal_console.storage.repositories import Repositories

_GRANTS = {"authorization_code", "client_credentials", "refresh_token", GRANT_TYPE}


def explain_authorize(
    repositories: Repositories, catalogue: PermissionCatalogue, pasted: PastedRequest, *, now: datetime
) -> Explanation:
    """Say what the authorization endpoint would say of a URL, in the order in which it looks."""
    query = pasted.query
    consumer = repositories.consumers.with_client_id(query.get("client_id", ""))
    if consumer is None:
        return _unknown("authorization", query.get("client_id", ""))
    findings = _state(consumer, now)
    asked, ended = asked_for(repositories, consumer, query, now)
    if ended:
        findings.append(Finding(ended, "bad"))
        return Explanation(kind="authorization", findings=tuple(findings), credential=consumer)
    if asked is query and repositories.consumer_switches.of(consumer.id).par is Demand.REQUIRED:
        findings.append(Finding("par_required", "bad"))
    if consumer.grant is not GrantType.AUTHORIZATION_CODE:
        findings.append(Finding("grant_not_allowed", "bad"))
    uri, sent = _uri(consumer, asked.get("redirect_uri", "")), asked.get("redirect_uri", "")
    findings.append(uri)
    if asked.get("response_type") != "code":
        findings.append(Finding("response_type", "bad", {"sent": safe_text(asked.get("response_type", ""))}))
    findings += _pkce(consumer, asked)
    group = repositories.permission_groups.get(consumer.permission_group_id)
    scope, missing = _scope(catalogue, group, asked.get("scope", ""))
    findings.append(scope)
    repair, value = "", ""
    if consumer.status is CredentialStatus.DISABLED:
        repair = "enable"
    elif uri.tone == "bad" and sent and _could_be_registered(sent):
        repair, value = "add_redirect_uri", sent
    elif missing:
        repair, value = "edit_group", missing[0]
    return Explanation(
        kind="authorization", findings=tuple(findings), credential=consumer, group=group,
        repair=repair or repair_of(findings),
        repair_value=value,
    )  # fmt: skip


def explain_token(
    repositories: Repositories, catalogue: PermissionCatalogue, pasted: PastedRequest, *, now: datetime
) -> Explanation:
    """Say what the token endpoint would say of a request, as far as it can be said without spending a code."""
    form = pasted.form
    basic = pasted.basic()
    client_id, secret = basic or (form.get("client_id", ""), form.get("client_secret"))
    assertion = form.get("client_assertion", "")
    try:
        client_id = client_id or (claimed_client(assertion) if assertion else "")
    except OAuthError as error:
        return Explanation(kind="token", findings=(Finding(error.cause, "bad"),))
    if not client_id:
        return Explanation(kind="token", findings=(Finding("secret_missing", "bad"),))
    consumer = repositories.consumers.with_client_id(client_id)
    if consumer is None:
        return _unknown("token", client_id)
    proof = _signed(repositories, consumer, assertion, now) if assertion else None
    findings = [*_state(consumer, now), proof or _secret(repositories, consumer, secret, now)]
    if sum(map(bool, (basic, form.get("client_secret"), assertion))) > 1:
        findings.append(Finding("two_methods", "bad"))
    switches = repositories.consumer_switches.of(consumer.id)
    findings += explain_token_proof(repositories, pasted, switches.dpop, now)
    grant = form.get("grant_type", "")
    if grant not in _GRANTS:
        findings.append(Finding("grant_unsupported", "bad", {"sent": safe_text(grant)[:40]}))
    elif grant == GRANT_TYPE and not switches.device:
        findings.append(Finding("device_off", "bad"))
    elif grant not in {"refresh_token", GRANT_TYPE} and grant != str(consumer.grant):
        findings.append(Finding("grant_not_allowed", "bad", {"sent": grant}))
    if form.get("redirect_uri"):
        findings.append(_uri(consumer, form["redirect_uri"]))
    group = repositories.permission_groups.get(consumer.permission_group_id)
    scope, missing = _scope(catalogue, group, form.get("scope", ""))
    findings.append(scope)
    repair = "enable" if consumer.status is CredentialStatus.DISABLED else "edit_group" if missing else ""
    return Explanation(
        kind="token", findings=tuple(findings), credential=consumer, group=group,
        repair=repair or repair_of(findings),
        repair_value=missing[0] if missing and repair == "edit_group" else "",
    )  # fmt: skip


def difference(sent: str, known: str) -> dict[str, RefusalFact]:
    """Return where two URIs part, and what stands there in each."""
    place = next((at for at, (one, other) in enumerate(zip(sent, known, strict=False)) if one != other),
                 min(len(sent), len(known)))  # fmt: skip
    return {
        "sent": safe_text(sent), "registered": known, "place": place + 1, "sent_part": safe_text(sent[place:])[:24],
        "registered_part": known[place : place + 24],
    }  # fmt: skip


def _unknown(kind: str, client_id: str) -> Explanation:
    return Explanation(kind=kind, findings=(Finding("client_unknown", "bad", {"id": safe_public_id(client_id)}),))


def _state(consumer: Consumer, now: datetime) -> list[Finding]:
    return [] if consumer.usable(now) else [state_finding(consumer, "client_disabled")]


def _uri(consumer: Consumer, sent: str) -> Finding:
    if not sent:
        return Finding("redirect_missing", "bad")
    if registered(sent, consumer.redirect_uris):
        return Finding("redirect_registered", "ok", {"sent": safe_text(sent)})
    nearest = get_close_matches(sent, consumer.redirect_uris, n=1, cutoff=0.0)
    if not nearest:
        return Finding("redirect_unregistered", "bad", {"sent": safe_text(sent)})
    return Finding("redirect_differs", "bad", difference(sent, nearest[0]))


def _could_be_registered(sent: str) -> bool:
    try:
        check_redirect_uri(sent)
    except Invalid:
        return False
    return True


def _pkce(consumer: Consumer, asked: Mapping[str, str]) -> list[Finding]:
    challenge = asked.get("code_challenge", "")
    if not challenge:
        optional = consumer.confidential and PROFILE_RULES[consumer.profile].pkce_optional_for_confidential
        return [] if optional else [Finding("challenge_missing", "bad")]
    if asked.get("code_challenge_method") != "S256":
        return [Finding("challenge_method", "bad", {"sent": safe_text(asked.get("code_challenge_method", ""))[:20]})]
    return [] if challenge_well_formed(challenge) else [Finding("challenge_malformed", "bad")]


def _scope(catalogue: PermissionCatalogue, group: PermissionGroup, scope: str) -> tuple[Finding, list[PermissionName]]:
    words = [PermissionName(word) for word in scope.split()]
    if not words or EVERYTHING_ASKED in words:
        return Finding("scope_everything", "ok", {"group": group.name}), []
    unknown = [word for word in words if word not in catalogue.all]
    if unknown:
        return Finding("scope_unknown", "bad", {"sent": safe_text(", ".join(unknown))}), []
    missing = [word for word in words if word not in group.allowed]
    if missing:
        tone = "bad" if len(missing) == len(words) else "warn"
        return Finding("permission_missing", tone, missing_facts(catalogue, group, missing)), missing
    return Finding("scope_inside", "ok", {"group": group.name}), []


def _secret(repositories: Repositories, consumer: Consumer, secret: str | None, now: datetime) -> Finding:
    if not consumer.confidential:
        return Finding("public_with_secret", "bad") if secret else Finding("public_without_secret", "ok")
    if not secret:
        return Finding("secret_missing", "bad")
    if repositories.consumer_methods.of(consumer.id) is not AuthMethod.CLIENT_SECRET:
        return Finding("method_not_chosen", "bad")
    offered = digest(secret)
    for known in repositories.secrets.of_consumer(consumer.id):
        if known.digest is not None and same(known.digest, offered):
            good = known.usable(now)
            return Finding("secret_right", "ok") if good else Finding("secret_ended", "bad", {"hint": known.hint})
    return Finding("secret_wrong", "bad")


def _signed(repositories: Repositories, consumer: Consumer, assertion: str, now: datetime) -> Finding:
    """Judge an assertion without spending it; whom it is for is not looked at: here nobody knows our address."""
    if not consumer.confidential:
        return Finding("public_with_secret", "bad")
    if repositories.consumer_methods.of(consumer.id) is not AuthMethod.PRIVATE_KEY_JWT:
        return Finding("method_not_chosen", "bad")
    try:
        signed = read_assertion(assertion)
        claims = check_claims(signed.claims, None, now)
    except OAuthError as error:
        return Finding(error.cause, "bad")
    if claims.client_id != consumer.client_id:
        return Finding("assertion_claims", "bad")
    key = signing_key(signed, live_keys(repositories.consumer_keys.of_consumer(consumer.id)))
    return Finding("assertion_signature", "bad") if key is None else Finding("assertion_right", "ok", {"kid": key.kid})

"""Steps of the end: access is withdrawn, holds nowhere any more, and the log tells all of it."""

from fracttal_console.cli.tour.steps_client_credentials import token
from fracttal_console.cli.tour.steps_consent import MEMBER
from fracttal_console.cli.tour.walk import Check, Report, Walk, status_is, value_is


def revoke(walk: Walk) -> Report:
    """Revoke the authorization as super administrator."""
    views = walk.console.authorizations.all(walk.admin)
    found = [view for view in views if view.person is not None and view.person.email == MEMBER]
    if len(found) != 1:
        raise LookupError(MEMBER)
    revoked = walk.console.authorizations.revoke(walk.admin, str(found[0].authorization.id), reason="tour")
    return Report(
        f"authorizations revoke {revoked.id}",
        str(revoked.status),
        (value_is("status", str(revoked.status), "revoked"),),
    )


def call_refused(walk: Walk) -> Report:
    """Call the API with the token that was good a moment ago."""
    answer = walk.user(f"Bearer {walk.kept['access']}")
    return Report(
        f"GET /api/user/, Authorization: Bearer {walk.kept['access']}", str(answer), (status_is(answer, 401),)
    )


def refresh_refused(walk: Walk) -> Report:
    """Try to refresh (RFC 6749 section 5.2)."""
    answer = token(walk, "portal_basic", grant_type="refresh_token", refresh_token=walk.kept["refresh"])
    return Report(
        f"POST /oauth/token grant_type=refresh_token refresh_token={walk.kept['refresh']}",
        str(answer),
        (status_is(answer, 400), value_is("error", answer.json().get("error"), "invalid_grant")),
    )


def verify_audit(walk: Walk) -> Report:
    """Verify the chain of all that happened."""
    report = walk.console.audit.verify(walk.admin)
    return Report(
        "audit verify",
        f"events {report.events}, broken at {report.broken_at}",
        (value_is("broken at", report.broken_at, None), Check("events > 0", report.events > 0)),
    )

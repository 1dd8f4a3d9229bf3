"""Steps of an application that acts for itself."""

import base64

from fracttal_console.cli.tour.browser import Answer
from fracttal_console.cli.tour.steps_base import GROUP
from fracttal_console.cli.tour.walk import Check, Report, Walk, inner, status_is, value_is
from fracttal_console.domain.oauth_consumers import GrantType


def register(walk: Walk) -> Report:
    """Register a consumer that acts for itself."""
    made = walk.console.consumers.create(
        walk.admin, name="Warehouse sync", permission_group=GROUP, grant=GrantType.CLIENT_CREDENTIALS
    )
    secret = made.secret.reveal() if made.secret else ""
    walk.keep(job=made.consumer.client_id)
    walk.keep_secret(job_basic=basic(made.consumer.client_id, walk.veil.note(secret)))
    return Report(
        f"consumers create --name 'Warehouse sync' --permission-group {GROUP!r} --grant client_credentials",
        f"client id {walk.kept['job']}, client secret {secret}",
        (Check("client secret fcs_…", secret.startswith("fcs_")),),
    )


def take_token(walk: Walk) -> Report:
    """Take an access token with the consumer's own credentials (RFC 6749 section 4.4)."""
    answer = token(walk, "job_basic", grant_type="client_credentials")
    walk.keep_secret(job_token=str(answer.json().get("access_token", "")))
    return Report(
        f"POST /oauth/token grant_type=client_credentials, Authorization: Basic {walk.kept['job_basic']}",
        str(answer),
        (
            status_is(answer, 200),
            value_is("token_type", answer.json().get("token_type"), "Bearer"),
            Check("access_token", bool(walk.kept["job_token"])),
            Check("no refresh_token", "refresh_token" not in answer.json()),
        ),
    )


def call(walk: Walk) -> Report:
    """Call the API with the token."""
    answer = walk.user(f"Bearer {walk.kept['job_token']}")
    return Report(
        f"GET /api/user/, Authorization: Bearer {walk.kept['job_token']}",
        str(answer),
        (
            status_is(answer, 200),
            value_is("credential.kind", inner(answer.json(), "data", "credential", "kind"), "consumer"),
            value_is("person", inner(answer.json(), "data", "person"), None),
        ),
    )


def token(walk: Walk, authentication: str, **form: str) -> Answer:
    """Ask the token endpoint, as the consumer whose Basic credentials are kept under this name."""
    return walk.browser.ask(
        "POST", "/oauth/token", headers={"Authorization": f"Basic {walk.kept[authentication]}"}, form=form
    )


def basic(client_id: str, secret: str) -> str:
    """Return Basic credentials (RFC 7617); neither id nor secret of ours has a character to be encoded first."""
    return base64.b64encode(f"{client_id}:{secret}".encode()).decode()

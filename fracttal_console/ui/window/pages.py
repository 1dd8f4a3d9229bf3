"""Which pages there are, in the order of the navigation; a page that a role may not see is absent."""

from collections.abc import Sequence

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.links import LinkNoun
from fracttal_console.ui.api_keys.finding import find_api_keys
from fracttal_console.ui.api_keys.page import ApiKeysPage
from fracttal_console.ui.audit.finding import find_events
from fracttal_console.ui.audit.page import AuditPage
from fracttal_console.ui.authorizations.finding import find_authorizations
from fracttal_console.ui.authorizations.page import AuthorizationsPage
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.oauth_consumers.finding import find_consumers
from fracttal_console.ui.oauth_consumers.page import ConsumersPage
from fracttal_console.ui.overview.page import OverviewPage
from fracttal_console.ui.people.finding import find_people
from fracttal_console.ui.people.page import PeoplePage
from fracttal_console.ui.permission_groups.finding import find_permission_groups
from fracttal_console.ui.permission_groups.page import PermissionGroupsPage
from fracttal_console.ui.request_doctor.page import RequestDoctorPage
from fracttal_console.ui.reviews.page import ReviewsPage
from fracttal_console.ui.widgets.panel_content import Action
from fracttal_console.ui.window.places import Place, PlacedPage

OVERVIEW = "overview"
API_KEYS = "api_keys"
CONSUMERS = "oauth_consumers"
AUTHORIZATIONS = "authorizations"
AUDIT = "audit"
REVIEWS = "reviews"
REQUEST_DOCTOR = "request_doctor"
PERMISSION_GROUPS = "permission_groups"
PEOPLE = "people"


def placed_pages(desk: Desk) -> Sequence[PlacedPage]:
    """Return the pages that the signed-in person may see: Overview, the three groups, and at the foot Settings."""
    texts = desk.texts
    access, oversight, base = texts.gettext("Access"), texts.gettext("Oversight"), texts.gettext("Base")
    may = desk.session.may

    def creating(needed: Operation, words: str) -> tuple[Action, ...]:
        return (Action("create", words, "plus"),) if may(needed) else ()

    verify = Action("verify", texts.gettext("Verify chain"), "shield-check")
    rows = (
        (
            Operation.OVERVIEW_VIEW,
            PlacedPage(
                Place(OVERVIEW, texts.gettext("Overview"), "layout-dashboard"),
                OverviewPage,
                needing_attention,
                rings=True,
            ),
        ),
        (
            Operation.API_KEYS_VIEW,
            PlacedPage(
                Place(API_KEYS, texts.gettext("API keys"), "key-round", access),
                ApiKeysPage,
                noun=LinkNoun.API_KEY,
                find=find_api_keys,
                commands=creating(Operation.API_KEYS_CREATE, texts.gettext("Create API key")),
            ),
        ),
        (
            Operation.CONSUMERS_VIEW,
            PlacedPage(
                Place(CONSUMERS, texts.gettext("OAuth consumers"), "app-window", access),
                ConsumersPage,
                noun=LinkNoun.CONSUMER,
                find=find_consumers,
                commands=creating(Operation.CONSUMERS_CREATE, texts.gettext("Register consumer")),
            ),
        ),
        (
            Operation.AUTHORIZATIONS_VIEW,
            PlacedPage(
                Place(AUTHORIZATIONS, texts.gettext("Active authorizations"), "user-key", access),
                AuthorizationsPage,
                noun=LinkNoun.AUTHORIZATION,
                find=find_authorizations,
            ),
        ),
        (
            Operation.AUDIT_VIEW,
            PlacedPage(
                Place(AUDIT, texts.gettext("Audit log"), "scroll-text", oversight),
                AuditPage,
                noun=LinkNoun.EVENT,
                find=find_events,
                commands=(verify,) if may(Operation.AUDIT_VERIFY) else (),
            ),
        ),
        (
            Operation.REFUSALS_VIEW,
            PlacedPage(
                Place(REQUEST_DOCTOR, texts.gettext("Request doctor"), "stethoscope", oversight), RequestDoctorPage
            ),
        ),
        (
            Operation.PROPOSALS_VIEW,
            PlacedPage(
                Place(REVIEWS, texts.gettext("Reviews"), "list-checks", oversight),
                ReviewsPage,
                waiting=to_decide if desk.session.may(Operation.PROPOSALS_DECIDE) else None,
            ),
        ),
        (
            Operation.PEOPLE_VIEW,
            PlacedPage(
                Place(PEOPLE, texts.gettext("People"), "users", base),
                PeoplePage,
                noun=LinkNoun.PERSON,
                find=find_people,
                commands=creating(Operation.PEOPLE_INVITE, texts.gettext("Invite person…")),
            ),
        ),
        (
            Operation.PERMISSION_GROUPS_VIEW,
            PlacedPage(
                Place(PERMISSION_GROUPS, texts.gettext("Permission groups"), "shield", base),
                PermissionGroupsPage,
                noun=LinkNoun.PERMISSION_GROUP,
                find=find_permission_groups,
                commands=creating(Operation.PERMISSION_GROUPS_CREATE, texts.gettext("Create permission group")),
            ),
        ),
    )
    return [page for needed, page in rows if may(needed)]


def to_decide(desk: Desk) -> int:
    """Return how many proposals wait for a decision."""
    return desk.base.proposals.number_open(desk.actor)


def needing_attention(desk: Desk) -> int:
    """Count what needs attention; asked beside the window."""
    return len(desk.base.overview.attention(desk.actor))

"""Which pages there are, in the order of the navigation; a page that a role may not see is absent."""

from collections.abc import Sequence

from fracttal_console.domain.actors import Operation
from fracttal_console.domain.links import LinkNoun
from fracttal_console.ui.api_keys.finding import find_api_keys
from fracttal_console.ui.audit.finding import find_events
from fracttal_console.ui.authorizations.finding import find_authorizations
from fracttal_console.ui.desk import Desk
from fracttal_console.ui.oauth_consumers.finding import find_consumers
from fracttal_console.ui.people.finding import find_people
from fracttal_console.ui.permission_groups.finding import find_permission_groups
from fracttal_console.ui.widgets.panel_content import Action
from fracttal_console.ui.window.places import Place, PlacedPage
from fracttal_console.ui.work_page import WorkPage

OVERVIEW = "overview"
API_KEYS = "api_keys"
CONSUMERS = "oauth_consumers"
AUTHORIZATIONS = "authorizations"
AUDIT = "audit"
REVIEWS = "reviews"
REQUEST_DOCTOR = "request_doctor"
PERMISSION_GROUPS = "permission_groups"
PEOPLE = "people"

# ruff: noqa: PLC0415 - a start loads the one page that is shown; what loads the others before they are opened is later.py


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
                _overview,
                needing_attention,
                rings=True,
            ),
        ),
        (
            Operation.API_KEYS_VIEW,
            PlacedPage(
                Place(API_KEYS, texts.gettext("API keys"), "key-round", access),
                _api_keys,
                noun=LinkNoun.API_KEY,
                find=find_api_keys,
                commands=creating(Operation.API_KEYS_CREATE, texts.gettext("Create API key")),
            ),
        ),
        (
            Operation.CONSUMERS_VIEW,
            PlacedPage(
                Place(CONSUMERS, texts.gettext("OAuth consumers"), "app-window", access),
                _oauth_consumers,
                noun=LinkNoun.CONSUMER,
                find=find_consumers,
                commands=creating(Operation.CONSUMERS_CREATE, texts.gettext("Register consumer")),
            ),
        ),
        (
            Operation.AUTHORIZATIONS_VIEW,
            PlacedPage(
                Place(AUTHORIZATIONS, texts.gettext("Active authorizations"), "user-key", access),
                _authorizations,
                noun=LinkNoun.AUTHORIZATION,
                find=find_authorizations,
            ),
        ),
        (
            Operation.AUDIT_VIEW,
            PlacedPage(
                Place(AUDIT, texts.gettext("Audit log"), "scroll-text", oversight),
                _audit,
                noun=LinkNoun.EVENT,
                find=find_events,
                commands=(verify,) if may(Operation.AUDIT_VERIFY) else (),
            ),
        ),
        (
            Operation.REFUSALS_VIEW,
            PlacedPage(
                Place(REQUEST_DOCTOR, texts.gettext("Request doctor"), "stethoscope", oversight), _request_doctor
            ),
        ),
        (
            Operation.PROPOSALS_VIEW,
            PlacedPage(
                Place(REVIEWS, texts.gettext("Reviews"), "list-checks", oversight),
                _reviews,
                waiting=to_decide if desk.session.may(Operation.PROPOSALS_DECIDE) else None,
            ),
        ),
        (
            Operation.PEOPLE_VIEW,
            PlacedPage(
                Place(PEOPLE, texts.gettext("People"), "users", base),
                _people,
                noun=LinkNoun.PERSON,
                find=find_people,
                commands=creating(Operation.PEOPLE_INVITE, texts.gettext("Invite person…")),
            ),
        ),
        (
            Operation.PERMISSION_GROUPS_VIEW,
            PlacedPage(
                Place(PERMISSION_GROUPS, texts.gettext("Permission groups"), "shield", base),
                _permission_groups,
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


def _overview(desk: Desk) -> WorkPage:
    from fracttal_console.ui.overview.page import OverviewPage

    return OverviewPage(desk)


def _api_keys(desk: Desk) -> WorkPage:
    from fracttal_console.ui.api_keys.page import ApiKeysPage

    return ApiKeysPage(desk)


def _oauth_consumers(desk: Desk) -> WorkPage:
    from fracttal_console.ui.oauth_consumers.page import ConsumersPage

    return ConsumersPage(desk)


def _authorizations(desk: Desk) -> WorkPage:
    from fracttal_console.ui.authorizations.page import AuthorizationsPage

    return AuthorizationsPage(desk)


def _audit(desk: Desk) -> WorkPage:
    from fracttal_console.ui.audit.page import AuditPage

    return AuditPage(desk)


def _request_doctor(desk: Desk) -> WorkPage:
    from fracttal_console.ui.request_doctor.page import RequestDoctorPage

    return RequestDoctorPage(desk)


def _reviews(desk: Desk) -> WorkPage:
    from fracttal_console.ui.reviews.page import ReviewsPage

    return ReviewsPage(desk)


def _people(desk: Desk) -> WorkPage:
    from fracttal_console.ui.people.page import PeoplePage

    return PeoplePage(desk)


def _permission_groups(desk: Desk) -> WorkPage:
    from fracttal_console.ui.permission_groups.page import PermissionGroupsPage

    return PermissionGroupsPage(desk)

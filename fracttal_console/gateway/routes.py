"""Which path is answered by whom, and in which thread: the whole table in one place."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from fracttal_console.gateway import (
    account,
    assets,
    device,
    openapi,
    set_password,
    transactions_log,
    user_resource,
    verify,
)
from fracttal_console.gateway.account import AccountPages
from fracttal_console.gateway.api import ApiEndpoint
from fracttal_console.gateway.assets import Assets
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.browser import Browser
from fracttal_console.gateway.callers import Callers, changes_something
from fracttal_console.gateway.device import DevicePages
from fracttal_console.gateway.exchange import Request, Response, method_not_allowed
from fracttal_console.gateway.health import Health
from fracttal_console.gateway.identity_provider import round_trips
from fracttal_console.gateway.identity_provider.pages import CompanySignInPages
from fracttal_console.gateway.identity_provider.provider import IdentityProvider
from fracttal_console.gateway.identity_provider.round_trips import RoundTrips
from fracttal_console.gateway.limits import FailureLimiter
from fracttal_console.gateway.oauth import authorize, device_authorization, push
from fracttal_console.gateway.oauth.authorize import AuthorizationEndpoint
from fracttal_console.gateway.oauth.clients import Clients, signs
from fracttal_console.gateway.oauth.device_authorization import DeviceAuthorizationEndpoint
from fracttal_console.gateway.oauth.introspect import IntrospectionEndpoint
from fracttal_console.gateway.oauth.metadata import MetadataEndpoint
from fracttal_console.gateway.oauth.push import PushEndpoint
from fracttal_console.gateway.oauth.revoke import RevocationEndpoint
from fracttal_console.gateway.oauth.token import TokenEndpoint
from fracttal_console.gateway.openapi import OpenApiDocument
from fracttal_console.gateway.own_codes import OwnCodesPage
from fracttal_console.gateway.own_password import OwnPasswordPage
from fracttal_console.gateway.parts import GatewayParts
from fracttal_console.gateway.request_budget import RequestBudget
from fracttal_console.gateway.set_password import SetPasswordPage
from fracttal_console.gateway.sign_in_form import SignInForm
from fracttal_console.gateway.transactions_log import TransactionsLogResource
from fracttal_console.gateway.user_resource import UserResource
from fracttal_console.gateway.verify import VerifyEndpoint
from fracttal_console.gateway.visits import Visits

Endpoint = Callable[[Request], Response]
METADATA_PATH = "/.well-known/oauth-authorization-server"
API_PREFIX = "/api/"


class Place(Enum):
    """Where an endpoint runs."""

    HERE = "in the event loop: it only looks something up"
    WRITER = "on the writer's thread, sharing a commit with all that wait"
    POOL = "in a thread pool: it hashes passwords, verifies signatures or renders pages"


class Speech(Enum):
    """In which form an endpoint's unexpected failures are told."""

    PROTOCOL = "protocol"
    API = "api"
    PAGE = "page"
    VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class Route:
    """How one path is answered; `methods` are checked before the endpoint, empty means that it checks them itself.

    `name` is that of the class of its requests in the metrics.
    """

    endpoint: Endpoint
    place: Place
    speech: Speech
    methods: frozenset[str] = frozenset()
    name: str = ""


class Routes:
    """Find the route of a request."""

    def __init__(self, parts: GatewayParts) -> None:
        self.browser = Browser(parts.resources, parts.company)
        self._assets = Assets(parts.resources)
        limiter = FailureLimiter()
        clients = Clients(limiter, parts.assertions, parts.issuer)
        books = self.books = Bookkeeping(parts.usage, parts.refusals)
        post, get = frozenset({"POST"}), frozenset({"GET", "HEAD"})
        visits = Visits(parts.sign_in, parts.page_token, secure=parts.issuer.startswith("https://"))
        trips = None if parts.identity_provider is None else RoundTrips(visits)
        form = SignInForm(parts.sign_in, visits, self.browser, trips)
        authorization = AuthorizationEndpoint(
            consent=parts.consent,
            pushed=parts.pushed_requests,
            sign_in=parts.sign_in,
            form=form,
            visits=visits,
            browser=self.browser,
            catalogue=parts.catalogue,
            issuer=parts.issuer,
            books=books,
        )
        pages = AccountPages(
            authorizations=parts.authorizations,
            acts=parts.authorization_acts,
            sign_in=parts.sign_in,
            form=form,
            visits=visits,
            browser=self.browser,
            catalogue=parts.catalogue,
        )
        devices = DevicePages(
            devices=parts.device_grants,
            form=form,
            visits=visits,
            browser=self.browser,
            catalogue=parts.catalogue,
            books=books,
        )
        passwords = SetPasswordPage(
            invitations=parts.invitations, visits=visits, browser=self.browser, company=parts.company
        )
        own_password = OwnPasswordPage(
            people=parts.people,
            sign_in=parts.sign_in,
            second_factors=parts.second_factors,
            visits=visits,
            browser=self.browser,
        )
        own_codes = OwnCodesPage(
            sign_in=parts.sign_in, second_factors=parts.second_factors, visits=visits, browser=self.browser
        )
        page = frozenset({"GET", "HEAD", "POST"})
        scopes = [str(name) for name in parts.catalogue.order]
        metadata = Route(MetadataEndpoint(parts.issuer, scopes, parts.offered), Place.HERE, Speech.PROTOCOL, get)
        callers = Callers(
            bearer=parts.bearer,
            hawk=parts.hawk,
            basic=parts.basic,
            hosts=parts.hawk_hosts,
            issuer=parts.issuer,
            limiter=limiter,
        )
        budget = RequestBudget()
        api = ApiEndpoint(
            callers=callers,
            budget=budget,
            catalogue=parts.catalogue,
            resources={
                user_resource.PATH: UserResource(parts.catalogue, parts.company),
                transactions_log.PATH: TransactionsLogResource(parts.transaction_log),
            },
            books=books,
        )
        may_pass = VerifyEndpoint(callers=callers, budget=budget, catalogue=parts.catalogue, books=books)
        self._reading_verify = Route(may_pass, Place.HERE, Speech.VERDICT, name=verify.PATH)
        self._writing_verify = replace(self._reading_verify, place=Place.WRITER)
        self._reading_api = Route(api, Place.HERE, Speech.API, name=API_PREFIX)
        self._writing_api = replace(self._reading_api, place=Place.WRITER)
        # a page of a long log takes longer than anybody should wait for whoever comes next
        self._log_api = replace(self._reading_api, place=Place.POOL)
        self._asset = Route(self._assets, Place.HERE, Speech.PAGE, name=assets.PREFIX)
        self._missing = Route(self._not_found, Place.HERE, Speech.PAGE, name="missing")
        table = {
            "/oauth/token": Route(
                TokenEndpoint(parts.tokens, parts.device_grants, clients, parts.issuer, books),
                Place.WRITER,
                Speech.PROTOCOL,
                post,
            ),
            "/oauth/revoke": Route(
                RevocationEndpoint(parts.tokens, clients, books), Place.WRITER, Speech.PROTOCOL, post
            ),
            device_authorization.PATH: Route(
                DeviceAuthorizationEndpoint(parts.device_grants, clients, parts.issuer, books),
                Place.WRITER,
                Speech.PROTOCOL,
                post,
            ),
            device.PATH: Route(devices, Place.POOL, Speech.PAGE, page),
            push.PATH: Route(
                PushEndpoint(parts.pushed_requests, clients, parts.issuer, books), Place.WRITER, Speech.PROTOCOL, post
            ),
            "/oauth/introspect": Route(
                IntrospectionEndpoint(parts.introspection, clients, parts.issuer, books),
                Place.HERE,
                Speech.PROTOCOL,
                post,
            ),
            authorize.PATH: Route(authorization, Place.POOL, Speech.PAGE, page),
            authorize.SWITCH_PATH: Route(authorization.switch, Place.POOL, Speech.PAGE, post),
            account.PATH: Route(pages.show, Place.POOL, Speech.PAGE, page),
            account.REVOKE_PATH: Route(pages.revoke, Place.POOL, Speech.PAGE, post),
            account.REVOKE_ALL_PATH: Route(pages.revoke_all, Place.POOL, Speech.PAGE, page),
            account.SIGN_OUT_PATH: Route(pages.sign_out, Place.POOL, Speech.PAGE, post),
            account.EVERYWHERE_PATH: Route(pages.sign_out_everywhere, Place.POOL, Speech.PAGE, post),
            account.PASSWORD_PATH: Route(own_password, Place.POOL, Speech.PAGE, page),
            account.CODES_PATH: Route(own_codes, Place.POOL, Speech.PAGE, page),
            set_password.PATH: Route(passwords, Place.POOL, Speech.PAGE, page),
            METADATA_PATH: metadata,
            # an issuer with a path has its document behind the well-known part (RFC 8414 section 3.1)
            METADATA_PATH + _path_of(parts.issuer): metadata,
            openapi.PATH: Route(OpenApiDocument(parts.resources), Place.HERE, Speech.PROTOCOL, get),
            "/healthz": Route(Health(parts.probe_storage), Place.HERE, Speech.PROTOCOL, get),
        }
        if parts.identity_provider is not None and trips is not None:
            redirect_uri, now = parts.issuer + round_trips.CALLBACK_PATH, parts.company_sign_in.now
            company = CompanySignInPages(
                provider=IdentityProvider(parts.identity_provider, redirect_uri, now),
                sign_in=parts.company_sign_in,
                trips=trips,
                form=form,
                visits=visits,
                browser=self.browser,
            )
            table[round_trips.START_PATH] = Route(company.start, Place.POOL, Speech.PAGE, get)
            table[round_trips.CALLBACK_PATH] = Route(company.callback, Place.POOL, Speech.PAGE, get)
        self._table = {path: replace(route, name=path) for path, route in table.items()}

    def find(self, request: Request) -> Route:
        """Return the route of a request; with and without a slash at the end are the same path."""
        route = self._table.get(request.path) or self._table.get(request.path.rstrip("/"))
        if route is None:
            return self._by_prefix(request)
        if route.methods and request.method not in route.methods:
            return replace(route, endpoint=_refuse_method(route.methods), place=Place.HERE)
        if route.speech is Speech.PROTOCOL and signs(request):
            # neither the event loop nor the writer, whom all others wait for, verifies signatures
            return replace(route, place=Place.POOL)
        return route

    def _by_prefix(self, request: Request) -> Route:
        if is_verify(request.path):
            return self._writing_verify if changes_something(request) else self._reading_verify
        if request.path.rstrip("/") == transactions_log.PATH:
            return self._log_api
        if request.path.startswith(API_PREFIX):
            return self._writing_api if changes_something(request) else self._reading_api
        return self._asset if request.path in self._assets else self._missing

    def _not_found(self, request: Request) -> Response:
        return self.browser.error(request, "page_not_found", status=404)


def is_verify(path: str) -> bool:
    """Tell whether a path is that of forward-auth, whose answers are 200, 401 or 403 whatever happens."""
    return path.rstrip("/") == verify.PATH


def _refuse_method(methods: frozenset[str]) -> Endpoint:
    return lambda _request: method_not_allowed(*sorted(methods))


def _path_of(issuer: str) -> str:
    slash = issuer.find("/", issuer.index("://") + 3)
    return issuer[slash:] if slash > 0 else ""

"""The device authorization endpoint (RFC 8628 section 3.1)."""

from fracttal_console.domain.errors import OAuthError
from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.gateway import device
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.exchange import Parameters, Request, Response, json_response
from fracttal_console.gateway.oauth.audience import check_audience
from fracttal_console.gateway.oauth.clients import Clients, OpenDoorLimit, presented_client, read_form
from fracttal_console.gateway.oauth.errors import protocol_error
from fracttal_console.services.device_grants import DeviceGrants

PATH = "/oauth/device_authorization"


class DeviceAuthorizationEndpoint:
    """Give devices the code that they show."""

    def __init__(self, devices: DeviceGrants, clients: Clients, issuer: str, books: Bookkeeping) -> None:
        self._devices = devices
        self._clients = clients
        self._public = OpenDoorLimit()
        self._issuer = issuer
        self._books = books

    def __call__(self, request: Request) -> Response:
        """Return both codes, or the refusal."""
        form, client_id = Parameters(), ""
        try:
            form = read_form(request)
            client_id = form.get("client_id")
            client = presented_client(request, form)
            client_id = client.client_id
            check_audience(form, self._issuer)
            self._public.check(client, request.address)
            started = self._clients.serve(
                client,
                request.address,
                lambda known: self._devices.start(known, scope=form.get("scope"), address=request.address),
            )
        except OAuthError as error:
            self._books.refused_form(RefusalKind.AUTHORIZATION, request, error, form, client_id)
            return protocol_error(request, error)
        self._books.answered(request, client_id)
        page = self._issuer + device.PATH
        return json_response(
            200,
            {
                "device_code": started.device_code.reveal(),
                "user_code": started.user_code,
                "verification_uri": page,
                "verification_uri_complete": f"{page}?user_code={started.user_code}",
                "expires_in": started.expires_in,
                "interval": started.interval,
            },
        )

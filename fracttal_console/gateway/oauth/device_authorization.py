"""The device authorization endpoint (RFC 8628 section 3.1)."""

from collections.abc import Callable

from fracttal_console.domain.refusals import RefusalKind
from fracttal_console.gateway import device
from fracttal_console.gateway.bookkeeping import Bookkeeping
from fracttal_console.gateway.exchange import Parameters, Request, Response, json_response
from fracttal_console.gateway.oauth.audience import check_audience
from fracttal_console.gateway.oauth.clients import Clients, OpenDoorLimit
from fracttal_console.gateway.oauth.consumer_endpoint import ConsumerEndpoint
from fracttal_console.services.client_authentication import PresentedClient
from fracttal_console.services.device_grants import DeviceGrants, StartedDevice

PATH = "/oauth/device_authorization"


class DeviceAuthorizationEndpoint(ConsumerEndpoint[StartedDevice]):
    """Give devices the code that they show."""

    kind = RefusalKind.AUTHORIZATION

    def __init__(self, devices: DeviceGrants, clients: Clients, issuer: str, books: Bookkeeping) -> None:
        super().__init__(clients, books)
        self._devices = devices
        self._public = OpenDoorLimit()
        self._issuer = issuer

    def asked(
        self, request: Request, form: Parameters, client: PresentedClient
    ) -> Callable[[PresentedClient], StartedDevice]:
        """Start the grant."""
        check_audience(form, self._issuer)
        self._public.check(client, request.address)
        return lambda known: self._devices.start(known, scope=form.get("scope"), address=request.address)

    def answer(self, request: Request, form: Parameters, result: StartedDevice) -> Response:
        """Return both codes."""
        del request, form
        page = self._issuer + device.PATH
        return json_response(
            200,
            {
                "device_code": result.device_code.reveal(),
                "user_code": result.user_code,
                "verification_uri": page,
                "verification_uri_complete": f"{page}?user_code={result.user_code}",
                "expires_in": result.expires_in,
                "interval": result.interval,
            },
        )

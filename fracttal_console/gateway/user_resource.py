"""`/api/user/`: who am I? Any valid credential may ask."""

from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.gateway.envelope import envelope
from fracttal_console.gateway.exchange import Request, Response
from fracttal_console.services.principal import Principal

PATH = "/api/user"


class UserResource:
    """Answer who is behind the request, and what may be done."""

    def __init__(self, catalogue: PermissionCatalogue, company: str) -> None:
        self._catalogue = catalogue
        self._company = company

    def __call__(self, _request: Request, principal: Principal) -> Response:
        """Return company, credential, person and permissions."""
        person = principal.person
        return envelope(
            200,
            {
                "company": self._company,
                "credential": {
                    "kind": str(principal.kind),
                    "id": principal.credential_id,
                    "public_id": principal.public_id,
                    "name": principal.name,
                },
                "person": None if person is None else {"id": person.id, "email": person.email, "name": person.name},
                "permissions": [str(name) for name in self._catalogue.in_order(principal.permissions)],
            },
        )

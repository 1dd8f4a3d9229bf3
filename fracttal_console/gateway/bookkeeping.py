"""What is remembered of requests: which were let in, and which were refused and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from fracttal_console.domain.errors import HawkRefused, OAuthError
from fracttal_console.domain.refusals import RefusalFact, RefusalKind
from fracttal_console.gateway.exchange import Parameters, Request
from fracttal_console.services.principal import CredentialKind, Principal
from fracttal_console.services.refusal_recorder import RefusalRecorder, RefusedRequest
from fracttal_console.services.usage import UsageRecorder

_TOLD = ("grant_type", "scope", "redirect_uri", "response_type")
"""Parameters of a form that help those who repair; all others may hold a secret."""


@dataclass(frozen=True, slots=True)
class Bookkeeping:
    """Hand on what happened; neither takes longer than a look into a table in memory."""

    usage: UsageRecorder
    refusals: RefusalRecorder

    def accepted(self, request: Request, principal: Principal) -> None:
        """Note a request of a credential that was let in."""
        person = principal.person
        request.finding.public_id = principal.public_id
        self.usage.request(
            (str(principal.kind), principal.credential_id), person.id if person else None, request.method, request.path
        )

    def answered(self, request: Request, client_id: str, person_id: int | None = None) -> None:
        """Note a request of a consumer, under its client id, to one of the protocol's endpoints."""
        request.finding.public_id = client_id
        self.usage.request((str(CredentialKind.CONSUMER), client_id), person_id, request.method, request.path)

    def refused(
        self, kind: RefusalKind, request: Request, error: OAuthError | HawkRefused, public_id: str = ""
    ) -> None:
        """Note a refused request; whom the error names counts, else who presented itself."""
        facts = dict(error.facts)
        person_id = facts.pop("person_id", None)
        shown = str(facts.pop("public_id", "")) or public_id
        finding = request.finding
        finding.public_id, finding.refused, finding.cause = shown, str(kind), error.cause
        self.refusals.note(
            RefusedRequest(
                kind=kind,
                cause=error.cause,
                public_id=shown,
                person_id=person_id if isinstance(person_id, int) else None,
                address=request.address,
                method=request.method,
                path=request.path,
                facts=facts,
            )
        )

    def refused_known(self, kind: RefusalKind, request: Request, error: OAuthError, principal: Principal) -> None:
        """Note a refused request of a credential that proved itself."""
        person = {} if principal.person is None else {"person_id": principal.person.id}
        behind: dict[str, RefusalFact] = {"public_id": principal.public_id, **person}
        self.refused(kind, request, OAuthError(error.error, error.cause, facts={**behind, **error.facts}))

    def turned_away(
        self, cause: str, *, address: str, method: str = "", path: str = "", facts: Mapping[str, RefusalFact]
    ) -> None:
        """Note a request that was refused before anybody asked whose it is; `path` is without its query."""
        self.refusals.note(
            RefusedRequest(
                kind=RefusalKind.GATEWAY, cause=cause, address=address, method=method, path=path, facts=facts
            )
        )

    def refused_form(
        self, kind: RefusalKind, request: Request, error: OAuthError, form: Parameters, public_id: str
    ) -> None:
        """Note a refused request to one of the protocol's endpoints, with what of its form is no secret."""
        told: dict[str, RefusalFact] = {name: form.get(name) for name in _TOLD if form.get(name)}
        told.update(error.facts)
        self.refused(kind, request, OAuthError(error.error, error.cause, facts=told), public_id)

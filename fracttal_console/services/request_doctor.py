"""The request doctor: look at a pasted request as the gateway would, and say everything that is wrong with it.

Nothing of what is pasted is kept or logged. What is told are codes, names of ours, and parts that are no secret.
"""

from collections.abc import Sequence

from fracttal_console.crypto.sealing import Sealer
from fracttal_console.domain.actors import Actor, Operation
from fracttal_console.domain.permissions import PermissionCatalogue
from fracttal_console.services.doctor_consumers import explain_authorize, explain_token
from fracttal_console.services.doctor_findings import Explanation, Finding
from fracttal_console.services.doctor_hawk import explain_hawk
from fracttal_console.services.doctor_tokens import explain_bearer
from fracttal_console.services.pasted_request import PastedRequest, read_pasted
from fracttal_console.services.use_case import UseCases
from fracttal_console.storage.repositories import Repositories

_AUTHORIZE, _TOKEN = "/oauth/authorize", "/oauth/token"


class RequestDoctor:
    """Use cases of explaining requests; they change nothing."""

    def __init__(self, use_cases: UseCases, catalogue: PermissionCatalogue, sealer: Sealer) -> None:
        self._use_cases = use_cases
        self._catalogue = catalogue
        self._sealer = sealer

    def explain(self, actor: Actor, pasted: str, *, hosts: Sequence[tuple[str, int]] = ()) -> Explanation:
        """Say what is wrong with a request.

        Args:
            actor: who asks.
            pasted: a header, a request as on the wire, a curl line or a URL.
            hosts: host and port pairs for which the gateway accepts signatures.
        """
        request = read_pasted(pasted)
        with self._use_cases.look(actor, Operation.REFUSALS_VIEW) as repositories:
            return self._explained(repositories, request, hosts)

    def _explained(
        self, repositories: Repositories, request: PastedRequest, hosts: Sequence[tuple[str, int]]
    ) -> Explanation:
        now = self._use_cases.now()
        scheme = request.authorization.partition(" ")[0].lower()
        path = request.path.rstrip("/")
        if scheme == "hawk":
            return explain_hawk(repositories, self._sealer, self._catalogue, request, hosts=hosts, now=now)
        if scheme in {"bearer", "dpop"}:
            return explain_bearer(repositories, self._catalogue, request, now=now)
        if path == _AUTHORIZE or "response_type" in request.query:
            return explain_authorize(repositories, self._catalogue, request, now=now)
        if path == _TOKEN or "grant_type" in request.form:
            return explain_token(repositories, self._catalogue, request, now=now)
        if request.resource:
            return Explanation(kind="", findings=(Finding("token_missing", "bad"),))
        return Explanation(kind="", findings=(Finding("not_understood", "warn"),))

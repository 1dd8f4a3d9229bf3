"""Try an API key: read and write, signed with Hawk."""

import secrets
import time

from fracttal_console.trial.hawk_client import HawkRequest
from fracttal_console.trial.trying import USER, Try
from fracttal_console.trial.wire import Answered, Asked

_BODY = b'{"try": true}'
_JSON = "application/json"
_SERVER = "Server-Authorization"


class ApiKeyTry(Try):
    """Ask who one is, then send something; nothing is changed, and no refusal is provoked on purpose."""

    def walk(self) -> None:
        """Sign a request without a body, and one with the hash of its body."""
        self._signed("hawk_read", "GET", 200)
        # the path can only be read, and says so after it has checked the signature: nothing can be changed by trying
        self._signed("hawk_write", "POST", 405, _BODY)

    def give_back(self) -> None:
        """Give back nothing: a signed request leaves nothing that lives on."""

    def _signed(self, code: str, method: str, status: int, body: bytes | None = None) -> None:
        request = HawkRequest(
            key_id=self.credential.public_id,
            secret=self.secret,
            method=method,
            resource=self.wire.root + USER,
            host=self.wire.host,
            port=self.wire.port,
            ts=int(time.time()),
            nonce=secrets.token_hex(6),
            content_type="" if body is None else _JSON,
            body=body,
        )
        header = request.header()
        self.veil.note(header.rpartition('mac="')[2].rstrip('"'))

        def check(answered: Answered) -> str:
            if answered.status != status:
                return "other_status"
            signed = answered.header(_SERVER)
            genuine = request.answer_is_genuine(signed, answered.header("Content-Type"), answered.body)
            return "" if genuine else "answer_not_genuine"

        headers = {"Authorization": header, **({} if body is None else {"Content-Type": _JSON})}
        asked = Asked(method=method, resource=USER, headers=headers, body=body or b"")
        show = ("data.company", "data.credential.name", "data.permissions") if status == 200 else ("message",)
        self.ask(code, asked, check, show)

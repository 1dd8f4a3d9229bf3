"""Hawk clients from PyPI."""

import time

import httpx
import requests
from mohawk import Sender
from mohawk.util import calculate_ts_mac, parse_authorization_header
from requests_hawk import HawkAuth

from tests.journeys.clients.faces import HawkAnswer, Values

JSON = "application/json"


class Mohawk:
    """mohawk, which signs and checks and leaves the sending to others."""

    def __init__(self, key_id: str, key: str) -> None:
        """Keep the credentials.

        Args:
            key_id: the public id of the API key.
            key: the secret.
        """
        self._credentials = {"id": key_id, "key": key, "algorithm": "sha256"}
        self._header = ""

    def send(
        self,
        url: str,
        *,
        payload: str | None = None,
        changed: str | None = None,
        offset: int = 0,
        ext: str | None = None,
    ) -> HawkAnswer:
        method, kind = ("GET", "") if payload is None else ("POST", JSON)
        sender = Sender(
            self._credentials,
            url,
            method,
            content=payload or "",
            content_type=kind,
            ext=ext,
            _timestamp=int(time.time()) + offset,
        )
        self._header = sender.request_header
        headers = {"Authorization": self._header, **({"Content-Type": kind} if kind else {})}
        answer = httpx.request(method, url, content=changed or payload, headers=headers)
        genuine = "server-authorization" in answer.headers
        if genuine:
            sender.accept_response(
                answer.headers["server-authorization"],
                content=answer.content,
                content_type=answer.headers["content-type"],
            )
        told = _time_told(self._credentials, answer.headers.get("www-authenticate", ""))
        return HawkAnswer(answer.status_code, answer.json(), genuine, told)

    def again(self, url: str) -> HawkAnswer:
        answer = httpx.get(url, headers={"Authorization": self._header})
        return HawkAnswer(answer.status_code, answer.json(), genuine=False, time=None)


class RequestsHawk:
    """requests-hawk, which signs what requests sends and looks at no answer."""

    def __init__(self, key_id: str, key: str) -> None:
        """Keep the credentials.

        Args:
            key_id: the public id of the API key.
            key: the secret.
        """
        self._credentials = {"id": key_id, "key": key, "algorithm": "sha256"}
        self._sent = ""

    def send(
        self,
        url: str,
        *,
        payload: str | None = None,
        changed: str | None = None,
        offset: int = 0,
        ext: str | None = None,
    ) -> HawkAnswer:
        auth = HawkAuth(
            **{name: self._credentials[name] for name in ("id", "key", "algorithm")},
            ext=ext,
            _timestamp=int(time.time()) + offset,
            # with GET there is nothing that it could hash
            always_hash_content=payload is not None,
        )
        kind = {} if payload is None else {"Content-Type": JSON}
        method = "GET" if payload is None else "POST"
        prepared = requests.Request(method, url, data=payload, headers=kind, auth=auth).prepare()
        if changed is not None:
            prepared.body, prepared.headers["Content-Length"] = changed, str(len(changed))
        with requests.Session() as session:
            answer = session.send(prepared)
        self._sent = str(prepared.headers["Authorization"])
        told = _time_told(self._credentials, answer.headers.get("www-authenticate", ""))
        return HawkAnswer(answer.status_code, answer.json(), genuine=False, time=told)

    def again(self, url: str) -> HawkAnswer:
        answer = requests.get(url, headers={"Authorization": self._sent}, timeout=30)
        return HawkAnswer(answer.status_code, answer.json(), genuine=False, time=None)


def _time_told(credentials: dict[str, str], challenge: str) -> int | None:
    """Return our time where a challenge tells it and mohawk finds it signed with the key."""
    if "ts=" not in challenge:
        return None
    told: Values = parse_authorization_header(challenge)
    assert told["tsm"] == calculate_ts_mac(told["ts"], credentials).decode()
    return int(told["ts"])

"""What an authorization request asks for that may have been pushed beforehand, for the doctor."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl

from fracttal_console.crypto.tokens import digest
from fracttal_console.domain.oauth_consumers import Consumer
from fracttal_console.domain.pushed_requests import REQUEST_URI
from fracttal_console.storage.repositories import Repositories


def asked_for(
    repositories: Repositories, consumer: Consumer, query: Mapping[str, str], now: datetime
) -> tuple[Mapping[str, str], str]:
    """Return the parameters that count, `query` itself or what was pushed; and why what was pushed does not."""
    uri = query.get("request_uri", "")
    if not uri.startswith(REQUEST_URI):
        return query, ""
    pushed = repositories.pushed_requests.find(digest(uri))
    if pushed is None:
        return query, "pushed_request_unknown"
    return dict(parse_qsl(pushed.query)), pushed.why_not(consumer.id, now)
